/** Limits through the gateway: who is refused when, what the answers say, and who sets the limits. */
import { expect } from "chai";
import { hash } from "node:crypto";
import { createClient, type Answer, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { packPlugin, pingService, uploadForm } from "../support/plugin-package.ts";
import { exchangeRaw, head } from "../support/raw-http.ts";
import { waitUntil } from "../support/wait-until.ts";

const PASSWORD = "Wren-42-Lantern";
const HOME = "https://app.example.org";

interface Refusal {
	type: string;
	status: number;
	code: string;
	detail: string;
	errors: { pointer: string; message: string; value?: unknown; expected?: string }[];
}

type From = Record<string, string>;

/** The plan of who prepares the tests. */
const STAFF = { name: "staff", points: 100_000, seconds: 60 };

/** What is left of a limit by the header; undefined when the limit is not in it. */
function left({ headers }: Answer<unknown>, limit: string): number | undefined {
	const [, count] = new RegExp(`"${limit}";r=(\\d+)`).exec(headers.get("ratelimit") ?? "") ?? [];
	return count === undefined ? undefined : Number(count);
}

describe("limits", function () {
	this.timeout(120_000);
	let lyceum: TestKernel;
	let guest: Client;
	let administrator: Client;
	let addresses = 0;
	let people = 0;

	before(async () => {
		lyceum = await startTestKernel({
			plugins: ["projects"],
			fixtures: ["limited"],
			environment: { RATE_LIMITS: "on", TRUST_PROXY: "loopback", CORS_ORIGINS: HOME }
		});
		guest = lyceum.guest;
		administrator = await lyceum.as("admin");
		await setLimits({});
		await administrator.patch(`/users/${administrator.id}`, { plan: STAFF.name });
	});
	after(() => lyceum?.stop());

	/** Headers of a request from an address that no other test uses. */
	function elsewhere(): From {
		addresses++;
		return { "x-forwarded-for": `198.51.${addresses >> 8}.${addresses & 255}` };
	}

	async function person(plan?: string) {
		const email = `limited${++people}@lyceum.test`;
		const answer = await guest.post<{ access_token: string; user: { id: string } }>(
			"/auth/register",
			{ email, password: PASSWORD },
			elsewhere()
		);
		expect(answer.status, answer.text).to.equal(201);
		const { access_token: token, user } = answer.body;
		if (plan !== undefined)
			expect((await administrator.patch(`/users/${user.id}`, { plan })).status).to.equal(200);
		return { email, api: createClient(lyceum.url, token, user.id) };
	}

	async function setLimits(limits: { plans?: object[]; [limit: string]: object | undefined }) {
		const plans = [STAFF, ...(limits.plans ?? [])];
		const answer = await administrator.put("/limits", { ...limits, plans }, elsewhere());
		expect(answer.status, answer.text).to.equal(200);
	}

	async function statusesOf(times: number, send: () => Promise<Answer<unknown>>) {
		const statuses: number[] = [];
		for (let count = 0; count < times; count++) statuses.push((await send()).status);
		return statuses;
	}

	function many(count: number, status: number) {
		return Array<number>(count).fill(status);
	}

	describe("with the first values", () => {
		before(() => setLimits({}));

		it("take 1000 requests a minute from an address, and refuse the next as a problem", async () => {
			const from = elsewhere();
			for (let batch = 0; batch < 20; batch++) {
				const answers = await Promise.all(
					Array.from({ length: 50 }, () => guest.get("/auth/me", from))
				);
				for (const { status } of answers) expect(status).to.equal(401);
			}
			const refused = await guest.get<Refusal>("/auth/me", from);
			expect(refused.status).to.equal(429);
			expect(refused.headers.get("content-type")).to.match(/^application\/problem\+json/);
			expect(refused.body).to.include({
				type: "urn:lyceum:problem:LIMITS_EXCEEDED",
				status: 429,
				code: "LIMITS_EXCEEDED"
			});
			const wait = Number(refused.headers.get("retry-after"));
			expect(wait).to.be.within(1, 60);
			expect(refused.body.detail).to.equal(
				`More than 1000 requests in 60 seconds: try again in ${wait} seconds`
			);
			expect(refused.headers.get("ratelimit-policy")).to.equal('"address";q=1000;w=60');
			expect(refused.headers.get("ratelimit")).to.equal(`"address";r=0;t=${wait}`);
			expect((await guest.get("/auth/me", elsewhere())).status).to.equal(401);
		});

		it("take 100 requests a minute of a user, wherever they come from", async () => {
			const { api } = await person();
			const answers = await Promise.all(
				Array.from({ length: 100 }, () => api.get("/auth/me", elsewhere()))
			);
			expect(answers.map(({ status }) => status)).to.deep.equal(many(100, 200));
			const refused = await api.get<Refusal>("/auth/me", elsewhere());
			expect(refused.status).to.equal(429);
			expect(refused.body.code).to.equal("LIMITS_EXCEEDED");
			expect(refused.headers.get("ratelimit-policy")).to.equal(
				'"user";q=100;w=60, "address";q=1000;w=60'
			);
			expect(left(refused, "user")).to.equal(0);
			const { api: another } = await person();
			expect((await another.get("/auth/me")).status).to.equal(200);
		});

		it("take 10 sign-ins a minute from an address, for whatever names", async () => {
			const from = elsewhere();
			let tries = 0;
			const login = () =>
				guest.post(
					"/auth/login",
					{ username: `nobody${++tries}`, password: "wrong" },
					from
				);
			expect(await statusesOf(10, login)).to.deep.equal(many(10, 401));
			const refused = await login();
			expect(refused.status).to.equal(429);
			expect(refused.body.code).to.equal("LIMITS_EXCEEDED");
			expect(refused.headers.get("ratelimit-policy")).to.equal(
				'"login";q=10;w=60, "address";q=1000;w=60'
			);
			expect((await guest.get("/auth/me", from)).status).to.equal(401);
		});

		it("take 5 password resets a minute from an address, and for a name", async () => {
			const from = elsewhere();
			let names = 0;
			const forgot = (email: string, headers: From) =>
				guest.post("/limited/forgot", { email }, headers);
			const byAddress = () => forgot(`forgot${++names}@lyceum.test`, from);
			expect(await statusesOf(6, byAddress)).to.deep.equal([...many(5, 200), 429]);
			const byName = () => forgot(" Same@lyceum.test", elsewhere());
			expect(await statusesOf(6, byName)).to.deep.equal([...many(5, 200), 429]);
			expect((await forgot("other@lyceum.test", elsewhere())).status).to.equal(200);
		});
	});

	describe("of sign-ins by name", () => {
		after(() => setLimits({}));

		async function tries(count: number, email: string, password: string) {
			const answers: Answer[] = [];
			for (let done = 0; done < count; done++)
				answers.push(await guest.post("/auth/login", { email, password }, elsewhere()));
			return answers;
		}

		it("tell nothing of whether there is such an account, or that somebody signs in", async () => {
			const { email } = await person();
			await setLimits({ login: { points: 3, seconds: 60 } });
			const known = await tries(4, email, "wrong");
			const unknown = await tries(4, "never.was@lyceum.test", "wrong");
			const shown = (answers: Answer[]) =>
				answers.map(({ status, body, headers }) => ({
					status,
					code: body.code,
					policy: headers.get("ratelimit-policy"),
					limit: headers.get("ratelimit")?.replace(/t=\d+/g, "t")
				}));
			expect(shown(known)).to.deep.equal(shown(unknown));
			expect(known.map(({ status }) => status)).to.deep.equal([...many(3, 401), 429]);
			expect(known[3]!.headers.get("ratelimit")).not.to.include("name");
		});

		it("do not keep somebody out where it has signed in before", async () => {
			const { email } = await person();
			const [home, strange] = [elsewhere(), elsewhere()];
			const login = (from: From) =>
				guest.post("/auth/login", { email, password: PASSWORD }, from);
			expect((await login(home)).status).to.equal(200);
			await tries(2, email, "wrong");
			expect((await login(strange)).status).to.equal(429);
			expect((await login(home)).status).to.equal(200);
		});
	});

	describe("of an action", () => {
		it("take the place of the user's own, higher or lower", async () => {
			const { api } = await person();
			await setLimits({ user: { points: 2, seconds: 60 } });
			const get = () => api.get("/limited/many");
			expect(await statusesOf(50, get)).to.deep.equal(many(50, 200));
			const refused = await get();
			expect(refused.status).to.equal(429);
			expect(refused.headers.get("ratelimit-policy")).to.include('"limited.many";q=50;w=10');
			expect(await statusesOf(3, () => api.get("/auth/me"))).to.deep.equal([200, 200, 429]);
			await setLimits({});
		});

		it("count by address for guests and by user for others, and a refused request does nothing", async () => {
			const from = elsewhere();
			const { api } = await person();
			const runs = async () =>
				(await guest.get<{ runs: number }>("/limited/probe")).body.runs;
			const before = await runs();
			const asGuest = () => guest.post("/limited/few", {}, from);
			expect(await statusesOf(5, asGuest)).to.deep.equal([200, 200, 200, 429, 429]);
			expect(await runs()).to.equal(before + 3);
			const asUser = () => api.post("/limited/few", {}, from);
			expect(await statusesOf(4, asUser)).to.deep.equal([200, 200, 200, 429]);
			expect(await runs()).to.equal(before + 6);
		});

		it("that is false is never refused and says nothing of limits", async () => {
			const from = elsewhere();
			await setLimits({ address: { points: 1, seconds: 60 } });
			for (const path of [
				"/limited/probe",
				"//health",
				"//health/live",
				"//health/ready",
				"/health/live"
			])
				for (let count = 0; count < 3; count++) {
					const answer = await guest.get(path, from);
					expect(answer.status, path).to.equal(200);
					expect(answer.headers.get("ratelimit")).to.equal(null);
					expect(answer.headers.get("ratelimit-policy")).to.equal(null);
				}
			expect((await guest.get("//metrics", from)).status).to.equal(200);
			expect((await guest.get("//metrics", from)).status).to.equal(429);
			await setLimits({});
		});

		it("that cannot be kept is refused when its plugin is installed, with the reason", async () => {
			const service = (limit: string) =>
				pingService("crooked", "1.0.0").replace(
					'can: "public",',
					`can: "public", limit: ${limit},`
				);
			const install = async (limit: string, query = "") =>
				administrator.post<Refusal>(
					`/plugins${query}`,
					await uploadForm(
						await packPlugin({ name: "crooked", service: service(limit) })
					),
					elsewhere()
				);
			for (const query of ["", "?dryRun=true"]) {
				const refused = await install("{ points: 0, seconds: 60 }", query);
				expect(refused.status).to.equal(422);
				expect(refused.body.code).to.equal("PLUGINS_LOAD_FAILED");
				expect(refused.body.detail).to.include(
					'the action "ping": limit.points is 0, expected a whole number from 1 to 1000000'
				);
			}
			expect((await administrator.get("/plugins/crooked")).status).to.equal(404);
			const taken = await install("{ points: 2, seconds: 60 }");
			expect(taken.status, taken.text).to.equal(201);
			const ping = () => guest.get("/crooked", { "x-forwarded-for": "203.0.113.9" });
			expect(await statusesOf(3, ping)).to.deep.equal([200, 200, 429]);
			expect((await administrator.delete("/plugins/crooked")).status).to.equal(204);
		});

		it("stands in the OpenAPI document", async () => {
			type Operation = { description: string; responses: Record<string, { $ref?: string }> };
			const { body } = await guest.get<{
				paths: Record<string, Record<string, Operation>>;
				components: { responses: Record<string, { headers: object }> };
			}>("//openapi.json");
			const few = body.paths["/api/v1/limited/few"]!.post!;
			expect(few.description).to.include("At most 3 times in 60 seconds");
			expect(few.responses["429"]!.$ref).to.equal("#/components/responses/TooManyRequests");
			const { headers } = body.components.responses.TooManyRequests!;
			expect(headers).to.include.keys("Retry-After", "RateLimit", "RateLimit-Policy");
			const login = body.paths["/api/v1/auth/login"]!.post!;
			expect(login.description).to.include("limit of sign-ins");
			const probe = body.paths["/api/v1/limited/probe"]!.get!;
			expect(probe.responses).not.to.have.property("429");
		});
	});

	describe("of an address", () => {
		before(() => setLimits({ address: { points: 3, seconds: 60 } }));
		after(() => setLimits({}));

		it("count what is for no route, for no method, and the questions of browsers", async () => {
			const from = elsewhere();
			const { api } = await person();
			expect((await guest.get("/nothing", from)).status).to.equal(404);
			expect((await guest.delete("/auth/login", from)).status).to.equal(405);
			const ask = { ...from, origin: HOME, "access-control-request-method": "POST" };
			expect((await guest.send("OPTIONS", "/auth/login", undefined, ask)).status).to.equal(
				204
			);
			expect((await guest.get("/nothing", from)).status).to.equal(429);
			expect((await api.get("/auth/me", from)).status).to.equal(429);
			expect((await guest.send("OPTIONS", "/auth/login", undefined, ask)).status).to.equal(
				429
			);
		});

		it("take the addresses of one network of IPv6 for one", async () => {
			const from = (address: string) => guest.get("/auth/me", { "x-forwarded-for": address });
			for (const [index, address] of [
				"2001:db8:7::1",
				"2001:db8:7:0:ffff::2",
				"2001:0db8:0007:0000::3"
			].entries())
				expect(left(await from(address), "address")).to.equal(2 - index);
			expect((await from("2001:db8:7::4")).status).to.equal(429);
			expect((await from("2001:db8:7:1::4")).status).to.equal(401);
			expect((await from("::ffff:203.0.113.77")).status).to.equal(401);
			expect(left(await from("203.0.113.77"), "address")).to.equal(1);
		});

		it("are told to pages of other origins", async () => {
			const { headers } = await guest.get("/auth/me", { ...elsewhere(), origin: HOME });
			const exposed = headers.get("access-control-expose-headers")!.split(", ");
			expect(exposed).to.include.members(["RateLimit", "RateLimit-Policy", "Retry-After"]);
		});

		it("hold for what is asked again and known already, too", async () => {
			const { api } = await person();
			const from = elsewhere();
			const { headers } = await api.get("/auth/me", from);
			const again = await api.get("/auth/me", {
				...from,
				"if-none-match": headers.get("etag")!
			});
			expect(again.status).to.equal(304);
			expect(left(again, "address")).to.equal(1);
		});
	});

	describe("of a user", () => {
		before(() =>
			setLimits({
				user: { points: 3, seconds: 60 },
				plans: [{ name: "pro", points: 6, seconds: 30 }]
			})
		);
		after(() => setLimits({}));

		it("count an API key for its owner", async () => {
			const { api } = await person();
			const { body } = await api.post<{ key: string }>("/api-keys", {
				name: "Import",
				scopes: ["projects.read"]
			});
			const byKey = () => guest.get("/projects", { "x-api-key": body.key });
			expect((await byKey()).status).to.equal(200);
			expect(left(await api.get("/auth/me"), "user")).to.equal(0);
			expect((await byKey()).status).to.equal(429);
		});

		it("follow the plan, from the next second on when that changes", async () => {
			const { api } = await person("pro");
			await waitUntil("the plan counts", async () =>
				(await api.get("/auth/me")).headers
					.get("ratelimit-policy")!
					.includes('"user";q=6;w=30')
			);
			const { api: free } = await person("unheard-of");
			expect((await free.get("/auth/me")).headers.get("ratelimit-policy")).to.include(
				'"user";q=3;w=60'
			);
		});

		it("count what an administrator sees as somebody else for the administrator", async () => {
			const { api } = await person();
			const view = await administrator.post<{ access_token: string }>(
				"/auth/view-as",
				{ userId: api.id },
				elsewhere()
			);
			expect(view.status, view.text).to.equal(200);
			const seen = await createClient(lyceum.url, view.body.access_token).get("/projects");
			expect(seen.headers.get("ratelimit-policy")).to.include('"user";q=100000;w=60');
			expect(left(await api.get("/auth/me"), "user")).to.equal(2);
		});

		it("refuse a change before anything of it is done, also under an Idempotency-Key", async () => {
			const { api } = await person();
			const key = { "idempotency-key": `limited-${people}` };
			await statusesOf(3, () => api.get("/auth/me"));
			const refused = await api.post("/projects", { name: "Never" }, key);
			expect(refused.status).to.equal(429);
			const projects = lyceum.kernel.runtime.connection.collection("projects");
			expect(await projects.countDocuments({ name: "Never" })).to.equal(0);
			await setLimits({ user: { points: 100, seconds: 60 } });
			expect((await api.post("/projects", { name: "Never" }, key)).status).to.equal(201);
			expect(await projects.countDocuments({ name: "Never" })).to.equal(1);
			await setLimits({ user: { points: 3, seconds: 60 } });
		});

		it("let it go on after the window, as Retry-After says", async () => {
			await setLimits({ user: { points: 25, seconds: 1 } });
			const { api } = await person();
			const answers = await Promise.all(
				Array.from({ length: 26 }, () => api.get("/auth/me"))
			);
			const refused = answers.filter(({ status }) => status === 429);
			expect(refused).to.have.length(1);
			for (const { headers } of refused) expect(headers.get("retry-after")).to.equal("1");
			await waitUntil(
				"the user is let in",
				async () => (await api.get("/auth/me")).status === 200
			);
		});
	});

	describe("and hostile headers", () => {
		before(() => setLimits({ address: { points: 2, seconds: 60 } }));
		after(() => setLimits({}));

		for (const [what, value] of [
			["a list that ends in the same address", "1.1.1.1, 2.2.2.2, 203.0.113.50"],
			["spaces", " 203.0.113.50 "]
		] as const)
			it(`${what} in X-Forwarded-For is one address`, async () => {
				const get = () => guest.get("/auth/me", { "x-forwarded-for": value });
				await get();
				await get();
				expect((await get()).status).to.equal(429);
			});

		it("what is no address is counted, too, and harms nothing", async () => {
			for (const value of [
				"unknown",
				"::::::::::",
				"x".repeat(8000),
				"__proto__",
				"constructor",
				'"',
				"%00"
			]) {
				const get = () => guest.get("/auth/me", { "x-forwarded-for": value });
				expect(await statusesOf(3, get), value.slice(0, 20)).to.deep.equal([401, 401, 429]);
			}
		});

		it("headers of limits that a client sends change nothing", async () => {
			const headers = {
				...elsewhere(),
				ratelimit: '"address";r=999999;t=1',
				"ratelimit-policy": '"address";q=999999;w=1',
				"x-ratelimit-bypass": "1",
				"x-real-ip": "203.0.113.51",
				forwarded: "for=203.0.113.52",
				"cf-connecting-ip": "203.0.113.53",
				"true-client-ip": "203.0.113.54"
			};
			const get = () => guest.get("/auth/me", headers);
			expect(await statusesOf(3, get)).to.deep.equal([401, 401, 429]);
		});

		it("a head that is sent with two X-Forwarded-For counts for the last address", async () => {
			const send = (first: string) =>
				exchangeRaw(
					lyceum.url,
					head("GET /api/v1/auth/me", { "X-Forwarded-For": first }).replace(
						"\r\n\r\n",
						"\r\nX-Forwarded-For: 203.0.113.60\r\n\r\n"
					)
				);
			expect((await send("203.0.113.61")).status).to.equal(401);
			expect((await send("203.0.113.62")).status).to.equal(401);
			expect((await send("203.0.113.63")).status).to.equal(429);
		});
	});

	describe("are set by administrators:", () => {
		after(() => setLimits({}));

		it("they read them with an entity tag, and change them at once, with an entry in the audit trail", async () => {
			await setLimits({});
			const from = elsewhere();
			const before = await administrator.get<Record<string, unknown>>("/limits", from);
			expect(before.status).to.equal(200);
			expect(before.body).to.deep.include({
				id: "limits",
				address: { points: 1000, seconds: 60 },
				user: { points: 100, seconds: 60 },
				login: { points: 10, seconds: 60 },
				reset: { points: 5, seconds: 60 },
				plans: [STAFF]
			});
			const tag = before.headers.get("etag")!;
			const requestId = "limits-audit-1";
			const changed = await administrator.put(
				"/limits",
				{ login: { points: 4, seconds: 30 }, plans: [STAFF] },
				{ ...from, "if-match": tag, "x-request-id": requestId }
			);
			expect(changed.status, changed.text).to.equal(200);
			expect(changed.body.login).to.deep.equal({ points: 4, seconds: 30 });
			const login = await guest.post("/auth/login", { username: "x", password: "x" }, from);
			expect(login.headers.get("ratelimit-policy")).to.include('"login";q=4;w=30');
			const stale = await administrator.put("/limits", {}, { ...from, "if-match": tag });
			expect(stale.status).to.equal(412);
			const { body: trail } = await administrator.get<{ data: Record<string, unknown>[] }>(
				`/audit?filter[requestId]=${requestId}`,
				from
			);
			expect(trail.data).to.have.length(1);
			expect(trail.data[0]).to.include({
				action: "limits.replace",
				actorId: administrator.id,
				outcome: "succeeded"
			});
			const { before: old, after: next } = trail.data[0]!.details as Record<
				string,
				Record<string, unknown>
			>;
			expect(old!.login).to.deep.equal({ points: 10, seconds: 60 });
			expect(next!.login).to.deep.equal({ points: 4, seconds: 30 });
		});

		it("nobody else reads or sets them", async () => {
			const { api } = await person();
			for (const [client, status] of [
				[api, 403],
				[await lyceum.as("teacher"), 403],
				[guest, 401]
			] as const)
				for (const [method, path, body] of [
					["GET", "/limits"],
					["PUT", "/limits", {}],
					["GET", "/limits/blocks"],
					["DELETE", "/limits/blocks/65f0c0ffee65f0c0ffee65f0"]
				] as const) {
					const answer = await client.send(method, path, body, elsewhere());
					expect(answer.status, `${method} ${path}`).to.equal(status);
				}
		});

		const wrong: [what: string, body: unknown, pointer: string][] = [
			["no points", { user: { seconds: 60 } }, "/user/points"],
			["points of 0", { user: { points: 0, seconds: 60 } }, "/user/points"],
			["half a point", { user: { points: 1.5, seconds: 60 } }, "/user/points"],
			["points as text", { login: { points: "5", seconds: 60 } }, "/login/points"],
			["too many points", { reset: { points: 1e9, seconds: 60 } }, "/reset/points"],
			["a window of two days", { user: { points: 5, seconds: 172_800 } }, "/user/seconds"],
			["a number", { address: 5 }, "/address"],
			["null", { address: null }, "/address"],
			["a limit that is not known", { users: { points: 5, seconds: 60 } }, "/users"],
			["a key that is not known", { user: { points: 5, seconds: 6, per: 1 } }, "/user/per"],
			["a plan without a name", { plans: [{ points: 5, seconds: 60 }] }, "/plans/0/name"],
			[
				"a plan with a wrong name",
				{ plans: [{ name: "Pro!", points: 5, seconds: 60 }] },
				"/plans/0/name"
			],
			[
				"a plan twice",
				{
					plans: [
						{ name: "pro", points: 5, seconds: 60 },
						{ name: "pro", points: 6, seconds: 60 }
					]
				},
				"/plans/1/name"
			],
			["plans that are no list", { plans: { pro: { points: 5, seconds: 60 } } }, "/plans"],
			["another id", { id: "others" }, "/id"]
		];
		for (const [what, body, pointer] of wrong)
			it(`${what} is refused by name, and nothing is changed`, async () => {
				const from = elsewhere();
				const { body: before } = await administrator.get<{ rev: number }>("/limits", from);
				const answer = await administrator.put<Refusal>("/limits", body, from);
				expect(answer.status, answer.text).to.equal(400);
				expect(answer.body.code).to.equal("REQUEST_INVALID");
				expect(answer.body.errors.map(problem => problem.pointer)).to.include(pointer);
				const { body: after } = await administrator.get<{ rev: number }>("/limits", from);
				expect(after.rev).to.equal(before.rev);
			});

		it("parameters that are not known are refused", async () => {
			for (const query of ["?id=others", "?page=1", "?plan=pro"])
				expect((await administrator.get(`/limits${query}`, elsewhere())).status).to.equal(
					400
				);
		});

		it("one who has set the users' limit too low can set it again", async () => {
			const set = (limits: object) => administrator.put("/limits", limits, elsewhere());
			expect((await set({ user: { points: 1, seconds: 86_400 } })).status).to.equal(200);
			await administrator.get("/users", elsewhere());
			expect((await administrator.get("/users", elsewhere())).status).to.equal(429);
			expect((await set({})).status).to.equal(200);
			expect((await administrator.get("/users", elsewhere())).status).to.equal(200);
		});
	});

	it("are counted as metrics, by the kind of limit alone", async () => {
		await setLimits({ address: { points: 1, seconds: 60 } });
		const from = elsewhere();
		const rejected = async () => {
			const { text } = await guest.get("//metrics", elsewhere());
			const [, count] =
				/^rate_limit_rejections_total\{[^}]*limit="address"[^}]*\} (\d+)/m.exec(text) ?? [];
			return Number(count ?? 0);
		};
		const before = await rejected();
		expect(await statusesOf(3, () => guest.get("/auth/me", from))).to.deep.equal([
			401, 429, 429
		]);
		expect(await rejected()).to.equal(before + 2);
		const { text } = await guest.get("//metrics", elsewhere());
		expect(text).to.match(/^rate_limit_shared\{[^}]*\} 0/m);
		const kinds = [...text.matchAll(/^rate_limit_rejections_total\{[^}]*limit="([^"]+)"/gm)];
		expect(["address", "user", "login", "reset", "endpoint"]).to.include.members(
			kinds.map(([, kind]) => kind)
		);
		await setLimits({});
	});

	it("hold no name that somebody gave in the store", async () => {
		const { connection } = lyceum.kernel.runtime;
		const blocks = await connection.collection("limitBlocks").find().toArray();
		expect(JSON.stringify(blocks)).not.to.include(hash("sha256", "same@lyceum.test", "hex"));
		expect(JSON.stringify(blocks)).not.to.include("@lyceum.test");
	});
});

