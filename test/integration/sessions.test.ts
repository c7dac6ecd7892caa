/** Sessions as their users see and end them, cookies with their protection, and the rotation of signing keys. */
import { parseSetCookie } from "cookie";
import { expect } from "chai";
import { bindModel } from "../../mixins/model.ts";
import { SigningKey } from "../../services/auth/signing-key.model.ts";
import { SigningKeys } from "../../services/auth/signing-keys.ts";
import { signToken, verifyToken } from "../../services/auth/tokens.ts";
import { createClient, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

const PASSWORD = "Wren-42-Lantern";
const DAY_MS = 24 * 60 * 60 * 1000;
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

interface Listed {
	id: string;
	device: string;
	current: boolean;
}

interface Browser {
	cookies: string;
	csrfToken: string;
	id: string;
	sessionId: string;
}

describe("sessions", function () {
	this.timeout(60_000);
	let lyceum: TestKernel;
	let guest: Client;
	let administrator: Client;

	before(async () => {
		lyceum = await startTestKernel({
			environment: { CORS_ORIGINS: "https://app.lyceum.test" }
		});
		guest = lyceum.guest;
		administrator = await lyceum.as("admin");
	});
	after(() => lyceum?.stop());

	async function signIn(name: string, headers: Record<string, string> = {}) {
		const email = `${name}@lyceum.test`;
		const body = { email, password: PASSWORD };
		const registered = await guest.post("/auth/register", body, headers);
		const answer =
			registered.status === 409 ? await guest.post("/auth/login", body, headers) : registered;
		const tokens = answer.body as {
			access_token: string;
			refresh_token: string;
			user: { id: string };
		};
		const api = createClient(lyceum.url, tokens.access_token, tokens.user.id);
		return { ...tokens, api, answer, sessionId: sessionOf(tokens.access_token) };
	}

	function sessionOf(accessToken: string): string {
		return JSON.parse(Buffer.from(accessToken.split(".")[1]!, "base64url").toString()).sid;
	}

	/** Signs in and keeps the cookies as a browser does. */
	async function browse(name: string): Promise<Browser> {
		const { answer, user, sessionId } = await signIn(name);
		const cookies = answer.headers.getSetCookie().map(text => parseSetCookie(text));
		return {
			cookies: cookies.map(({ name: key, value }) => `${key}=${value}`).join("; "),
			csrfToken: cookies.find(({ name: key }) => key === "csrf_token")!.value!,
			id: user.id,
			sessionId
		};
	}

	function changeSession(sessionId: string, change: object) {
		const sessions = lyceum.kernel.runtime.connection.collection<{ _id: string }>("sessions");
		return sessions.updateOne({ _id: sessionId }, { $set: change });
	}

	async function readSession(sessionId: string) {
		const sessions = lyceum.kernel.runtime.connection.collection<{
			_id: string;
			lastUsedAt: Date;
			cookieExpiresAt: Date;
			expiresAt: Date;
		}>("sessions");
		return (await sessions.findOne({ _id: sessionId }))!;
	}

	describe("of one's own", () => {
		it("are listed with device, address and last use, and without secrets", async () => {
			const { api, sessionId } = await signIn("lists", { "user-agent": FIREFOX });
			await signIn("lists", { "user-agent": "curl/8.5.0" });
			const { status, body, text, headers } = await api.get<{
				data: Listed[];
				total: number;
			}>("/auth/sessions");
			expect(status, text).to.equal(200);
			expect(headers.get("x-total-count")).to.equal("2");
			const current = body.data.find(({ id }) => id === sessionId)!;
			expect(current).to.include({
				device: "Firefox on Linux",
				userAgent: FIREFOX,
				address: "127.0.0.1",
				current: true
			});
			expect(current).to.include.keys("lastUsedAt", "createdAt", "expiresAt");
			const other = body.data.find(({ id }) => id !== sessionId)!;
			expect(other).to.include({ device: "curl", current: false });
			expect(text).not.to.match(/hash/i);
		});

		it("are nobody else's, whatever is asked for", async () => {
			const { user } = await signIn("hidden");
			const { api } = await signIn("curious");
			const { body } = await api.get<{ data: { userId: string }[] }>(
				`/auth/sessions?filter[userId]=${user.id}`
			);
			expect(body.data.map(({ userId }) => userId)).to.deep.equal([api.id]);
		});

		it("are ended one by one, at once", async () => {
			const one = await signIn("ends");
			const other = await signIn("ends");
			expect((await one.api.delete(`/auth/sessions/${other.sessionId}`)).status).to.equal(
				204
			);
			expect((await other.api.get("/auth/me")).status).to.equal(401);
			const refresh = { refresh_token: other.refresh_token };
			expect((await guest.post("/auth/refresh", refresh)).status).to.equal(401);
			const { body } = await one.api.get<{ total: number }>("/auth/sessions");
			expect(body.total).to.equal(1);
			expect((await one.api.delete(`/auth/sessions/${other.sessionId}`)).body.code).to.equal(
				"AUTH_SESSION_NOT_FOUND"
			);
		});

		it("cannot be ended by somebody else", async () => {
			const victim = await signIn("victim");
			const { api } = await signIn("stranger");
			expect((await api.delete(`/auth/sessions/${victim.sessionId}`)).status).to.equal(404);
			expect((await api.delete(`/sessions/${victim.sessionId}`)).status).to.equal(403);
			expect((await victim.api.get("/auth/me")).status).to.equal(200);
		});

		it("are ended all together, or all but this one", async () => {
			const [first, second, third] = [
				await signIn("all"),
				await signIn("all"),
				await signIn("all")
			];
			expect((await first.api.delete("/auth/sessions?others=true")).status).to.equal(204);
			expect((await second.api.get("/auth/me")).status).to.equal(401);
			expect((await first.api.get("/auth/me")).status).to.equal(200);
			expect((await first.api.delete("/auth/sessions")).status).to.equal(204);
			for (const { api } of [first, third])
				expect((await api.get("/auth/me")).status).to.equal(401);
		});

		const refused: [string, string, number][] = [
			["an unknown parameter", "/auth/sessions?verbose=1", 400],
			["a filter that is none", "/auth/sessions?filter=x", 400],
			["a filter on a hash", "/auth/sessions?filter[cookieHash]=x", 400]
		];
		for (const [what, path, status] of refused) {
			it(`are not listed with ${what}`, async () => {
				const { api } = await signIn("lists");
				expect((await api.get(path)).status).to.equal(status);
			});
		}

		it("are not a guest's to see", async () => {
			expect((await guest.get("/auth/sessions")).status).to.equal(401);
			expect((await guest.delete("/auth/sessions")).status).to.equal(401);
		});

		it("end 30 days after the sign-in, however busy they are", async () => {
			const { refresh_token, sessionId } = await signIn("busy");
			const createdAt = new Date(Date.now() - 29 * DAY_MS);
			await changeSession(sessionId, { createdAt });
			await guest.post("/auth/refresh", { refresh_token });
			const { expiresAt } = await readSession(sessionId);
			expect(expiresAt.getTime()).to.equal(createdAt.getTime() + 30 * DAY_MS);
		});
	});

	describe("of everybody", () => {
		it("are listed and ended by administrators", async () => {
			const { api, user, sessionId } = await signIn("watched");
			const { body } = await administrator.get<{ data: Listed[] }>(
				`/sessions?filter[userId]=${user.id}`
			);
			expect(body.data.map(({ id }) => id)).to.deep.equal([sessionId]);
			expect((await administrator.delete(`/sessions/${sessionId}`)).status).to.equal(204);
			expect((await api.get("/auth/me")).status).to.equal(401);
			expect((await administrator.delete(`/sessions/${sessionId}`)).status).to.equal(404);
		});

		it("are not listed by others", async () => {
			const { api } = await signIn("curious");
			expect((await api.get("/sessions")).status).to.equal(403);
			expect((await guest.get("/sessions")).status).to.equal(401);
		});
	});

	describe("a browser", () => {
		it("gets a cookie that scripts cannot read, and a token that they can", async () => {
			const { answer } = await signIn("browser");
			const cookies = answer.headers.getSetCookie().map(text => parseSetCookie(text));
			const limits = { path: "/", sameSite: "lax" };
			expect(cookies[0]).to.include({ name: "auth_token", httpOnly: true, ...limits });
			expect(cookies[1]).to.include({ name: "csrf_token", ...limits });
			expect(cookies[1]!.httpOnly).to.equal(undefined);
			expect(answer.headers.get("x-csrf-token")).to.equal(cookies[1]!.value);
			expect(answer.text).not.to.include(cookies[0]!.value!);
		});

		it("gets none when the request comes from another site's page", async () => {
			const foreign = await signIn("browser", { origin: "https://evil.test" });
			expect(foreign.answer.status).to.equal(200);
			expect(foreign.answer.headers.getSetCookie()).to.deep.equal([]);
			const known = await signIn("browser", { origin: "https://app.lyceum.test" });
			expect(known.answer.headers.getSetCookie()).to.have.length(2);
		});

		it("reads with its cookie", async () => {
			const { cookies, id } = await browse("browser");
			expect((await guest.get("/auth/me", { cookie: cookies })).body.id).to.equal(id);
		});

		const change = { name: "Changed" };
		interface Try {
			it: string;
			headers: (browser: Browser) => Record<string, string>;
			status: number;
			code?: string;
		}
		const tries: Try[] = [
			{
				it: "changes nothing without the token",
				headers: () => ({}),
				status: 403,
				code: "AUTH_CSRF"
			},
			{
				it: "changes nothing with another token",
				headers: ({ csrfToken }) => ({ "x-csrf-token": `${csrfToken}x` }),
				status: 403,
				code: "AUTH_CSRF"
			},
			{
				it: "changes with the token",
				headers: ({ csrfToken }) => ({ "x-csrf-token": csrfToken }),
				status: 200
			},
			{
				it: "changes with the token from a page of ours",
				headers: ({ csrfToken }) => ({
					"x-csrf-token": csrfToken,
					origin: "https://app.lyceum.test"
				}),
				status: 200
			},
			...["https://evil.test", "null", "https://app.lyceum.test.evil.test"].map(origin => ({
				it: `changes nothing from a page of ${origin}, even with the token`,
				headers: ({ csrfToken }: Browser) => ({ "x-csrf-token": csrfToken, origin }),
				status: 403,
				code: "AUTH_CSRF"
			})),
			{
				it: "is its bearer token's user where it sends both",
				headers: () => ({ authorization: `Bearer ${administrator.token}` }),
				status: 200
			}
		];
		for (const { it: name, headers, status, code } of tries) {
			it(name, async () => {
				const browser = await browse("browser");
				const answer = await guest.patch("/auth/me", change, {
					cookie: browser.cookies,
					...headers(browser)
				});
				expect(answer.status, answer.text).to.equal(status);
				if (code) expect(answer.body.code).to.equal(code);
			});
		}

		it("uses the token of its own session alone", async () => {
			const [one, other] = [await browse("browser"), await browse("browser")];
			const answer = await guest.patch("/auth/me", change, {
				cookie: one.cookies,
				"x-csrf-token": other.csrfToken
			});
			expect(answer.body.code).to.equal("AUTH_CSRF");
		});

		it("signs in again although its cookie is stale, or the token is not at hand", async () => {
			const { cookies, sessionId } = await browse("browser");
			const body = { email: "browser@lyceum.test", password: PASSWORD };
			expect((await guest.post("/auth/login", body, { cookie: cookies })).status).to.equal(
				200
			);
			await administrator.delete(`/sessions/${sessionId}`);
			expect((await guest.get("/auth/me", { cookie: cookies })).status).to.equal(401);
			expect((await guest.post("/auth/login", body, { cookie: cookies })).status).to.equal(
				200
			);
		});

		it("signs out with its cookie, which is taken away", async () => {
			const { cookies, csrfToken } = await browse("browser");
			const forged = await guest.post("/auth/logout", {}, { cookie: cookies });
			expect(forged.status).to.equal(401);
			const answer = await guest.post(
				"/auth/logout",
				{},
				{ cookie: cookies, "x-csrf-token": csrfToken }
			);
			expect(answer.status).to.equal(204);
			const taken = answer.headers.getSetCookie().map(text => parseSetCookie(text));
			expect(taken.map(({ name, maxAge }) => [name, maxAge])).to.deep.equal([
				["auth_token", 0],
				["csrf_token", 0],
				["access_token", 0]
			]);
			expect((await guest.get("/auth/me", { cookie: cookies })).status).to.equal(401);
		});

		it("is forgotten after a day at rest, while its tokens live on", async () => {
			const { cookies, sessionId } = await browse("rests");
			await changeSession(sessionId, { cookieExpiresAt: new Date(Date.now() - 1) });
			expect((await guest.get("/auth/me", { cookie: cookies })).status).to.equal(401);
			const { api, refresh_token, answer, sessionId: next } = await signIn("rests");
			await changeSession(next, { cookieExpiresAt: new Date(Date.now() - 1) });
			expect((await api.get("/auth/me")).status).to.equal(200);
			expect((await guest.post("/auth/refresh", { refresh_token })).status).to.equal(200);
			const cookie = answer.headers.getSetCookie()[0]!.split(";")[0]!;
			expect((await guest.get("/auth/me", { cookie })).status).to.equal(401);
		});

		it("is remembered for another day by each use, and its last use is noted", async () => {
			const { cookies, sessionId } = await browse("stays");
			const longAgo = new Date(Date.now() - DAY_MS / 2);
			await changeSession(sessionId, {
				lastUsedAt: longAgo,
				cookieExpiresAt: new Date(Date.now() + DAY_MS / 2)
			});
			expect((await guest.get("/auth/me", { cookie: cookies })).status).to.equal(200);
			await until(async () => (await readSession(sessionId)).lastUsedAt > longAgo);
			const { lastUsedAt, cookieExpiresAt } = await readSession(sessionId);
			expect(cookieExpiresAt.getTime() - lastUsedAt.getTime()).to.equal(DAY_MS);
		});

		it("of an older client shows its access token as a cookie, with the same protection", async () => {
			const { access_token, answer, user } = await signIn("legacy");
			const csrf = answer.headers.get("x-csrf-token")!;
			for (const cookie of [
				`access_token=${access_token}`,
				`access_token="Bearer ${access_token}"`
			]) {
				expect((await guest.get("/auth/me", { cookie })).body.id).to.equal(user.id);
				const headers = { cookie, "x-csrf-token": csrf };
				expect((await guest.patch("/auth/me", change, { cookie })).status).to.equal(403);
				expect((await guest.patch("/auth/me", change, headers)).status).to.equal(200);
			}
			const forged = { cookie: `access_token=${access_token}x` };
			expect((await guest.get("/auth/me", forged)).status).to.equal(401);
		});

		it("has its secrets in the store as hashes alone", async () => {
			const { cookies, csrfToken } = await browse("browser");
			const { connection } = lyceum.kernel.runtime;
			const stored = JSON.stringify(await connection.collection("sessions").find().toArray());
			expect(stored).not.to.include(csrfToken);
			expect(stored).not.to.include(cookies.split(/[=;]/)[1]!);
		});
	});

	describe("a rotation of the signing keys", () => {
		function nodeAt(clock: { now: number }, suffix: string) {
			const { connection } = lyceum.kernel.runtime;
			const model = bindModel(connection, SigningKey, `SigningKey~${suffix}`);
			return new SigningKeys(model, () => clock.now);
		}

		it("is an administrator's to ask for, and signs nobody out", async () => {
			const { api, refresh_token } = await signIn("rotates");
			expect((await api.post("/auth/signing-keys/rotate")).status).to.equal(403);
			const answer = await administrator.post("/auth/signing-keys/rotate");
			expect(answer.status, answer.text).to.equal(200);
			expect(answer.body.kid).to.equal("2");
			expect(answer.text).not.to.include("secret");
			expect((await api.get("/auth/me")).status).to.equal(200);
			expect((await guest.post("/auth/refresh", { refresh_token })).status).to.equal(200);
		});

		it("lets a key sign when every node knows it, and verify until its last token is over", async () => {
			const clock = { now: Date.now() + DAY_MS };
			const [one, other] = [nodeAt(clock, "one"), nodeAt(clock, "other")];
			await Promise.all([one.start(), other.start()]);
			const before = one.signing.kid;
			const subject = { userId: "user1", sessionId: "session1" };
			const { kid, signsFrom } = await one.rotate();
			expect(one.signing.kid).to.equal(before);
			clock.now = signsFrom.getTime();
			expect(one.signing.kid).to.equal(kid);
			// The other node has not looked since: it signs with the old key for a while.
			expect(other.signing.kid).to.equal(before);
			const late = signToken(subject, other.signing, Math.floor(clock.now / 1000));
			clock.now += 29 * 60 * 1000;
			await one.maintain();
			expect(verifyToken(late, one, clock.now / 1000).sub).to.equal("user1");
			clock.now += 60 * 60 * 1000;
			await Promise.all([one.maintain(), other.maintain()]);
			expect([one.has(before), other.has(before)]).to.deep.equal([false, false]);
			expect([one.signing.kid, other.signing.kid]).to.deep.equal([kid, kid]);
		});

		it("happens by itself every 90 days, once for all nodes", async () => {
			const clock = { now: Date.now() + 200 * DAY_MS };
			const nodes = [nodeAt(clock, "first"), nodeAt(clock, "second")];
			await Promise.all(nodes.map(node => node.start()));
			const before = Number(nodes[0]!.signing.kid);
			await Promise.all(nodes.map(node => node.maintain()));
			const keys = await lyceum.kernel.runtime.connection
				.collection("signingKeys")
				.find()
				.toArray();
			expect(Math.max(...keys.map(({ _id }) => Number(_id)))).to.equal(before + 1);
		});

		it("happens once also when another node makes the next key just after this one has looked", async () => {
			const clock = { now: Date.now() + 400 * DAY_MS };
			const [late, early] = [nodeAt(clock, "late"), nodeAt(clock, "early")];
			await Promise.all([late.start(), early.start()]);
			const before = Number(early.signing.kid);
			afterNextRead("late", () => early.maintain());
			await late.maintain();
			expect(late.has(String(before + 1))).to.equal(true);
			expect(late.has(String(before + 2))).to.equal(false);
		});

		/** Lets something happen between a node's next reading of the keys and what it does with them. */
		function afterNextRead(suffix: string, happens: () => Promise<void>) {
			const model = lyceum.kernel.runtime.connection.model(`SigningKey~${suffix}`);
			const find = model.find.bind(model);
			model.find = (() => {
				model.find = find;
				return {
					async lean() {
						const found = await find().lean();
						await happens();
						return found;
					}
				};
			}) as unknown as typeof model.find;
		}
	});
});

/** Waits until something holds; the test's own time limit ends it. */
async function until(holds: () => Promise<boolean>) {
	while (!(await holds())) await new Promise(resolve => setImmediate(resolve));
}
