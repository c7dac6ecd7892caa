import { expect } from "chai";
import { readdir, readlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import {
	exchangeRaw,
	head,
	openSocket,
	parseAnswer,
	readAll,
	waitUntil
} from "../support/raw-http.ts";

type State = { open: number; runs: number; uploads: string[]; waiting: number };
type Refusal = { code: string; errors?: { pointer: string; expected?: string }[] };

const KB = 1024;

/** The folders of uploads that are spooled at this moment, and the files that are open in them. */
async function spooled() {
	const folders = (await readdir(tmpdir())).filter(name => name.startsWith("lyceum-upload-"));
	const open = await readdir("/proc/self/fd").then(
		fds => Promise.all(fds.map(fd => readlink(`/proc/self/fd/${fd}`).catch(() => ""))),
		() => []
	);
	return { folders, files: open.filter(file => file.includes("lyceum-upload-")) };
}

function form(parts: Record<string, string | Blob>) {
	const data = new FormData();
	for (const [name, value] of Object.entries(parts)) data.append(name, value);
	return data;
}

describe("the gateway's streams", () => {
	let api: TestKernel;
	let guest: Client;
	let kept: string[];
	before(async () => {
		api = await startTestKernel({ fixtures: ["probes"] });
		({ guest } = api);
		kept = (await spooled()).folders;
	});
	after(() => api.stop());
	afterEach(async () => {
		await waitUntil("nothing of an upload is left", async () => {
			const { folders, files } = await spooled();
			return folders.every(name => kept.includes(name)) && files.length === 0;
		});
		expect((await guest.get("/probes/text")).status).to.equal(200);
	});

	const state = async () => (await guest.get<State>("/probes/state")).body;

	describe("out", () => {
		it("send what an action reads, as it comes", async () => {
			const { status, text, headers } = await guest.get("/probes/download");
			expect(status).to.equal(200);
			expect(headers.get("content-type")).to.equal("text/plain; charset=utf-8");
			expect(text)
				.to.have.length(2 * KB + 3)
				.and.match(/end$/);
		});

		it("are released when the client goes away in the middle", async () => {
			const abort = new AbortController();
			const response = await fetch(`${api.url}/api/v1/probes/endless`, {
				signal: abort.signal
			});
			await response.body!.getReader().read();
			expect((await state()).open).to.equal(1);
			abort.abort();
			await waitUntil("the stream is released", async () => (await state()).open === 0);
		});

		it("are released when the client goes away before they begin", async () => {
			const socket = await openSocket(api.url);
			socket.write(head("GET /api/v1/probes/endless", { Connection: "keep-alive" }));
			socket.destroy();
			await waitUntil("the stream is released", async () => (await state()).open === 0);
		});

		it("do not run ahead of a client that does not read", async () => {
			const socket = await openSocket(api.url);
			socket.pause();
			socket.write(head("GET /api/v1/probes/endless", { Connection: "keep-alive" }));
			await waitUntil("the stream runs", async () => (await state()).open === 1);
			const before = process.memoryUsage().rss;
			for (let round = 0; round < 50; round++) await state();
			expect(process.memoryUsage().rss - before).to.be.below(100 * KB * KB);
			socket.destroy();
			await waitUntil("the stream is released", async () => (await state()).open === 0);
		});

		it("that break off break the answer off, so that it is not taken for whole", async () => {
			const answer = await exchangeRaw(api.url, head("GET /api/v1/probes/broken"));
			expect(answer.status).to.be.oneOf([0, 200]);
			expect(answer.body).to.not.match(/\r\n0\r\n\r\n$/);
			expect(answer.body).to.not.include("disk");
		});

		it("are not read for a HEAD", async () => {
			const { status, text } = await guest.send("HEAD", "/probes/endless");
			expect([status, text]).to.deep.equal([200, ""]);
			await waitUntil("the stream is released", async () => (await state()).open === 0);
		});
	});

	describe("in", () => {
		const upload = (body: Uint8Array, path = "/probes/upload") =>
			guest.post<{ bytes: number } & Refusal>(path, body, {
				"content-type": "application/octet-stream"
			});

		it("reach the action as they are", async () => {
			const { status, body } = await upload(new Uint8Array(200 * KB));
			expect([status, body.bytes]).to.deep.equal([200, 200 * KB]);
		});

		it("are refused by their length before a byte is read", async () => {
			const announced = head("POST /api/v1/probes/upload", { "Content-Length": 300 * KB });
			const answer = await exchangeRaw(api.url, announced);
			expect(answer.status).to.equal(413);
			expect(JSON.parse(answer.body)).to.include({ code: "GATEWAY_BODY_TOO_LARGE" });
		});

		for (const path of ["/probes/upload", "/probes/refused-upload"]) {
			it(`of no announced length end at the limit: ${path}`, async () => {
				const chunk = `${(64 * KB).toString(16)}\r\n${"a".repeat(64 * KB)}\r\n`;
				const start = head(`POST /api/v1${path}`, { "Transfer-Encoding": "chunked" });
				const answer = await exchangeRaw(
					api.url,
					start,
					...Array<string>(6).fill(chunk),
					"0\r\n\r\n"
				);
				expect(answer.status).to.be.oneOf([403, 413]);
			});
		}

		it("end with an error in the action when the client goes away", async () => {
			const { uploads } = await state();
			const socket = await openSocket(api.url);
			socket.write(
				head("POST /api/v1/probes/upload", { "Content-Length": 100 * KB }) + "only this"
			);
			await waitUntil(
				"the server reads",
				async () => (await state()).uploads.length >= uploads.length
			);
			socket.destroy();
			await waitUntil(
				"the action has heard of it",
				async () => (await state()).uploads.length > uploads.length
			);
			expect((await state()).uploads.at(-1)).to.equal("broken off");
		});

		it("leave the connection in order when the action refuses them", async () => {
			const socket = await openSocket(api.url);
			const received = readAll(socket);
			const body = "a".repeat(1000);
			socket.write(
				head("POST /api/v1/probes/refused-upload", {
					"Content-Length": 1000,
					Connection: "keep-alive"
				}) + body
			);
			socket.write(head("GET /api/v1/probes/text"));
			const answers = (await received).split(/(?=HTTP\/1\.1 )/).map(parseAnswer);
			expect(answers.map(({ status }) => status)).to.deep.equal([403, 200]);
		});
	});

	describe("of a form", () => {
		it("bring the fields, wherever they stand, and the file", async () => {
			const { status, body, text } = await guest.post(
				"/probes/attach",
				form({
					file: new File(["the text"], "../../a b.txt", { type: "text/plain" }),
					name: "after"
				})
			);
			expect(status, text).to.equal(200);
			expect(body).to.deep.include({
				name: "after",
				text: "the text",
				file: { field: "file", filename: "a b.txt", mediaType: "text/plain", bytes: 8 }
			});
		});

		it("may come without a file", async () => {
			const { status, body } = await guest.post("/probes/attach", form({ name: "alone" }));
			expect([status, body.name, body.text]).to.deep.equal([200, "alone", ""]);
		});

		const refusals: [string, FormData, number, string][] = [
			[
				"a second file",
				form({ a: new Blob(["1"]), b: new Blob(["2"]) }),
				400,
				"GATEWAY_BAD_BODY"
			],
			[
				"a field that is too long",
				form({ name: "a".repeat(70 * KB) }),
				400,
				"GATEWAY_BAD_BODY"
			],
			[
				"too many fields",
				form(
					Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}`, "x"]))
				),
				400,
				"GATEWAY_BAD_BODY"
			],
			[
				"a file that is too long",
				form({ file: new Blob([new Uint8Array(300 * KB)]) }),
				413,
				"GATEWAY_BODY_TOO_LARGE"
			],
			["an unknown field", form({ other: "x" }), 400, "REQUEST_INVALID"],
			["a field that names a prototype", form({ __proto__x: "x", constructor: "x" }), 400, ""]
		];
		for (const [name, data, status, code] of refusals) {
			it(`are refused with ${name}`, async () => {
				const answer = await guest.post<Refusal>("/probes/attach", data);
				expect(answer.status, answer.text).to.equal(status);
				if (code) expect(answer.body.code).to.equal(code);
			});
		}

		it("are refused as another media type, without a boundary, and broken off", async () => {
			const json = await guest.post<Refusal>("/probes/attach", { name: "x" });
			expect([json.status, json.body.code]).to.deep.equal([415, "GATEWAY_MEDIA_TYPE"]);
			const without = await guest.post<Refusal>("/probes/attach", "x", {
				"content-type": "multipart/form-data"
			});
			expect(without.status).to.equal(415);
			const cut = await guest.post<Refusal>(
				"/probes/attach",
				'--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
				{ "content-type": "multipart/form-data; boundary=b" }
			);
			expect([cut.status, cut.body.code]).to.deep.equal([400, "GATEWAY_BAD_BODY"]);
		});

		it("leave no file behind when the client goes away in the middle", async () => {
			const socket = await openSocket(api.url);
			const part = '--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n';
			socket.write(
				head("POST /api/v1/probes/attach", {
					"Content-Type": "multipart/form-data; boundary=b",
					"Content-Length": 200 * KB
				}) +
					part +
					"a".repeat(100 * KB)
			);
			await waitUntil("it is spooled", async () =>
				(await spooled()).folders.some(name => !kept.includes(name))
			);
			socket.destroy();
		});

		it("leave no file open when the action refuses them", async () => {
			const { status } = await guest.post(
				"/probes/refused-form",
				form({ file: new Blob(["text"]) })
			);
			expect(status).to.equal(403);
		});
	});
});
