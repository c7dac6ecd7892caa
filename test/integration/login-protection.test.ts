/** Guessing: strong passwords, lock-outs, the second factor and the step-up, through the gateway. */
import { expect } from "chai";
import { Secret, TOTP } from "otpauth";
import { createClient, type Answer, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

const PASSWORD = "Wren-42-Lantern";
const WRONG = "Wren-42-Lanterm";

interface SignedIn {
	access_token: string;
	refresh_token: string;
	user: { id: string };
}

describe("protection of accounts", function () {
	this.timeout(120_000);
	let lyceum: TestKernel;
	let guest: Client;
	let administrator: Client;
	let addresses = 0;

	before(async () => {
		lyceum = await startTestKernel({ environment: { TRUST_PROXY: "loopback" } });
		guest = lyceum.guest;
		administrator = await lyceum.as("admin");
	});
	after(() => lyceum?.stop());

	/** Headers of a request from an address that no other test uses. */
	function elsewhere(): Record<string, string> {
		addresses++;
		return { "x-forwarded-for": `198.51.${addresses >> 8}.${addresses & 255}` };
	}

	async function register(name: string, from = elsewhere()) {
		const body = { email: `${name}@lyceum.test`, password: PASSWORD };
		const answer = await guest.post<SignedIn & Record<string, unknown>>(
			"/auth/register",
			body,
			from
		);
		expect(answer.status, answer.text).to.equal(201);
		const { access_token, user } = answer.body;
		return { api: createClient(lyceum.url, access_token, user.id), from };
	}

	function login(name: string, password: string, from: Record<string, string>, more = {}) {
		return guest.post("/auth/login", { email: `${name}@lyceum.test`, password, ...more }, from);
	}

	async function fail(name: string, times: number, from: Record<string, string>) {
		const statuses: number[] = [];
		for (let count = 0; count < times; count++)
			statuses.push((await login(name, WRONG, from)).status);
		return statuses;
	}

	function stored(collection: string) {
		return lyceum.kernel.runtime.connection.collection<Record<string, unknown>>(collection);
	}

	describe("a password", () => {
		const weak: [what: string, password: string, message: RegExp][] = [
			["a common word with figures around it", "Password1!", /tried first/],
			["a common name with figures around it", "Michael-1987", /tried first/],
			["a pattern of keys", "Qwer1234!@#$", /easy to guess|tried first/],
			["repeated figures", "Aa1!Aa1!Aa1!", /easy to guess/],
			["the address", "Weakling@lyceum.test1", /easy to guess/]
		];
		for (const [what, password, message] of weak) {
			it(`is refused when it is ${what}`, async () => {
				const answer = await guest.post<{ errors: { pointer: string; message: string }[] }>(
					"/auth/register",
					{ email: "weakling@lyceum.test", password }
				);
				expect(answer.status, answer.text).to.equal(400);
				expect(answer.body.errors[0]).to.include({ pointer: "/password" });
				expect(answer.body.errors[0]!.message).to.match(message);
				expect(answer.text).not.to.include(password);
			});
		}

		it("is refused for users whom administrators make, too", async () => {
			const body = { email: "weakling@lyceum.test", password: "Password1!" };
			expect((await administrator.post("/users", body)).status).to.equal(400);
		});

		it("is judged in bounded time, however long it is", async () => {
			const body = { email: "long@lyceum.test", password: "Aa1!".repeat(32) };
			expect((await guest.post("/auth/register", body)).status).to.equal(400);
		});

		it("is none of the last five", async () => {
			const { api } = await register("history");
			const change = (currentPassword: string, newPassword: string) =>
				api.post("/auth/change-password", { currentPassword, newPassword });
			const passwords = ["Maple-77-Harbour", "Otter-13-Violin", "Cedar-58-Window"];
			let current = PASSWORD;
			for (const next of passwords) {
				expect((await change(current, next)).status).to.equal(204);
				current = next;
			}
			for (const used of [PASSWORD, ...passwords]) {
				const answer = await change(current, used);
				expect(answer.status).to.equal(400);
				expect(answer.text).to.include("none of the last 5");
			}
			for (const next of ["Lemon-29-Anchor", "Tulip-64-Engine"]) {
				expect((await change(current, next)).status).to.equal(204);
				current = next;
			}
			expect((await change(current, PASSWORD)).status).to.equal(204);
		});
	});

	describe("a lock-out", () => {
		it("comes after five wrong passwords and lasts half an hour, for the right one too", async () => {
			const { from } = await register("locked");
			expect(await fail("locked", 5, from)).to.deep.equal([401, 401, 401, 401, 401]);
			const answer = await login("locked", PASSWORD, from);
			expect([answer.status, answer.body.code]).to.deep.equal([403, "AUTH_LOCKED"]);
			const wait = Number(answer.headers.get("retry-after"));
			expect(wait).to.be.within(1700, 1800);
			const metrics = await guest.get("//metrics");
			expect(metrics.text).to.match(/auth_account_lockouts_total\{[^}]*\} [1-9]/);
			expect(metrics.text).to.match(/auth_login_total\{[^}]*status="locked"[^}]*\} [1-9]/);
		});

		it("is over after its time", async () => {
			const { from } = await register("waits");
			await fail("waits", 6, from);
			await stored("lockouts").updateMany(
				{ login: "waits@lyceum.test" },
				{ $set: { expiresAt: new Date(Date.now() - 1) } }
			);
			expect((await login("waits", PASSWORD, from)).status).to.equal(200);
		});

		it("comes in the same way for a name that nobody has", async () => {
			const from = elsewhere();
			expect(await fail("nobody", 6, from)).to.deep.equal([401, 401, 401, 401, 401, 403]);
			const known = elsewhere();
			await register("somebody", known);
			await fail("somebody", 5, known);
			const [one, other] = [
				await login("nobody", WRONG, from),
				await login("somebody", WRONG, known)
			];
			const shape = ({ body }: Answer) => ({ ...body, requestId: "", detail: "" });
			expect(shape(one)).to.deep.equal(shape(other));
		});

		it("comes for many tries at once", async () => {
			const { from } = await register("burst");
			const answers = await Promise.all(
				Array.from({ length: 12 }, () => login("burst", WRONG, from))
			);
			const checked = answers.filter(({ status }) => status === 401);
			expect(checked.length).to.be.at.most(5);
			expect(answers.every(({ status }) => [401, 403, 429].includes(status))).to.equal(true);
		});

		it("of a stranger leaves the person in, who is elsewhere", async () => {
			const { from } = await register("target");
			await fail("target", 6, elsewhere());
			expect((await login("target", PASSWORD, from)).status).to.equal(200);
			expect((await login("target", PASSWORD, elsewhere())).status).to.equal(200);
		});

		it("comes for a name that many addresses try, but not where the person has signed in", async () => {
			const { from } = await register("hunted");
			for (let count = 0; count < 4; count++) await fail("hunted", 5, elsewhere());
			expect((await login("hunted", PASSWORD, elsewhere())).status).to.equal(403);
			expect((await login("hunted", PASSWORD, from)).status).to.equal(200);
		});

		it("comes for an address that tries many names, but not for who signs in from there", async () => {
			const from = elsewhere();
			await register("neighbour", from);
			await stored("lockouts").updateOne(
				{ kind: "address", address: from["x-forwarded-for"]! },
				{ $set: { kind: "address", tries: 100, expiresAt: new Date(Date.now() + 60_000) } }
			);
			await login("sprayed0", WRONG, from);
			await stored("lockouts").updateOne(
				{ kind: "address", address: from["x-forwarded-for"]! },
				{ $set: { tries: 100, expiresAt: new Date(Date.now() + 60_000) } }
			);
			expect((await login("sprayed1", WRONG, from)).status).to.equal(403);
			expect((await login("neighbour", PASSWORD, from)).status).to.equal(200);
		});

		it("is forgotten after a right password, and does not come for other faults", async () => {
			const { from } = await register("careful");
			await fail("careful", 4, from);
			expect((await login("careful", PASSWORD, from)).status).to.equal(200);
			expect(await fail("careful", 4, from)).to.deep.equal([401, 401, 401, 401]);
			expect((await login("careful", PASSWORD, from)).status).to.equal(200);
		});

		it("takes a name for what it is, not for an operator", async () => {
			const from = elsewhere();
			for (const name of ["$tries", "$$ROOT", "{$gt:1}"]) {
				const answer = await guest.post(
					"/auth/login",
					{ username: name, password: WRONG },
					from
				);
				expect(answer.status).to.equal(401);
				expect(
					await stored("lockouts").countDocuments({ login: name.toLowerCase() })
				).to.be.greaterThan(0);
			}
		});

		it("also guards the current password of a stolen session", async () => {
			const { api, from } = await register("stolen");
			const statuses: number[] = [];
			for (let count = 0; count < 6; count++) {
				const body = { currentPassword: WRONG, newPassword: "Maple-77-Harbour" };
				statuses.push((await api.post("/auth/change-password", body, from)).status);
			}
			expect(statuses).to.deep.equal([400, 400, 400, 400, 400, 403]);
		});

		it("is seen and lifted by administrators alone", async () => {
			const { api, from } = await register("lifted");
			await fail("lifted", 6, from);
			expect((await api.get("/lockouts")).status).to.equal(403);
			expect((await guest.get("/lockouts")).status).to.equal(401);
			const { body } = await administrator.get<{ data: { id: string; kind: string }[] }>(
				"/lockouts?filter[login]=lifted@lyceum.test&filter[locked]=true"
			);
			expect(body.data.map(({ kind }) => kind)).to.deep.equal(["pair"]);
			const path = `/lockouts/${body.data[0]!.id}`;
			expect((await api.delete(path)).status).to.equal(403);
			expect((await administrator.delete(path)).status).to.equal(204);
			expect((await administrator.delete(path)).status).to.equal(404);
			expect((await login("lifted", PASSWORD, from)).status).to.equal(200);
		});
	});

	describe("a second factor", () => {
		function codeOf(secret: string, periods = 0) {
			const totp = new TOTP({ secret: Secret.fromBase32(secret) });
			return totp.generate({ timestamp: Date.now() + periods * 30_000 });
		}

		async function enroll(name: string) {
			const person = await register(name);
			const { status, body, text } = await person.api.post<{ secret: string; uri: string }>(
				"/auth/totp/enroll"
			);
			expect(status, text).to.equal(200);
			return { ...person, ...body };
		}

		async function withFactor(name: string) {
			const person = await enroll(name);
			const answer = await person.api.post<{ recoveryCodes: string[] }>(
				"/auth/totp/confirm",
				{ otp: codeOf(person.secret) }
			);
			expect(answer.status, answer.text).to.equal(200);
			return { ...person, recoveryCodes: answer.body.recoveryCodes };
		}

		it("is enrolled with a secret for an app, and not asked for before it is confirmed", async () => {
			const { secret, uri, from, api } = await enroll("enrolls");
			expect(secret).to.match(/^[A-Z2-7]{32}$/);
			expect(uri)
				.to.match(/^otpauth:\/\/totp\/Lyceum:enrolls/)
				.and.to.include(secret);
			expect((await login("enrolls", PASSWORD, from)).status).to.equal(200);
			expect((await api.get("/auth/totp")).body).to.deep.equal({
				enabled: false,
				recoveryCodesLeft: 0
			});
		});

		it("is asked for once it is confirmed, and then let in", async () => {
			const { secret, from, recoveryCodes, api } = await withFactor("confirms");
			expect(recoveryCodes).to.have.length(10);
			expect(new Set(recoveryCodes).size).to.equal(10);
			const missing = await login("confirms", PASSWORD, from);
			expect([missing.status, missing.body.code]).to.deep.equal([401, "otp_required"]);
			expect(missing.body).not.to.have.property("access_token");
			const wrong = await login("confirms", PASSWORD, from, { otp: "000000" });
			expect([wrong.status, wrong.body.code]).to.deep.equal([401, "AUTH_OTP_INVALID"]);
			const right = await login("confirms", PASSWORD, from, { otp: codeOf(secret) });
			expect(right.status, right.text).to.equal(200);
			expect((await api.get("/auth/totp")).body.enabled).to.equal(true);
		});

		it("is not asked for, and so not told of, with a wrong password", async () => {
			const { from } = await withFactor("quiet");
			const answer = await login("quiet", WRONG, from);
			expect(answer.body.code).to.equal("AUTH_INVALID_CREDENTIALS");
		});

		it("takes a code once", async () => {
			const { secret, from } = await withFactor("once");
			const otp = codeOf(secret);
			expect((await login("once", PASSWORD, from, { otp })).status).to.equal(200);
			expect((await login("once", PASSWORD, from, { otp })).status).to.equal(401);
			expect(
				(await login("once", PASSWORD, from, { otp: codeOf(secret, 1) })).status
			).to.equal(200);
			expect(
				(await login("once", PASSWORD, from, { otp: codeOf(secret, -1) })).status
			).to.equal(401);
		});

		it("takes a recovery code once, in place of a code", async () => {
			const { recoveryCodes, from, api } = await withFactor("recovers");
			const otp = recoveryCodes[3]!.toLowerCase().replaceAll("-", " ");
			expect((await login("recovers", PASSWORD, from, { otp })).status).to.equal(200);
			expect((await login("recovers", PASSWORD, from, { otp })).status).to.equal(401);
			expect((await api.get("/auth/totp")).body.recoveryCodesLeft).to.equal(9);
		});

		it("has other recovery codes drawn for who shows a code", async () => {
			const { recoveryCodes, from, api, secret } = await withFactor("redraws");
			expect((await api.post("/auth/totp/recovery-codes", {})).status).to.equal(400);
			const answer = await api.post<{ recoveryCodes: string[] }>(
				"/auth/totp/recovery-codes",
				{ otp: codeOf(secret) }
			);
			expect(answer.status, answer.text).to.equal(200);
			const [old, drawn] = [recoveryCodes[0]!, answer.body.recoveryCodes[0]!];
			expect((await login("redraws", PASSWORD, from, { otp: old })).status).to.equal(401);
			expect((await login("redraws", PASSWORD, from, { otp: drawn })).status).to.equal(200);
		});

		it("locks who guesses codes, although the password is right", async () => {
			const { from } = await withFactor("guessed");
			const statuses: number[] = [];
			for (let count = 0; count < 5; count++) {
				await login("guessed", PASSWORD, from);
				statuses.push((await login("guessed", PASSWORD, from, { otp: "000000" })).status);
			}
			expect(statuses).to.deep.equal([401, 401, 401, 401, 401]);
			expect((await login("guessed", PASSWORD, from)).status).to.equal(403);
		});

		it("is disabled by who shows a code, and can be enrolled again", async () => {
			const { secret, from, api } = await withFactor("leaves");
			expect((await api.post("/auth/totp/enroll")).status).to.equal(409);
			const missing = await api.post("/auth/totp/disable", { password: PASSWORD });
			expect(missing.body.code).to.equal("otp_required");
			expect((await api.post("/auth/totp/disable", { otp: "000000" })).status).to.equal(401);
			const wrong = { otp: codeOf(secret), password: WRONG };
			expect((await api.post("/auth/totp/disable", wrong)).status).to.equal(400);
			const answer = await api.post("/auth/totp/disable", { otp: codeOf(secret) });
			expect(answer.status, answer.text).to.equal(204);
			expect((await login("leaves", PASSWORD, from)).status).to.equal(200);
			expect((await api.post("/auth/totp/enroll")).status).to.equal(200);
		});

		it("is not confirmed without being enrolled, or with a wrong code", async () => {
			const { api } = await register("hasty");
			const answer = await api.post("/auth/totp/confirm", { otp: "123456" });
			expect([answer.status, answer.body.code]).to.deep.equal([
				409,
				"AUTH_TOTP_NOT_ENROLLED"
			]);
			const { api: other } = await enroll("mistypes");
			expect((await other.post("/auth/totp/confirm", { code: "000000" })).status).to.equal(
				401
			);
		});

		for (const path of ["", "/enroll", "/confirm", "/disable", "/recovery-codes"]) {
			it(`is not a guest's: /auth/totp${path}`, async () => {
				const method = path === "" ? "GET" : "POST";
				const body = path === "" ? undefined : {};
				expect((await guest.send(method, `/auth/totp${path}`, body)).status).to.equal(401);
			});
		}

		it("is in no answer, event or change", async () => {
			const { secret, api } = await withFactor("secret");
			const everything = JSON.stringify([
				(await api.get("/auth/me")).body,
				await stored("changes").find().toArray(),
				await stored("users").find().toArray()
			]);
			expect(everything).not.to.include(secret);
		});
	});

	describe("a step-up", () => {
		async function restedPerson(name: string) {
			const person = await register(name);
			const long = new Date(Date.now() - 16 * 60 * 1000);
			await stored("sessions").updateMany(
				{ userId: person.api.id },
				{ $set: { provedAt: long } }
			);
			return person;
		}

		it("is asked for by dangerous actions, and lasts for the next ones", async () => {
			const { api, from } = await restedPerson("rested");
			const key = { name: "Import", scopes: ["users.read"] };
			for (const [path, body] of [
				["/auth/totp/enroll", {}],
				["/api-keys", key]
			] as const) {
				const answer = await api.post(path, body);
				expect([answer.status, answer.body.code]).to.deep.equal([403, "ACCESS_STEP_UP"]);
			}
			expect((await api.get("/auth/me")).status).to.equal(200);
			const wrong = await api.post("/auth/step-up", { password: WRONG }, from);
			expect([wrong.status, wrong.body.code]).to.deep.equal([400, "AUTH_WRONG_PASSWORD"]);
			expect((await api.post("/auth/step-up", {}, from)).status).to.equal(400);
			expect((await api.post("/auth/step-up", { password: PASSWORD }, from)).status).to.equal(
				204
			);
			expect((await api.post("/api-keys", key)).status).to.equal(201);
		});

		it("is asked for before roles are given", async () => {
			const admin = await lyceum.kernel.runtime.connection
				.collection("sessions")
				.findOne({ userId: administrator.id! });
			const { api } = await register("promoted");
			await stored("sessions").updateOne(
				{ _id: admin!._id },
				{ $set: { provedAt: new Date(0) } }
			);
			const raise = () => administrator.patch(`/users/${api.id}`, { roles: ["teacher"] });
			let answer = await raise();
			while (answer.status === 200) {
				await administrator.patch(`/users/${api.id}`, { roles: ["student"] });
				answer = await raise();
			}
			expect(answer.body.code).to.equal("ACCESS_STEP_UP");
			expect(
				(await administrator.patch(`/users/${api.id}`, { name: "Promoted" })).status
			).to.equal(200);
			await stored("sessions").updateOne(
				{ _id: admin!._id },
				{ $set: { provedAt: new Date() } }
			);
		});
	});
});
