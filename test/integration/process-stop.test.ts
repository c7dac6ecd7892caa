/** A kernel's process that is told to stop while clients go on: whoever comes is refused, and none keeps it alive. */
import { mkdtemp, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { createClient } from "../support/client.ts";
import { endLeftovers, startKernelProcess } from "../support/kernel-process.ts";
import { exchangeRaw, head, openSocket, parseAnswer, readAll } from "../support/raw-http.ts";
import { waitUntil } from "../support/wait-until.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const OWN = { ADMIN_EMAIL: "me@example.org", ADMIN_PASSWORD: "Correct-horse-7-battery" };

/** What a browser's WebSocket sends. */
const UPGRADE = {
	Connection: "Upgrade",
	Upgrade: "websocket",
	"Sec-WebSocket-Version": "13",
	"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="
};

const DOORS = {
	websocket: head("GET /ws", UPGRADE),
	"a path without a door": head("GET /nothing", UPGRADE),
	"socket.io": head("GET /socket.io/?EIO=4&transport=websocket", UPGRADE),
	"socket.io that polls": head("GET /socket.io/?EIO=4&transport=polling"),
	"server-sent events": head("GET /api/v1/streaming/events?collection=files")
};

/** What ends a head: without it the server waits for more, also when it has begun to stop. */
const END_OF_HEAD = "\r\n";

describe("a kernel's process that stops while clients go on", function () {
	this.timeout(120_000);
	let folder: string;

	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-stop-"));
	});
	afterEach(async () => {
		await endLeftovers();
		await rm(folder, { recursive: true, force: true });
	});

	it("refuses who comes to any door, ends an upload that was begun, and ends with 0", async () => {
		const environment = { ...OWN, DATA_DIR: folder, RATE_LIMITS: "off" };
		const kernel = await startKernelProcess(ROOT, environment);
		const upload = await openSocket(kernel.url);
		const uploaded = readAll(upload);
		const form = await beginUpload(kernel.url, upload);
		const late = await Promise.all(Object.entries(DOORS).map(beginRequest));
		// Who was answered came after them: they have been taken, and not only queued by the machine.
		expect((await exchangeRaw(kernel.url, head("GET /health"))).status).to.equal(200);
		const ended = kernel.end("SIGTERM");
		await waitUntil("no connection is taken", () =>
			openSocket(kernel.url).then(
				socket => (socket.destroy(), false),
				() => true
			)
		);
		for (const { socket } of late) socket.write(END_OF_HEAD);
		const answers = await Promise.all(
			late.map(async ({ name, answer }) => [name, parseAnswer(await answer).status])
		);
		expect(Object.fromEntries(answers)).to.deep.equal({
			websocket: 503,
			"a path without a door": 503,
			"socket.io": 503,
			"socket.io that polls": 503,
			"server-sent events": 503
		});
		upload.write(form);
		expect(parseAnswer(await uploaded).status).to.equal(201);
		// What hangs is given up after a while, with the code 1 and an error that names it.
		const { code, errors } = await ended;
		expect(code, errors).to.equal(0);

		async function beginRequest([name, request]: [string, string]) {
			const socket = await openSocket(kernel.url);
			socket.write(request.slice(0, -END_OF_HEAD.length));
			return { name, socket, answer: readAll(socket) };
		}
	});
});

/** Sends the first half of a file, and returns the other. */
async function beginUpload(url: string, socket: Socket): Promise<string> {
	const { ADMIN_EMAIL: username, ADMIN_PASSWORD: password } = OWN;
	const { body } = await createClient(url).post<{ access_token: string }>("/auth/login", {
		username,
		password
	});
	const form = formOf("slow.txt", "first half, ");
	socket.write(form.begin(body.access_token));
	return form.rest;
}

/** A file as a form, in two halves. */
function formOf(name: string, text: string) {
	const boundary = "a-boundary";
	const part = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${text}`;
	const rest = `second half\r\n--${boundary}--\r\n`;
	return {
		begin: (token: string) =>
			head("POST /api/v1/files", {
				Connection: "keep-alive",
				Authorization: `Bearer ${token}`,
				"Content-Type": `multipart/form-data; boundary=${boundary}`,
				"Content-Length": Buffer.byteLength(part + rest)
			}) + part,
		rest
	};
}
