/** The outbox: mails over a real mail server, which may refuse, hang, go away and come back, and mails that are kept. */
import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { bindModel } from "../../mixins/model.ts";
import { Mail } from "../../services/mail/mail.model.ts";
import { Outbox } from "../../services/mail/outbox.ts";
import { createClient, type Client } from "../support/client.ts";
import { endLeftovers, startKernelProcess } from "../support/kernel-process.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import {
	startMailServer,
	startSilentServer,
	type MailServer,
	type SilentServer
} from "../support/mail-server.ts";
import { waitUntil } from "../support/wait-until.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PASSWORD = "Wren-42-Lantern";

interface Listed {
	id: string;
	kind: string;
	to: string;
	subject: string;
	text?: string;
	html?: string;
	state: string;
	attempts: number;
	error?: string;
	sentAt?: string;
	nextAttemptAt?: string;
}

/** The mails to somebody as an administrator sees them, oldest first. */
async function mailsTo(administrator: Client, to: string): Promise<Listed[]> {
	const { status, body, text } = await administrator.get<{ data: Listed[] }>(
		`/mail?filter[to]=${to}&sort=createdAt`
	);
	expect(status, text).to.equal(200);
	return body.data;
}

describe("mail over a mail server", function () {
	this.timeout(120_000);
	let server: MailServer;
	let lyceum: TestKernel;
	let administrator: Client;

	before(async () => {
		server = await startMailServer();
		lyceum = await startTestKernel({
			environment: {
				SMTP_URL: server.url,
				MAIL_FROM: "The school <school@lyceum.test>",
				PUBLIC_URL: "http://learn.lyceum.test/base/"
			}
		});
		administrator = await lyceum.as("admin");
		for (const name of ["ada", "bob", "cyd", "dan", "eve", "fay"]) await lyceum.as(name);
	});
	beforeEach(() => {
		server.behave = "take";
	});
	after(async () => {
		await lyceum?.stop();
		await server?.close();
	});

	/** Asks for a mail to somebody; every request is answered at once, however the server is. */
	async function ask(name: string) {
		const email = `${name}@lyceum.test`;
		const { status } = await lyceum.guest.post("/auth/forgot-password", { email });
		expect(status).to.equal(202);
		return email;
	}

	function received(to: string) {
		return server.received.filter(({ recipients }) => recipients.includes(to));
	}

	async function untilState(to: string, state: string) {
		let last: Listed | undefined;
		await waitUntil(`a mail to ${to} is ${state}`, async () => {
			last = (await mailsTo(administrator, to)).at(-1);
			return last?.state === state;
		});
		return last!;
	}

	/** Until an attempt has failed and another one is planned. */
	async function untilTried(to: string, times: number) {
		let last: Listed | undefined;
		await waitUntil(`a mail to ${to} was tried ${times} times`, async () => {
			last = (await mailsTo(administrator, to)).at(-1);
			return last?.state === "queued" && last.attempts === times;
		});
		return last!;
	}

	function stored() {
		return lyceum.kernel.runtime.connection.collection<Record<string, unknown>>("mail");
	}

	function makeDue(to: string) {
		return stored().updateMany({ to }, { $set: { nextAttemptAt: new Date() } });
	}

	it("is sent with text and HTML, from and to whom it says, and tells so", async () => {
		lyceum.events.length = 0;
		const to = await ask("ada");
		const mail = await untilState(to, "sent");
		expect(received(to)).to.have.length(1);
		const [sent] = received(to);
		expect(sent!.from).to.deep.include({ name: "The school", address: "school@lyceum.test" });
		expect(sent!.recipients).to.deep.equal([to]);
		expect(sent!.subject).to.equal("Set another password");
		const link = /http:\/\/learn\.lyceum\.test\/base\/reset-password#token=[\w-]{43}/;
		expect(sent!.text).to.match(link);
		expect(sent!.html).to.match(link);
		expect(sent!.messageId).to.equal(`<${mail.id}@lyceum.test>`);
		expect(mail).to.include({ kind: "resetPassword", attempts: 1 });
		expect(mail.sentAt).to.be.a("string");
		await waitUntil("the event", async () => lyceum.events.includes("mail.mail.sent"));
	});

	it("leaves its link in the mail alone: not in the outbox, the changes or the audit trail", async () => {
		const to = await ask("ada");
		await waitUntil("the second mail", async () => received(to).length === 2);
		await untilState(to, "sent");
		const { connection } = lyceum.kernel.runtime;
		await administrator.get("/audit");
		const collections = await connection.listCollections();
		const everything = await Promise.all(
			collections.map(({ name }) => connection.collection(name).find().toArray())
		);
		for (const { text } of received(to)) {
			const [, token] = /#token=([\w-]+)/.exec(text!)!;
			expect(JSON.stringify(everything)).not.to.include(token);
		}
		const [mail] = await mailsTo(administrator, to);
		expect(mail!.text).to.include("[The link is in the mail alone]");
		expect(mail!.html).to.include("[The link is in the mail alone]");
	});

	it("is tried again after a pause when the server is busy", async () => {
		server.behave = "busy";
		const to = await ask("bob");
		const waiting = await untilTried(to, 1);
		expect(waiting.error).to.include("451 Try again later");
		expect(new Date(waiting.nextAttemptAt!).getTime()).to.be.greaterThan(Date.now());
		await makeDue(to);
		const again = await untilTried(to, 2);
		server.behave = "take";
		await makeDue(to);
		const sent = await untilState(to, "sent");
		expect(sent).to.include({ id: again.id, attempts: 3 });
		expect(sent).not.to.have.any.keys("error", "nextAttemptAt");
		expect(received(to)).to.have.length(1);
	});

	it("fails at once when the server will not have it, and is queued again by administrators", async () => {
		server.behave = "refuse";
		lyceum.events.length = 0;
		const to = await ask("cyd");
		const failed = await untilState(to, "failed");
		expect(failed.error).to.include("550 No such person");
		expect(failed).to.include({ attempts: 1 });
		expect(failed).not.to.have.property("nextAttemptAt");
		expect(lyceum.events).to.include("mail.mail.failed");
		server.behave = "take";
		const path = `/mail/${failed.id}/retry`;
		expect((await lyceum.guest.post(path)).status).to.equal(401);
		expect((await (await lyceum.as("ada")).post(path)).status).to.equal(403);
		const answer = await administrator.post(path);
		expect(answer.status, answer.text).to.equal(200);
		expect(answer.body).to.include({ id: failed.id });
		expect((await untilState(to, "sent")).id).to.equal(failed.id);
		const twice = await administrator.post(path);
		expect([twice.status, twice.body.code]).to.deep.equal([409, "MAIL_NOT_RETRIABLE"]);
		const unknown = await administrator.post("/mail/65f0c0ffee65f0c0ffee65f0/retry");
		expect(unknown.status).to.equal(404);
	});

	it("is given up after its last attempt", async () => {
		server.behave = "busy";
		const to = await ask("dan");
		await untilTried(to, 1);
		await stored().updateOne({ to }, { $set: { attempts: 19, nextAttemptAt: new Date() } });
		expect(await untilState(to, "failed")).to.include({ attempts: 20 });
		const { text } = await lyceum.guest.get("//metrics");
		expect(text).to.match(/mail_failed_total\{[^}]*kind="resetPassword"[^}]*\} [1-9]/);
		expect(text).to.match(/mail_attempts_failed_total\{[^}]*kind="resetPassword"[^}]*\} [1-9]/);
		expect(text).to.match(/mail_sent_total\{[^}]*kind="resetPassword"[^}]*\} [1-9]/);
	});

	it("waits for a server that is away, and goes when it is back, without being asked", async () => {
		await server.close();
		const [one, other] = [await ask("eve"), await ask("fay")];
		const waiting = [await untilTried(one, 1), await untilTried(other, 1)];
		expect(waiting[0]!.error).to.match(/ECONNREFUSED/);
		const health = await lyceum.guest.get("//health/ready");
		expect([health.status, health.body.status]).to.deep.equal([200, "ok"]);
		await stored().updateOne(
			{ to: other },
			{ $set: { nextAttemptAt: new Date(Date.now() + 3_600_000) } }
		);
		await server.open();
		await makeDue(one);
		await untilState(one, "sent");
		await untilState(other, "sent");
		expect([received(one).length, received(other).length]).to.deep.equal([1, 1]);
	});

	describe("and several nodes", () => {
		const content = { to: "many@lyceum.test", subject: "Taken", text: "", html: "" };

		/** An outbox of its own, which the kernel under test does not empty. */
		function nodesOf(collection: string) {
			const { connection } = lyceum.kernel.runtime;
			return ["one", "two", "three"].map(node => {
				const name = `${collection}~${node}`;
				return new Outbox(bindModel(connection, { ...Mail, collection }, name), 30);
			});
		}

		function add(outbox: Outbox) {
			const { to, subject } = content;
			return outbox.add({ kind: "resetPassword", to, subject, values: {} }, new Date());
		}

		it("is taken by one of them alone", async () => {
			const nodes = nodesOf("sharedMail");
			for (let count = 0; count < 12; count++) await add(nodes[0]!);
			const taken: string[] = [];
			const takeAll = async (node: Outbox) => {
				for (let mail = await node.take(); mail; mail = await node.take())
					taken.push(mail._id);
			};
			await Promise.all(nodes.map(takeAll));
			expect(taken).to.have.length(12);
			expect(new Set(taken).size).to.equal(12);
		});

		it("is taken over from one that has died, whose outcome no longer counts", async () => {
			const [one, other] = nodesOf("leftMail") as [Outbox, Outbox];
			const mails = lyceum.kernel.runtime.connection.collection("leftMail");
			await add(one);
			const left = (await one.take())!;
			expect(await other.take()).to.equal(null);
			await mails.updateOne({}, { $set: { leaseUntil: new Date(0) } });
			const taken = (await other.take())!;
			expect(taken).to.include({ _id: left._id, attempts: 2 });
			await one.markSent(left, content);
			expect(await mails.findOne()).to.include({ state: "sending" });
			await other.markSent(taken, content);
			expect(await mails.findOne()).to.include({ state: "sent" });
		});
	});

	it("goes to one address, and into no other header", async () => {
		const { broker } = lyceum.kernel;
		for (const to of [
			"ada@lyceum.test\r\nBcc: eve@evil.test",
			"ada@lyceum.test, eve@evil.test",
			"ada@lyceum.test;eve@evil.test",
			"<eve@evil.test>",
			`${"a".repeat(300)}@lyceum.test`
		]) {
			const error = await broker
				.call("mail.send", { kind: "resetPassword", to })
				.catch((thrown: unknown) => thrown);
			expect(error, to).to.include({ type: "REQUEST_INVALID" });
		}
	});

	it("is told of in the detailed health with its latency", async () => {
		const answer = await lyceum.guest.get<{
			status: string;
			checks: { mail: { status: string; latencyMs: number } };
		}>("//health/detailed");
		expect(answer.status, answer.text).to.equal(200);
		expect(answer.body.checks.mail.status).to.equal("ok");
		expect(answer.body.checks.mail.latencyMs).to.be.greaterThan(0);
		expect((await lyceum.guest.get("/health/detailed")).status).to.equal(200);
	});
});

