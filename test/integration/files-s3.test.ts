/** Files in a bucket: the same as on disk, and a clear word when the bucket is away. */
import { createHash, randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import {
	beginUpload,
	makeFile,
	offsetOf,
	sendChunk,
	sendFile,
	type FileAnswer
} from "../support/files.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { startS3Server, type S3Server } from "../support/s3-server.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { sendCut } from "../support/tus-cuts.ts";

const MEGABYTE = 1024 * 1024;

describe("files in S3", () => {
	let s3: S3Server;
	let proxy: TcpProxy;
	let api: TestKernel;
	let ann: Client;

	before(async () => {
		s3 = await startS3Server();
		proxy = await startTcpProxy("127.0.0.1", s3.port);
		api = await startTestKernel({ environment: { S3_URL: s3.url(proxy.port) } });
		ann = await api.as("ann");
	});
	after(async () => {
		await api?.stop();
		await proxy?.cut();
		await s3?.close();
	});

	/** What lies in the bucket: an object, whatever else the server keeps of it, once. */
	function objects(): string[] {
		return readdirSync(s3.folder, { recursive: true, encoding: "utf8" }).filter(name =>
			name.endsWith("_object")
		);
	}

	async function bytesOf(id: string, range?: string) {
		const response = await fetch(`${api.url}/api/v1/files/${id}/content`, {
			headers: { authorization: `Bearer ${ann.token}`, ...(range && { range }) }
		});
		return Buffer.from(await response.arrayBuffer());
	}

	it("are uploaded by form, read in parts, linked and removed", async () => {
		const content = randomBytes(9 * MEGABYTE);
		const { status, body } = await sendFile(ann, content, "noise.bin", "");
		expect(status).to.equal(201);
		expect(body.sha256).to.equal(createHash("sha256").update(content).digest("hex"));
		expect((await bytesOf(body.id)).equals(content)).to.equal(true);
		const part = content.subarray(8 * MEGABYTE, 8 * MEGABYTE + 5);
		expect(await bytesOf(body.id, `bytes=${8 * MEGABYTE}-${8 * MEGABYTE + 4}`)).to.deep.equal(
			part
		);
		const link = await ann.post<{ url: string }>(`/files/${body.id}/link`);
		const linked = await fetch(link.body.url, { headers: { range: "bytes=0-1" } });
		expect(linked.status).to.equal(206);
		expect(await linked.bytes()).to.have.length(2);
		const before = objects().length;
		expect((await ann.delete(`/files/${body.id}`)).status).to.equal(204);
		expect(objects()).to.have.length(before - 1);
	});

	it("may be shorter than a part of theirs, and leave nothing beside themselves", async () => {
		const before = objects().length;
		const id = await makeFile(ann, "A plan\n");
		expect((await bytesOf(id)).toString()).to.equal("A plan\n");
		expect(objects()).to.have.length(before + 1);
	});

	it("are resumed in small pieces", async () => {
		const text = "A plan of several pieces\n";
		const id = await beginUpload(ann, text.length);
		for (let offset = 0; offset < text.length; offset += 10) {
			expect(await offsetOf(ann, id)).to.equal(offset);
			expect(
				(await sendChunk(ann, id, offset, text.slice(offset, offset + 10))).status
			).to.equal(204);
		}
		expect((await bytesOf(id)).toString()).to.equal(text);
	});

	it("are given up without a trace", async () => {
		const before = objects().length;
		const id = await beginUpload(ann, 20 * MEGABYTE);
		await sendChunk(ann, id, 0, randomBytes(9 * MEGABYTE));
		expect(objects().length).to.be.above(before);
		const { status } = await ann.delete(`/uploads/${id}`, { "tus-resumable": "1.0.0" });
		expect(status).to.equal(204);
		expect(objects()).to.have.length(before);
	});

	it("are the same bytes after many cuts", async function () {
		this.timeout(120_000);
		const { id, sha256, cuts } = await sendCut(ann, 40 * MEGABYTE, 5);
		expect(cuts).to.equal(5);
		expect((await ann.get<FileAnswer>(`/files/${id}`)).body.sha256).to.equal(sha256);
		expect(
			createHash("sha256")
				.update(await bytesOf(id))
				.digest("hex")
		).to.equal(sha256);
	});

	it("answer 503 while the bucket is away, and go on by themselves", async () => {
		const id = await makeFile(ann, "A plan\n");
		const upload = await beginUpload(ann, 10);
		await sendChunk(ann, upload, 0, "01234");
		await proxy.cut();
		try {
			for (const answer of [
				await ann.get(`/files/${id}/content`),
				await sendFile(ann, "x"),
				await sendChunk(ann, upload, 5, "56789")
			]) {
				expect([answer.status, answer.body.code]).to.deep.equal([
					503,
					"FILES_STORAGE_AWAY"
				]);
				expect(answer.headers.get("retry-after")).to.match(/^\d+$/);
				expect(answer.text).to.not.match(/ECONN|127\.0\.0\.1|S3RVER/);
			}
			const { body } = await ann.get<{ checks: { files: { status: string } } }>(
				"/health/detailed"
			);
			expect(body.checks.files.status).to.equal("down");
			expect((await ann.get(`/files/${id}`)).status).to.equal(200);
			expect((await ann.delete(`/files/${id}`)).status).to.equal(204);
		} finally {
			await proxy.mend();
		}
		expect(await offsetOf(ann, upload)).to.equal(5);
		expect((await sendChunk(ann, upload, 5, "56789")).status).to.equal(204);
		expect((await bytesOf(upload)).toString()).to.equal("0123456789");
		const before = objects().length;
		const { contents, uploads } = await api.kernel.broker.call<
			{ contents: number; uploads: number },
			object
		>("files.sweep", {});
		expect({ contents, uploads }).to.deep.equal({ contents: 1, uploads: 1 });
		expect(objects()).to.have.length(before - 1);
	});
});

describe("files in a bucket that is not ours", () => {
	let api: TestKernel;
	let s3: S3Server;
	let ann: Client;

	before(async () => {
		s3 = await startS3Server();
		api = await startTestKernel({
			environment: { S3_URL: s3.url().replace("//S3RVER:", "//somebody:") }
		});
		ann = await api.as("ann");
	});
	after(async () => {
		await api?.stop();
		await s3?.close();
	});

	it("are a 503 where it refuses our keys", async () => {
		const { status, body } = await sendFile(ann, "x");
		expect([status, body.code]).to.deep.equal([503, "FILES_STORAGE_AWAY"]);
	});
});
