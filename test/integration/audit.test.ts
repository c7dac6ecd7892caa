/** The audit trail: what has an entry, what is in it, and that nobody can change it unnoticed. */
import { expect } from "chai";
import { Secret, TOTP } from "otpauth";
import { bindModel } from "../../mixins/model.ts";
import { onlyReads } from "../../services/abilities/scopes.ts";
import { AuditEntry } from "../../services/audit/audit-entry.model.ts";
import { AuditTrail } from "../../services/audit/audit-trail.ts";
import { routesOf, type ListedService } from "../../services/gateway/routes.ts";
import { createClient, type Answer, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { beginUpload, CHUNK, fileForm, makeFile, TUS } from "../support/files.ts";
import { makeDeadLetter } from "../support/dead-letter.ts";
import { makeNotification } from "../support/notification.ts";
import { pingService, uploadForm } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

const PASSWORD = "Wren-42-Lantern";
const NEXT_PASSWORD = "Maple-77-Harbour";

interface Entry {
	seq: number;
	action: string;
	eventType: string;
	outcome: string;
	code: string | null;
	severity: string;
	actorId: string | null;
	actorKind: string;
	requestId: string;
	address: string;
	details: { before?: Record<string, unknown>; after?: Record<string, unknown>; params?: object };
}

describe("the audit trail", function () {
	this.timeout(120_000);
	let lyceum: TestKernel;
	let guest: Client;
	let administrator: Client;
	let requests = 0;

	before(async () => {
		lyceum = await startTestKernel({
			plugins: ["projects", "exercises", "content", "quality"]
		});
		guest = lyceum.guest;
		administrator = await lyceum.as("admin");
	});
	after(() => lyceum?.stop());

	/** Sends a request under an id of its own and returns its entries, too. */
	async function traced(
		client: Client,
		method: string,
		path: string,
		body?: unknown,
		headers: Record<string, string> = {}
	) {
		const requestId = `audit-test-${++requests}`;
		const answer = await client.send(method, path, body, {
			...headers,
			"x-request-id": requestId
		});
		return { answer, entries: await entriesOf(requestId) };
	}

	async function entriesOf(requestId: string) {
		const { status, body, text } = await administrator.get<{ data: Entry[] }>(
			`/audit?filter[requestId]=${requestId}&sort=seq`
		);
		expect(status, text).to.equal(200);
		return body.data;
	}

	async function register(name: string) {
		const { body } = await guest.post<{
			access_token: string;
			refresh_token: string;
			user: { id: string; email: string };
		}>("/auth/register", { email: `${name}@lyceum.test`, password: PASSWORD });
		return {
			...body,
			api: createClient(lyceum.url, body.access_token, body.user.id),
			sessionId: JSON.parse(
				Buffer.from(body.access_token.split(".")[1]!, "base64url").toString()
			).sid as string
		};
	}

	function stored() {
		return lyceum.kernel.runtime.connection.collection<Record<string, unknown>>("auditEntries");
	}

	it("says who changed what, before and after, from where and in which request", async () => {
		const ann = await lyceum.as("ann");
		const { answer } = await traced(ann, "POST", "/projects", { name: "First" });
		const id = answer.body.id as string;
		const { entries } = await traced(ann, "PATCH", `/projects/${id}`, { name: "Second" });
		expect(entries).to.have.length(1);
		expect(entries[0]).to.include({
			eventType: "projects.updated",
			component: "projects",
			action: "projects.update",
			outcome: "succeeded",
			severity: "info",
			actorId: ann.id,
			actorKind: "user",
			documentId: id,
			revision: 2,
			address: "127.0.0.1"
		});
		expect(entries[0]!.details.before).to.include({ id, name: "First" });
		expect(entries[0]!.details.after).to.include({ id, name: "Second" });
	});

	it("tells of sign-ins, right and wrong, without a password", async () => {
		const { user } = await register("signs");
		const login = { email: "signs@lyceum.test", password: PASSWORD };
		const right = await traced(guest, "POST", "/auth/login", login);
		expect(right.entries).to.have.length(1);
		expect(right.entries[0]).to.include({
			action: "auth.login",
			outcome: "succeeded",
			actorId: user.id
		});
		const wrong = await traced(guest, "POST", "/auth/login", { ...login, password: "wrong" });
		expect(wrong.entries[0]).to.include({
			action: "auth.login",
			outcome: "refused",
			severity: "warning",
			code: "AUTH_INVALID_CREDENTIALS",
			actorId: null,
			actorKind: "guest"
		});
		expect(wrong.entries[0]!.details.params).to.deep.equal({
			email: "signs@lyceum.test",
			password: "[redacted]"
		});
	});

	it("tells of what was refused to somebody who is signed in, and not of strangers at the door", async () => {
		const ann = await lyceum.as("ann");
		const refused = await traced(ann, "POST", "/users", { email: "x@lyceum.test" });
		expect(refused.entries[0]).to.include({ outcome: "refused", code: "ACCESS_FORBIDDEN" });
		expect((await traced(guest, "POST", "/users", {})).entries).to.deep.equal([]);
		expect((await traced(ann, "POST", "/projects", {})).entries).to.deep.equal([]);
		expect((await traced(ann, "GET", "/projects")).entries).to.deep.equal([]);
	});

	it("tells of a dangerous action that was refused to an API key", async () => {
		const { user, api } = await register("unproved");
		const keys = { name: "Import", scopes: ["projects.read"] };
		const { key } = (await api.post<{ key: string }>("/api-keys", keys)).body;
		const refused = await traced(createClient(lyceum.url), "POST", "/api-keys", keys, {
			"x-api-key": key
		});
		expect(refused.answer.status).to.equal(403);
		expect(refused.entries).to.have.length(1);
		expect(refused.entries[0]).to.include({
			action: "apiKeys.create",
			outcome: "refused",
			severity: "warning",
			code: "ACCESS_NOT_FOR_KEYS",
			actorId: user.id,
			actorKind: "apiKey",
			address: "127.0.0.1"
		});
	});

	it("holds no secret: password, hash, token, key or code", async () => {
		const { api, refresh_token } = await register("secrets");
		const key = await api.post<{ key: string }>("/api-keys", {
			name: "Import",
			scopes: ["projects.read"]
		});
		await guest.post("/auth/refresh", { refresh_token });
		await administrator.get("/audit");
		const everything = JSON.stringify(await stored().find().toArray());
		for (const secret of [PASSWORD, refresh_token, key.body.key])
			expect(everything).not.to.include(secret);
		expect(everything).not.to.include("$2b$");
		const keys = await lyceum.kernel.runtime.connection.collection("apiKeys").find().toArray();
		for (const { keyHash } of keys) expect(everything).not.to.include(keyHash);
	});

	it("is administrators' alone to read, and nobody's to change", async () => {
		const ann = await lyceum.as("ann");
		for (const path of ["/audit", "/audit/count", "/audit/verify"]) {
			expect((await ann.get(path)).status, path).to.equal(403);
			expect((await guest.get(path)).status, path).to.equal(401);
		}
		const { body } = await administrator.get<{ data: { id: string }[] }>("/audit");
		const path = `/audit/${body.data[0]!.id}`;
		expect((await administrator.get(path)).body.details).to.be.an("object");
		for (const method of ["PUT", "PATCH", "DELETE"])
			expect((await administrator.send(method, path, {})).status).to.equal(405);
		expect((await administrator.post("/audit", {})).status).to.equal(405);
	});

	it("is searched by actor, action, document and outcome", async () => {
		const ann = await lyceum.as("ann");
		const { body } = await administrator.get<{ data: Entry[]; total: number }>(
			`/audit?filter[actorId]=${ann.id}&filter[eventType]=projects.created&sort=-seq`
		);
		expect(body.total).to.be.greaterThan(0);
		expect(body.data.every(({ actorId }) => actorId === ann.id)).to.equal(true);
		expect((await administrator.get("/audit?filter[sourceId]=x")).status).to.equal(400);
	});

	describe("its chain", () => {
		async function verify(query = "") {
			const { status, body, text } = await administrator.get<{
				valid: boolean;
				checked: number;
				head: { seq: number; hash: string };
				brokenAt: number | null;
			}>(`/audit/verify${query}`);
			expect(status, text).to.equal(200);
			return body;
		}

		/** Changes the stored trail, lets `check` look at it, and puts it back. */
		async function tamper(change: () => Promise<unknown>, check: () => Promise<void>) {
			const before = await stored().find().toArray();
			await change();
			await check().finally(async () => {
				await stored().deleteMany({});
				await stored().insertMany(before);
			});
		}

		it("is whole, without gaps, however many write at once", async () => {
			const ann = await lyceum.as("ann");
			await Promise.all(
				Array.from({ length: 30 }, (_entry, index) =>
					ann.post("/projects", { name: `Project ${index}` })
				)
			);
			const { valid, checked, head, brokenAt } = await verify();
			expect({ valid, brokenAt }).to.deep.equal({ valid: true, brokenAt: null });
			expect(head.seq).to.equal(checked);
			expect(checked).to.be.greaterThan(30);
			expect((await verify("?from=5&to=9")).checked).to.equal(5);
		});

		async function replaceBy(seq: number, other: number) {
			const found = await stored().findOne({ seq: other });
			const { _id, seq: _place, sourceId: _source, ...fields } = found!;
			await stored().updateOne({ seq }, { $set: fields });
		}

		async function swap(one: number, other: number) {
			await stored().updateOne({ seq: one }, { $set: { seq: -1 } });
			await stored().updateOne({ seq: other }, { $set: { seq: one } });
			await stored().updateOne({ seq: -1 }, { $set: { seq: other } });
		}

		/** Everything from the fourth on moves up, as if another had happened before. */
		async function insertBetween() {
			const later = await stored()
				.find({ seq: { $gte: 4 } })
				.sort({ seq: -1 })
				.toArray();
			for (const { _id, seq } of later)
				await stored().updateOne({ _id }, { $set: { seq: Number(seq) + 1 } });
			const { _id, ...fields } = later.at(-1)!;
			await stored().insertOne({ ...fields, seq: 4, actorId: "x", sourceId: "x" });
		}

		it("is not to be changed by the entries' own model", async () => {
			const { connection } = lyceum.kernel.runtime;
			const model = bindModel(connection, AuditEntry, "AuditEntry~refusing");
			const before = await stored().find().toArray();
			const attempts: (() => Promise<unknown>)[] = [
				() => model.updateOne({ seq: 4 }, { actorId: "x" }).exec(),
				() => model.updateMany({}, { actorId: "x" }).exec(),
				() => model.replaceOne({ seq: 4 }, { seq: 4 }).exec(),
				() => model.findOneAndUpdate({ seq: 4 }, { actorId: "x" }).exec(),
				() => model.findOneAndReplace({ seq: 4 }, { seq: 4 }).exec(),
				() => model.findOneAndDelete({ seq: 4 }).exec(),
				() => model.deleteOne({ seq: 4 }).exec(),
				() => model.deleteMany({}).exec(),
				() => model.bulkWrite([{ deleteOne: { filter: { seq: 4 } } }]),
				() => model.insertMany([{ ...before[0], _id: "x", seq: 10_000 }]),
				async () => (await model.findOne({ seq: 4 }))!.set({ actorId: "x" }).save(),
				async () => (await model.findOne({ seq: 4 }))!.deleteOne().exec()
			];
			for (const [index, attempt] of attempts.entries()) {
				const error = await attempt().catch((thrown: Error) => thrown);
				expect(error, String(index)).to.be.an("error");
				expect((error as Error).message).to.match(/only added to/);
			}
			connection.deleteModel("AuditEntry~refusing");
			const ids = before.map(({ _id }) => _id) as never[];
			expect(
				await stored()
					.find({ _id: { $in: ids } })
					.toArray()
			).to.deep.equal(before);
		});

		const changes: [what: string, change: () => Promise<unknown>][] = [
			[
				"an actor was changed",
				() => stored().updateOne({ seq: 4 }, { $set: { actorId: "somebody" } })
			],
			[
				"details were changed",
				() => stored().updateOne({ seq: 4 }, { $set: { details: "{}" } })
			],
			[
				"a time was changed",
				() => stored().updateOne({ seq: 4 }, { $set: { at: new Date(0) } })
			],
			["an entry was taken away", () => stored().deleteOne({ seq: 4 })],
			["one was put in another's place", () => replaceBy(4, 7)],
			["two changed places", () => swap(4, 5)],
			["one was put in between", insertBetween]
		];
		for (const [what, change] of changes) {
			it(`shows that ${what}, and where`, () =>
				tamper(change, async () => {
					const { valid, brokenAt } = await verify();
					expect({ valid, brokenAt }).to.deep.equal({ valid: false, brokenAt: 4 });
				}));
		}

		it("shows to who kept its head that the end was cut off, or all of it made anew", async () => {
			const { head } = await verify();
			const anchor = `?seq=${head.seq}&hash=${head.hash}`;
			expect((await verify(anchor)).valid).to.equal(true);
			await tamper(
				() => stored().deleteMany({ seq: { $gte: head.seq - 2 } }),
				async () => {
					expect((await verify(anchor)).valid).to.equal(false);
				}
			);
			const forged = `?seq=${head.seq}&hash=${"0".repeat(64)}`;
			expect((await verify(forged)).valid).to.equal(false);
		});

		for (const query of [
			"?from=0",
			"?seq=1",
			`?hash=${"0".repeat(64)}`,
			"?hash=x&seq=1",
			"?all=1"
		]) {
			it(`is not checked with ${query}`, async () => {
				expect((await administrator.get(`/audit/verify${query}`)).status).to.equal(400);
			});
		}

		it("is one chain when two nodes write it, with each source once", async () => {
			const { connection } = lyceum.kernel.runtime;
			const trails = ["one", "two"].map(
				node =>
					new AuditTrail(
						connection,
						bindModel(connection, AuditEntry, `AuditEntry~${node}`),
						() => undefined,
						() => undefined
					)
			);
			const ann = await lyceum.as("ann");
			for (let round = 0; round < 5; round++) {
				await Promise.all([
					...Array.from({ length: 10 }, () => ann.post("/projects", { name: "Racing" })),
					...trails.map(trail => trail.drain())
				]);
				await Promise.all(trails.map(trail => trail.drain()));
			}
			expect((await verify()).valid).to.equal(true);
			const sources = await stored().distinct("sourceId");
			expect(sources.length).to.equal(await stored().countDocuments());
		});

		it("has a document's changes in their order, however many wait at once", async () => {
			const ann = await lyceum.as("ann");
			const { id } = (await ann.post("/projects", { name: "Ordered" })).body as {
				id: string;
			};
			for (let number = 2; number <= 230; number++)
				await ann.patch(`/projects/${id}`, { name: `Ordered ${number}` });
			expect((await verify()).valid).to.equal(true);
			const entries = await stored().find({ documentId: id }).sort({ seq: 1 }).toArray();
			const revisions = entries.map(({ revision }) => revision as number);
			expect(revisions).to.deep.equal(Array.from({ length: 230 }, (_, index) => index + 1));
		});

		it("tells of a change what the store has of it", async () => {
			const ann = await lyceum.as("ann");
			const { id } = (await ann.post("/projects", { name: "Told", tags: ["one"] })).body as {
				id: string;
			};
			const kept = await lyceum.kernel.runtime.connection
				.collection("changes")
				.findOne({ documentId: id });
			await verify();
			const [entry] = await stored().find({ documentId: id }).toArray();
			const { _id, ...after } = kept!.after as Record<string, unknown>;
			expect(JSON.parse(entry!.details as string)).to.deep.equal({
				before: null,
				after: JSON.parse(JSON.stringify({ id: _id, ...after }))
			});
		});

		it("takes what waited through a crash once, also when it was linked already", async () => {
			const changes = lyceum.kernel.runtime.connection.collection("changes");
			await verify();
			const before = await stored().countDocuments();
			await changes.updateMany({}, { $set: { auditPending: true } });
			await waitUntil("it is looked at", async () => {
				expect((await verify()).valid).to.equal(true);
				return (await changes.countDocuments({ auditPending: true })) === 0;
			});
			expect(await stored().countDocuments()).to.equal(before);
		});
	});

	describe("every changing route has an entry:", () => {
		type Recipe = () => Promise<{ answer: Answer; entries: Entry[] }>;
		const recipes = new Map<string, Recipe>();
		const PREFIX = "/api/v1";

		/** How to create, change, replace, remove and restore one document of a collection. */
		function collectionRecipes(path: string, body: () => object, patch: object) {
			const create = async () => {
				const { body: made, text } = await administrator.post(path, body());
				expect(made, text).to.have.property("id");
				return `${path}/${made.id as string}`;
			};
			const on = async (method: string, sent?: unknown) =>
				traced(administrator, method, await create(), sent);
			recipes.set(`POST ${path}`, () => traced(administrator, "POST", path, body()));
			recipes.set(`PATCH ${path}/:id`, () => on("PATCH", patch));
			recipes.set(`DELETE ${path}/:id`, () => on("DELETE"));
			recipes.set(`PUT ${path}/:id`, async () => {
				const place = await create();
				const { body: found } = await administrator.get(place);
				const kept = Object.keys(body()).filter(key => key in found);
				const sent = Object.fromEntries(kept.map(key => [key, found[key]]));
				return traced(administrator, "PUT", place, { ...sent, ...patch });
			});
			recipes.set(`POST ${path}/:id/restore`, async () => {
				const place = await create();
				await administrator.delete(place);
				return traced(administrator, "POST", `${place}/restore`);
			});
			return create;
		}

		let made = 0;
		collectionRecipes("/users", () => ({ email: `made${++made}@lyceum.test` }), { name: "X" });
		recipes.set("POST /roles/preview", () =>
			traced(administrator, "POST", "/roles/preview", { name: "previewed", rules: [] })
		);
		collectionRecipes("/roles", () => ({ name: `role-${++made}`, rules: [] }), {
			description: "X"
		});
		const makeProject = collectionRecipes("/projects", () => ({ name: "Made" }), {
			status: "done"
		});
		const makeExercise = collectionRecipes(
			"/exercises",
			() => ({
				title: "Made",
				description: "Print one",
				topic: "output",
				difficulty: "beginner",
				language: "python",
				solutionCode: "print(1)",
				testCases: [{ input: "", expected: "1" }],
				hints: ["Print it"]
			}),
			{ title: "Changed" }
		);
		const makeKey = collectionRecipes(
			"/api-keys",
			() => ({ name: "Made", scopes: ["projects.read"] }),
			{ name: "Changed" }
		);

		recipes.set("POST /api-keys/:id/rotate", async () =>
			traced(administrator, "POST", `${await makeKey()}/rotate`)
		);
		recipes.set("POST /exercises/:id/hints", async () =>
			traced(await lyceum.as("ann"), "POST", `${await makeExercise()}/hints`)
		);
		recipes.set("POST /projects/:id/members", async () => {
			const { id: userId } = await lyceum.as("ann");
			return traced(administrator, "POST", `${await makeProject()}/members`, { userId });
		});
		recipes.set("PATCH /projects/:id/members/:userId", async () => {
			const [{ id: userId }, place] = [await lyceum.as("ann"), await makeProject()];
			await administrator.post(`${place}/members`, { userId });
			const body = { role: "editor" };
			return traced(administrator, "PATCH", `${place}/members/${userId}`, body);
		});
		recipes.set("DELETE /projects/:id/members/:userId", async () => {
			const [{ id: userId }, place] = [await lyceum.as("ann"), await makeProject()];
			await administrator.post(`${place}/members`, { userId });
			return traced(administrator, "DELETE", `${place}/members/${userId}`);
		});
		recipes.set("POST /projects/:id/transfer", async () => {
			const [{ id: userId }, place] = [await lyceum.as("ann"), await makeProject()];
			await administrator.post(`${place}/members`, { userId });
			return traced(administrator, "POST", `${place}/transfer`, { userId });
		});

		const changeInConsole = () =>
			traced(administrator, "POST", "/console/changes", {
				collection: "projects",
				wishes: [{ create: { name: "Made in the console" } }]
			});
		recipes.set("POST /console/changes", changeInConsole);
		recipes.set("POST /console/changes/:id/undo", async () => {
			const { answer } = await changeInConsole();
			const { undo } = answer.body as { undo: string };
			return traced(administrator, "POST", `/console/changes/${undo}/undo`);
		});
		const saveView = () =>
			traced(administrator, "POST", "/console/views", {
				collection: "projects",
				name: `Audited ${++requests}`,
				filter: {},
				sort: { field: "name", order: "ASC" },
				columns: ["name"]
			});
		recipes.set("POST /console/views", saveView);
		for (const [method, body] of [["PATCH", { columns: [] }], ["DELETE"]] as const)
			recipes.set(`${method} /console/views/:id`, async () => {
				const { answer } = await saveView();
				return traced(administrator, method, `/console/views/${answer.body.id}`, body);
			});
		const makeItem = collectionRecipes(
			"/content",
			() => ({ kind: "lesson", title: "Made", body: "# Made" }),
			{ title: "Changed" }
		);
		collectionRecipes("/content/collections", () => ({ title: "Made", entries: [] }), {
			title: "Changed"
		});
		/** A step of an item that has gone the ones before it. */
		const step = (verb: string, before: string[], body?: object) =>
			recipes.set(`POST /content/:id/${verb}`, async () => {
				const place = await makeItem();
				for (const earlier of before) await administrator.post(`${place}/${earlier}`);
				return traced(administrator, "POST", `${place}/${verb}`, body);
			});
		step("submit", []);
		step("approve", ["submit"]);
		step("reject", ["submit"], { comment: "Why?" });
		step("publish", ["submit", "approve"]);
		step("archive", []);
		recipes.set("POST /content/:id/versions/:version/restore", async () => {
			const place = await makeItem();
			await administrator.patch(place, { title: "Changed" });
			return traced(administrator, "POST", `${place}/versions/1/restore`);
		});
		recipes.set("POST /content/:id/comments", async () =>
			traced(administrator, "POST", `${await makeItem()}/comments`, { text: "Why?" })
		);
		const makeComment = async () => {
			const place = `${await makeItem()}/comments`;
			const { body } = await administrator.post(place, { text: "Why?" });
			return `${place}/${body.id as string}`;
		};
		recipes.set("POST /content/:id/comments/:commentId/resolve", async () =>
			traced(administrator, "POST", `${await makeComment()}/resolve`)
		);
		recipes.set("DELETE /content/:id/comments/:commentId", async () =>
			traced(administrator, "DELETE", await makeComment())
		);
		recipes.set("POST /content/render", () =>
			traced(administrator, "POST", "/content/render", { markdown: "# Made" })
		);
		const uploadItem = async () => {
			const form = new FormData();
			form.append("file", new Blob(["# Made\n"]), "made.md");
			const { body } = await administrator.post("/files", form);
			return body.id as string;
		};
		recipes.set("POST /content/imports", async () =>
			traced(administrator, "POST", "/content/imports", { fileId: await uploadItem() })
		);
		recipes.set("POST /content/imports/:id/apply", async () => {
			const fileId = await uploadItem();
			const { body } = await administrator.post("/content/imports", { fileId });
			const place = `/content/imports/${body.id as string}`;
			await waitUntil("the import", async () => {
				const { body: found } = await administrator.get(place);
				return found.state === "ready";
			});
			return traced(administrator, "POST", `${place}/apply`);
		});
		recipes.set("POST /content/imports/samples", () =>
			traced(administrator, "POST", "/content/imports/samples")
		);

		const newLesson = { kind: "lesson", title: "Checked", body: "It will recieve it." };
		const beginCheck = async () => {
			const { body: item } = await administrator.post("/content", newLesson);
			const itemId = item.id as string;
			return traced(administrator, "POST", "/quality/checks", { itemId });
		};
		/** A finding that a check has made, after the steps of it that come before. */
		const makeFinding = async (...steps: string[]) => {
			const { answer } = await beginCheck();
			const check = `/quality/checks/${answer.body.id as string}`;
			let itemId = "";
			await waitUntil("the check", async () => {
				const { body } = await administrator.get(check);
				itemId = body.itemId as string;
				return body.state === "done";
			});
			const query = `filter[itemId]=${itemId}&filter[rule]=text/spelling`;
			const { body } = await administrator.get<{ data: { id: string }[] }>(
				`/quality/findings?${query}`
			);
			const place = `/quality/findings/${body.data[0]!.id}`;
			for (const step of steps) await administrator.post(`${place}/${step}`, steppedBy(step));
			return { place, itemId };
		};
		const steppedBy = (step: string) => {
			if (step === "waive") return { reason: "It is a name" };
			return step === "assign" ? { assigneeId: administrator.id } : undefined;
		};
		const findingStep = (step: string, ...before: string[]) =>
			recipes.set(`POST /quality/findings/:id/${step}`, async () => {
				const { place } = await makeFinding(...before);
				return traced(administrator, "POST", `${place}/${step}`, steppedBy(step));
			});
		recipes.set("POST /quality/checks", beginCheck);
		recipes.set("POST /quality/checks/:id/cancel", async () => {
			// It waits behind the one before it.
			await administrator.post("/quality/checks", { all: true });
			const { answer } = await beginCheck();
			const id = answer.body.id as string;
			return traced(administrator, "POST", `/quality/checks/${id}/cancel`);
		});
		for (const step of ["waive", "assign", "done", "fix"]) findingStep(step);
		findingStep("reopen", "waive");
		findingStep("release", "assign");
		recipes.set("PUT /quality/items/:id/golden", async () => {
			const place = `/quality/items/${(await makeFinding()).itemId}/golden`;
			return traced(administrator, "PUT", place, { golden: true });
		});
		collectionRecipes("/quality/policies", () => ({ name: "Made" }), { name: "Changed" });
		recipes.set("POST /quality/drafts", async () => {
			const { body: item } = await administrator.post("/content", newLesson);
			const draft = { kind: "lesson", title: "Made" };
			return traced(administrator, "POST", "/quality/drafts", { itemId: item.id, draft });
		});
		recipes.set("POST /quality/policies/preview", () =>
			traced(administrator, "POST", "/quality/policies/preview", { gate: "error" })
		);
		const watching = () => ({ name: "Made", all: true, onChange: false });
		collectionRecipes("/quality/monitors", watching, { name: "Changed" });
		recipes.set("POST /quality/feedback", async () => {
			const { body: item } = await administrator.post("/content", newLesson);
			const said = { itemId: item.id, rating: 2, kind: "unclear" };
			return traced(administrator, "POST", "/quality/feedback", said);
		});
		const makeReport = async () => {
			const { body } = await administrator.post("/quality/reports", { format: "csv" });
			return `/quality/reports/${body.id as string}`;
		};
		recipes.set("POST /quality/reports", () =>
			traced(administrator, "POST", "/quality/reports", { format: "html" })
		);
		recipes.set("POST /quality/reports/:id/link", async () =>
			traced(administrator, "POST", `${await makeReport()}/link`)
		);
		recipes.set("DELETE /quality/reports/:id", async () =>
			traced(administrator, "DELETE", await makeReport())
		);

		let people = 0;
		const person = () => register(`walker${++people}`);
		const own = (
			method: string,
			path: string,
			body?: (who: Awaited<ReturnType<typeof register>>) => unknown
		) =>
			recipes.set(`${method} ${path}`, async () => {
				const who = await person();
				const sent = body?.(who);
				return traced(who.api, method, path.replace(":id", who.sessionId), sent);
			});
		own("POST", "/auth/register", () => ({
			email: `walker${++people}@lyceum.test`,
			password: PASSWORD
		}));
		own("POST", "/auth/login", () => ({
			email: `walker${people}@lyceum.test`,
			password: PASSWORD
		}));
		own("POST", "/auth/refresh", ({ refresh_token }) => ({ refresh_token }));
		own("POST", "/auth/logout");
		own("PATCH", "/auth/me", () => ({ name: "Walker" }));
		own("POST", "/auth/change-password", () => ({
			currentPassword: PASSWORD,
			newPassword: NEXT_PASSWORD
		}));
		own("POST", "/auth/step-up", () => ({ password: PASSWORD }));
		own("POST", "/auth/totp/enroll");
		own("DELETE", "/auth/sessions/:id");
		own("DELETE", "/auth/sessions");
		/** The mail of a kind to somebody, once it has been made. */
		async function mailTo(to: string, kind: string) {
			const query = `filter[to]=${to}&filter[kind]=${kind}&filter[state]=kept`;
			let mail: { id: string; text: string } | undefined;
			await waitUntil(`a mail to ${to}`, async () => {
				const { body } = await administrator.get<{ data: (typeof mail)[] }>(
					`/mail?${query}`
				);
				mail = body.data[0];
				return mail !== undefined;
			});
			return { ...mail!, token: /#token=([\w-]+)/.exec(mail!.text)![1]! };
		}
		own("POST", "/auth/forgot-password", ({ user: { email } }) => ({ email }));
		own("POST", "/auth/resend-verification", ({ user: { email } }) => ({ email }));
		recipes.set("POST /auth/verify-email", async () => {
			const { user } = await person();
			const { token } = await mailTo(user.email, "verifyEmail");
			return traced(guest, "POST", "/auth/verify-email", { token });
		});
		recipes.set("POST /auth/reset-password", async () => {
			const { email } = (await person()).user;
			await guest.post("/auth/forgot-password", { email });
			const { token } = await mailTo(email, "resetPassword");
			const body = { token, password: NEXT_PASSWORD };
			return traced(guest, "POST", "/auth/reset-password", body);
		});
		for (const [method, path] of [
			["POST", "/mail/:id/retry"],
			["DELETE", "/mail/:id"]
		] as const)
			recipes.set(`${method} ${path}`, async () => {
				const { user } = await person();
				const { id } = await mailTo(user.email, "verifyEmail");
				return traced(administrator, method, path.replace(":id", id));
			});
		recipes.set("POST /auth/view-as", async () => {
			const { user } = await person();
			return traced(administrator, "POST", "/auth/view-as", { userId: user.id });
		});
		recipes.set("POST /auth/signing-keys/rotate", () =>
			traced(administrator, "POST", "/auth/signing-keys/rotate")
		);
		recipes.set("DELETE /sessions/:id", async () => {
			const { sessionId } = await person();
			return traced(administrator, "DELETE", `/sessions/${sessionId}`);
		});
		recipes.set("DELETE /lockouts/:id", async () => {
			await guest.post("/auth/login", { username: "walked", password: "wrong" });
			const { body } = await administrator.get<{ data: { id: string }[] }>(
				"/lockouts?filter[login]=walked"
			);
			return traced(administrator, "DELETE", `/lockouts/${body.data[0]!.id}`);
		});

		const makeNote = async () =>
			`/notifications/${await makeNotification(lyceum, administrator.id!)}`;
		recipes.set("PATCH /notifications/:id", async () =>
			traced(administrator, "PATCH", await makeNote(), { readAt: new Date() })
		);
		recipes.set("DELETE /notifications/:id", async () =>
			traced(administrator, "DELETE", await makeNote())
		);
		recipes.set("POST /notifications/:id/restore", async () => {
			const place = await makeNote();
			await administrator.delete(place);
			return traced(administrator, "POST", `${place}/restore`);
		});
		recipes.set("PATCH /notifications/preferences", () => {
			const preferences = [{ kind: "apiKeys.keyMade", channel: "mail", wanted: false }];
			return traced(administrator, "PATCH", "/notifications/preferences", { preferences });
		});
		recipes.set("POST /notifications/read-all", async () => {
			await makeNote();
			return traced(administrator, "POST", "/notifications/read-all");
		});

		const makeLetter = async () => `/streams/dead-letters/${await makeDeadLetter(lyceum)}`;
		recipes.set("POST /streams/dead-letters/:id/replay", async () =>
			traced(administrator, "POST", `${await makeLetter()}/replay`)
		);
		recipes.set("POST /streams/dead-letters/replay", async () => {
			await makeLetter();
			const body = { stream: "chat-messages" };
			return traced(administrator, "POST", "/streams/dead-letters/replay", body);
		});
		recipes.set("DELETE /streams/:name/groups/:group", async () => {
			await makeDeadLetter(lyceum, { stream: "chat-messages", group: "former" });
			return traced(administrator, "DELETE", "/streams/chat-messages/groups/former");
		});
		recipes.set("DELETE /streams/dead-letters/:id", async () =>
			traced(administrator, "DELETE", await makeLetter())
		);
		recipes.set("POST /streams/dead-letters/:id/restore", async () => {
			const place = await makeLetter();
			await administrator.delete(place);
			return traced(administrator, "POST", `${place}/restore`);
		});
		recipes.set("POST /exercises/check", () =>
			traced(administrator, "POST", "/exercises/check")
		);
		recipes.set("POST /tasks/:id/cancel", async () => {
			const { id } = await lyceum.kernel.runtime.enqueue({
				job: "exercises.check",
				payload: {},
				askedBy: null,
				requestId: null,
				delayMs: 3_600_000
			});
			return traced(administrator, "POST", `/tasks/${id}/cancel`);
		});
		recipes.set("PUT /limits", () =>
			traced(administrator, "PUT", "/limits", { login: { points: 9, seconds: 60 } })
		);
		recipes.set("DELETE /limits/blocks/:id", async () => {
			const _id = "65f0c0ffee65f0c0ffee65f0";
			const at = new Date();
			const block = { limit: "address", subject: "192.0.2.1", times: 1, rev: 1 };
			await lyceum.kernel.runtime.connection
				.collection<{ _id: string }>("limitBlocks")
				.insertOne({ _id, ...block, blockedUntil: at, expiresAt: at } as { _id: string });
			return traced(administrator, "DELETE", `/limits/blocks/${_id}`);
		});

		async function enrolled() {
			const { api } = await person();
			const { body } = await api.post<{ secret: string }>("/auth/totp/enroll");
			const totp = new TOTP({ secret: Secret.fromBase32(body.secret) });
			return { api, otp: () => totp.generate() };
		}
		recipes.set("POST /auth/totp/confirm", async () => {
			const { api, otp } = await enrolled();
			return traced(api, "POST", "/auth/totp/confirm", { otp: otp() });
		});
		for (const path of ["/auth/totp/recovery-codes", "/auth/totp/disable"])
			recipes.set(`POST ${path}`, async () => {
				const { api, otp } = await enrolled();
				await api.post("/auth/totp/confirm", { otp: otp() });
				return traced(api, "POST", path, { otp: otp() });
			});

		const withFile = (method: string, path: string, body?: unknown) =>
			recipes.set(`${method} /files/:id${path}`, async () => {
				const id = await makeFile(administrator);
				return traced(administrator, method, `/files/${id}${path}`, body);
			});
		recipes.set("POST /files", () =>
			traced(administrator, "POST", "/files", fileForm("A plan\n"))
		);
		withFile("PATCH", "", { name: "changed.txt" });
		withFile("DELETE", "");
		withFile("POST", "/link", { expiresIn: 60 });
		recipes.set("POST /uploads", () =>
			traced(administrator, "POST", "/uploads", undefined, { ...TUS, "upload-length": "5" })
		);
		recipes.set("PATCH /uploads/:id", async () => {
			const place = `/uploads/${await beginUpload(administrator, 5)}`;
			const headers = { ...CHUNK, "upload-offset": "0" };
			return traced(administrator, "PATCH", place, "A pla", headers);
		});
		recipes.set("DELETE /uploads/:id", async () => {
			const place = `/uploads/${await beginUpload(administrator, 5)}`;
			return traced(administrator, "DELETE", place, undefined, TUS);
		});

		const SETTINGS = {
			type: "object",
			properties: { greeting: { type: "string", default: "hello" } }
		};
		const packed = (version: string) =>
			uploadForm({
				name: "walked",
				version,
				service: pingService("walked", version),
				lyceum: { settings: SETTINGS }
			});
		const withPlugin = (method: string, path: string, prepare: string[], body?: unknown) =>
			recipes.set(`${method} /plugins/:name${path}`, async () => {
				await administrator.delete("/plugins/walked");
				for (const version of ["1.0.0", "1.1.0"])
					await administrator.post("/plugins", await packed(version));
				for (const step of prepare) await administrator.post(`/plugins/walked${step}`);
				return traced(administrator, method, `/plugins/walked${path}`, body);
			});
		recipes.set("POST /plugins", async () => {
			await administrator.delete("/plugins/walked");
			return traced(administrator, "POST", "/plugins", await packed("1.0.0"));
		});
		withPlugin("POST", "/enable", ["/disable"]);
		withPlugin("POST", "/disable", []);
		withPlugin("POST", "/reload", []);
		withPlugin("POST", "/rollback", []);
		withPlugin("POST", "/contract", []);
		withPlugin("PATCH", "/settings", [], { greeting: "good day" });
		withPlugin("DELETE", "", []);

		function changingRoutes() {
			const services = lyceum.kernel.broker.registry.getServiceList({
				withActions: true,
				grouping: true
			});
			return routesOf(services as unknown as ListedService[])
				.filter(({ declaration }) => !onlyReads(declaration))
				.map(({ method, path }) => `${method} ${path.slice(PREFIX.length)}`);
		}

		// What such a service does not offer.
		for (const route of [
			"PUT /api-keys/:id",
			"POST /api-keys/:id/restore",
			"POST /quality/policies/:id/restore",
			"PUT /quality/monitors/:id",
			"POST /quality/monitors/:id/restore"
		])
			recipes.delete(route);

		it("there is a way to walk each of them", () => {
			expect([...recipes.keys()]).to.have.members(changingRoutes());
		});

		for (const [route, walk] of recipes) {
			it(route, async () => {
				const { answer, entries } = await walk();
				expect(answer.status, answer.text).to.be.below(400);
				expect(entries.map(({ outcome }) => outcome)).to.include("succeeded");
			});
		}
	});
});