describe("mail over a server that asks who it is", function () {
	this.timeout(120_000);
	let server: MailServer;
	before(async () => {
		server = await startMailServer({ user: "school@lyceum.test", password: "a/b@c:d%?#" });
	});
	after(() => server?.close());

	async function sendWith(login: string) {
		const address = server.url.replace("smtps://", `smtps://${login}@`);
		const lyceum = await startTestKernel({
			environment: { SMTP_URL: `${address}?tls.rejectUnauthorized=false` }
		});
		try {
			const [administrator, email] = [await lyceum.as("admin"), "ada@lyceum.test"];
			await lyceum.as("ada");
			await lyceum.guest.post("/auth/forgot-password", { email });
			let mail: Listed | undefined;
			await waitUntil("the first attempt is over", async () => {
				[mail] = await mailsTo(administrator, email);
				return mail?.attempts === 1 && mail.state !== "sending";
			});
			const health = await lyceum.guest.get<{ checks: { mail: { status: string } } }>(
				"//health/detailed"
			);
			return { ...mail!, health: health.body.checks.mail.status };
		} finally {
			await lyceum.stop();
		}
	}

	it("is sent with the name and the password of the address", async () => {
		const mail = await sendWith("school%40lyceum.test:a%2Fb%40c%3Ad%25%3F%23");
		expect(mail).to.include({ state: "sent", health: "ok" });
		expect(server.received).to.have.length(1);
	});

	it("waits for the right password, which is in no message", async () => {
		const mail = await sendWith("school%40lyceum.test:swordfish");
		expect(mail).to.include({ state: "queued", health: "down" });
		expect(mail.error).to.include("535").and.not.include("swordfish");
	});
});

