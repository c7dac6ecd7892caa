/** Heartbeats of each door, and that a client which is gone without a word is noticed. */
import { expect } from "chai";
import { WebSocket } from "ws";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { metricOf } from "../support/metrics-text.ts";
import { openQuietEvents, openQuietWebSocket, type QuietSocket } from "../support/quiet-socket.ts";
import { openSocket } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

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