describe("limits without a trusted proxy", () => {
	let lyceum: TestKernel;
	before(async () => {
		lyceum = await startTestKernel({ environment: { RATE_LIMITS: "on" } });
	});
	after(() => lyceum?.stop());

	it("take no notice of X-Forwarded-For", async () => {
		const counts: number[] = [];
		for (let index = 0; index < 3; index++) {
			const answer = await lyceum.guest.get("/auth/me", {
				"x-forwarded-for": `203.0.113.${index}`
			});
			counts.push(left(answer, "address")!);
		}
		expect(counts).to.deep.equal([counts[0], counts[0]! - 1, counts[0]! - 2]);
	});
});

describe("limits that are off", () => {
	let lyceum: TestKernel;
	before(async () => {
		lyceum = await startTestKernel({ fixtures: ["limited"] });
	});
	after(() => lyceum?.stop());

	it("refuse nothing and are in no header, and can be read and set", async () => {
		for (let count = 0; count < 10; count++) {
			const { status, headers } = await lyceum.guest.post("/limited/few", {});
			expect(status).to.equal(200);
			expect(headers.get("ratelimit")).to.equal(null);
		}
		const admin = await lyceum.as("admin");
		const limits = { address: { points: 1, seconds: 60 } };
		expect((await admin.put("/limits", limits)).status).to.equal(200);
		expect((await admin.get("/limits")).body.address).to.deep.equal(limits.address);
	});
});
