/** Notifications: who is told of what, once, by which ways, and what becomes of it. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Told {
	id: string;
	rev: number;
	userId: string;
	kind: string;
	title: string;
	body: string;
	values: Record<string, unknown>;
	about?: { collection: string; id: string };
	readAt?: string;
}

interface Page {
	data: Told[];
	total: number;
}

interface Preference {
	kind: string;
	service: string;
	channels: Record<string, boolean>;
	defaults: Record<string, boolean>;
}

const NOBODY = "65f0c0ffee65f0c0ffee65f0";

describe("notifications", function () {
	this.timeout(120_000);
	let lyceum: TestKernel;
	let admin: Client;
	let ann: Client;
	let ben: Client;

	before(async () => {
		lyceum = await startTestKernel({ plugins: ["projects"], fixtures: ["bell"] });
		[admin, ann, ben] = [
			await lyceum.as("admin"),
			await lyceum.as("ann"),
			await lyceum.as("ben")
		];
	});
	after(() => lyceum?.stop());

	async function listOf(client: Client, query = ""): Promise<Page> {
		const { status, body, text } = await client.get<Page>(`/notifications${query}`);
		expect(status, text).to.equal(200);
		return body;
	}

	async function unreadOf(client: Client): Promise<number> {
		return (await client.get<{ unread: number }>("/notifications/unread-count")).body.unread;
	}

	/** The notification whose title has that word, once it is there. */
	async function told(client: Client, word: string): Promise<Told> {
		let found: Told | undefined;
		await waitUntil(`a notification with "${word}"`, async () => {
			const { data } = await listOf(client, "?pageSize=100");
			found = data.find(({ title }) => title.includes(word));
			return found !== undefined;
		});
		return found!;
	}

	async function ring(to: Client[], word: string, more: object = {}) {
		const body = { to: to.map(({ id }) => id), values: { word }, ...more };
		const answer = await lyceum.guest.post("/bell", body);
		expect(answer.status, answer.text).to.equal(200);
	}

	async function rung(client: Client, word: string): Promise<Told> {
		await ring([client], word);
		return told(client, word);
	}

	/** Waits until all that was sent before has reached its users. */
	async function settled() {
		const word = `settled ${Math.random()}`;
		await ring([ben], word);
		await told(ben, word);
		await waitUntil("nothing waits", async () => {
			const { body } = await admin.get<{
				data: { name: string; waiting: number; groups: { lag: number }[] }[];
			}>("/streams");
			const stream = body.data.find(({ name }) => name === "notification-requests")!;
			return stream.waiting === 0 && stream.groups.every(({ lag }) => lag === 0);
		});
	}

	describe("of a plugin", () => {
		it("reach whom they are for, with the change that they tell of", async () => {
			const cara = await lyceum.as("cara");
			const { body: project } = await ann.post<{ id: string }>("/projects", {
				name: "Bridge building",
				members: [{ userId: ben.id, role: "editor" }]
			});
			const added = await ann.post(`/projects/${project.id}/members`, { userId: cara.id });
			expect(added.status, added.text).to.equal(201);
			for (const [who, role] of [
				[ben, "editor"],
				[cara, "viewer"]
			] as const) {
				const found = await told(who, "member of a project");
				expect(found).to.deep.include({
					userId: who.id,
					kind: "projects.memberAdded",
					title: "You are a member of a project",
					body: `You were added to “Bridge building” as ${role}.`,
					values: { project: "Bridge building", role },
					about: { collection: "projects", id: project.id }
				});
				expect(found).not.to.have.property("readAt");
			}
			expect((await listOf(ann)).total).to.equal(0);
		});

		it("tell nobody of what one did oneself, or of what was not done", async () => {
			const dora = await lyceum.as("dora");
			const { body: project } = await ann.post<{ id: string }>("/projects", { name: "Own" });
			const own = await admin.post(`/projects/${project.id}/members`, { userId: admin.id });
			expect(own.status).to.equal(201);
			const path = `/projects/${project.id}`;
			const refused = await ann.patch(path, {
				members: [{ userId: dora.id }, { userId: NOBODY }]
			});
			expect(refused.status).to.equal(400);
			await settled();
			expect((await listOf(dora)).total).to.equal(0);
			expect((await listOf(admin)).total).to.equal(0);
		});

		it("are not there when their transaction is not", async () => {
			const fred = await lyceum.as("fred");
			const body = { to: [fred.id], values: { word: "torn" }, fail: true };
			expect((await lyceum.guest.post("/bell", body)).status).to.equal(500);
			await settled();
			expect((await listOf(fred)).total).to.equal(0);
		});

		it("come once for a key, also when they were removed, and each time without one", async () => {
			const gina = await lyceum.as("gina");
			await ring([gina, ben], "keyed", { key: "exam-7", times: 3 });
			const first = await told(gina, "keyed");
			await settled();
			expect((await listOf(gina)).total).to.equal(1);
			expect((await gina.delete(`/notifications/${first.id}`)).status).to.equal(204);
			await ring([gina], "keyed", { key: "exam-7" });
			await settled();
			expect((await listOf(gina)).total).to.equal(0);
			await ring([gina], "open", { times: 3 });
			await settled();
			expect((await listOf(gina)).total).to.equal(3);
		});

		it("pass over who is gone or not active, and reach the others", async () => {
			const [hugo, iris] = [await lyceum.as("hugo"), await lyceum.as("iris")];
			await admin.patch(`/users/${hugo.id}`, { isActive: false });
			await ring([hugo, { id: NOBODY } as Client, iris], "some");
			await told(iris, "some");
			await settled();
			const { connection } = lyceum.kernel.runtime;
			const all = connection.collection("notifications");
			expect(await all.countDocuments({ userId: { $in: [hugo.id, NOBODY] } })).to.equal(0);
		});

		it("show values as one line of text, and no more of it than there is room for", async () => {
			const jack = await lyceum.as("jack");
			await ring([jack], `<b>a</b>\n\nb${"x".repeat(300)}`);
			const found = await told(jack, "<b>a</b> b");
			expect(found.title).to.match(/^The bell rang: <b>a<\/b> bx+…$/);
			expect(found.title.length).to.be.below(220);
		});

		for (const [what, body, says] of [
			["a kind that nobody declares", { kind: "bell.silent" }, "NOTIFICATIONS_UNDECLARED"],
			["another's kind", { kind: "projects.memberAdded" }, "NOTIFICATIONS_UNDECLARED"],
			["values that do not fit", { values: { word: 7 } }, "NOTIFICATIONS_INVALID"],
			["a key that is none", { key: "" }, "NOTIFICATIONS_INVALID"],
			["no user's id", { to: [7] }, "NOTIFICATIONS_INVALID"],
			["too many users", { to: Array(1001).fill(NOBODY) }, "NOTIFICATIONS_INVALID"]
		] as const) {
			it(`are refused with ${what}`, async () => {
				const { broker } = lyceum.kernel;
				const params = {
					kind: "bell.rung",
					to: [ben.id],
					values: { word: "wrong" },
					...body
				};
				const error = await broker
					.call("notifications.send", params, { caller: "bell~1" } as never)
					.catch((thrown: { type: string; code: number }) => thrown);
				expect(error).to.include({ type: says, code: 500 });
			});
		}
	});

	describe("of a user", () => {
		it("are that user's alone, for administrators too", async () => {
			const { id } = await rung(ann, "private");
			expect((await ann.get(`/notifications/${id}`)).status).to.equal(200);
			expect((await lyceum.guest.get("/notifications")).status).to.equal(401);
			for (const other of [ben, admin, await lyceum.as("teacher")]) {
				expect((await other.get(`/notifications/${id}`)).status).to.equal(404);
				expect(
					(await other.patch(`/notifications/${id}`, { readAt: new Date() })).status
				).to.equal(404);
				expect((await other.delete(`/notifications/${id}`)).status).to.equal(404);
				const { data } = await listOf(other, "?pageSize=100");
				expect(data.filter(({ userId }) => userId !== other.id)).to.deep.equal([]);
				const others = await listOf(other, `?filter[userId]=${ann.id}`);
				expect(others.total).to.equal(0);
			}
			expect((await ann.get(`/notifications/${id}`)).body).not.to.have.property("readAt");
		});

		it("are paged, filtered and counted, the unread ones on their own", async () => {
			const kate = await lyceum.as("kate");
			for (const word of ["one", "two", "three"]) await rung(kate, word);
			const { id } = await told(kate, "two");
			await kate.patch(`/notifications/${id}`, { readAt: new Date().toISOString() });
			const first = await listOf(kate, "?pageSize=2");
			expect(first.data.map(({ title }) => title)).to.deep.equal([
				"The bell rang: three",
				"The bell rang: two"
			]);
			expect(first.total).to.equal(3);
			const unread = await listOf(kate, "?filter[readAt][exists]=false&sort=createdAt");
			expect(unread.data.map(({ values }) => values.word)).to.deep.equal(["one", "three"]);
			expect(await unreadOf(kate)).to.equal(2);
			expect((await kate.get("/notifications/count")).body).to.deep.equal({ total: 3 });
			expect((await kate.get("/notifications?unread=true")).status).to.equal(400);
		});

		it("are marked as read and as unread, never as read in time to come", async () => {
			const { id } = await rung(ann, "marked");
			const path = `/notifications/${id}`;
			const before = await unreadOf(ann);
			lyceum.events.length = 0;
			const read = await ann.patch<Told>(path, { readAt: "2999-01-01T00:00:00Z" });
			expect(read.status, read.text).to.equal(200);
			expect(new Date(read.body.readAt!).getTime()).to.be.at.most(Date.now());
			expect(await unreadOf(ann)).to.equal(before - 1);
			const unread = await ann.patch<Told>(path, { readAt: null });
			expect(unread.body).not.to.have.property("readAt");
			expect(await unreadOf(ann)).to.equal(before);
			expect(lyceum.events).to.deep.equal([
				"notifications.notification.updated",
				"notifications.notification.updated"
			]);
			const stale = await ann.patch(path, { readAt: null }, { "if-match": 'W/"1-x"' });
			expect(stale.status).to.equal(412);
		});

		for (const [body, pointer] of [
			[{ title: "Mine" }, "/title"],
			[{ userId: NOBODY }, "/userId"],
			[{ readAt: "soon" }, "/readAt"],
			[{ readAt: true }, "/readAt"]
		] as const) {
			it(`are not changed by ${JSON.stringify(body)}`, async () => {
				const { id } = await told(ann, "marked");
				const answer = await ann.patch<{ errors: { pointer: string }[] }>(
					`/notifications/${id}`,
					body
				);
				expect(answer.status, answer.text).to.equal(400);
				expect(answer.body.errors.map(error => error.pointer)).to.deep.equal([pointer]);
			});
		}

		for (const [method, path] of [
			["POST", ""],
			["PUT", "/65f0c0ffee65f0c0ffee65f0"]
		] as const) {
			it(`are not made by hand with ${method}`, async () => {
				const answer = await admin.send(method, `/notifications${path}`, { title: "Mine" });
				expect(answer.status).to.equal(405);
			});
		}

		it("are all marked as read at once, and those of others are not", async () => {
			const [lea, max] = [await lyceum.as("lea"), await lyceum.as("max")];
			await ring([lea, max], "all", { times: 45 });
			await waitUntil("all of them", async () => (await unreadOf(lea)) === 45);
			const key = { "idempotency-key": "read-all-of-lea" };
			const answer = await lea.post("/notifications/read-all", undefined, key);
			expect(answer.status, answer.text).to.equal(200);
			expect(answer.body).to.deep.equal({ read: 45 });
			expect(await unreadOf(lea)).to.equal(0);
			expect(await unreadOf(max)).to.equal(45);
			const again = await lea.post("/notifications/read-all");
			expect(again.body).to.deep.equal({ read: 0 });
		});

		it("are removed, and restored", async () => {
			const { id } = await rung(ann, "removed");
			const path = `/notifications/${id}`;
			expect((await ann.delete(path)).status).to.equal(204);
			expect((await ann.get(path)).status).to.equal(404);
			expect((await ben.post(`${path}/restore`)).status).to.equal(404);
			expect((await admin.post(`${path}/restore`)).status).to.equal(404);
			expect((await ann.post(`${path}/restore`)).status).to.equal(200);
			expect((await ann.get(path)).status).to.equal(200);
		});

		it("go when they were read long ago, are too many or very old", async () => {
			const nina = await lyceum.as("nina");
			const { connection } = lyceum.kernel.runtime;
			const all = connection.collection<Record<string, unknown>>("notifications");
			const day = 86_400_000;
			const stored = (name: string, age: number, more: object = {}) => ({
				_id: name as never,
				userId: nina.id,
				kind: "bell.rung",
				title: name,
				rev: 1,
				createdAt: new Date(Date.now() - age * day),
				...more
			});
			const read = (age: number) => ({ readAt: new Date(Date.now() - age * day) });
			await all.insertMany([
				stored("read long ago", 60, read(31)),
				stored("read lately", 60, read(29)),
				stored("unread", 60),
				stored("unread and very old", 366)
			]);
			await lyceum.kernel.broker.call("notifications.tidy");
			const left = await listOf(nina);
			expect(left.data.map(({ title }) => title)).to.have.members(["read lately", "unread"]);
			await all.insertMany(
				Array.from({ length: 500 }, (_entry, index) => stored(`new ${index}`, 1))
			);
			await lyceum.kernel.broker.call("notifications.tidy");
			const { total } = await listOf(nina);
			expect(total).to.equal(500);
			expect((await listOf(nina, "?filter[title]=unread")).total).to.equal(0);
		});
	});

	describe("are chosen by", () => {
		async function preferenceOf(client: Client, kind: string) {
			const { status, body, text } = await client.get<{ data: Preference[] }>(
				"/notifications/preferences"
			);
			expect(status, text).to.equal(200);
			return body.data.find(preference => preference.kind === kind);
		}

		function choose(client: Client, ...preferences: object[]) {
			return client.patch<{ data: Preference[]; errors: { pointer: string }[] }>(
				"/notifications/preferences",
				{ preferences }
			);
		}

		it("kinds that say whose they are and what they hold", async () => {
			const { body } = await ann.get<{ data: Record<string, unknown>[]; total: number }>(
				"/notifications/kinds"
			);
			expect(body.data.map(({ kind }) => kind)).to.deep.equal([
				"apiKeys.keyMade",
				"auth.newSignIn",
				"auth.passwordChanged",
				"auth.secondFactorChanged",
				"bell.rung",
				"bell.whispered",
				"projects.memberAdded"
			]);
			expect(body.total).to.equal(7);
			expect(body.data.at(-1)).to.deep.include({
				service: "projects",
				title: "You are a member of a project",
				channels: { socket: true, mail: true }
			});
			expect(body.data.at(-1)!.schema).to.have.property("type", "object");
		});

		it("kinds that go and come with their plugin, what was chosen included", async () => {
			await choose(ben, { kind: "bell.rung", channel: "mail", wanted: false });
			await admin.post("/plugins/bell/disable");
			expect(await preferenceOf(ben, "bell.rung")).to.equal(undefined);
			const gone = await choose(ben, { kind: "bell.rung", channel: "mail", wanted: true });
			expect(gone.status).to.equal(400);
			await admin.post("/plugins/bell/enable");
			expect(await preferenceOf(ben, "bell.rung")).to.deep.include({
				channels: { socket: true, mail: false },
				defaults: { socket: true, mail: true }
			});
		});

		it("kind and way, for oneself alone, until one goes back to what is usual", async () => {
			const olga = await lyceum.as("olga");
			const off = await choose(olga, { kind: "bell.rung", channel: "socket", wanted: false });
			expect(off.status, off.text).to.equal(200);
			const chosen = off.body.data.find(({ kind }) => kind === "bell.rung");
			expect(chosen!.channels).to.deep.equal({ socket: false, mail: true });
			expect((await preferenceOf(ann, "bell.rung"))!.channels.socket).to.equal(true);
			await ring([olga, ann], "unheard");
			await told(ann, "unheard");
			await settled();
			expect((await listOf(olga)).total).to.equal(0);
			await choose(
				olga,
				{ kind: "bell.rung", channel: "socket", wanted: null },
				{ kind: "bell.whispered", channel: "mail", wanted: true }
			);
			expect((await preferenceOf(olga, "bell.rung"))!.channels.socket).to.equal(true);
			expect((await preferenceOf(olga, "bell.whispered"))!.channels).to.deep.equal({
				mail: true
			});
			await rung(olga, "heard");
		});

		for (const [what, choice, pointer] of [
			["an unknown kind", { kind: "bell.silent" }, "/preferences/1/kind"],
			["a way that it does not go", { kind: "bell.whispered" }, "/preferences/1/channel"],
			["no way at all", { channel: "pigeon" }, "/preferences/1/channel"],
			["neither yes nor no", { wanted: "yes" }, "/preferences/1/wanted"],
			["something else beside", { always: true }, "/preferences/1/always"]
		] as const) {
			it(`nothing with ${what}`, async () => {
				const paul = await lyceum.as("paul");
				const good = { kind: "bell.rung", channel: "socket", wanted: false };
				const answer = await choose(paul, good, { ...good, ...choice });
				expect(answer.status, answer.text).to.equal(400);
				expect(answer.body.errors.map(error => error.pointer)).to.include(pointer);
				expect((await preferenceOf(paul, "bell.rung"))!.channels.socket).to.equal(true);
			});
		}

		it("two requests at once, both of which count", async () => {
			const quinn = await lyceum.as("quinn");
			const answers = await Promise.all([
				choose(quinn, { kind: "bell.rung", channel: "mail", wanted: false }),
				choose(quinn, { kind: "bell.rung", channel: "socket", wanted: false })
			]);
			expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
			expect((await preferenceOf(quinn, "bell.rung"))!.channels).to.deep.equal({
				socket: false,
				mail: false
			});
		});

		it("a page at the root, which a browser may show and run", async () => {
			const page = await lyceum.guest.get("//notification-preferences");
			expect(page.status).to.equal(200);
			expect(page.headers.get("content-type")).to.equal("text/html; charset=utf-8");
			const policy = page.headers.get("content-security-policy")!;
			const [, nonce] = /script-src 'nonce-([^']+)'/.exec(policy)!;
			expect(page.text).to.include(`<script nonce="${nonce}">`);
		});
	});
});
