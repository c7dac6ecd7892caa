import { expect } from "chai";
import { gzipSync } from "node:zlib";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { exchangeRaw, head, openSocket, parseAnswer, readAll } from "../support/raw-http.ts";

type Refusal = { code: string; detail: string };

const MB = 1024 * 1024;

describe("a body", () => {
	let api: TestKernel;
	let ann: Client;
	before(async () => {
		api = await startTestKernel({ fixtures: ["notes", "probes"] });
		ann = await api.as("ann");
	});
	after(() => api.stop());

	const send = (
		type: string | undefined,
		body: string | Uint8Array,
		headers: Record<string, string> = {}
	) =>
		ann.post<Refusal & { title: string }>("/notes", body, {
			...(type !== undefined && { "content-type": type }),
			...headers
		});

	for (const type of [
		"application/json",
		"application/json; charset=utf-8",
		"APPLICATION/JSON",
		"application/merge-patch+json",
		"application/vnd.api+json"
	]) {
		it(`is taken as ${type}`, async () => {
			const { status, body, text } = await send(type, '{"title":"x"}');
			expect([status, body.title], text).to.deep.equal([201, "x"]);
		});
	}

	for (const type of [
		"text/plain",
		"application/xml",
		"application/jsonx",
		"text/json5",
		"multipart/form-data; boundary=x",
		"application/octet-stream",
		""
	]) {
		it(`is refused with 415 as ${type || "nothing"}`, async () => {
			const { status, body } = await send(type, new TextEncoder().encode('{"title":"x"}'));
			expect([status, body.code]).to.deep.equal([415, "GATEWAY_MEDIA_TYPE"]);
			expect(body.detail).to.include("expected application/json");
		});
	}

	it("is refused with 415 when it is packed, which could unfold to any size", async () => {
		const { status, body } = await send("application/json", gzipSync('{"title":"x"}'), {
			"content-encoding": "gzip"
		});
		expect([status, body.code]).to.deep.equal([415, "GATEWAY_MEDIA_TYPE"]);
	});

	it("is taken as a form, checked like any other", async () => {
		const type = "application/x-www-form-urlencoded";
		const good = await send(type, "title=a+b%26c&author[name]=Ada&tags[]=x&tags[]=y");
		expect(good.body).to.deep.include({ title: "a b&c", tags: ["x", "y"] });
		for (const body of [
			"title=x&score=7",
			"title=x&__proto__[a]=1",
			"title[$ne]=",
			"title=%zz",
			"title=a%00"
		])
			expect((await send(type, body)).status, body).to.equal(400);
	});

	it("of a form may be longer than an address", async () => {
		const { status } = await send(
			"application/x-www-form-urlencoded",
			`title=x&text=${"a".repeat(1990)}&${"tags[]=&".repeat(3)}`
		);
		expect(status).to.equal(201);
	});

	it("is refused at 1 MB by its announced length, and closes the connection", async () => {
		const start = head("POST /api/v1/notes", {
			"Content-Type": "application/json",
			"Content-Length": MB + 1,
			Authorization: `Bearer ${ann.token}`,
			Connection: "keep-alive"
		});
		const answer = await exchangeRaw(api.url, start);
		expect(answer.status).to.equal(413);
		expect(answer.head).to.match(/connection: close/i);
		expect(JSON.parse(answer.body).detail).to.equal("The body is longer than 1048576 bytes");
	});

	it("is refused at 1 MB in chunks", async () => {
		const start = head("POST /api/v1/notes", {
			"Content-Type": "application/json",
			"Transfer-Encoding": "chunked",
			Authorization: `Bearer ${ann.token}`
		});
		const chunk = `80000\r\n${"a".repeat(0x80000)}\r\n`;
		const answer = await exchangeRaw(api.url, start, chunk, chunk, "1\r\na\r\n");
		expect(answer.status).to.equal(413);
	});

	it("of exactly 1 MB is read", async () => {
		const text = JSON.stringify({ title: "x", text: "" });
		const body = text.replace('""', `"${"a".repeat(MB - text.length)}"`);
		expect(body.length).to.equal(MB);
		const { status, body: refusal } = await send("application/json", body);
		expect([status, refusal.code]).to.deep.equal([400, "REQUEST_INVALID"]);
	});

	it("reaches a client that sends it all before it reads, also when it is refused", async () => {
		const { status } = await send("application/json", "a".repeat(5 * MB));
		expect(status).to.equal(413);
	});

	it("that is broken off is no request, and does no harm", async () => {
		const socket = await openSocket(api.url);
		socket.write(
			head("POST /api/v1/notes", {
				"Content-Type": "application/json",
				"Content-Length": 100,
				Authorization: `Bearer ${ann.token}`
			}) + '{"title":'
		);
		socket.destroy();
		expect((await ann.get("/notes")).status).to.equal(200);
	});

	it("is left unread where there is none to be, and the connection stays in order", async () => {
		const socket = await openSocket(api.url);
		const received = readAll(socket);
		const auth = { Authorization: `Bearer ${ann.token}` };
		socket.write(
			head("GET /api/v1/notes/count", {
				...auth,
				"Content-Length": 5,
				Connection: "keep-alive"
			}) + "hello"
		);
		socket.write(head("GET /api/v1/notes/count", auth));
		const statuses = (await received)
			.split(/(?=HTTP\/1\.1 )/)
			.map(text => parseAnswer(text).status);
		expect(statuses).to.deep.equal([200, 200]);
	});

	it("may be missing where nothing is required", async () => {
		expect((await ann.post("/probes/once")).status).to.equal(200);
		expect((await ann.post("/notes")).status).to.equal(400);
	});
});
