import { expect } from "chai";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { drain } from "../../services/gateway/server.ts";
import { startTestKernel } from "../support/kernel.ts";
import { head, openSocket, parseAnswer, readAll, waitUntil } from "../support/raw-http.ts";

describe("a kernel that stops", () => {
	it("ends the requests in flight, takes no new ones, and closes connections that are kept alive", async () => {
		const api = await startTestKernel({ fixtures: ["probes"] });
		const waiting = async () =>
			(await api.guest.get<{ waiting: number }>("/probes/state")).body.waiting;
		const idle = await openSocket(api.url);
		const idleEnd = readAll(idle);
		idle.write(head("GET /api/v1/probes/text", { Connection: "keep-alive" }));
		const busy = await openSocket(api.url);
		const busyEnd = readAll(busy);
		const body = JSON.stringify({ name: "slow" });
		busy.write(
			head("POST /api/v1/probes/slow", {
				Connection: "keep-alive",
				"Content-Type": "application/json",
				"Content-Length": body.length
			}) + body
		);
		await waitUntil("the action runs", async () => (await waiting()) === 1);

		const stopped = api.stop();
		expect(parseAnswer(await idleEnd).status).to.equal(200);
		await waitUntil("no connection is taken", () =>
			openSocket(api.url).then(
				socket => (socket.destroy(), false),
				() => true
			)
		);
		await api.kernel.broker.call("probes.release");
		const answer = parseAnswer(await busyEnd);
		expect(answer.status).to.equal(200);
		expect(answer.head).to.match(/connection: close/i);
		expect(answer.body).to.include('"name":"slow"');
		await stopped;
	});

	it("waits neither for who listens to events nor for connections over which nothing has come", async function () {
		// Far below the time that requests in flight are given.
		this.timeout(25_000);
		const api = await startTestKernel({ plugins: ["projects"] });
		const { token } = await api.as("admin");
		const silentEnd = readAll(await openSocket(api.url));
		const listener = await openSocket(api.url);
		const heard = readAll(listener);
		listener.write(
			head("GET /api/v1/streaming/events?collection=projects", {
				Connection: "keep-alive",
				Authorization: `Bearer ${token}`
			})
		);
		await waitUntil("it listens", async () => {
			const { text } = await api.guest.get("//metrics");
			return /^realtime_connections\{[^}]*door="sse"[^}]*\} 1$/m.test(text);
		});
		await api.stop();
		expect(await heard).to.include("server-stopping");
		expect(await silentEnd).to.equal("");
	});

	it("stops again without harm", async () => {
		const api = await startTestKernel();
		await api.stop();
		await api.kernel.stop();
	});

	it("cuts what takes longer than it may", async () => {
		const server = createServer(() => undefined).listen(0, "127.0.0.1");
		await waitUntil("it listens", () => server.listening);
		const socket = await openSocket(
			`http://127.0.0.1:${(server.address() as AddressInfo).port}`
		);
		const end = readAll(socket);
		socket.write(head("GET /", { Connection: "keep-alive" }));
		await waitUntil("the request is there", async () => (await connections(server)) === 1);
		await drain(server, 10);
		expect(await end).to.equal("");
	});
});

function connections(server: ReturnType<typeof createServer>): Promise<number> {
	return new Promise((resolve, reject) =>
		server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
	);
}
