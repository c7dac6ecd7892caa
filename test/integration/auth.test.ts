/** Signing in, tokens and sessions, and one's own account, through the gateway. */
import { expect } from "chai";
import { bindModel } from "../../mixins/model.ts";
import { ensureAdministrator } from "../../services/auth/first-administrator.ts";
import { createIdentity } from "../../services/auth/identity.ts";
import { REFRESH_TOKEN_MS } from "../../services/auth/refresh-tokens.ts";
import { keyIdOf } from "../../services/auth/tokens.ts";
import type { LyceumBroker } from "../../mixins/index.ts";
import type { Config } from "../../services/kernel/config.ts";
import { createClient, type Answer, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

const PASSWORD = "Wren-42-Lantern";
const OTHER_PASSWORD = "Maple-77-Harbour";

interface SignedIn {
	access_token: string;
	refresh_token: string;
	user: { id: string };
}

interface Scenario {
	it: string;
	method?: "POST" | "PATCH" | "GET";
	path: string;
	body?: unknown;
	headers?: Record<string, string>;
	status: number;
	has?: object;
	pointers?: string[];
	hasNot?: string[];
}

describe("accounts", function () {
	this.timeout(60_000);
	let lyceum: TestKernel;
	let guest: Client;
	let administrator: Client;

	before(async () => {
		lyceum = await startTestKernel();
		guest = lyceum.guest;
		administrator = await lyceum.as("admin");
		await register("ada@lyceum.test", { username: "ada", name: "Ada" });
	});
	after(() => lyceum.stop());

	async function register(email: string, more: object = {}): Promise<SignedIn & { api: Client }> {
		const answer = await guest.post("/auth/register", { email, password: PASSWORD, ...more });
		expect(answer.status, answer.text).to.equal(201);
		return withClient(answer);
	}

	async function login(email: string, password = PASSWORD) {
		return withClient(await guest.post("/auth/login", { email, password }));
	}

	function withClient({ body }: Answer) {
		const signedIn = body as unknown as SignedIn;
		return {
			...signedIn,
			api: createClient(lyceum.url, signedIn.access_token, signedIn.user.id)
		};
	}

	function refresh(token: string) {
		return guest.post<SignedIn>("/auth/refresh", { refresh_token: token });
	}

	/** What the store holds, as text. */
	async function stored(collection: string) {
		const documents = await lyceum.kernel.runtime.connection
			.collection(collection)
			.find()
			.toArray();
		return JSON.stringify(documents);
	}

	function check(scenarios: Scenario[], client: () => Client | Promise<Client>) {
		for (const {
			it: name,
			method = "POST",
			path,
			body,
			headers,
			status,
			...rest
		} of scenarios) {
			const { has = {}, pointers, hasNot = [] } = rest;
			it(name, async () => {
				const answer = await (await client()).send(method, path, body, headers);
				expect(answer.status, answer.text).to.equal(status);
				expect(answer.body).to.deep.include(has);
				if (pointers) {
					const problems = answer.body.errors as { pointer: string }[];
					expect(problems.map(problem => problem.pointer)).to.have.members(pointers);
				}
				for (const text of ["$2b$", ...hasNot]) expect(answer.text).not.to.include(text);
			});
		}
	}

	describe("a guest who registers", () => {
		check(
			[
				{
					it: "is refused without an address and a password",
					path: "/auth/register",
					body: {},
					status: 400,
					has: { code: "REQUEST_INVALID" },
					pointers: ["/email", "/password"]
				},
				{
					it: "may set no role, plan or state",
					path: "/auth/register",
					body: {
						email: "x@lyceum.test",
						password: PASSWORD,
						roles: ["admin"],
						plan: "gold",
						isActive: true
					},
					status: 400,
					pointers: ["/roles", "/plan", "/isActive"]
				},
				{
					it: "is told what a weak password lacks, without it being repeated",
					path: "/auth/register",
					body: { email: "x@lyceum.test", password: "swordfish" },
					status: 400,
					pointers: ["/password", "/password", "/password"],
					hasNot: ["swordfish"]
				},
				{
					it: "does not see a secret again that stood under a misspelt name",
					path: "/auth/register",
					body: { email: "x@lyceum.test", password: PASSWORD, pasword: "swordfish" },
					status: 400,
					pointers: ["/pasword"],
					hasNot: ["swordfish"]
				},
				{
					it: "is refused with something else than an address",
					path: "/auth/register",
					body: { email: { $ne: null }, password: PASSWORD },
					status: 400,
					pointers: ["/email"]
				},
				{
					it: "is refused with a user name that could be an address",
					path: "/auth/register",
					body: {
						email: "x@lyceum.test",
						password: PASSWORD,
						username: "ada@lyceum.test"
					},
					status: 400,
					pointers: ["/username"]
				},
				{
					it: "cannot take an address again, also in capitals",
					path: "/auth/register",
					body: { email: "ADA@Lyceum.test", password: PASSWORD },
					status: 409,
					pointers: ["/email"]
				},
				{
					it: "cannot take a user name again, also in capitals",
					path: "/auth/register",
					body: { email: "x@lyceum.test", password: PASSWORD, username: "ADA" },
					status: 409,
					pointers: ["/username"]
				}
			],
			() => guest
		);

		it("is a student and signed in", async () => {
			const answer = await guest.post("/auth/register", {
				email: "New@Lyceum.test",
				password: PASSWORD
			});
			expect(answer.status).to.equal(201);
			expect(answer.headers.get("cache-control")).to.equal("no-store");
			expect(answer.body).to.include({ token_type: "Bearer", expires_in: 1800 });
			expect(answer.body.user).to.deep.include({
				email: "new@lyceum.test",
				roles: ["student"],
				plan: "free",
				isActive: true
			});
			const { api } = withClient(answer);
			expect((await api.get("/auth/me")).status).to.equal(200);
		});

		it("is not registered twice by a repeated request, whose secrets were not kept", async () => {
			const body = { email: "once@lyceum.test", password: PASSWORD };
			const key = { "idempotency-key": "register-once" };
			const first = await guest.post<SignedIn>("/auth/register", body, key);
			const again = await guest.post("/auth/register", body, key);
			expect([first.status, again.status]).to.deep.equal([201, 409]);
			expect(again.body.code).to.equal("GATEWAY_ANSWER_NOT_KEPT");
			expect(await stored("idempotency")).not.to.include(first.body.refresh_token);
		});
	});

	describe("a login", () => {
		const refused = { code: "AUTH_INVALID_CREDENTIALS" };
		check(
			[
				{
					it: "takes the address, in any case",
					path: "/auth/login",
					body: { email: "Ada@LYCEUM.test", password: PASSWORD },
					status: 200,
					has: { token_type: "Bearer", expires_in: 1800 }
				},
				{
					it: "takes the address as the user name",
					path: "/auth/login",
					body: { username: "ada@lyceum.test", password: PASSWORD },
					status: 200
				},
				{
					it: "takes a form with the user name",
					path: "/auth/login",
					body: `username=Ada&password=${PASSWORD}`,
					headers: { "content-type": "application/x-www-form-urlencoded" },
					status: 200
				},
				{
					it: "refuses a wrong password",
					path: "/auth/login",
					body: { email: "ada@lyceum.test", password: OTHER_PASSWORD },
					status: 401,
					has: refused
				},
				{
					it: "refuses an unknown address in the same words",
					path: "/auth/login",
					body: { email: "nobody@lyceum.test", password: PASSWORD },
					status: 401,
					has: { ...refused, detail: "The user or the password is not right" }
				},
				{
					it: "takes no operator for a password",
					path: "/auth/login",
					body: { email: "ada@lyceum.test", password: { $gt: "" } },
					status: 400,
					pointers: ["/password"]
				},
				{
					it: "takes no operator for a name",
					path: "/auth/login",
					body: "username[$ne]=x&password=y",
					headers: { "content-type": "application/x-www-form-urlencoded" },
					status: 400,
					pointers: ["/username"]
				},
				{
					it: "needs a name",
					path: "/auth/login",
					body: { password: PASSWORD },
					status: 400,
					pointers: ["/username"]
				},
				{
					it: "refuses two names",
					path: "/auth/login",
					body: { username: "ada", email: "ada@lyceum.test", password: PASSWORD },
					status: 400,
					pointers: ["/username"]
				}
			],
			() => guest
		);

		it("of a disabled user is refused, and told so only with the right password", async () => {
			const { user } = await register("disabled@lyceum.test");
			await administrator.patch(`/users/${user.id}`, { isActive: false });
			const right = await guest.post("/auth/login", {
				email: "disabled@lyceum.test",
				password: PASSWORD
			});
			const wrong = await guest.post("/auth/login", {
				email: "disabled@lyceum.test",
				password: "x"
			});
			expect([right.status, right.body.code]).to.deep.equal([403, "AUTH_ACCOUNT_DISABLED"]);
			expect([wrong.status, wrong.body.code]).to.deep.equal([
				401,
				"AUTH_INVALID_CREDENTIALS"
			]);
		});
	});

	describe("one's own account", () => {
		let ada: Client;
		before(async () => {
			ada = (await login("ada@lyceum.test")).api;
		});

		check(
			[
				{ it: "is not a guest's to read", method: "GET", path: "/auth/me", status: 401 },
				{
					it: "is not a guest's to change",
					method: "PATCH",
					path: "/auth/me",
					body: { name: "X" },
					status: 401
				},
				{
					it: "has a password that a guest cannot change",
					path: "/auth/change-password",
					body: { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD },
					status: 401
				}
			],
			() => guest
		);

		check(
			[
				{
					it: "is read with everything but secrets",
					method: "GET",
					path: "/auth/me",
					status: 200,
					has: {
						email: "ada@lyceum.test",
						username: "ada",
						isActive: true,
						plan: "free"
					},
					hasNot: ["_id", "__v"]
				},
				{
					it: "refuses unknown parameters",
					method: "GET",
					path: "/auth/me?verbose=1",
					status: 400
				},
				{
					it: "takes a new profile",
					method: "PATCH",
					path: "/auth/me",
					body: {
						name: "Ada King",
						gradeLevel: "11",
						bio: "Writes",
						avatarUrl: "https://example.org/a.png"
					},
					status: 200,
					has: {
						name: "Ada King",
						gradeLevel: "11",
						bio: "Writes",
						avatarUrl: "https://example.org/a.png"
					}
				},
				{
					it: "lets go of what is set to null",
					method: "PATCH",
					path: "/auth/me",
					body: { bio: null },
					status: 200,
					hasNot: ["bio"]
				},
				{
					it: "keeps roles, state, plan and address to itself",
					method: "PATCH",
					path: "/auth/me",
					body: {
						roles: ["admin"],
						isActive: false,
						plan: "gold",
						email: "x@lyceum.test",
						emailVerifiedAt: null
					},
					status: 400,
					pointers: ["/roles", "/isActive", "/plan", "/email", "/emailVerifiedAt"]
				},
				{
					it: "takes no script for a picture",
					method: "PATCH",
					path: "/auth/me",
					body: { avatarUrl: "javascript:alert(1)" },
					status: 400,
					pointers: ["/avatarUrl"]
				},
				{
					it: "is not changed on the ground of an old revision",
					method: "PATCH",
					path: "/auth/me",
					body: { name: "Ada" },
					headers: { "if-match": '"1-old"' },
					status: 412
				},
				{
					it: "is not read by way of the users",
					method: "GET",
					path: "/users",
					status: 403
				}
			],
			() => ada
		);

		it("answers 304 to who knows it", async () => {
			const etag = (await ada.get("/auth/me")).headers.get("etag")!;
			expect((await ada.get("/auth/me", { "if-none-match": etag })).status).to.equal(304);
		});

		it("has a history that names its owner as who changed it", async () => {
			const { body } = await administrator.get<{ data: { actor: { id: string } }[] }>(
				`/users/${ada.id}/history`
			);
			expect(body.data[0]!.actor.id).to.equal(ada.id);
		});
	});

	describe("a password", () => {
		check(
			[
				{
					it: "is not changed without the current one",
					path: "/auth/change-password",
					body: { currentPassword: OTHER_PASSWORD, newPassword: "Another-9-Password" },
					status: 400,
					pointers: ["/currentPassword"]
				},
				{
					it: "is not changed to itself",
					path: "/auth/change-password",
					body: { currentPassword: PASSWORD, newPassword: PASSWORD },
					status: 400,
					pointers: ["/newPassword"]
				},
				{
					it: "is not changed to a weak one",
					path: "/auth/change-password",
					body: { currentPassword: PASSWORD, newPassword: "swordfish" },
					status: 400,
					pointers: ["/newPassword", "/newPassword", "/newPassword"],
					hasNot: ["swordfish"]
				}
			],
			async () => (await login("ada@lyceum.test")).api
		);

		it("that is changed ends all other sessions", async () => {
			const other = await register("changes@lyceum.test");
			const own = await login("changes@lyceum.test");
			const answer = await own.api.post("/auth/change-password", {
				currentPassword: PASSWORD,
				newPassword: OTHER_PASSWORD
			});
			expect(answer.status).to.equal(204);
			expect((await own.api.get("/auth/me")).status).to.equal(200);
			expect((await other.api.get("/auth/me")).status).to.equal(401);
			expect((await refresh(other.refresh_token)).status).to.equal(401);
			expect(
				(
					await guest.post("/auth/login", {
						email: "changes@lyceum.test",
						password: PASSWORD
					})
				).status
			).to.equal(401);
			expect((await login("changes@lyceum.test", OTHER_PASSWORD)).access_token).to.be.a(
				"string"
			);
		});
	});

	describe("a refresh token", () => {
		async function age(sessionId: string, change: object) {
			await lyceum.kernel.runtime.connection
				.collection("refreshTokens")
				.updateMany({ sessionId }, { $set: change });
		}

		function sessionOf(accessToken: string): string {
			const [, payload] = accessToken.split(".");
			return JSON.parse(Buffer.from(payload!, "base64url").toString()).sid;
		}

		it("is exchanged for the next one of the same session", async () => {
			const { access_token, refresh_token } = await register("refresh@lyceum.test");
			const next = await refresh(refresh_token);
			expect(next.status).to.equal(200);
			expect(next.body).to.include({ token_type: "Bearer", expires_in: 1800 });
			expect(next.body.refresh_token).not.to.equal(refresh_token);
			expect(sessionOf(next.body.access_token)).to.equal(sessionOf(access_token));
			expect((await refresh(next.body.refresh_token)).status).to.equal(200);
		});

		it("gives two tabs that use it at once the same next one", async () => {
			const { refresh_token } = await register("tabs@lyceum.test");
			const answers = await Promise.all([refresh(refresh_token), refresh(refresh_token)]);
			expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
			const [one, other] = answers.map(({ body }) => body.refresh_token);
			expect(one).to.equal(other);
			expect((await refresh(one!)).status).to.equal(200);
		});

		it("that is used again ends the whole family", async () => {
			const { access_token, refresh_token, api } = await register("reuse@lyceum.test");
			const next = await refresh(refresh_token);
			await age(sessionOf(access_token), { usedAt: new Date(Date.now() - 10_001) });
			const reused = await refresh(refresh_token);
			expect([reused.status, reused.body]).to.deep.include(401);
			expect((reused.body as unknown as { code: string }).code).to.equal(
				"AUTH_REFRESH_REUSED"
			);
			expect((await refresh(next.body.refresh_token)).status).to.equal(401);
			expect((await api.get("/auth/me")).status).to.equal(401);
			expect((await login("reuse@lyceum.test")).access_token).to.be.a("string");
		});

		it("expires after seven days", async () => {
			const { access_token, refresh_token } = await register("expires@lyceum.test");
			const tokens = lyceum.kernel.runtime.connection.collection("refreshTokens");
			const kept = await tokens.findOne({ sessionId: sessionOf(access_token) });
			const days = (kept!.expiresAt.getTime() - kept!.createdAt.getTime()) / REFRESH_TOKEN_MS;
			expect(days).to.be.closeTo(1, 0.001);
			await age(sessionOf(access_token), { expiresAt: new Date(Date.now() - 1) });
			expect((await refresh(refresh_token)).status).to.equal(401);
		});

		it("is no access token, and the other way round", async () => {
			const { access_token, refresh_token } = await login("ada@lyceum.test");
			expect((await createClient(lyceum.url, refresh_token).get("/auth/me")).status).to.equal(
				401
			);
			expect((await refresh(access_token)).status).to.equal(401);
		});

		it("is not in the store in clear", async () => {
			const { refresh_token } = await login("ada@lyceum.test");
			const next = (await refresh(refresh_token)).body.refresh_token;
			const everything = (await stored("refreshTokens")) + (await stored("sessions"));
			expect(everything).not.to.include(refresh_token);
			expect(everything).not.to.include(next);
		});

		it("of a disabled user ends its session", async () => {
			const { user, refresh_token } = await register("stopped@lyceum.test");
			await administrator.patch(`/users/${user.id}`, { isActive: false });
			expect((await refresh(refresh_token)).status).to.equal(401);
			await administrator.patch(`/users/${user.id}`, { isActive: true });
			expect((await refresh(refresh_token)).status).to.equal(401);
		});

		check(
			[
				{
					it: "is needed",
					path: "/auth/refresh",
					body: {},
					status: 400,
					pointers: ["/refresh_token"]
				},
				{
					it: "is not made up",
					path: "/auth/refresh",
					body: { refresh_token: "hTz0vWqL7aYb3nKc5dXe9fRg1mUj2pSo4iQx6tNw8ZE" },
					status: 401,
					has: { code: "AUTH_REFRESH_INVALID" }
				}
			],
			() => guest
		);
	});

	describe("a logout", () => {
		it("ends the session of the access token at once, and no other", async () => {
			const one = await register("leaves@lyceum.test");
			const other = await login("leaves@lyceum.test");
			expect((await one.api.get("/auth/me")).status).to.equal(200);
			expect((await one.api.post("/auth/logout")).status).to.equal(204);
			expect((await one.api.get("/auth/me")).status).to.equal(401);
			expect((await refresh(one.refresh_token)).status).to.equal(401);
			expect((await other.api.get("/auth/me")).status).to.equal(200);
		});

		it("ends the session of a refresh token, used or not", async () => {
			const { api, refresh_token } = await login("ada@lyceum.test");
			await refresh(refresh_token);
			expect((await guest.post("/auth/logout", { refresh_token })).status).to.equal(204);
			expect((await api.get("/auth/me")).status).to.equal(401);
		});

		check(
			[
				{
					it: "says nothing of a token that does not exist",
					path: "/auth/logout",
					body: { refresh_token: "x" },
					status: 204
				},
				{ it: "is refused without any token", path: "/auth/logout", body: {}, status: 401 }
			],
			() => guest
		);
	});

	describe("what an administrator changes", () => {
		it("counts at the user's next request: roles", async () => {
			const { user, api } = await register("rises@lyceum.test");
			expect((await api.get("/users")).status).to.equal(403);
			await administrator.patch(`/users/${user.id}`, { roles: ["admin"] });
			expect((await api.get("/users")).status).to.equal(200);
			await administrator.patch(`/users/${user.id}`, { roles: ["student"] });
			expect((await api.get("/users")).status).to.equal(403);
		});

		it("counts at the user's next request: state and removal", async () => {
			const { user, api } = await register("goes@lyceum.test");
			expect((await api.get("/auth/me")).status).to.equal(200);
			await administrator.patch(`/users/${user.id}`, { isActive: false });
			expect((await api.get("/auth/me")).status).to.equal(401);
			await administrator.patch(`/users/${user.id}`, { isActive: true });
			expect((await api.get("/auth/me")).status).to.equal(200);
			const removed = await administrator.delete(`/users/${user.id}`);
			expect(removed.status, removed.text).to.equal(204);
			expect((await api.get("/auth/me")).status).to.equal(401);
			expect(
				(await guest.post("/auth/login", { email: "goes@lyceum.test", password: PASSWORD }))
					.status
			).to.equal(401);
			await administrator.post(`/users/${user.id}/restore`);
			expect((await api.get("/auth/me")).status).to.equal(200);
		});
	});

	describe("users, for administrators", () => {
		check(
			[
				{
					it: "are created with roles and a password",
					path: "/users",
					body: {
						email: "made@lyceum.test",
						password: PASSWORD,
						roles: ["teacher"],
						plan: "school"
					},
					status: 201,
					has: { email: "made@lyceum.test", roles: ["teacher"], plan: "school" },
					hasNot: [PASSWORD]
				},
				{
					it: "are created without a password",
					path: "/users",
					body: { email: "later@lyceum.test" },
					status: 201,
					has: { roles: ["student"] }
				},
				{
					it: "get no weak password",
					path: "/users",
					body: { email: "weak@lyceum.test", password: "swordfish" },
					status: 400,
					pointers: ["/password", "/password", "/password"],
					hasNot: ["swordfish"]
				},
				{
					it: "get no role that does not exist, not even the guest's",
					path: "/users",
					body: { email: "weak@lyceum.test", roles: ["admn", "guest"] },
					status: 400,
					pointers: ["/roles/0", "/roles/1"]
				},
				{
					it: "get no hash",
					path: "/users",
					body: {
						email: "weak@lyceum.test",
						emailVerifiedAt: "2026-01-01T00:00:00Z",
						passwordHash: "x"
					},
					status: 400,
					pointers: ["/emailVerifiedAt", "/passwordHash"]
				},
				{
					it: "are found by role",
					method: "GET",
					path: "/users?filter[roles]=admin",
					status: 200,
					has: { total: 1 },
					hasNot: ["passwordHash"]
				},
				{
					it: "have no field that holds a hash",
					method: "GET",
					path: "/users?filter[passwordHash][contains]=2b",
					status: 400
				}
			],
			() => administrator
		);

		it("sign in with the password that they were given, and not without one", async () => {
			expect((await login("made@lyceum.test")).access_token).to.be.a("string");
			const answer = await guest.post("/auth/login", {
				email: "later@lyceum.test",
				password: ""
			});
			const guess = await guest.post("/auth/login", {
				email: "later@lyceum.test",
				password: "x"
			});
			expect([answer.status, guess.status]).to.deep.equal([400, 401]);
		});

		it("are not there when something about them was refused", async () => {
			const { body } = await administrator.get("/users/count?filter[email]=weak@lyceum.test");
			expect(body.total).to.equal(0);
		});

		it("are in no document, change or trash with a hash", async () => {
			for (const collection of ["users", "changes", "trash"]) {
				// A field of that name, because notifications speak of passwords.
				expect(await stored(collection), collection).not.to.match(/\$2b\$|"password/i);
			}
		});
	});

	describe("another node", () => {
		function startOther(suffix: string) {
			const { connection } = lyceum.kernel.runtime;
			return createIdentity(
				definition => bindModel(connection, definition, `${definition.name}~${suffix}`),
				{
					announce: () => undefined,
					report: error => expect.fail(String(error)),
					locked: () => undefined
				}
			);
		}

		it("knows the tokens of the first, and those of a key made meanwhile", async () => {
			const other = startOther("second");
			await other.keys.start();
			const { access_token, user } = await login("ada@lyceum.test");
			const caller = await other.authenticate({ bearer: access_token });
			expect(caller).to.include({ id: user.id, kind: "user" });
			expect(keyIdOf(access_token)).to.equal(other.keys.signing.kid);
		});

		it("makes no second first key when both start at once", async () => {
			const keys = lyceum.kernel.runtime.connection.collection("signingKeys");
			const before = await keys.countDocuments();
			const nodes = [startOther("third"), startOther("fourth")];
			await Promise.all(nodes.map(node => node.keys.start()));
			expect(await keys.countDocuments()).to.equal(before);
			expect(before).to.equal(1);
		});

		it("sees an ended session and a changed role within a second, without hearing of it", async () => {
			const other = startOther("fifth");
			await other.keys.start();
			const { access_token, user, api } = await register("far@lyceum.test");
			const ask = async () => other.authenticate({ bearer: access_token });
			expect((await ask()).roles).to.deep.equal(["student"]);
			await administrator.patch(`/users/${user.id}`, { roles: ["teacher"] });
			await until(async () => (await ask()).roles[0] === "teacher");
			await api.post("/auth/logout");
			await until(async () => (await ask().catch(() => null)) === null);
		});
	});

	describe("the first administrator", () => {
		/** The kernel's broker with other settings. */
		function brokerWith(settings: Partial<Config>): LyceumBroker {
			const { broker, runtime } = lyceum.kernel;
			const kernel = { ...runtime, config: { ...runtime.config, ...settings } };
			return Object.create(broker, { kernel: { value: kernel } });
		}

		async function withoutAdministrators(work: () => Promise<void>) {
			const users = lyceum.kernel.runtime.connection.collection("users");
			await users.updateMany({ roles: "admin" }, { $set: { roles: ["resting"] } });
			await work().finally(async () => {
				await users.deleteMany({ roles: "admin" });
				await users.updateMany({ roles: "resting" }, { $set: { roles: ["admin"] } });
			});
		}

		const unset = { adminEmail: null, adminPassword: null };

		it("is not made when there is one", async () => {
			expect(await ensureAdministrator(brokerWith(unset))).to.equal(null);
		});

		it("is made with a drawn password that is told once and signs in", () =>
			withoutAdministrators(async () => {
				const made = await ensureAdministrator(brokerWith(unset));
				expect(made!.email).to.equal("admin@lyceum.localhost");
				const { api } = await login(made!.email, made!.password!);
				expect((await api.get("/users")).status).to.equal(200);
				expect(await ensureAdministrator(brokerWith(unset))).to.equal(null);
			}));

		it("is made from the settings, whose password is not told again", () =>
			withoutAdministrators(async () => {
				const settings = { adminEmail: "Boss@lyceum.test", adminPassword: PASSWORD };
				const made = await ensureAdministrator(brokerWith(settings));
				expect(made).to.deep.equal({ email: "Boss@lyceum.test", password: null });
				expect((await login("boss@lyceum.test")).access_token).to.be.a("string");
			}));

		it("is made once by two nodes that start together", () =>
			withoutAdministrators(async () => {
				const made = await Promise.all(
					[1, 2].map(() => ensureAdministrator(brokerWith(unset)))
				);
				expect(made.filter(each => each !== null)).to.have.length(1);
			}));

		it("is made though more passwords are hashed at that moment than may wait", () =>
			withoutAdministrators(async () => {
				const { broker } = lyceum.kernel;
				const crowd = Array.from({ length: 60 }, (_, number) =>
					broker
						.call("users.create", {
							email: `c${number}@lyceum.test`,
							password: PASSWORD
						})
						.then(() => "made")
						.catch((error: { type: string }) => error.type)
				);
				const made = await ensureAdministrator(brokerWith(unset));
				expect(made!.email).to.equal("admin@lyceum.localhost");
				expect(await Promise.all(crowd)).to.include("AUTH_BUSY");
			}));

		const refused: [what: string, settings: Partial<Config>, message: RegExp][] = [
			[
				"an address that is none",
				{ adminEmail: "boss@localhost" },
				/^ADMIN_EMAIL: expected an address/
			],
			[
				"somebody else's address",
				{ adminEmail: "ada@lyceum.test" },
				/^ADMIN_EMAIL: "ada@lyceum.test" belongs/
			],
			[
				"a weak password",
				{ adminPassword: "swordfish" },
				/^ADMIN_PASSWORD: it has no upper case letter/
			]
		];
		for (const [what, settings, message] of refused) {
			it(`is not made with ${what}`, () =>
				withoutAdministrators(async () => {
					const error = await ensureAdministrator(
						brokerWith({ ...unset, ...settings })
					).catch(e => e);
					expect(error.name).to.equal("ConfigError");
					expect(error.message).to.match(message);
					expect(error.message).not.to.include("swordfish");
				}));
		}
	});
});

/** Waits until something holds; the test's own time limit ends it. */
async function until(holds: () => Promise<boolean>) {
	while (!(await holds())) await new Promise(resolve => setImmediate(resolve));
}