describe("mail over a server that hangs", function () {
	this.timeout(120_000);
	let silent: SilentServer;
	let server: MailServer;
	const stops: (() => Promise<void>)[] = [];

	before(async () => {
		[silent, server] = await Promise.all([startSilentServer(), startMailServer()]);
	});
	after(async () => {
		for (const stop of stops) await stop();
		await Promise.all([silent?.close(), server?.close()]);
	});

	async function start(smtpUrl: string) {
		const lyceum = await startTestKernel({ environment: { SMTP_URL: smtpUrl } });
		stops.push(() => lyceum.stop());
		return lyceum;
	}

	it("is given up in time when no word comes, and no request waits for it", async () => {
		const lyceum = await start(`${silent.url}?greetingTimeout=300`);
		const administrator = await lyceum.as("admin");
		const email = (await lyceum.as("ada"), "ada@lyceum.test");
		const { status } = await lyceum.guest.post("/auth/forgot-password", { email });
		expect(status).to.equal(202);
		await waitUntil("the attempt has failed", async () => {
			const [mail] = await mailsTo(administrator, email);
			return mail?.state === "queued" && mail.attempts === 1;
		});
		const [mail] = await mailsTo(administrator, email);
		expect(mail!.error).to.equal("Greeting never received");
		const health = await lyceum.guest.get<{
			status: string;
			checks: { mail: { status: string } };
		}>("//health/detailed");
		expect([health.status, health.body.status]).to.deep.equal([200, "degraded"]);
		expect(health.body.checks.mail.status).to.equal("down");
	});

	it("is broken off when the kernel stops, and queued again", async () => {
		server.behave = "hang";
		const lyceum = await start(server.url);
		const administrator = await lyceum.as("admin");
		const email = (await lyceum.as("ada"), "ada@lyceum.test");
		await lyceum.guest.post("/auth/forgot-password", { email });
		await waitUntil("the mail is with the server", async () => server.received.length === 1);
		const [mail] = await mailsTo(administrator, email);
		expect(mail).to.include({ state: "sending", attempts: 1 });
		const { connection } = lyceum.kernel.runtime;
		let left: Record<string, unknown> | null = null;
		const close = connection.close.bind(connection);
		connection.close = async () => {
			left = await connection.collection("mail").findOne();
			return close();
		};
		await lyceum.stop();
		expect(left).to.include({ state: "queued", attempts: 0 });
	});
});

