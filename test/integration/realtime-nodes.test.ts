/** Subscriptions and rooms of a cluster: two nodes on one store and one NATS, which one of them can be cut off from. */
import { expect } from "chai";
import { createClient, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { natsMissing, startNats, type NatsServer } from "../support/nats.ts";
import { openSocket, type SocketClient } from "../support/socket-client.ts";
import { databaseUrl } from "../support/store-url.ts";
import { openStoreUnderTest } from "../support/store.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { waitUntil } from "../support/wait-until.ts";

describe("realtime on two nodes", function () {
	this.timeout(180_000);
	let nats: NatsServer;
	let proxy: TcpProxy;
	let store: Awaited<ReturnType<typeof openStoreUnderTest>>;
	let here: TestKernel;
	let there: TestKernel;
	let admin: Client;
	const open: SocketClient[] = [];

	before(async function () {
		if (natsMissing() !== null) return this.skip();
		nats = await startNats();
		proxy = await startTcpProxy("127.0.0.1", Number(new URL(nats.url).port));
		store = await openStoreUnderTest();
		const cut = new URL(nats.url);
		cut.port = String(proxy.port);
		here = await startNode("here", nats.url);
		there = await startNode("there", cut.href);
		admin = await here.as("admin");
	});

	after(async () => {
		for (const client of open) client.close();
		await there?.kernel.stop();
		await here?.stop();
		await proxy?.cut();
		await nats?.close();
		await store?.close();
	});

	const startNode = (name: string, natsUrl: string) => {
		return startTestKernel({
			plugins: ["projects"],
			environment: {
				MONGO_URL: databaseUrl(store.url, `nodes${process.pid}`),
				NATS_URL: natsUrl,
				NODE_ID: name
			}
		});
	};

	async function socketAt(node: TestKernel, { token }: Client) {
		const client = await openSocket(node.url, { token });
		open.push(client);
		return client;
	}

	const told = (client: SocketClient) =>
		client.changes().map(({ id, document }) => [id, (document as { name?: string })?.name]);
	const hasHeardOf = (client: SocketClient, name: string) =>
		waitUntil(`${name} is told`, () => told(client).some(([, own]) => own === name));

	/** As a user's client of the other node. */
	const at = (node: TestKernel, { token, id }: Client) => createClient(node.url, token, id);

	it("what is written on any is told on the other once, in order for each document", async () => {
		const ann = await here.as("ann");
		const [near, far] = [await socketAt(here, ann), await socketAt(there, ann)];
		for (const socket of [near, far]) await socket.subscribe({ collection: "projects" });
		const written = await Promise.all(
			Array.from({ length: 4 }, async (_, number) => {
				const { body } = await ann.post("/projects", { name: `${number}.0` });
				for (let change = 1; change < 6; change++) {
					const node = change % 2 === 0 ? here : there;
					const { status } = await at(node, ann).patch(`/projects/${body.id}`, {
						name: `${number}.${change}`
					});
					expect(status).to.equal(200);
				}
				return body.id as string;
			})
		);
		for (const socket of [near, far]) {
			await socket.afterChanges(24);
			for (const [number, id] of written.entries())
				expect(told(socket).filter(([own]) => own === id)).to.deep.equal(
					Array.from({ length: 6 }, (_, change) => [id, `${number}.${change}`])
				);
			const positions = socket.changes().map(({ position }) => Number(position));
			expect(positions).to.deep.equal([...new Set(positions)].sort((a, b) => a - b));
		}
	});

	it("rights that are taken away on one end what is told on the other", async () => {
		const rules = [{ action: "read", subject: "Project" }];
		const { status } = await admin.post("/roles", { name: "overseer", rules });
		expect(status).to.equal(201);
		const eve = await here.as("eve");
		await admin.patch(`/users/${eve.id}`, { roles: ["student", "overseer"] });
		const socket = await socketAt(there, eve);
		await socket.subscribe({ collection: "projects" });
		const ann = await here.as("ann");
		await ann.post("/projects", { name: "Seen" });
		await hasHeardOf(socket, "Seen");
		await admin.patch(`/users/${eve.id}`, { roles: ["student"] });
		await ann.post("/projects", { name: "Unseen" });
		await eve.post("/projects", { name: "Own" });
		await hasHeardOf(socket, "Own");
		expect(told(socket).map(([, name]) => name)).to.deep.equal(["Seen", "Own"]);
		await eve.post("/auth/logout", {});
		await waitUntil("the end of the session", () => socket.socket.disconnected);
		expect(socket.told.at(-1)!.payload).to.deep.equal({ reason: "session-ended" });
	});

	it("a room's members are those of all nodes", async () => {
		const [ann, ben] = [await here.as("ann"), await here.as("ben")];
		const [near, far] = [await socketAt(here, ann), await socketAt(there, ben)];
		await near.subscribe({ room: "hall" });
		await waitUntil("both are there", async () => {
			const { members } = await far.subscribe({ room: "hall" });
			return [ann.id, ben.id].every(id => (members as unknown[]).includes(id));
		});
		await waitUntil("the other is told", () => isPresent(near, ben));
		far.close();
		await waitUntil("the other is told", () => !isPresent(near, ben));
	});

	function isPresent({ told: all }: SocketClient, { id }: Client) {
		const own = all.filter(
			({ event, payload }) => event === "presence" && payload.userId === id
		);
		return own.at(-1)?.payload.type === "joined";
	}

	it("a node that is cut off loses its members, and catches up from the log when it is back", async () => {
		const [ann, ben, cat] = [await here.as("ann"), await here.as("ben"), await here.as("cat")];
		const near = await socketAt(here, ann);
		const [far, other] = [await socketAt(there, ann), await socketAt(there, ben)];
		const leaving = await socketAt(here, ben);
		const ended = await socketAt(there, cat);
		await far.subscribe({ collection: "projects" });
		await near.subscribe({ room: "yard" });
		await far.subscribe({ room: "attic" });
		await leaving.subscribe({ room: "attic" });
		await other.subscribe({ room: "yard" });
		await waitUntil("ben is there", () => isPresent(near, ben));
		await waitUntil("and in the other room", () => isPresent(far, ben));

		await proxy.cut();
		leaving.close();
		await cat.post("/auth/logout", {});
		for (const name of ["lost 1", "lost 2", "lost 3"]) await ann.post("/projects", { name });
		await waitUntil("ben is gone with the node", () => !isPresent(near, ben));
		await proxy.mend();

		await hasHeardOf(far, "lost 3");
		await ann.post("/projects", { name: "heard" });
		await hasHeardOf(far, "heard");
		expect(told(far).map(([, name]) => name)).to.deep.equal([
			"lost 1",
			"lost 2",
			"lost 3",
			"heard"
		]);
		await waitUntil("the ended session is noticed", () => ended.socket.disconnected);
		await waitUntil("ben is back with the node", () => isPresent(near, ben));
		await waitUntil("who left meanwhile is gone there, too", () => !isPresent(far, ben));
	});
});
