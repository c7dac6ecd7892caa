import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { expect } from "chai";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { metricOf } from "../support/metrics-text.ts";
import { openSocket, type SocketClient } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

/** Longer than any of these tests waits for something. */
const HEARTBEAT_SECONDS = "300";

/** Resolves once the server has begun with a request to an address that holds this. */
function requestTo(part: string): Promise<void> {
	const channel = "http.server.request.start";
	return new Promise(resolve => {
		const note = (message: unknown) => {
			const { request } = message as { request: IncomingMessage };
			if (!request.url!.includes(part)) return;
			unsubscribe(channel, note);
			resolve();
		};
		subscribe(channel, note);
	});
}

describe("realtime over Socket.IO", () => {
	let app: TestKernel;
	const open: SocketClient[] = [];

	before(async () => {
		app = await startTestKernel({
			plugins: ["projects"],
			environment: { SOCKET_HEARTBEAT_SECONDS: HEARTBEAT_SECONDS }
		});
	});

	after(async () => {
		for (const client of open) client.close();
		await app.stop();
	});

	async function socketOf(name: string) {
		const { token } = await app.as(name);
		const client = await openSocket(app.url, { token });
		open.push(client);
		return client;
	}

	it("tells the owner of a project what becomes of it, and nobody else", async () => {
		const [ann, ben] = [await socketOf("ann"), await socketOf("ben")];
		const topic = { collection: "projects" };
		const subscribed = await ann.subscribe(topic);
		expect(subscribed).to.include.keys("subscription", "position");
		expect(await ben.subscribe(topic)).to.include({ subscription: subscribed.subscription });
		const api = await app.as("ann");
		const { body } = await api.post("/projects", { name: "Alpha" });
		await api.patch(`/projects/${body.id}`, { name: "Beta" });
		await api.delete(`/projects/${body.id}`);
		const changes = await ann.afterChanges(3);
		expect(changes.map(({ type }) => type)).to.deep.equal(["created", "updated", "removed"]);
		expect(changes[0]).to.deep.include({ id: body.id, subscription: subscribed.subscription });
		expect(changes[0]!.document).to.deep.include({ id: body.id, name: "Alpha" });
		expect(changes[2]).not.to.have.property("document");
		// Ben's own project comes after hers in the log: what he was not told by then, he is not told.
		await (await app.as("ben")).post("/projects", { name: "Gamma" });
		expect(await ben.afterChanges(1)).to.have.lengthOf(1);
	});

	it("leaves nothing out when many write at once", async () => {
		const [api, socket] = [await app.as("dan"), await socketOf("dan")];
		await socket.subscribe({ collection: "projects" });
		const written = await Promise.all(
			Array.from({ length: 10 }, async (_, number) => {
				const { body } = await api.post("/projects", { name: `Project ${number}` });
				for (let change = 0; change < 14; change++)
					await api.patch(`/projects/${body.id}`, { name: `Change ${change}` });
				return body.id;
			})
		);
		const { body: mark } = await api.post("/projects", { name: "The last" });
		await waitUntil("the last", () => socket.changes().some(({ id }) => id === mark.id));
		for (const id of written) {
			const own = socket.changes().filter(change => change.id === id);
			const revisions = own.map(({ document }) => (document as { rev: number }).rev);
			expect(revisions).to.deep.equal(Array.from({ length: 15 }, (_, index) => index + 1));
		}
	});

	it("tells clients that poll, and those that change from polling to a WebSocket", async () => {
		const api = await app.as("fay");
		for (const transports of [["polling"], ["polling", "websocket"]]) {
			const client = await openSocket(app.url, { token: api.token }, {}, transports);
			open.push(client);
			await client.subscribe({ collection: "projects" });
			await waitUntil("the last transport", () => {
				return client.socket.io.engine.transport.name === transports.at(-1);
			});
			const { body } = await api.post("/projects", { name: "Polled" });
			expect((await client.afterChanges(1))[0]!.id).to.equal(body.id);
		}
	});

	it("notices a client that polls and goes away, long before its heartbeat is missed", async () => {
		const { token } = await app.as("gil");
		const poll = (sid: string, init: RequestInit = {}) =>
			fetch(`${app.url}/socket.io/?EIO=4&transport=polling${sid}`, init);
		const connections = () =>
			metricOf(app.guest, "realtime_connections", { door: "socket.io" });
		const before = await connections();
		const opened = await (await poll("")).text();
		const { sid: id } = JSON.parse(opened.slice(1)) as { sid: string };
		const sid = `&sid=${id}`;
		await poll(sid, { method: "POST", body: `40${JSON.stringify({ token })}` });
		expect(await (await poll(sid)).text()).to.match(/^40/);
		expect(await connections()).to.equal(before + 1);
		const away = new AbortController();
		const begun = requestTo(sid);
		const waiting = poll(sid, { signal: away.signal }).catch((error: Error) => error.name);
		await begun;
		away.abort();
		expect(await waiting).to.equal("AbortError");
		await waitUntil("it is gone", async () => (await connections()) === before);
	});

	it("calls actions with the same checks as REST", async () => {
		const ann = await socketOf("ann");
		const made = await ann.call("projects.create", { name: "Called" });
		expect(made.error).to.equal(null);
		expect(made.result).to.include({ name: "Called" });
		const { error } = await ann.call("plugins.list");
		expect(error).to.include({ code: 403, type: "ACCESS_FORBIDDEN" });
		expect((await ann.call("$node.list")).error).to.include({ code: 404 });
	});

	it("ends with its session", async () => {
		const cat = await socketOf("cat");
		await (await app.as("cat")).post("/auth/logout", {});
		await waitUntil("the socket is closed", () => cat.socket.disconnected);
		expect(cat.told.at(-1)).to.deep.equal({
			event: "closed",
			payload: { reason: "session-ended" }
		});
	});
});
