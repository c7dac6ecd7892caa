/** Clients that send next to nothing, and hold on to their connections for it. */
import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { expect } from "chai";
import { createHttpServer, listen } from "../../../../services/gateway/server.ts";
import { waitUntil } from "../../../support/wait-until.ts";

const LIMITS = {
	headersMs: 150,
	requestMs: 400,
	checkMs: 25,
	keepAliveMs: 60_000,
	connections: 3
};

describe("a server with slow clients", () => {
	let server: Server;
	let port: number;
	let bodies: string[];
	const sockets: Socket[] = [];

	const answer: RequestListener = (request, response) => {
		let body = "";
		request.on("data", chunk => (body += String(chunk)));
		request.on("end", () => {
			bodies.push(body);
			response.end("done");
		});
		request.on("error", () => bodies.push("broken off"));
	};

	beforeEach(async () => {
		bodies = [];
		server = createHttpServer(answer, { "X-Own": "yes" }, LIMITS);
		await listen(server, 0, "127.0.0.1");
		({ port } = server.address() as AddressInfo);
	});
	afterEach(async () => {
		for (const socket of sockets.splice(0)) socket.destroy();
		server.closeAllConnections();
		await new Promise(resolve => server.close(resolve));
	});

	async function open() {
		const socket = connect(port, "127.0.0.1");
		sockets.push(socket);
		await once(socket, "connect");
		return socket;
	}

	/** Sends a text character by character, for ever; returns what comes before the connection ends. */
	async function trickle(head: string, endless: string) {
		const socket = await open();
		let received = "";
		socket.on("data", chunk => (received += chunk.toString()));
		socket.on("error", () => undefined);
		socket.write(head);
		const timer = setInterval(() => socket.write(endless), 10);
		await once(socket, "close");
		clearInterval(timer);
		return received;
	}

	it("ends a head that does not come to its end, with a problem", async () => {
		const received = await trickle("GET / HTTP/1.1\r\nHost: x\r\n", "X-a: b\r\n");
		expect(received)
			.to.match(/^HTTP\/1\.1 408 /)
			.and.contain("GATEWAY_TOO_SLOW");
		expect(received)
			.to.match(/Connection: close/i)
			.and.contain("X-Own: yes");
		expect(bodies).to.deep.equal([]);
	});

	it("ends a body that does not come to its end", async () => {
		const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
		const received = await trickle(head, "x");
		expect(received).to.match(/^HTTP\/1\.1 408 /);
		await waitUntil("the handler hears of it", async () => bodies.length > 0);
		expect(bodies).to.deep.equal(["broken off"]);
	});

	it("serves others meanwhile", async () => {
		const slow = trickle("GET / HTTP/1.1\r\nHost: x\r\n", "X-a: b\r\n");
		const response = await fetch(`http://127.0.0.1:${port}/`, {
			method: "POST",
			body: "quick"
		});
		expect(await response.text()).to.equal("done");
		expect(bodies).to.deep.equal(["quick"]);
		await slow;
	});

	it("takes no more connections than it may have", async () => {
		for (let index = 0; index < LIMITS.connections; index++) await open();
		const dropped = once(server, "drop");
		const another = connect(port, "127.0.0.1");
		sockets.push(another.on("error", () => undefined));
		await dropped;
		if (!another.closed) await once(another, "close");
		expect(another.bytesRead).to.equal(0);
	});
});
