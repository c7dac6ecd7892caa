import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createClient } from "../support/client.ts";
import { beginUpload, CHUNK, offsetOf } from "../support/files.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { exchangeRaw, head, openSocket, readAll } from "../support/raw-http.ts";

import { waitUntil } from "../support/wait-until.ts";

type Line = Record<string, unknown>;

const LOGGING_KERNEL = path.resolve(import.meta.dirname, "../support/logging-kernel.ts");

describe("/metrics", () => {
	let api: TestKernel;
	before(async () => {
		api = await startTestKernel({ fixtures: ["probes"] });
	});
	after(() => api.stop());

	it("counts requests under the names that dashboards know, by route and not by address", async () => {
		await api.guest.get("/probes/text");
		await api.guest.get("/probes/fail/plain");
		await api.guest.get("/probes/fail/teapot");
		await api.guest.get("/nowhere/very-special-address");
		const { text, headers } = await api.guest.get("//metrics");
		expect(headers.get("content-type")).to.match(/^text\/plain; version=0\.0\.4/);
		const value = (name: string, ...labels: string[]) => {
			const line = text
				.split("\n")
				.find(
					entry =>
						/^[{ ]/.test(entry.slice(name.length)) &&
						entry.startsWith(name) &&
						labels.every(label => entry.includes(label))
				);
			return line === undefined ? null : Number(/ ([\d.eE+-]+)(?: \d+)?$/.exec(line)![1]);
		};
		const route = 'endpoint="/api/v1/probes/text"';
		expect(value("http_requests_total", 'method="GET"', route, 'status="200"')).to.equal(1);
		expect(
			value("http_requests_total", 'endpoint="/api/v1/probes/fail/:kind"', 'status="500"')
		).to.equal(1);
		expect(
			value("http_requests_total", 'endpoint="/api/v1/probes/fail/:kind"', 'status="418"')
		).to.equal(1);
		expect(value("http_requests_total", 'endpoint="unknown"', 'status="404"')).to.equal(1);
		expect(value("http_request_duration_seconds_bucket", route, 'le="+Inf"')).to.equal(1);
		expect(value("http_requests_in_progress")).to.be.above(0);
		expect(text).to.not.include("very-special-address");
		expect(text).to.match(/^# TYPE http_requests_total counter$/m);
	});
});

/** An upload that is ended by the server while its bytes come, because its client asks how far it is. */
async function interruptUpload(url: string, requestId: string) {
	const guest = createClient(url);
	const { body } = await guest.post<{ access_token: string }>("/auth/register", {
		email: "sender@lyceum.test",
		password: "Another-staple-8-lamp"
	});
	const sender = createClient(url, body.access_token);
	const id = await beginUpload(sender, 100);
	const socket = await openSocket(url);
	const received = readAll(socket);
	const headers = {
		...CHUNK,
		Authorization: `Bearer ${sender.token}`,
		"Upload-Offset": 0,
		"Content-Length": 100,
		"X-Request-ID": requestId
	};
	socket.write(`${head(`PATCH /api/v1/uploads/${id}`, headers)}some`);
	let isOver = false;
	void received.then(() => (isOver = true));
	await waitUntil("the upload is ended", async () => {
		await offsetOf(sender, id);
		return isOver;
	});
}

describe("the access log", () => {
	let lines: Line[];
	before(async function () {
		this.timeout(60_000);
		lines = await logOf(async url => {
			const secrets = "token=query-secret&x=1";
			await fetch(`${url}/api/v1/notes?${secrets}`, {
				headers: {
					authorization: "Bearer header-secret",
					"x-request-id": "request-one",
					cookie: "auth_token=cookie-secret"
				}
			});
			await fetch(`${url}/api/v1/auth/login`, {
				method: "POST",
				headers: { "content-type": "application/json", "x-request-id": "request-two" },
				body: JSON.stringify({ email: "nobody@example.org", password: "body-secret" })
			});
			await fetch(`${url}/health/live`, { headers: { "x-request-id": "request-three" } });
			await exchangeRaw(
				url,
				head("GET /nowhere/%0a%22injected", { "X-Request-ID": "request-four" })
			);
			await interruptUpload(url, "request-five");
		});
	});

	const lineOf = (requestId: string) =>
		lines.find(line => line.requestId === requestId && line.status !== undefined)!;

	it("is one JSON line for each request, with its id, route, status, time and address", () => {
		const line = lineOf("request-three");
		expect(line).to.include({
			level: "info",
			method: "GET",
			path: "/health/live",
			status: 200,
			action: "health.live",
			address: "127.0.0.1",
			msg: "request"
		});
		expect(line.durationMs).to.be.a("number");
		expect(line.bytes).to.be.above(0);
		expect(new Date(String(line.time)).toISOString()).to.equal(line.time);
	});

	it("holds no query, token, cookie or body", () => {
		expect(lineOf("request-one").path).to.equal("/api/v1/notes");
		expect(lineOf("request-two").status).to.equal(401);
		expect(JSON.stringify(lines)).to.not.match(
			/query-secret|header-secret|cookie-secret|body-secret/
		);
	});

	it("knows where a request came from whose connection the server has ended", () => {
		expect(lineOf("request-five")).to.include({ address: "127.0.0.1", status: 423 });
	});

	it("cannot be made to hold another line", () => {
		expect(lineOf("request-four").path).to.equal("/nowhere/%0a%22injected");
	});
});

/** What a kernel of its own writes to its log while `use` speaks to it. */
async function logOf(use: (url: string) => Promise<unknown>): Promise<Line[]> {
	const child = spawn(process.execPath, [LOGGING_KERNEL], {
		stdio: ["ignore", "ignore", "pipe", "ipc"]
	});
	const chunks: Buffer[] = [];
	child.stderr!.on("data", chunk => chunks.push(chunk as Buffer));
	const ended = once(child, "close");
	const [url] = (await once(child, "message")) as [string];
	await use(url);
	child.send("stop");
	await ended;
	return Buffer.concat(chunks)
		.toString()
		.split("\n")
		.filter(line => line !== "")
		.map(line => JSON.parse(line) as Line);
}