describe("mail of a kernel that is killed", function () {
	this.timeout(120_000);
	after(endLeftovers);

	it("goes when the kernel is there again", async () => {
		const server = await startMailServer();
		await server.close();
		const folder = await mkdtemp(path.join(tmpdir(), "lyceum-mail-"));
		const environment = {
			SMTP_URL: server.url,
			DATA_DIR: folder,
			RATE_LIMITS: "off",
			ADMIN_EMAIL: "root@lyceum.test",
			ADMIN_PASSWORD: PASSWORD
		};
		const email = "killed@lyceum.test";
		const first = await startKernelProcess(ROOT, environment);
		const guest = createClient(first.url);
		const registered = await guest.post("/auth/register", { email, password: PASSWORD });
		expect(registered.status, registered.text).to.equal(201);
		const { body } = await guest.post<{ access_token: string }>("/auth/login", {
			email: "root@lyceum.test",
			password: PASSWORD
		});
		const administrator = createClient(first.url, body.access_token);
		await waitUntil("the first attempt has failed", async () => {
			const [mail] = await mailsTo(administrator, email);
			return mail?.state === "queued" && mail.attempts === 1;
		});
		await first.end("SIGKILL");
		await server.open();
		const second = await startKernelProcess(ROOT, environment);
		await waitUntil("the mail has come", async () => server.received.length > 0);
		expect(server.received[0]!.recipients).to.deep.equal([email]);
		await second.end();
		await server.close();
		await rm(folder, { recursive: true, force: true });
	});
});

