/** Heartbeats of each door, and that a client which is gone without a word is noticed. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { expect } from "chai";
import { WebSocket } from "ws";
import { MAX_WAITING_BYTES } from "../../services/realtime/slow-readers.ts";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { metricOf } from "../support/metrics-text.ts";
import { openQuietEvents, openQuietWebSocket, type QuietSocket } from "../support/quiet-socket.ts";
import { openSocket } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

/** As long as a project's description may be, in characters of three bytes. */
const LONG = "語".repeat(9000);

/** More than the buffers of the machine hold. */
const MOST_CHANGES = 2000;
const AT_ONCE = 10;

/** The first request that `work` makes, and the server's end of its connection. */
async function withServerSide<Result>(work: () => Promise<Result>): Promise<[Result, Socket]> {
	const { promise, resolve } = Promise.withResolvers<Socket>();
	const note = (message: unknown) => resolve((message as { socket: Socket }).socket);
	subscribe("http.server.request.start", note);
	try {
		const result = await work();
		return [result, await promise];
	} finally {
		unsubscribe("http.server.request.start", note);
	}
}

describe("realtime heartbeats", function () {
	this.timeout(90_000);
	let app: TestKernel;
	let ann: Client;
	const closing: (() => void)[] = [];

	before(async () => {
		app = await startTestKernel({
			plugins: ["projects"],
			environment: { SOCKET_HEARTBEAT_SECONDS: "1" }
		});
		ann = await app.as("ann");
	});

	after(async () => {
		for (const close of closing) close();
		await app?.stop();
	});

	function kept(client: QuietSocket): QuietSocket {
		closing.push(() => client.socket.destroy());
		return client;
	}

	const open = (door: string) => metricOf(app.guest, "realtime_connections", { door });

	it("are a comment over server-sent events; a client that goes is noticed", async () => {
		const events = "/streaming/events?collection=projects";
		const client = kept(await openQuietEvents(app.url, events, ann.token));
		await waitUntil("two heartbeats", () => client.text().split("\n:\n\n").length > 2);
		expect(await open("sse")).to.equal(1);
		client.socket.destroy();
		await waitUntil("it is noticed", async () => (await open("sse")) === 0);
	});

	it("end server-sent events of which nothing is taken, long before too much waits", async () => {
		const { body } = await ann.post<{ id: string }>("/projects", { name: "Long" });
		const reading = await openSocket(app.url, { token: ann.token });
		closing.push(() => reading.close());
		await reading.subscribe({ collection: "projects", id: body.id });
		const events = `/streaming/events?collection=projects&id=${body.id}`;
		const [client, server] = await withServerSide(() =>
			openQuietEvents(app.url, events, ann.token).then(kept)
		);
		await waitUntil("it is subscribed", () => client.text().includes('"subscription"'));
		client.stopReading();
		const dropped = () =>
			metricOf(app.guest, "realtime_dropped_total", { door: "sse", reason: "too-slow" });
		// Until the machine itself takes no more of it.
		for (let told = 0; server.writableLength === 0; told += AT_ONCE) {
			expect(told, "changes").to.be.below(MOST_CHANGES);
			for (let count = 0; count < AT_ONCE; count++)
				await ann.patch(`/projects/${body.id}`, { description: LONG });
			await reading.afterChanges(told + AT_ONCE);
		}
		expect(server.writableLength).to.be.below(MAX_WAITING_BYTES);
		await waitUntil("it is let go", async () => (await dropped()) === 1);
		await waitUntil("it is cut", () => server.destroyed);
		expect(await open("sse")).to.equal(0);
		expect(reading.socket.connected).to.equal(true);
		reading.close();
		await waitUntil("nobody is left", async () => (await open("socket.io")) === 0);
	});

	it("are a ping over WebSocket, and one that is not answered ends the connection", async () => {
		const answering = new WebSocket(`${app.url.replace("http", "ws")}/ws?token=${ann.token}`);
		closing.push(() => answering.terminate());
		let pings = 0;
		answering.on("ping", () => pings++);
		const dead = kept(await openQuietWebSocket(app.url, `/ws?token=${ann.token}`));
		await waitUntil("the dead one is cut", () => dead.isClosed());
		await waitUntil("more pings", () => pings > 3);
		expect(answering.readyState).to.equal(answering.OPEN);
		expect(await open("websocket")).to.equal(1);
	});

	it("are Socket.IO's own there, and one that is not answered ends the connection", async () => {
		const answering = await openSocket(app.url, { token: ann.token });
		closing.push(() => answering.close());
		const path = "/socket.io/?EIO=4&transport=websocket";
		const dead = kept(await openQuietWebSocket(app.url, path));
		await waitUntil("it is open", () => dead.text().includes('"sid"'));
		dead.send(`40${JSON.stringify({ token: ann.token })}`);
		await waitUntil("it is let in", () => dead.text().includes('40{"sid"'));
		await answering.subscribe({ room: "lobby" });
		dead.send(`420${JSON.stringify(["subscribe", { room: "lobby" }])}`);
		await waitUntil("the dead one is cut", () => dead.isClosed());
		await waitUntil("it is forgotten", async () => (await open("socket.io")) === 1);
		expect(answering.socket.connected).to.equal(true);
		expect(await metricOf(app.guest, "realtime_subscriptions", { kind: "room" })).to.equal(1);
		expect(await metricOf(app.guest, "realtime_room_members")).to.equal(1);
	});

	it("do not hold up who never says who it is", async () => {
		const path = "/socket.io/?EIO=4&transport=websocket";
		const silent = kept(await openQuietWebSocket(app.url, path));
		await waitUntil("it is cut", () => silent.isClosed());
		expect(silent.text()).to.include('"sid"').and.not.to.include('40{"sid"');
	});
});
