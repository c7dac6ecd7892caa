import { expect } from "chai";
import { API_KEYS_CHANGED } from "../../services/auth/events.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { createClient, type Client } from "../support/client.ts";
import { openSocket, type SocketClient } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

const PASSWORD = "Another-staple-8-lamp";

describe("realtime rights", () => {
	let app: TestKernel;
	let admin: Client;
	let ann: Client;
	const open: SocketClient[] = [];

	before(async () => {
		app = await startTestKernel({ plugins: ["projects", "exercises"] });
		admin = await app.as("admin");
		ann = await app.as("ann");
	});

	after(async () => {
		for (const client of open) client.close();
		await app.stop();
	});

	async function socketOf(auth: object) {
		const client = await openSocket(app.url, auth);
		open.push(client);
		return client;
	}

	async function makeRole(name: string, rules: object[]) {
		const { status, body } = await admin.post("/roles", { name, rules });
		expect(status, JSON.stringify(body)).to.equal(201);
		return body as { id: string };
	}

	async function makeUser(name: string, roles: string[]) {
		const email = `${name}@lyceum.test`;
		const { body: user } = await admin.post("/users", { email, password: PASSWORD, roles });
		const { body } = await app.guest.post("/auth/login", { email, password: PASSWORD });
		return createClient(app.url, body.access_token as string, user.id as string);
	}

	/** Everything written so far has been told once this has: the log is told in order. */
	async function untilToldOf(client: SocketClient, id: unknown) {
		await waitUntil("the mark", () => client.changes().some(change => change.id === id));
	}

	it("a role taken away narrows what is told from the next event on", async () => {
		await makeRole("overseer", [{ action: "read", subject: "Project" }]);
		const eve = await makeUser("eve", ["student", "overseer"]);
		const socket = await socketOf({ token: eve.token });
		await socket.subscribe({ collection: "projects" });
		const { body: seen } = await ann.post("/projects", { name: "Seen" });
		await untilToldOf(socket, seen.id);
		await admin.patch(`/users/${eve.id}`, { roles: ["student"] });
		const { body: unseen } = await ann.post("/projects", { name: "Unseen" });
		await ann.patch(`/projects/${seen.id}`, { name: "Unseen too" });
		const { body: own } = await eve.post("/projects", { name: "Own" });
		await untilToldOf(socket, own.id);
		expect(socket.changes().map(({ id }) => id)).to.deep.equal([seen.id, own.id]);
		expect(JSON.stringify(socket.told)).not.to.include(unseen.id).and.not.to.include("Unseen");
	});

	it("a right that is gone altogether ends the subscription, and says so", async () => {
		const role = await makeRole("auditor", [{ action: "read", subject: "AuditEntry" }]);
		const kim = await makeUser("kim", ["student", "auditor"]);
		const socket = await socketOf({ token: kim.token });
		const { subscription } = await socket.subscribe({ collection: "users" });
		expect(subscription).to.equal(undefined);
		const audited = await socket.subscribe({ collection: "auditEntries" });
		expect(audited).to.include.keys("subscription");
		await admin.patch(`/roles/${role.id}`, { rules: [{ action: "read", subject: "Project" }] });
		await waitUntil("the end", () => socket.told.some(({ event }) => event === "revoked"));
		expect(socket.told).to.deep.include({
			event: "revoked",
			payload: { subscription: audited.subscription, reason: "rights" }
		});
		const again = await socket.subscribe({ collection: "auditEntries" });
		expect(again.error).to.include({ status: 403 });
	});

	it("a field that the caller may not read is in no event, and cannot be filtered by", async () => {
		const teacher = await app.as("teacher");
		const socket = await socketOf({ token: ann.token });
		await socket.subscribe({ collection: "exercises" });
		const exercise = {
			title: "Secrets",
			description: "Add two numbers.",
			topic: "arithmetic",
			difficulty: "beginner",
			language: "python",
			expectedOutput: "3",
			testCases: [{ input: "1 2", expected: "3", hidden: true }],
			hints: ["Use a plus."],
			solutionCode: "print(sum(map(int, input().split())))"
		};
		const { status, body } = await teacher.post("/exercises", exercise);
		expect(status, JSON.stringify(body)).to.equal(201);
		await untilToldOf(socket, body.id);
		expect(JSON.stringify(socket.told))
			.not.to.include("solutionCode")
			.and.not.to.include("sum(map");
		const filter = { solutionCode: { contains: "sum" } };
		const refused = await socket.subscribe({ collection: "exercises", filter });
		expect(refused.error).to.include({ status: 400, code: "REQUEST_INVALID" });
	});

	it("a document that is taken from somebody's sight is removed for this caller alone", async () => {
		const ben = await app.as("ben");
		const [mine, his] = [
			await socketOf({ token: ann.token }),
			await socketOf({ token: ben.token })
		];
		await mine.subscribe({ collection: "projects" });
		await his.subscribe({ collection: "projects" });
		const members = [{ userId: ben.id, role: "viewer" }];
		const { status, body } = await ann.post("/projects", { name: "Shared", members });
		expect(status, JSON.stringify(body)).to.equal(201);
		await untilToldOf(his, body.id);
		await ann.patch(`/projects/${body.id}`, { members: [], description: "private now" });
		await mine.afterChanges(2);
		await his.afterChanges(2);
		expect(mine.changes().map(({ type }) => type)).to.deep.equal(["created", "updated"]);
		expect(his.changes().map(({ type }) => type)).to.deep.equal(["created", "removed"]);
		expect(his.changes()[1]).not.to.have.property("document");
	});

	it("rights are checked again when a client resumes", async () => {
		const role = await makeRole("guestly", [{ action: "read", subject: "Project" }]);
		const lee = await makeUser("lee", ["student", "guestly"]);
		const first = await socketOf({ token: lee.token });
		const { position } = await first.subscribe({ collection: "projects" });
		first.close();
		const { body } = await ann.post("/projects", { name: "Missed" });
		const second = await socketOf({ token: lee.token });
		await second.subscribe({ collection: "projects", since: position });
		const missed = await second.afterChanges(1);
		expect(missed.map(({ id }) => id)).to.deep.equal([body.id]);
		second.close();
		await admin.delete(`/roles/${role.id}`);
		const third = await socketOf({ token: lee.token });
		expect(await third.subscribe({ collection: "projects", since: position })).to.include.keys(
			"subscription"
		);
		expect(third.changes()).to.deep.equal([]);
	});

	it("the key of a disabled user, a key without the scope and bad credentials get nothing", async () => {
		const noa = await makeUser("noa", ["student"]);
		const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
		const make = (scopes: string[]) => noa.post("/api-keys", { name: "k", scopes, expiresAt });
		const [reading, other] = [await make(["projects.read"]), await make(["exercises.read"])];
		const socket = await socketOf({ apiKey: reading.body.key });
		expect(await socket.subscribe({ collection: "projects" })).to.include.keys("subscription");
		const narrow = await socketOf({ apiKey: other.body.key });
		const refused = await narrow.subscribe({ collection: "projects" });
		expect(refused.error).to.include({ status: 403, code: "ACCESS_SCOPE_MISSING" });
		await admin.patch(`/users/${noa.id}`, { isActive: false });
		await waitUntil(
			"both ends",
			() => socket.socket.disconnected && narrow.socket.disconnected
		);
		for (const auth of [{ apiKey: reading.body.key }, { token: "x.y.z" }]) {
			const failure = await openSocket(app.url, auth).catch((error: unknown) => error);
			expect(failure).to.have.nested.property("data.status", 401);
		}
	});

	it("a right and a session that end count for each connection of that user, and for nobody else's", async () => {
		await makeRole("onlooker", [{ action: "read", subject: "Project" }]);
		const [sue, joe] = [
			await makeUser("sue", ["onlooker"]),
			await makeUser("joe", ["onlooker"])
		];
		const login = { email: "sue@lyceum.test", password: PASSWORD };
		const { body: other } = await app.guest.post("/auth/login", login);
		const socketsOf = (token: string | null) =>
			Promise.all(Array.from({ length: 3 }, () => socketOf({ token })));
		const [ending, staying] = [
			await socketsOf(sue.token),
			await socketsOf(other.access_token as string)
		];
		const others = await socketsOf(joe.token);
		const all = [...ending, ...staying, ...others];
		for (const socket of all) await socket.subscribe({ collection: "projects" });

		await sue.post("/auth/logout", {});
		const { body: second } = await ann.post("/projects", { name: "After the session" });
		for (const socket of [...staying, ...others]) await untilToldOf(socket, second.id);
		await admin.patch(`/users/${sue.id}`, { roles: ["student"] });
		const { body: third } = await ann.post("/projects", { name: "After the right" });
		for (const socket of others) await untilToldOf(socket, third.id);

		const idsTold = (sockets: SocketClient[]) =>
			sockets.map(socket => socket.changes().map(({ id }) => id));
		expect(idsTold(ending)).to.deep.equal([[], [], []]);
		expect(ending.map(({ socket }) => socket.connected)).to.deep.equal([false, false, false]);
		expect(idsTold(staying)).to.deep.equal(staying.map(() => [second.id]));
		expect(idsTold(others)).to.deep.equal(others.map(() => [second.id, third.id]));
	});

	it("the store is asked once about all connections of a user", async () => {
		const zoe = await makeUser("zoe", ["student"]);
		const { body } = await zoe.post("/api-keys", {
			name: "k",
			scopes: ["projects.read"],
			expiresAt: new Date(Date.now() + 86_400_000).toISOString()
		});
		for (let count = 0; count < 10; count++) await socketOf({ apiKey: body.key });
		const { runtime, broker } = app.kernel;
		const asked: string[] = [];
		// Others may be asked about meanwhile, because of what happened to them before.
		runtime.connection.set("debug", (collection: string, _method: string, query: unknown) => {
			const isOfZoe = collection === "apiKeys" || JSON.stringify(query).includes(zoe.id!);
			if (isOfZoe) asked.push(collection);
		});
		try {
			await broker.broadcast(API_KEYS_CHANGED.name, {});
			await waitUntil(
				"both are asked",
				() => asked.includes("users") && asked.includes("apiKeys")
			);
		} finally {
			runtime.connection.set("debug", false);
		}
		expect(asked.filter(name => name === "users" || name === "apiKeys")).to.have.length(2);
	});

	it("one connection holds no more than a hundred subscriptions", async () => {
		const socket = await socketOf({ token: ann.token });
		const answers = await Promise.all(
			Array.from({ length: 105 }, (_, number) => socket.subscribe({ room: `room-${number}` }))
		);
		const refused = answers.filter(({ error }) => error !== undefined);
		expect(refused).to.have.lengthOf(5);
		expect(refused[0]!.error).to.include({
			status: 429,
			code: "REALTIME_TOO_MANY_SUBSCRIPTIONS"
		});
	});
});
