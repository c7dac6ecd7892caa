/** By which ways notifications reach their users: sockets, server-sent events, mail; and what accounts tell of. */
import { expect } from "chai";
import { Secret, TOTP } from "otpauth";
import { createClient, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { openSocket, type SocketClient } from "../support/socket-client.ts";
import { uploadForm } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Told {
	id: string;
	kind: string;
	title: string;
	body: string;
	values: Record<string, unknown>;
	about?: object;
}

interface Mail {
	to: string;
	subject: string;
	text: string;
	html: string;
}

const PASSWORD = "Wren-42-Lantern";
const NEXT = "Maple-77-Harbour";

describe("ways of notifications", function () {
	this.timeout(120_000);
	let lyceum: TestKernel;
	let admin: Client;
	const sockets: SocketClient[] = [];

	before(async () => {
		lyceum = await startTestKernel({
			fixtures: ["bell"],
			environment: { PUBLIC_URL: "https://learn.lyceum.test/base" }
		});
		admin = await lyceum.as("admin");
	});
	after(async () => {
		for (const socket of sockets) socket.close();
		await lyceum?.stop();
	});

	async function ring(to: Client[], word: string, more: object = {}) {
		const body = { to: to.map(({ id }) => id), values: { word }, ...more };
		const answer = await lyceum.guest.post("/bell", body);
		expect(answer.status, answer.text).to.equal(200);
	}

	async function listOf(client: Client): Promise<Told[]> {
		return (await client.get<{ data: Told[] }>("/notifications?pageSize=100")).body.data;
	}

	async function told(client: Client, kind: string): Promise<Told> {
		let found: Told | undefined;
		await waitUntil(`a notification of ${kind}`, async () => {
			found = (await listOf(client)).find(each => each.kind === kind);
			return found !== undefined;
		});
		return found!;
	}

	async function unreadOf(client: Client): Promise<number> {
		return (await client.get<{ unread: number }>("/notifications/unread-count")).body.unread;
	}

	describe("sockets", () => {
		async function subscribed(client: Client) {
			const socket = await openSocket(lyceum.url, { token: client.token });
			sockets.push(socket);
			const answer = await socket.subscribe({ collection: "notifications" });
			expect(answer).to.have.property("subscription");
			return socket;
		}

		it("tell a user of a new one and of its reading, and nobody else, administrators included", async () => {
			const [ann, ben] = [await lyceum.as("ann"), await lyceum.as("ben")];
			const own = await subscribed(ann);
			const others = [await subscribed(ben), await subscribed(admin)];
			await ring([ann], "hello");
			const [made] = await own.afterChanges(1);
			expect(made).to.include({ type: "created" });
			expect(made!.document).to.deep.include({
				userId: ann.id,
				kind: "bell.rung",
				title: "The bell rang: hello"
			});
			expect(await unreadOf(ann)).to.equal(1);
			await ann.patch(`/notifications/${made!.id as string}`, { readAt: new Date() });
			const [, read] = await own.afterChanges(2);
			expect(read).to.include({ type: "updated", id: made!.id });
			expect(read!.document).to.have.property("readAt");
			expect(await unreadOf(ann)).to.equal(0);
			// What reaches the others at last came after all of this.
			await ring([ben], "for ben");
			const [first] = await others[0]!.afterChanges(1);
			expect(first!.document).to.deep.include({ userId: ben.id });
			expect(others[1]!.changes()).to.deep.equal([]);
		});

		it("tell of those that are unread alone, if that is what was asked for", async () => {
			const cara = await lyceum.as("cara");
			const socket = await openSocket(lyceum.url, { token: cara.token });
			sockets.push(socket);
			await socket.subscribe({
				collection: "notifications",
				filter: { readAt: { exists: false } }
			});
			await ring([cara], "unread");
			const [made] = await socket.afterChanges(1);
			await cara.post("/notifications/read-all");
			const [, left] = await socket.afterChanges(2);
			expect(left).to.include({ type: "removed", id: made!.id });
		});

		it("send events tell of it, too", async () => {
			const dora = await lyceum.as("dora");
			const aborting = new AbortController();
			const response = await fetch(
				`${lyceum.url}/api/v1/streaming/events?collection=notifications`,
				{
					headers: { authorization: `Bearer ${dora.token}` },
					signal: aborting.signal
				}
			);
			expect(response.status).to.equal(200);
			let text = "";
			const reading = (async () => {
				for await (const chunk of response.body!.pipeThrough(new TextDecoderStream()))
					text += chunk;
			})().catch(() => undefined);
			await waitUntil("the subscription", () => text.includes("event: subscribed"));
			await ring([await lyceum.as("ann")], "not for dora");
			await ring([dora], "for dora");
			await waitUntil("the change", () => text.includes("event: change"));
			aborting.abort();
			await reading;
			expect(text).to.include('"type":"created"').and.to.include("The bell rang: for dora");
			expect(text).not.to.include("not for dora");
		});
	});

	describe("mails", () => {
		function digests() {
			return lyceum.kernel.runtime.connection.collection<{ _id: string; count: number }>(
				"notificationDigests"
			);
		}

		/** Somebody whose address is confirmed, as the link of a mail does it. */
		async function confirmed(name: string): Promise<Client> {
			const client = await lyceum.as(name);
			const users = lyceum.kernel.runtime.connection.collection<{ _id: string }>("users");
			await users.updateOne({ _id: client.id! }, { $set: { emailVerified: true } });
			return client;
		}

		async function mailsTo(name: string): Promise<Mail[]> {
			const { body } = await admin.get<{ data: Mail[] }>(
				`/mail?filter[to]=${name}@lyceum.test&filter[kind]=notifications&filter[state]=kept&sort=createdAt`
			);
			return body.data;
		}

		async function afterMails(name: string, count: number): Promise<Mail[]> {
			let mails: Mail[] = [];
			await waitUntil(`${count} mails to ${name}`, async () => {
				mails = await mailsTo(name);
				return mails.length >= count;
			});
			return mails;
		}

		it("say what is new, of which kind, and where to choose", async () => {
			const emma = await confirmed("emma");
			await ring([emma], "<i>now</i>");
			const [mail] = await afterMails("emma", 1);
			expect(mail!.subject).to.equal("You have new notifications");
			expect(mail!.text).to.include(
				"The bell rang: <i>now</i>: Somebody rang the bell and said “<i>now</i>”. (bell.rung)"
			);
			expect(mail!.text).to.include(
				"https://learn.lyceum.test/base/notification-preferences"
			);
			expect(mail!.html).to.include("&lt;i&gt;now&lt;/i&gt;").and.not.to.include("<i>");
		});

		it("are two for two hundred notifications, the second when some time is over", async () => {
			const finn = await confirmed("finn");
			await ring([finn], "first");
			await afterMails("finn", 1);
			await ring([finn], "flood", { times: 199 });
			await waitUntil("all of them", async () => (await unreadOf(finn)) === 200);
			expect(await mailsTo("finn")).to.have.length(1);
			expect(await digests().findOne({ _id: finn.id! })).to.include({ count: 199 });
			await digests().updateOne({ _id: finn.id! }, { $set: { dueAt: new Date() } as never });
			const [, second] = await afterMails("finn", 2);
			expect(second!.text.match(/said “flood”/g)).to.have.length(20);
			expect(second!.text).to.include("And 179 more.");
		});

		it("go to no address that is not confirmed, to nobody who is gone, and not to who chose so", async () => {
			const [gina, hugo, iris] = [
				await lyceum.as("gina"),
				await confirmed("hugo"),
				await confirmed("iris")
			];
			const preferences = [{ kind: "bell.rung", channel: "mail", wanted: false }];
			await iris.patch("/notifications/preferences", { preferences });
			await ring([hugo], "first");
			await afterMails("hugo", 1);
			await ring([gina, hugo, iris], "second");
			await told(gina, "bell.rung");
			await told(iris, "bell.rung");
			await waitUntil("hugo's", async () => (await listOf(hugo)).length === 2);
			expect(await digests().countDocuments({ _id: { $in: [gina.id!, iris.id!] } })).to.equal(
				0
			);
			await admin.patch(`/users/${hugo.id}`, { isActive: false });
			await digests().updateOne({ _id: hugo.id! }, { $set: { dueAt: new Date() } as never });
			await waitUntil("nothing waits", async () => {
				const left = await digests().findOne({ _id: hugo.id! });
				return left === null || left.count === 0;
			});
			expect(await mailsTo("hugo")).to.have.length(1);
			expect(await mailsTo("gina")).to.deep.equal([]);
			expect(await mailsTo("iris")).to.deep.equal([]);
		});

		it("go without the list, to who wants it so", async () => {
			const jack = await confirmed("jack");
			const preferences = [{ kind: "bell.rung", channel: "socket", wanted: false }];
			await jack.patch("/notifications/preferences", { preferences });
			await ring([jack], "by mail alone", { key: "once" });
			await afterMails("jack", 1);
			await ring([jack], "by mail alone", { key: "once" });
			await ring([jack], "another");
			await waitUntil("the other", async () => {
				const waiting = await digests().findOne({ _id: jack.id! });
				return waiting?.count === 1;
			});
			expect(await listOf(jack)).to.deep.equal([]);
		});
	});

	describe("an account tells of", () => {
		let people = 0;

		async function registered() {
			const email = `owner${++people}@lyceum.test`;
			const { body, text } = await lyceum.guest.post<{
				access_token: string;
				user: { id: string };
			}>("/auth/register", { email, password: PASSWORD }, { "user-agent": FIREFOX });
			expect(body.user, text).to.be.an("object");
			const api = createClient(lyceum.url, body.access_token, body.user.id);
			return { email, api };
		}

		function login(email: string, userAgent: string, password = PASSWORD) {
			return lyceum.guest.post(
				"/auth/login",
				{ email, password },
				{ "user-agent": userAgent }
			);
		}

		const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
		const SAFARI =
			"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1";

		it("a device that is new, once, and not of the first or of a wrong password", async () => {
			const { email, api } = await registered();
			expect((await login(email, FIREFOX)).status).to.equal(200);
			expect((await login(email, SAFARI, "wrong")).status).to.equal(401);
			expect((await login(email, SAFARI)).status).to.equal(200);
			const found = await told(api, "auth.newSignIn");
			expect(found.values).to.include({ device: "Safari on iPhone", address: "127.0.0.1" });
			expect(found.body).to.match(/^Safari on iPhone signed in to your account at .+/);
			expect((await login(email, SAFARI)).status).to.equal(200);
			await ring([api], "last");
			await told(api, "bell.rung");
			expect((await listOf(api)).map(({ kind }) => kind)).to.deep.equal([
				"bell.rung",
				"auth.newSignIn"
			]);
		});

		it("another password", async () => {
			const { api } = await registered();
			const bodies = { currentPassword: PASSWORD, newPassword: NEXT };
			const wrong = { ...bodies, currentPassword: "wrong" };
			expect((await api.post("/auth/change-password", wrong)).status).to.equal(400);
			expect((await api.post("/auth/change-password", bodies)).status).to.equal(204);
			const { title } = await told(api, "auth.passwordChanged");
			expect(title).to.equal("Your password was changed");
			expect(await listOf(api)).to.have.length(1);
		});

		it("a second factor that is taken into use and away", async () => {
			const { api } = await registered();
			const { body } = await api.post<{ secret: string }>("/auth/totp/enroll");
			const totp = new TOTP({ secret: Secret.fromBase32(body.secret) });
			const code = { otp: totp.generate() };
			expect((await api.post("/auth/totp/confirm", code)).status).to.equal(200);
			const { values } = await told(api, "auth.secondFactorChanged");
			expect(values).to.include({ enabled: true, change: "taken into use" });
		});

		it("an API key that is made, and that is replaced, without the key", async () => {
			const { api } = await registered();
			const key = { name: "Import", scopes: ["notifications.read"] };
			const made = await api.post<{ id: string; key: string; prefix: string }>(
				"/api-keys",
				key
			);
			expect(made.status, made.text).to.equal(201);
			const found = await told(api, "apiKeys.keyMade");
			expect(found).to.deep.include({
				about: { collection: "apiKeys", id: made.body.id }
			});
			expect(found.values).to.include({ name: "Import", prefix: made.body.prefix });
			const rotated = await api.post<{ key: string }>(`/api-keys/${made.body.id}/rotate`);
			expect(rotated.status, rotated.text).to.equal(200);
			await waitUntil("the second", async () => (await listOf(api)).length === 2);
			const everything = JSON.stringify(await listOf(api));
			for (const secret of [made.body.key, rotated.body.key])
				expect(everything).not.to.include(secret);
			const byKey = await lyceum.guest.get<{ data: Told[] }>("/notifications", {
				"x-api-key": rotated.body.key
			});
			expect(byKey.body.data).to.have.length(2);
		});
	});

	describe("a plugin is refused", () => {
		const GOOD = {
			description: "What",
			title: "A {word}",
			body: "A {word} came",
			channels: { socket: true },
			schema: { type: "object", properties: { word: { type: "string" } } }
		};
		const bad: [what: string, name: string, change: object, says: string][] = [
			["a kind that is named after others", "auth.newSignIn", {}, "bugle.reviewWritten"],
			["a name of several parts", "bugle.a.b", {}, "bugle.reviewWritten"],
			["no text", "bugle.blown", { body: "" }, "a text of 1 to 500"],
			["a way that is none", "bugle.blown", { channels: { pigeon: true } }, "socket, mail"],
			["no way", "bugle.blown", { channels: {} }, "socket, mail"],
			["a value that is not declared", "bugle.blown", { title: "{tune}" }, "{tune}"],
			["a schema that is none", "bugle.blown", { schema: { type: "x" } }, "a JSON schema"]
		];
		for (const [what, name, change, says] of bad) {
			it(`that declares ${what}`, async () => {
				const kind = JSON.stringify({ ...GOOD, ...change });
				const service = `import { defineNotification, definePlugin } from "lyceum";
					export default definePlugin({
						name: "bugle",
						notifies: [defineNotification(${JSON.stringify(name)}, ${kind})]
					});`;
				const form = await uploadForm({ name: "bugle", service });
				const answer = await admin.post("/plugins", form);
				expect(answer.status, answer.text).to.be.within(400, 422);
				expect(answer.text).to.include(says);
			});
		}

		it("that provides the stream of notifications", async () => {
			const lyceumKey = { provides: { streams: ["notification-requests"] } };
			const form = await uploadForm({ name: "bugle", lyceum: lyceumKey });
			const answer = await admin.post("/plugins", form);
			expect(answer.status, answer.text).to.equal(409);
			expect(answer.body.code).to.equal("PLUGINS_BAD_STREAMS");
		});

		it("the sending, without a permission and of another's kind", async () => {
			const service = `import { defineNotification, definePlugin, notify } from "lyceum";
				const BLOWN = defineNotification("bugle.blown", ${JSON.stringify(GOOD)});
				export default definePlugin({
					name: "bugle",
					notifies: [BLOWN],
					actions: { blow: {
						rest: "POST /", can: "public", summary: "Blow", params: { kind: "string" },
						handler: ctx => notify(ctx, { name: ctx.params.kind }, { to: ctx.meta.caller.id, values: {} })
					} }
				});`;
			const ann = await lyceum.as("ann");
			for (const [actions, kind] of [
				[[], "bugle.blown"],
				[["notifications.send"], "bell.rung"]
			] as const) {
				const permitted = { permissions: { actions } };
				const form = await uploadForm({ name: "bugle", service, lyceum: permitted });
				const loaded = await admin.post("/plugins", form);
				expect(loaded.status, loaded.text).to.equal(201);
				const answer = await ann.post("/bugle", { kind });
				expect(answer.status).to.be.oneOf([403, 500]);
				await admin.delete("/plugins/bugle");
			}
		});
	});
});