describe("mail without a mail server", function () {
	this.timeout(120_000);
	let lyceum: TestKernel;
	let administrator: Client;
	let ada: Client;

	before(async () => {
		lyceum = await startTestKernel();
		administrator = await lyceum.as("admin");
		const { status, text, body } = await lyceum.guest.post<{ access_token: string }>(
			"/auth/register",
			{ email: "kept@lyceum.test", password: PASSWORD }
		);
		expect(status, text).to.equal(201);
		expect(body.access_token).to.be.a("string");
		ada = await lyceum.as("ada");
		await untilKept("kept@lyceum.test");
	});
	after(() => lyceum?.stop());

	async function untilKept(to: string) {
		await waitUntil(`a mail to ${to} is kept`, async () =>
			(await mailsTo(administrator, to)).some(({ state }) => state === "kept")
		);
		return (await mailsTo(administrator, to))[0]!;
	}

	it("is kept with its link, for administrators to read", async () => {
		const mail = await untilKept("kept@lyceum.test");
		expect(mail).to.include({ kind: "verifyEmail", subject: "Confirm your e-mail address" });
		const { status, body } = await administrator.get<Listed>(`/mail/${mail.id}`);
		expect(status).to.equal(200);
		expect(body.text).to.include(`${lyceum.url}/verify-email#token=`);
		expect(body.html).to.include("<a href=");
		expect(JSON.stringify(body)).not.to.match(/lease|askedFor|values/);
	});

	for (const [method, path] of [
		["GET", "/mail"],
		["GET", "/mail/count"],
		["GET", "/mail/:id"],
		["POST", "/mail/:id/retry"],
		["DELETE", "/mail/:id"]
	] as const) {
		it(`is not for others: ${method} ${path}`, async () => {
			const { id } = await untilKept("kept@lyceum.test");
			const own = path.replace(":id", id);
			expect((await lyceum.guest.send(method, own)).status).to.equal(401);
			expect((await ada.send(method, own)).status).to.equal(403);
			const teacher = await lyceum.as("teacher");
			expect((await teacher.send(method, own)).status).to.equal(403);
		});
	}

	it("is not for API keys: its links would make one more than it is", async () => {
		const made = await administrator.post("/api-keys", { name: "Mail", scopes: ["mail.read"] });
		expect(made.status).to.equal(400);
		const key = await administrator.post<{ key: string }>("/api-keys", {
			name: "Users",
			scopes: ["users.read"]
		});
		const answer = await lyceum.guest.get("/mail", { "x-api-key": key.body.key });
		expect([answer.status, answer.body.code]).to.deep.equal([403, "ACCESS_NOT_FOR_KEYS"]);
	});

	it("is written by nobody, and changed by nothing but its sending", async () => {
		const { id } = await untilKept("kept@lyceum.test");
		expect((await administrator.post("/mail", {})).status).to.equal(405);
		for (const method of ["PUT", "PATCH"])
			expect((await administrator.send(method, `/mail/${id}`, {})).status).to.equal(405);
		expect((await administrator.get(`/mail/${id}/history`)).status).to.equal(404);
	});

	it("is made anew with another link when it is asked for again", async () => {
		const before = await untilKept("kept@lyceum.test");
		expect((await administrator.post(`/mail/${before.id}/retry`)).status).to.equal(200);
		await waitUntil("the mail is kept again", async () => {
			const { body } = await administrator.get<Listed>(`/mail/${before.id}`);
			return body.state === "kept" && body.text !== before.text;
		});
	});

	it("is no dependency that the health tells of", async () => {
		const { status, body } = await lyceum.guest.get<{ checks: object }>("//health/detailed");
		expect(status).to.equal(200);
		expect(body.checks).to.have.property("store");
		expect(body.checks).not.to.have.property("mail");
	});

	it("is removed for good, by administrators and after its time", async () => {
		const { id } = await untilKept("kept@lyceum.test");
		const mails = lyceum.kernel.runtime.connection.collection<{ _id: string }>("mail");
		const { expiresAt, createdAt } = (await mails.findOne({ _id: id })) as unknown as {
			expiresAt: Date;
			createdAt: Date;
		};
		const days = (expiresAt.getTime() - createdAt.getTime()) / 86_400_000;
		expect(Math.round(days)).to.equal(30);
		const indexes = await mails.indexes();
		expect(indexes.find(({ key }) => "expiresAt" in key)).to.include({ expireAfterSeconds: 0 });
		expect((await administrator.delete(`/mail/${id}`)).status).to.equal(204);
		expect((await administrator.delete(`/mail/${id}`)).status).to.equal(404);
		expect((await administrator.get(`/mail/${id}`)).status).to.equal(404);
	});
});
