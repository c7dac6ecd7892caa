/** Addresses that are confirmed and passwords that are set anew by links in mails, through the gateway. */
import { expect } from "chai";
import { Secret, TOTP } from "otpauth";
import { createClient, type Answer, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { waitUntil } from "../support/wait-until.ts";

const PASSWORD = "Wren-42-Lantern";
const NEXT = "Maple-77-Harbour";
const THIRD = "Otter-13-Violin";
const UNKNOWN_TOKEN = "x".repeat(43);
const FORM = { "content-type": "application/x-www-form-urlencoded" };

interface User {
	id: string;
	email: string;
	emailVerified: boolean;
	emailVerifiedAt?: string;
}

interface SignedIn {
	access_token: string;
	refresh_token: string;
	user: User;
}

interface KeptMail {
	id: string;
	kind: string;
	to: string;
	subject: string;
	text: string;
	html: string;
}

describe("mails to accounts", function () {
	this.timeout(120_000);
	let lyceum: TestKernel;
	let guest: Client;
	let administrator: Client;
	let addresses = 0;

	before(async () => {
		lyceum = await startTestKernel({
			environment: { TRUST_PROXY: "loopback", PUBLIC_URL: "https://learn.lyceum.test/base" }
		});
		guest = lyceum.guest;
		administrator = await lyceum.as("admin");
	});
	after(() => lyceum?.stop());

	async function register(name: string, more: object = {}) {
		const email = `${name}@lyceum.test`;
		const answer = await guest.post<SignedIn>("/auth/register", {
			email,
			password: PASSWORD,
			...more
		});
		expect(answer.status, answer.text).to.equal(201);
		const { access_token, user } = answer.body;
		return { ...answer.body, email, api: createClient(lyceum.url, access_token, user.id) };
	}

	function login(email: string, password: string, headers = {}) {
		return guest.post<SignedIn & { code: string }>("/auth/login", { email, password }, headers);
	}

	function elsewhere(): Record<string, string> {
		return { "x-forwarded-for": `198.51.100.${++addresses}` };
	}

	async function mailsTo(to: string, kind: string): Promise<KeptMail[]> {
		const { body } = await administrator.get<{ data: KeptMail[] }>(
			`/mail?filter[to]=${to}&filter[kind]=${kind}&filter[state]=kept&sort=createdAt`
		);
		return body.data;
	}

	/** The mail of that number, from 1, once it is there. */
	async function mailTo(to: string, kind: string, number = 1): Promise<KeptMail> {
		let mails: KeptMail[] = [];
		await waitUntil(`mail ${number} of kind ${kind} to ${to}`, async () => {
			mails = await mailsTo(to, kind);
			return mails.length >= number;
		});
		expect(mails, `mails of kind ${kind} to ${to}`).to.have.length(number);
		return mails[number - 1]!;
	}

	function tokenIn({ text }: KeptMail): string {
		return /#token=([\w-]+)/.exec(text)![1]!;
	}

	async function tokenTo(to: string, kind: string, number = 1) {
		return tokenIn(await mailTo(to, kind, number));
	}

	function forgot(email: string, headers = {}) {
		return guest.post("/auth/forgot-password", { email }, headers);
	}

	async function resetToken(email: string, number = 1) {
		expect((await forgot(email)).status).to.equal(202);
		return tokenTo(email, "resetPassword", number);
	}

	function reset(token: string, password: string, client = guest) {
		return client.post("/auth/reset-password", { token, password });
	}

	function expectInvalid({ status, body, text }: Answer) {
		expect(status, text).to.equal(400);
		expect(body.code).to.equal("AUTH_LINK_INVALID");
	}

	function stored(collection: string) {
		return lyceum.kernel.runtime.connection.collection<Record<string, unknown>>(collection);
	}

	/** Until nothing is left in the outbox that could still be made into a mail. */
	async function untilQuiet() {
		await waitUntil("the outbox has nothing to do", async () => {
			const waiting = await stored("mail").countDocuments({
				state: { $in: ["queued", "sending"] }
			});
			return waiting === 0;
		});
	}

	describe("confirming an address", () => {
		it("is asked of who registers, who may sign in meanwhile and is told so", async () => {
			const { user, api, email } = await register("new");
			expect(user.emailVerified).to.equal(false);
			expect((await login(email, PASSWORD)).body.user.emailVerified).to.equal(false);
			expect((await api.get("/auth/me")).body.emailVerified).to.equal(false);
			const mail = await mailTo(email, "verifyEmail");
			expect(mail.text).to.match(
				/https:\/\/learn\.lyceum\.test\/base\/verify-email#token=[\w-]{43}\n/
			);
			lyceum.events.length = 0;
			const answer = await guest.post("/auth/verify-email", { token: tokenIn(mail) });
			expect([answer.status, answer.text]).to.deep.equal([204, ""]);
			const { body } = await api.get("/auth/me");
			expect(body.emailVerified).to.equal(true);
			expect(body.emailVerifiedAt).to.be.a("string");
			expect(lyceum.events).to.have.members(["users.user.updated", "auth.email.verified"]);
		});

		it("is good once, and for nothing else", async () => {
			const { email } = await register("once");
			const token = await tokenTo(email, "verifyEmail");
			expectInvalid(await reset(token, NEXT));
			expect((await guest.post("/auth/verify-email", { token })).status).to.equal(204);
			expectInvalid(await guest.post("/auth/verify-email", { token }));
		});

		it("is over after 24 hours", async () => {
			const { email, user } = await register("late");
			const token = await tokenTo(email, "verifyEmail");
			const link = { _id: `verifyEmail:${user.id}` } as never;
			const { expiresAt } = (await stored("accountLinks").findOne(link))!;
			const hours = ((expiresAt as Date).getTime() - Date.now()) / 3_600_000;
			expect(hours).to.be.within(23.9, 24);
			await stored("accountLinks").updateOne(link, { $set: { expiresAt: new Date() } });
			expectInvalid(await guest.post("/auth/verify-email", { token }));
		});

		it("is asked for again by a new link, which makes the one before worthless", async () => {
			const { email, api } = await register("again");
			const first = await tokenTo(email, "verifyEmail");
			const answer = await guest.post("/auth/resend-verification", {
				email: email.toUpperCase()
			});
			expect(answer.status).to.equal(202);
			const second = await tokenTo(email, "verifyEmail", 2);
			expectInvalid(await guest.post("/auth/verify-email", { token: first }));
			expect((await guest.post("/auth/verify-email", { token: second })).status).to.equal(
				204
			);
			expect((await api.get("/auth/me")).body.emailVerified).to.equal(true);
			await guest.post("/auth/resend-verification", { email });
			await untilQuiet();
			expect(await mailsTo(email, "verifyEmail")).to.have.length(2);
		});

		it("is asked for anew when an administrator changes the address", async () => {
			const { email, user, api } = await register("moves");
			const early = await tokenTo(email, "verifyEmail");
			await guest.post("/auth/verify-email", { token: early });
			await guest.post("/auth/resend-verification", { email });
			const reset_ = await resetToken(email);
			const path = `/users/${user.id}`;
			const same = await administrator.patch(path, { email: email.toUpperCase() });
			expect(same.body.emailVerified).to.equal(true);
			const changed = await administrator.patch(path, { email: "Moved@Lyceum.test" });
			expect(changed.status, changed.text).to.equal(200);
			expect(changed.body).to.include({ email: "moved@lyceum.test", emailVerified: false });
			expect(changed.body).not.to.have.property("emailVerifiedAt");
			expectInvalid(await reset(reset_, NEXT));
			const token = await tokenTo("moved@lyceum.test", "verifyEmail");
			expect((await guest.post("/auth/verify-email", { token })).status).to.equal(204);
			expect((await api.get("/auth/me")).body).to.include({
				email: "moved@lyceum.test",
				emailVerified: true
			});
		});

		it("of the address before confirms nothing of the new one", async () => {
			const { email, user } = await register("swaps");
			const token = await tokenTo(email, "verifyEmail");
			await administrator.patch(`/users/${user.id}`, { email: "swapped@lyceum.test" });
			expectInvalid(await guest.post("/auth/verify-email", { token }));
		});

		it("is nobody's to declare done, and a changed address needs a proof", async () => {
			const { api, user } = await register("cheats");
			for (const body of [{ emailVerified: true }, { email: "cheated@lyceum.test" }])
				expect((await api.patch("/auth/me", body)).status).to.equal(400);
			expect(
				(await administrator.patch(`/users/${user.id}`, { emailVerified: true })).status
			).to.equal(400);
			const key = await administrator.post<{ key: string }>("/api-keys", {
				name: "Import",
				scopes: ["users.write"]
			});
			const answer = await guest.patch(
				`/users/${user.id}`,
				{ email: "stolen@lyceum.test" },
				{ "x-api-key": key.body.key }
			);
			expect([answer.status, answer.body.code]).to.deep.equal([403, "ACCESS_NOT_FOR_KEYS"]);
		});

		it("is not asked of who did not get an account", async () => {
			await register("taken");
			const body = { email: "taken@lyceum.test", password: PASSWORD };
			expect((await guest.post("/auth/register", body)).status).to.equal(409);
			const named = { email: "refused@lyceum.test", password: PASSWORD, username: "taken" };
			await register("namesake", { username: "taken" });
			expect((await guest.post("/auth/register", named)).status).to.equal(409);
			await untilQuiet();
			expect(await mailsTo("taken@lyceum.test", "verifyEmail")).to.have.length(1);
			expect(await mailsTo("refused@lyceum.test", "verifyEmail")).to.have.length(0);
		});
	});

	describe("a forgotten password", () => {
		it("is set anew by a link, which ends all sessions and signs nobody in", async () => {
			const { email, api, refresh_token } = await register("forgets");
			const other = await login(email, PASSWORD);
			const token = await resetToken(email);
			const mail = await mailTo(email, "resetPassword");
			expect(mail.text).to.match(
				/https:\/\/learn\.lyceum\.test\/base\/reset-password#token=[\w-]{43}\n/
			);
			lyceum.events.length = 0;
			const answer = await reset(token, NEXT);
			expect([answer.status, answer.text]).to.deep.equal([204, ""]);
			expect(answer.headers.getSetCookie()).to.deep.equal([]);
			expect(lyceum.events).to.deep.equal(["auth.password.changed"]);
			expect((await api.get("/auth/me")).status).to.equal(401);
			const tokens = [refresh_token, other.body.refresh_token];
			for (const each of tokens)
				expect(
					(await guest.post("/auth/refresh", { refresh_token: each })).status
				).to.equal(401);
			expect((await login(email, PASSWORD)).status).to.equal(401);
			expect((await login(email, NEXT)).status).to.equal(200);
			const notice = await mailTo(email, "passwordChanged");
			expect(notice.text).to.include("127.0.0.1").and.not.include(NEXT);
		});

		it("also ends the session of who sends the link's token", async () => {
			const { email, api } = await register("sender");
			const token = await resetToken(email);
			expect((await reset(token, NEXT, api)).status).to.equal(204);
			expect((await api.get("/auth/me")).status).to.equal(401);
		});

		it("is that of the link's account, whoever is signed in", async () => {
			const [victim, other] = [await register("linked"), await register("bystander")];
			const token = await resetToken(victim.email);
			expect((await reset(token, NEXT, other.api)).status).to.equal(204);
			expect((await other.api.get("/auth/me")).status).to.equal(200);
			expect((await login(other.email, PASSWORD)).status).to.equal(200);
			expect((await login(victim.email, NEXT)).status).to.equal(200);
		});

		it("has a link that is good once, also when it is used twice at the same moment", async () => {
			const { email } = await register("races");
			const token = await resetToken(email);
			const answers = await Promise.all([reset(token, NEXT), reset(token, THIRD)]);
			expect(answers.map(({ status }) => status).sort()).to.deep.equal([204, 400]);
			expectInvalid(await reset(token, "Cedar-58-Window"));
			const [winner, loser] = answers[0].status === 204 ? [NEXT, THIRD] : [THIRD, NEXT];
			expect((await login(email, winner)).status).to.equal(200);
			expect((await login(email, loser)).status).to.equal(401);
		});

		it("has one link at a time: a new one makes the one before worthless", async () => {
			const { email } = await register("repeats");
			const first = await resetToken(email);
			const second = await resetToken(email, 2);
			expectInvalid(await reset(first, NEXT));
			expect((await reset(second, NEXT)).status).to.equal(204);
		});

		it("has a link that is over after an hour", async () => {
			const { email, user } = await register("slow");
			const token = await resetToken(email);
			const link = { _id: `resetPassword:${user.id}` } as never;
			const { expiresAt } = (await stored("accountLinks").findOne(link))!;
			const minutes = ((expiresAt as Date).getTime() - Date.now()) / 60_000;
			expect(minutes).to.be.within(58, 60);
			await stored("accountLinks").updateOne(link, { $set: { expiresAt: new Date() } });
			expectInvalid(await reset(token, NEXT));
			expect((await login(email, PASSWORD)).status).to.equal(200);
		});

		it("is no longer forgotten when it is changed: the link is worthless", async () => {
			const { email, api } = await register("recalls");
			const token = await resetToken(email);
			const change = { currentPassword: PASSWORD, newPassword: NEXT };
			expect((await api.post("/auth/change-password", change)).status).to.equal(204);
			expectInvalid(await reset(token, THIRD));
			expect((await mailTo(email, "passwordChanged")).subject).to.equal(
				"Your password was changed"
			);
		});

		it("is not undone by a change that began before it", async () => {
			const { email, api } = await register("hurries");
			const change = { currentPassword: PASSWORD, newPassword: THIRD };
			const token = await resetToken(email);
			const answers = await Promise.all([
				reset(token, NEXT),
				api.post("/auth/change-password", change)
			]);
			const statuses = answers.map(({ status }) => status);
			expect(statuses.filter(status => status === 204)).to.have.length(1);
			const [current, other] = statuses[0] === 204 ? [NEXT, THIRD] : [THIRD, NEXT];
			expect((await login(email, current)).status).to.equal(200);
			expect((await login(email, other)).status).to.equal(401);
		});

		it("keeps to the rules and to the history, and a refusal leaves the link good", async () => {
			const { email } = await register("rules");
			const token = await resetToken(email);
			for (const password of ["short", "Password1!", "Rules@lyceum.test1", PASSWORD]) {
				const answer = await reset(token, password);
				expect(answer.status, password).to.equal(400);
				expect(answer.body.code).to.equal("REQUEST_INVALID");
				expect(answer.text).not.to.include(`"${password}"`);
			}
			expect((await reset(token, NEXT)).status).to.equal(204);
		});

		it("lifts the lock-outs of the account, under its address and its user name", async () => {
			const { email } = await register("locked", { username: "locked" });
			const from = elsewhere();
			for (let count = 0; count < 5; count++) await login(email, "wrong", from);
			for (let count = 0; count < 5; count++)
				await guest.post("/auth/login", { username: "locked", password: "wrong" }, from);
			expect((await login(email, PASSWORD, from)).status).to.equal(403);
			const token = await resetToken(email);
			expect((await reset(token, NEXT)).status).to.equal(204);
			expect((await login(email, NEXT, from)).status).to.equal(200);
			const byName = { username: "locked", password: NEXT };
			expect((await guest.post("/auth/login", byName, from)).status).to.equal(200);
		});

		it("leaves the second factor where it is", async () => {
			const { email, api } = await register("factor");
			const { body } = await api.post<{ secret: string }>("/auth/totp/enroll");
			const totp = new TOTP({ secret: Secret.fromBase32(body.secret) });
			const confirmed = await api.post("/auth/totp/confirm", { otp: totp.generate() });
			expect(confirmed.status, confirmed.text).to.equal(200);
			expect((await mailTo(email, "secondFactorChanged")).text).to.include("taken into use");
			expect((await reset(await resetToken(email), NEXT)).status).to.equal(204);
			expect((await login(email, NEXT)).body.code).to.equal("otp_required");
			const otp = totp.generate();
			const answer = await guest.post("/auth/login", { email, password: NEXT, otp });
			expect(answer.status, answer.text).to.equal(200);
		});

		it("of a disabled user has no link, and one from before does nothing", async () => {
			const { email, user } = await register("disabled");
			const token = await resetToken(email);
			await administrator.patch(`/users/${user.id}`, { isActive: false });
			expectInvalid(await reset(token, NEXT));
			expect((await forgot(email)).status).to.equal(202);
			await guest.post("/auth/resend-verification", { email });
			await untilQuiet();
			expect(await mailsTo(email, "resetPassword")).to.have.length(1);
			expect(await mailsTo(email, "verifyEmail")).to.have.length(1);
		});

		it("can be the first one of a user whom an administrator has made", async () => {
			const email = "invited@lyceum.test";
			await administrator.post("/users", { email });
			expect((await reset(await resetToken(email), NEXT)).status).to.equal(204);
			expect((await login(email, NEXT)).status).to.equal(200);
		});
	});

	describe("whether an address exists", () => {
		const paths = ["/auth/forgot-password", "/auth/resend-verification"];

		/** All that a caller sees, but for what differs from request to request. */
		function shape({ status, headers, body }: Answer) {
			const varying = ["date", "x-request-id", "x-correlation-id", "x-process-time"];
			return {
				status,
				body,
				headers: [...headers].filter(([key]) => !varying.includes(key))
			};
		}

		for (const path of paths) {
			it(`is not told by ${path}, nor by what is stored before it is answered`, async () => {
				const { email } = await register(`known${path.length}`);
				const disabled = await register(`off${path.length}`);
				await administrator.patch(`/users/${disabled.user.id}`, { isActive: false });
				await untilQuiet();
				const known = await guest.post(path, { email });
				const unknown = await guest.post(path, { email: "nobody@lyceum.test" });
				const off = await guest.post(path, { email: disabled.email });
				expect(known.status).to.equal(202);
				expect(shape(known)).to.deep.equal(shape(unknown));
				expect(shape(known)).to.deep.equal(shape(off));
				await untilQuiet();
				expect(await stored("mail").countDocuments({ to: "nobody@lyceum.test" })).to.equal(
					0
				);
			});
		}

		it("costs the store the same work before the answer", async () => {
			const { email } = await register("measured");
			await untilQuiet();
			const commands: string[] = [];
			const client = lyceum.kernel.runtime.connection.getClient();
			const note = ({ commandName, command }: { commandName: string; command: object }) => {
				const name = Object.values(command)[0] as unknown;
				// The trail is linked each second, whatever was asked for.
				if (name === "auditEntries") return;
				if (name === "users" || name === "accountLinks" || commandName === "insert")
					commands.push(`${commandName} ${String(name)}`);
			};
			const workOf = async (address: string) => {
				commands.length = 0;
				client.on("commandStarted", note);
				await forgot(address);
				await untilQuiet();
				client.off("commandStarted", note);
				return [...commands];
			};
			const [known, unknown] = [await workOf(email), await workOf("nobody@lyceum.test")];
			expect(known).to.include.members(["insert mail", "find users", "update accountLinks"]);
			expect(unknown).to.deep.equal(known);
		});

		it("is not told by a lock-out, of which its owner alone hears", async () => {
			const { email } = await register("guessed");
			const from = elsewhere();
			for (let count = 0; count < 5; count++) {
				await login(email, "wrong", from);
				await login("nobody@lyceum.test", "wrong", from);
			}
			const { text } = await mailTo(email, "lockedOut");
			expect(text).to.include(from["x-forwarded-for"]!);
			await untilQuiet();
			expect(await stored("mail").countDocuments({ to: "nobody@lyceum.test" })).to.equal(0);
		});
	});

	describe("a mail", () => {
		it("has no words of a stranger: the name counts once the address is confirmed", async () => {
			const name = 'Win <b>money</b> & "more"\r\nBcc: eve@evil.test';
			const { email } = await register("advertises", { name });
			const first = await mailTo(email, "verifyEmail");
			expect(first.text).to.match(/^Hello,\n/);
			expect(`${first.text}${first.html}${first.subject}`).not.to.match(/money|evil/);
			await guest.post("/auth/verify-email", { token: tokenIn(first) });
			await forgot(email);
			const { text, html, subject } = await mailTo(email, "resetPassword");
			expect(text).to.include('Hello Win <b>money</b> & "more" Bcc: eve@evil.test,\n');
			expect(html).to.include(
				"Hello Win &lt;b&gt;money&lt;/b&gt; &amp; &quot;more&quot; Bcc"
			);
			expect(subject).to.equal("Set another password");
		});

		it("leads where the settings say, whatever host the request names", async () => {
			const { email } = await register("hosted");
			await forgot(email, { host: "evil.test", "x-forwarded-host": "evil.test" });
			const { text } = await mailTo(email, "resetPassword");
			expect(text).to.include("https://learn.lyceum.test/base/").and.not.include("evil");
		});

		it("does not come more than ten times an hour, and the last link stays good", async () => {
			const { email } = await register("flooded");
			for (let count = 0; count < 14; count++) await forgot(email);
			await untilQuiet();
			const mails = await mailsTo(email, "resetPassword");
			expect(mails).to.have.length(10);
			const answers = await Promise.all(mails.map(mail => reset(tokenIn(mail), NEXT)));
			expect(answers.filter(({ status }) => status === 204)).to.have.length(1);
		});

		it("leads to a page that sends the token only when the person says so", async () => {
			for (const page of ["//verify-email", "//reset-password"]) {
				const { status, text, headers } = await guest.get(page);
				expect(status).to.equal(200);
				expect(headers.get("content-type")).to.equal("text/html; charset=utf-8");
				expect(headers.get("referrer-policy")).to.equal("no-referrer");
				const [, nonce] = /nonce="([^"]+)"/.exec(text)!;
				expect(headers.get("content-security-policy")).to.include(`'nonce-${nonce}'`);
				expect(text).to.include(`data-action="api/v1/auth${page.slice(1)}"`);
			}
		});
	});

	describe("what is no token or address", () => {
		const wrong: [
			what: string,
			path: string,
			body: unknown,
			status: number,
			pointer?: string
		][] = [
			["no token", "/auth/verify-email", {}, 400, "/token"],
			["an operator", "/auth/verify-email", { token: { $ne: null } }, 400, "/token"],
			["an unknown token", "/auth/verify-email", { token: UNKNOWN_TOKEN }, 400],
			["a long token", "/auth/verify-email", { token: "x".repeat(101) }, 400, "/token"],
			["a list", "/auth/reset-password", { token: ["x"], password: NEXT }, 400, "/token"],
			["no password", "/auth/reset-password", { token: UNKNOWN_TOKEN }, 400, "/password"],
			[
				"an unknown token",
				"/auth/reset-password",
				{ token: UNKNOWN_TOKEN, password: NEXT },
				400
			],
			[
				"a huge body",
				"/auth/reset-password",
				{ token: "x".repeat(20_000), password: NEXT },
				413
			],
			["no address", "/auth/forgot-password", {}, 400, "/email"],
			["an operator", "/auth/forgot-password", { email: { $gt: "" } }, 400, "/email"],
			[
				"a header",
				"/auth/forgot-password",
				{ email: "a@b.test\r\nBcc: c@d.test" },
				400,
				"/email"
			],
			[
				"two addresses",
				"/auth/forgot-password",
				{ email: "a@b.test,c@d.test" },
				400,
				"/email"
			],
			[
				"a Kelvin sign",
				"/auth/forgot-password",
				{ email: "\u212Aim@lyceum.test" },
				400,
				"/email"
			],
			[
				"a dotless i",
				"/auth/resend-verification",
				{ email: "adm\u0131n@lyceum.test" },
				400,
				"/email"
			],
			[
				"another key",
				"/auth/resend-verification",
				{ email: "a@b.test", to: "c@d.test" },
				400,
				"/to"
			]
		];
		for (const [what, path, body, status, pointer] of wrong) {
			it(`is refused: ${what} at ${path}`, async () => {
				const answer = await guest.post<{ errors?: { pointer: string }[] }>(path, body);
				expect(answer.status, answer.text).to.equal(status);
				if (pointer) expect(answer.body.errors?.[0]!.pointer).to.equal(pointer);
				expect(answer.text).not.to.include(NEXT);
			});
		}

		for (const email of [
			"\u212Aim@lyceum.test",
			"adm\u0131n@lyceum.test",
			"\u0130da@lyceum.test"
		])
			it(`registers nobody as ${email}`, async () => {
				const answer = await guest.post("/auth/register", { email, password: PASSWORD });
				expect(answer.status).to.equal(400);
			});

		it("is an address with a tag, which is its own", async () => {
			const { email } = await register("tagged");
			await forgot("tagged+x@lyceum.test");
			await untilQuiet();
			expect(await mailsTo(email, "resetPassword")).to.have.length(0);
		});
	});

	describe("forms and older addresses", () => {
		const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

		function send(path: string, fields: Record<string, string>, client = guest) {
			return client.post<SignedIn>(path, form(fields), FORM);
		}

		it("take a form at every route that takes a body", async () => {
			const email = "forms@lyceum.test";
			const made = await send("/auth/register", {
				email,
				password: PASSWORD,
				username: "forms",
				name: "Form + Füller"
			});
			expect(made.status, made.text).to.equal(201);
			expect(made.body.user).to.include({ name: "Form + Füller", username: "forms" });
			const again = await send("/auth/resend-verification", { email });
			expect(again.status).to.equal(202);
			const token = await tokenTo(email, "verifyEmail", 2);
			expect((await send("/auth/verify-email", { token })).status).to.equal(204);
			const signedIn = await send("/auth/login", { username: email, password: PASSWORD });
			expect(signedIn.status).to.equal(200);
			expect(signedIn.body.user.emailVerified).to.equal(true);
			const { refresh_token } = signedIn.body;
			const refreshed = await send("/auth/refresh", { refresh_token });
			expect(refreshed.status).to.equal(200);
			const api = createClient(lyceum.url, refreshed.body.access_token);
			const profile = await api.patch(
				"/auth/me",
				form({ bio: "a=b&c", gradeLevel: "10" }),
				FORM
			);
			expect(profile.body).to.include({ bio: "a=b&c", gradeLevel: "10" });
			const change = { currentPassword: PASSWORD, newPassword: NEXT };
			expect((await send("/auth/change-password", change, api)).status).to.equal(204);
			expect((await send("/auth/step-up", { password: NEXT }, api)).status).to.equal(204);
			expect((await send("/auth/forgot-password", { email })).status).to.equal(202);
			const password = THIRD;
			const resetting = { token: await tokenTo(email, "resetPassword"), password };
			expect((await send("/auth/reset-password", resetting)).status).to.equal(204);
			const last = await send("/auth/login", { username: "forms", password });
			const leaving = { refresh_token: last.body.refresh_token };
			expect((await send("/auth/logout", leaving)).status).to.equal(204);
			expect((await send("/auth/refresh", leaving)).status).to.equal(401);
		});

		it("take addresses without a version, with slashes at the end and older names", async () => {
			const email = "older@lyceum.test";
			const body = { email, password: PASSWORD };
			expect((await guest.post("//api/auth/register/", body)).status).to.equal(201);
			const token = await tokenTo(email, "verifyEmail");
			expect((await guest.post("//api/auth/verify-email", { token })).status).to.equal(204);
			expect(
				(await guest.post("//api/auth/resend-verification/", { email })).status
			).to.equal(202);
			const signedIn = await guest.post<SignedIn>("//api/auth/login", {
				username: email,
				password: PASSWORD
			});
			const api = createClient(lyceum.url, signedIn.body.access_token);
			const change = { current_password: PASSWORD, new_password: NEXT };
			expect((await api.post("//api/auth/change-password", change)).status).to.equal(204);
			const { body: me } = await api.patch("//api/auth/me/", { grade_level: "9" });
			expect(me).to.include({ gradeLevel: "9", emailVerified: true });
			expect((await guest.post("//api/auth/forgot-password/", { email })).status).to.equal(
				202
			);
			const resetting = { token: await tokenTo(email, "resetPassword"), password: THIRD };
			expect((await guest.post("//api/auth/reset-password", resetting)).status).to.equal(204);
		});
	});

	describe("what is noted", () => {
		async function entriesOf(requestId: string) {
			const { body } = await administrator.get<{
				data: { action: string; outcome: string; actorId: string; details: object }[];
			}>(`/audit?filter[requestId]=${requestId}&sort=seq`);
			return body.data;
		}

		it("is every step, with whom it is about and without a token", async () => {
			const { email, user } = await register("noted");
			const verify = await tokenTo(email, "verifyEmail");
			const steps: [path: string, body: () => Promise<object>, actorId: string | null][] = [
				["verify-email", () => Promise.resolve({ token: verify }), user.id],
				["resend-verification", () => Promise.resolve({ email }), null],
				["forgot-password", () => Promise.resolve({ email }), null],
				[
					"reset-password",
					async () => ({
						token: await tokenTo(email, "resetPassword"),
						password: NEXT
					}),
					user.id
				]
			];
			for (const [path, body, actorId] of steps) {
				const sent = (await body()) as { token?: string };
				const requestId = `noted-${path}`;
				await guest.post(`/auth/${path}`, sent, { "x-request-id": requestId });
				const entries = await entriesOf(requestId);
				const own = entries.find(({ action }) => action.startsWith("auth."));
				expect(own, path).to.include({ outcome: "succeeded", actorId });
				for (const secret of [sent.token, NEXT, PASSWORD])
					if (secret) expect(JSON.stringify(entries)).not.to.include(secret);
			}
			const confirmed = await entriesOf("noted-verify-email");
			expect(confirmed.map(({ action }) => action)).to.include("users.confirmEmail");
		});

		it("is no token in the store but as its hash, nor in the history", async () => {
			const { email } = await register("hashed");
			const token = await resetToken(email);
			for (const collection of ["accountLinks", "changes", "auditEntries", "auditQueue"]) {
				const everything = JSON.stringify(await stored(collection).find().toArray());
				expect(everything, collection).not.to.include(token);
			}
		});
	});
});
