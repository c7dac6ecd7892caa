/** API keys: made, shown once, limited to scopes, rotated and taken away, through the gateway. */
import { expect } from "chai";
import { createClient, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

const LATER = new Date(Date.now() + 60 * 60 * 1000).toISOString();

interface Made {
	id: string;
	key: string;
	prefix: string;
	rev: number;
}

describe("API keys", function () {
	this.timeout(60_000);
	let lyceum: TestKernel;
	let guest: Client;
	let ann: Client;
	let bob: Client;
	let administrator: Client;

	before(async () => {
		lyceum = await startTestKernel({ plugins: ["projects", "exercises"] });
		guest = lyceum.guest;
		administrator = await lyceum.as("admin");
		[ann, bob] = [await lyceum.as("ann"), await lyceum.as("bob")];
	});
	after(() => lyceum?.stop());

	async function makeKey(owner: Client, scopes: string[], more: object = {}): Promise<Made> {
		const answer = await owner.post<Made & Record<string, unknown>>("/api-keys", {
			name: "Import",
			scopes,
			...more
		});
		expect(answer.status, answer.text).to.equal(201);
		return answer.body;
	}

	function withKey(key: string) {
		return { "x-api-key": key };
	}

	async function stored() {
		const { connection } = lyceum.kernel.runtime;
		const collections = ["apiKeys", "changes", "idempotency", "trash"].map(name =>
			connection.collection(name).find().toArray()
		);
		return JSON.stringify(await Promise.all(collections));
	}

	it("are shown once, and kept as a hash", async () => {
		const answer = await ann.post<Made & Record<string, unknown>>(
			"/api-keys",
			{ name: "Import", scopes: ["projects.read"] },
			{ "idempotency-key": "make-one-key" }
		);
		expect(answer.headers.get("cache-control")).to.equal("no-store");
		const { key, id, prefix, expiresAt } = answer.body;
		expect(key).to.match(/^lyc_[\da-f]{8}_[\w-]{43}$/);
		expect(key.startsWith(prefix)).to.equal(true);
		expect(Date.parse(expiresAt as string)).to.be.greaterThan(Date.now());
		for (const path of [`/api-keys/${id}`, "/api-keys", `/api-keys/${id}/history`]) {
			const { status, text } = await ann.get(path);
			expect(status).to.equal(200);
			expect(text).not.to.include(key).and.not.to.match(/hash/i);
		}
		expect(await stored()).not.to.include(key);
	});

	it("act in their owner's name, as far as their scopes go", async () => {
		const mine = await ann.post("/projects", { name: "Ann's" });
		await bob.post("/projects", { name: "Bob's" });
		const { key } = await makeKey(ann, ["projects.read"]);
		const { status, body } = await guest.get<{ data: { id: string }[] }>(
			"/projects",
			withKey(key)
		);
		expect(status).to.equal(200);
		expect(body.data.map(({ id }) => id)).to.include(mine.body.id);
		expect(body.data.map(project => (project as { name?: string }).name)).not.to.include(
			"Bob's"
		);
		const refused = await guest.post("/projects", { name: "No" }, withKey(key));
		expect([refused.status, refused.body.code]).to.deep.equal([403, "ACCESS_SCOPE_MISSING"]);
		expect(refused.body.detail).to.include('"projects.write"');
		const writer = await makeKey(ann, ["projects.write"]);
		const made = await guest.post("/projects", { name: "By key" }, withKey(writer.key));
		expect(made.status).to.equal(201);
		expect(made.body.ownerId).to.equal(ann.id);
		expect((await guest.get("/projects", withKey(writer.key))).status).to.equal(403);
		const history = await ann.get<{ data: { actor: object }[] }>(
			`/projects/${made.body.id as string}/history`
		);
		expect(history.body.data[0]!.actor).to.deep.equal({ id: ann.id, kind: "apiKey" });
	});

	it("give no right that their owner lacks", async () => {
		const { key } = await makeKey(ann, ["users.read", "users.write"]);
		expect((await guest.get("/users", withKey(key))).status).to.equal(403);
	});

	it("without the scope are guests of what is open to everybody", async () => {
		const teacher = await lyceum.as("teacher");
		const { key } = await makeKey(teacher, ["projects.read"]);
		const { id } = (await teacher.get<{ data: { id: string }[] }>("/exercises?pageSize=1")).body
			.data[0]!;
		const paths = ["/exercises", "/exercises/count", `/exercises/${id}`];
		for (const path of paths) {
			const { status, body, text } = await guest.get(path, withKey(key));
			expect([status, body.code], path).to.deep.equal([403, "ACCESS_SCOPE_MISSING"]);
			expect(body.detail).to.include('"exercises.read"');
			expect(text).not.to.include("solutionCode");
		}
		const settings = "/plugins/exercises/settings";
		await administrator.patch(settings, { publicCatalogue: true });
		const [asKey, asGuest] = [
			await guest.get(`/exercises/${id}`, withKey(key)),
			await guest.get(`/exercises/${id}`)
		];
		expect([asKey.status, asKey.body]).to.deep.equal([200, asGuest.body]);
		await administrator.patch(settings, { publicCatalogue: false });
		const reader = await makeKey(teacher, ["exercises.read"]);
		const whole = await guest.get(`/exercises/${id}`, withKey(reader.key));
		expect(whole.body).to.include.keys("solutionCode", "testCases");
		expect((await guest.get("//health", withKey(key))).status).to.equal(200);
	});

	const personal: [string, string, object?][] = [
		["GET", "/auth/me"],
		["PATCH", "/auth/me", { name: "X" }],
		["POST", "/auth/change-password", { currentPassword: "x", newPassword: "y" }],
		["GET", "/auth/sessions"],
		["DELETE", "/auth/sessions"],
		["GET", "/api-keys"],
		["POST", "/api-keys", { name: "More", scopes: ["projects.write"] }]
	];
	for (const [method, path, body] of personal) {
		it(`are not for ${method} ${path}`, async () => {
			const { key } = await makeKey(ann, ["projects.read", "projects.write"]);
			const answer = await guest.send(method, path, body, withKey(key));
			expect([answer.status, answer.body.code]).to.deep.equal([403, "ACCESS_NOT_FOR_KEYS"]);
		});
	}

	const bad: [string, object, string[]][] = [
		["a scope that does not exist", { scopes: ["projects.delete"] }, ["/scopes/0"]],
		[
			"a personal scope",
			{ scopes: ["apiKeys.write", "auth.write"] },
			["/scopes/0", "/scopes/1"]
		],
		["no scope", { scopes: [] }, ["/scopes"]],
		["no name", { name: "" }, ["/name"]],
		["an end that is over", { expiresAt: "2020-01-01T00:00:00Z" }, ["/expiresAt"]],
		["an owner", { userId: "65f0c0ffee65f0c0ffee65f0" }, ["/userId"]],
		["a hash", { keyHash: "x" }, ["/keyHash"]],
		["an operator", { name: { $ne: null } }, ["/name"]]
	];
	for (const [what, body, pointers] of bad) {
		it(`are not made with ${what}`, async () => {
			const answer = await ann.post<{ errors: { pointer: string }[] }>("/api-keys", {
				name: "Import",
				scopes: ["projects.read"],
				...body
			});
			expect(answer.status, answer.text).to.equal(400);
			expect(answer.body.errors.map(({ pointer }) => pointer)).to.have.members(pointers);
		});
	}

	it("are their owner's and administrators' alone", async () => {
		const { id } = await makeKey(ann, ["projects.read"]);
		expect((await bob.get(`/api-keys/${id}`)).status).to.equal(404);
		expect((await bob.patch(`/api-keys/${id}`, { name: "X" })).status).to.equal(404);
		expect((await bob.post(`/api-keys/${id}/rotate`)).status).to.equal(404);
		expect((await bob.delete(`/api-keys/${id}`)).status).to.equal(404);
		expect((await guest.get("/api-keys")).status).to.equal(401);
		expect((await administrator.get(`/api-keys/${id}`)).status).to.equal(200);
		expect((await administrator.post(`/api-keys/${id}/rotate`)).status).to.equal(403);
		expect((await administrator.delete(`/api-keys/${id}`)).status).to.equal(204);
	});

	it("are renamed and limited by their owner, at the next request", async () => {
		const { id, key } = await makeKey(ann, ["projects.read"]);
		expect((await guest.get("/projects", withKey(key))).status).to.equal(200);
		const answer = await ann.patch(`/api-keys/${id}`, {
			name: "Other",
			scopes: ["projects.write"]
		});
		expect(answer.status, answer.text).to.equal(200);
		expect((await guest.get("/projects", withKey(key))).status).to.equal(403);
	});

	it("are replaced by a rotation, at once or after an overlap", async () => {
		const { id, key } = await makeKey(ann, ["projects.read"]);
		const second = await ann.post<Made & Record<string, unknown>>(`/api-keys/${id}/rotate`, {
			keepOldFor: 600
		});
		expect(second.status, second.text).to.equal(200);
		expect((await guest.get("/projects", withKey(key))).status).to.equal(200);
		expect((await guest.get("/projects", withKey(second.body.key))).status).to.equal(200);
		const third = await ann.post<Made & Record<string, unknown>>(`/api-keys/${id}/rotate`);
		expect((await guest.get("/projects", withKey(key))).status).to.equal(401);
		expect((await guest.get("/projects", withKey(second.body.key))).status).to.equal(401);
		expect((await guest.get("/projects", withKey(third.body.key))).status).to.equal(200);
		expect(third.body).to.include.keys("rotatedAt");
		expect((await ann.post(`/api-keys/${id}/rotate`, { keepOldFor: -1 })).status).to.equal(400);
		expect(await stored()).not.to.include(third.body.key);
	});

	it("are refused when they are removed, and do not come back", async () => {
		const { id, key } = await makeKey(ann, ["projects.read"]);
		expect((await guest.get("/projects", withKey(key))).status).to.equal(200);
		expect((await ann.delete(`/api-keys/${id}`)).status).to.equal(204);
		expect((await guest.get("/projects", withKey(key))).status).to.equal(401);
		expect((await ann.post(`/api-keys/${id}/restore`)).status).to.equal(404);
	});

	it("are refused when they are over", async () => {
		const { id, key } = await makeKey(ann, ["projects.read"], { expiresAt: LATER });
		await lyceum.kernel.runtime.connection
			.collection<{ _id: string }>("apiKeys")
			.updateOne({ _id: id }, { $set: { expiresAt: new Date(Date.now() - 1) } });
		expect((await guest.get("/projects", withKey(key))).status).to.equal(401);
	});

	it("are refused when their owner is disabled", async () => {
		const carl = await lyceum.as("carl");
		const { key } = await makeKey(carl, ["projects.read"]);
		expect((await guest.get("/projects", withKey(key))).status).to.equal(200);
		await administrator.patch(`/users/${carl.id}`, { isActive: false });
		expect((await guest.get("/projects", withKey(key))).status).to.equal(401);
	});

	it("are refused when they are made up, whatever cookie is beside them", async () => {
		for (const key of ["", "x", "lyc_00000000_hTz0vWqL7aYb3nKc5dXe9fRg1mUj2pSo4iQx6tNw8ZE"])
			expect((await guest.get("/projects", withKey(key))).status, key).to.equal(401);
	});

	it("count as used, without becoming another revision", async () => {
		const { id, key, rev } = await makeKey(ann, ["projects.read"]);
		await guest.get("/projects", withKey(key));
		const read = () => ann.get(`/api-keys/${id}`);
		while ((await read()).body.lastUsedAt === undefined)
			await new Promise(resolve => setImmediate(resolve));
		expect((await read()).body.rev).to.equal(rev);
	});

	it("are at most 50 of one person", async () => {
		const dora = await lyceum.as("dora");
		for (let count = 0; count < 50; count++) await makeKey(dora, ["projects.read"]);
		const answer = await dora.post("/api-keys", { name: "More", scopes: ["projects.read"] });
		expect([answer.status, answer.body.code]).to.deep.equal([409, "AUTH_TOO_MANY_KEYS"]);
	});

	it("repeat a request with an Idempotency-Key only within their scopes", async () => {
		const { key } = await makeKey(ann, ["projects.read"]);
		const client = createClient(lyceum.url);
		const answer = await client.post(
			"/projects",
			{ name: "No" },
			{ ...withKey(key), "idempotency-key": "not-in-scope" }
		);
		expect(answer.body.code).to.equal("ACCESS_SCOPE_MISSING");
	});
});
