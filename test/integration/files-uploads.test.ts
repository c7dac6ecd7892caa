/** Resumable uploads by the tus protocol: what it promises, and what comes of clients that do not keep to it. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { Upload as TusUpload } from "tus-js-client";
import type { Client } from "../support/client.ts";
import { beginUpload, CHUNK, offsetOf, sendChunk, TUS, type FileAnswer } from "../support/files.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { head, openSocket, parseAnswer, readAll } from "../support/raw-http.ts";
import { sendCut } from "../support/tus-cuts.ts";
import { waitUntil } from "../support/wait-until.ts";

const MEGABYTE = 1024 * 1024;
const HOUR_MS = 60 * 60 * 1000;

describe("resumable uploads", () => {
	let api: TestKernel;
	let ann: Client;
	let bob: Client;

	before(async () => {
		api = await startTestKernel({
			environment: { FILES_MAX_MB: "100", FILES_QUOTA_MB: "200", UPLOADS_IDLE_SECONDS: "1" }
		});
		[ann, bob] = [await api.as("ann"), await api.as("bob")];
	});
	after(() => api?.stop());

	function incoming(): string[] {
		const folder = path.join(api.config.dataDir, "files", "incoming");
		return existsSync(folder) ? readdirSync(folder) : [];
	}

	async function quotaOf(client: Client) {
		const quotas = api.kernel.runtime.connection.collection<{ _id: string; bytes: number }>(
			"fileQuotas"
		);
		return (await quotas.findOne({ _id: client.id! }))?.bytes ?? 0;
	}

	async function contentOf(client: Client, id: string) {
		const response = await fetch(`${api.url}/api/v1/files/${id}/content`, {
			headers: { authorization: `Bearer ${client.token}` }
		});
		return Buffer.from(await response.arrayBuffer());
	}

	it("tell what they can do, also in refusals", async () => {
		for (const answer of [
			await api.guest.send("OPTIONS", "/uploads"),
			await api.guest.post("/uploads"),
			await ann.send("HEAD", `/uploads/${"0".repeat(24)}`, undefined, TUS)
		]) {
			expect(answer.headers.get("tus-resumable")).to.equal("1.0.0");
			expect(answer.headers.get("tus-version")).to.equal("1.0.0");
			expect(answer.headers.get("tus-max-size")).to.equal(String(100 * MEGABYTE));
			expect(answer.headers.get("tus-extension")).to.include("termination");
		}
	});

	it("become files like any other, of the same id, piece by piece", async () => {
		const text = "A plan of several pieces\n";
		const id = await beginUpload(ann, text.length, {
			filename: "../plan.txt",
			filetype: "text/plain"
		});
		expect(await offsetOf(ann, id)).to.equal(0);
		for (let offset = 0; offset < text.length; offset += 10) {
			const piece = text.slice(offset, offset + 10);
			const { status, headers } = await sendChunk(ann, id, offset, piece);
			expect(status).to.equal(204);
			expect(Number(headers.get("upload-offset"))).to.equal(offset + piece.length);
		}
		const { body } = await ann.get<FileAnswer>(`/files/${id}`);
		expect(body).to.include({
			name: "plan.txt",
			mediaType: "text/plain",
			size: text.length,
			sha256: createHash("sha256").update(text).digest("hex"),
			ownerId: ann.id
		});
		expect((await contentOf(ann, id)).toString()).to.equal(text);
		expect(await offsetOf(ann, id)).to.equal(text.length);
		// The answer to the last piece may be lost; nothing comes of asking again.
		expect((await sendChunk(ann, id, text.length, "")).status).to.equal(204);
		expect((await sendChunk(ann, id, 0, "x")).status).to.equal(409);
	});

	it("may bring their first bytes along", async () => {
		const { status, headers } = await ann.post("/uploads", "A plan", {
			...CHUNK,
			"upload-length": "6"
		});
		expect([status, headers.get("upload-offset")]).to.deep.equal([201, "6"]);
		const id = headers.get("location")!.split("/").at(-1)!;
		expect((await contentOf(ann, id)).toString()).to.equal("A plan");
	});

	it("of tus-js-client arrive as they are", async () => {
		const content = randomBytes(3 * MEGABYTE + 17);
		const url = await new Promise<string>((resolve, reject) => {
			const upload = new TusUpload(content, {
				endpoint: `${api.url}/api/v1/uploads`,
				headers: { Authorization: `Bearer ${ann.token}` },
				chunkSize: MEGABYTE,
				metadata: { filename: "noise.bin" },
				onSuccess: () => resolve(upload.url!),
				onError: reject
			});
			upload.start();
		});
		const id = url.split("/").at(-1)!;
		expect((await contentOf(ann, id)).equals(content)).to.equal(true);
	});

	it("of 64 MB, cut ten times and resumed, are the same bytes, and memory stays flat", async function () {
		this.timeout(120_000);
		const { id, sha256, cuts } = await sendCut(ann, 64 * MEGABYTE, 10);
		expect(cuts).to.equal(10);
		expect((await ann.get<FileAnswer>(`/files/${id}`)).body.sha256).to.equal(sha256);
		const digest = createHash("sha256")
			.update(await contentOf(ann, id))
			.digest("hex");
		expect(digest).to.equal(sha256);
		await ann.delete(`/files/${id}`);
	});

	const refused: [what: string, headers: Record<string, string>, status: number, code: string][] =
		[
			[
				"another version",
				{ "tus-resumable": "0.2.2", "upload-length": "5" },
				412,
				"FILES_UPLOAD_VERSION"
			],
			[
				"no version",
				{ "tus-resumable": "", "upload-length": "5" },
				412,
				"FILES_UPLOAD_VERSION"
			],
			["no length", { ...TUS }, 400, "REQUEST_INVALID"],
			["a length of nothing", { ...TUS, "upload-length": "0" }, 400, "REQUEST_INVALID"],
			["a negative length", { ...TUS, "upload-length": "-1" }, 400, "REQUEST_INVALID"],
			[
				"too much",
				{ ...TUS, "upload-length": String(101 * MEGABYTE) },
				413,
				"FILES_TOO_LARGE"
			],
			[
				"metadata that is not base64",
				{ ...TUS, "upload-length": "5", "upload-metadata": "filename ü" },
				400,
				"REQUEST_INVALID"
			]
		];
	for (const [what, headers, status, code] of refused)
		it(`with ${what} are refused`, async () => {
			const answer = await ann.post("/uploads", undefined, headers);
			expect([answer.status, answer.body.code]).to.deep.equal([status, code]);
		});

	it("go on where they are, and nowhere else", async () => {
		const id = await beginUpload(ann, 10);
		await sendChunk(ann, id, 0, "01234");
		for (const offset of [0, 4, 6, 10]) {
			const { status, body } = await sendChunk(ann, id, offset, "x".repeat(10 - offset));
			expect([status, body.code]).to.deep.equal([409, "FILES_UPLOAD_OFFSET"]);
		}
		const far = await sendChunk(ann, id, 5, "567890");
		expect([far.status, far.body.code]).to.deep.equal([413, "FILES_TOO_LARGE"]);
		const strange = await sendChunk(ann, id, 5, "56789", { "content-type": "text/plain" });
		expect([strange.status, strange.body.code]).to.deep.equal([415, "FILES_UPLOAD_TYPE"]);
		expect((await sendChunk(ann, id, -1, "56789")).status).to.equal(400);
		expect(await offsetOf(ann, id)).to.equal(5);
		expect((await sendChunk(ann, id, 5, "56789")).status).to.equal(204);
		expect((await contentOf(ann, id)).toString()).to.equal("0123456789");
	});

	it("take no byte that its checksum does not vouch for", async () => {
		const id = await beginUpload(ann, 10);
		const sum = (text: string) => `sha1 ${createHash("sha1").update(text).digest("base64")}`;
		const wrong = await sendChunk(ann, id, 0, "01234", { "upload-checksum": sum("43210") });
		expect([wrong.status, wrong.body.code]).to.deep.equal([460, "FILES_UPLOAD_CHECKSUM"]);
		expect(await offsetOf(ann, id)).to.equal(0);
		const unknown = await sendChunk(ann, id, 0, "01234", { "upload-checksum": "crc32 AAAA" });
		expect(unknown.status).to.equal(400);
		const right = { "upload-checksum": sum("0123456789") };
		expect((await sendChunk(ann, id, 0, "0123456789", right)).status).to.equal(204);
	});

	it("belong to who began them", async () => {
		const id = await beginUpload(ann, 5);
		const admin = await api.as("admin");
		for (const other of [bob, admin]) {
			expect((await sendChunk(other, id, 0, "01234")).status).to.equal(404);
			expect((await other.delete(`/uploads/${id}`, TUS)).status).to.equal(404);
		}
		expect((await sendChunk(api.guest, id, 0, "01234")).status).to.equal(401);
		expect(await offsetOf(ann, id)).to.equal(0);
	});

	it("hold their whole length of the quota until they are given up", async () => {
		const carl = await api.as("carl");
		const ids = [
			await beginUpload(carl, 100 * MEGABYTE),
			await beginUpload(carl, 99 * MEGABYTE)
		];
		const { status, body } = await carl.post("/uploads", undefined, {
			...TUS,
			"upload-length": String(2 * MEGABYTE)
		});
		expect([status, body.code]).to.deep.equal([413, "FILES_QUOTA"]);
		await sendChunk(carl, ids[0]!, 0, "some bytes");
		const before = incoming().length;
		for (const id of ids)
			expect((await carl.delete(`/uploads/${id}`, TUS)).status).to.equal(204);
		expect(incoming()).to.have.length(before - 1);
		expect(await quotaOf(carl)).to.equal(0);
		expect((await sendChunk(carl, ids[0]!, 10, "more")).status).to.equal(404);
	});

	it("that nobody goes on with are removed, with their bytes and what they held", async () => {
		const dora = await api.as("dora");
		const id = await beginUpload(dora, 1000);
		await sendChunk(dora, id, 0, "some bytes");
		await api.kernel.broker.call("files.sweep", { now: new Date(Date.now() + 23 * HOUR_MS) });
		expect(await offsetOf(dora, id)).to.equal(10);
		const uploads = api.kernel.runtime.connection.collection<{ _id: string }>("fileUploads");
		await uploads.updateOne({ _id: id }, { $set: { expiresAt: new Date() } });
		const late = await sendChunk(dora, id, 10, "more");
		expect([late.status, late.body.code]).to.deep.equal([410, "FILES_UPLOAD_EXPIRED"]);
		await api.kernel.broker.call("files.sweep", {});
		expect((await sendChunk(dora, id, 10, "more")).status).to.equal(404);
		expect(await quotaOf(dora)).to.equal(0);
		expect(await uploads.countDocuments({ _id: id })).to.equal(0);
	});

	it("that were whole when their node died become files as soon as somebody asks", async () => {
		const id = await beginUpload(ann, 10);
		await sendChunk(ann, id, 0, "01234");
		// The last bytes are stored, and the node does not come to make a file of them.
		await api.kernel.runtime.connection
			.collection<{ _id: string }>("fileUploads")
			.updateOne({ _id: id }, { $set: { length: 5 } });
		expect((await ann.get(`/files/${id}`)).status).to.equal(404);
		expect(await offsetOf(ann, id)).to.equal(5);
		expect((await contentOf(ann, id)).toString()).to.equal("01234");
	});

	it("that are not what they say are refused at their end, and leave nothing", async () => {
		const emil = await api.as("emil");
		const text = "<!doctype html><p>x";
		const id = await beginUpload(emil, text.length, { filetype: "image/png" });
		const { status, body } = await sendChunk(emil, id, 0, text);
		expect([status, body.code]).to.deep.equal([415, "REQUEST_FILE_TYPE"]);
		expect((await emil.get(`/files/${id}`)).status).to.equal(404);
		expect(await quotaOf(emil)).to.equal(0);
	});

	/** A request that says how long it is, and sends only a part. */
	async function halfChunk(id: string, offset: number, part: string, length: number) {
		const socket = await openSocket(api.url);
		const received = readAll(socket);
		socket.write(
			head(`PATCH /api/v1/uploads/${id}`, {
				Authorization: `Bearer ${ann.token}`,
				"Tus-Resumable": "1.0.0",
				"Content-Type": "application/offset+octet-stream",
				"Upload-Offset": offset,
				"Content-Length": length
			}) + part
		);
		return { socket, received };
	}

	function locksOf(id: string) {
		return api.kernel.runtime.connection
			.collection<{ _id: string }>("fileUploads")
			.countDocuments({ _id: id, lock: { $exists: true } });
	}

	it("are written to by one request at a time; who asks how far they are ends it", async () => {
		const id = await beginUpload(ann, 20);
		const { socket } = await halfChunk(id, 0, "01234", 20);
		await waitUntil("the first writes", async () => (await locksOf(id)) === 1);
		const { status, body } = await sendChunk(ann, id, 0, "x".repeat(20));
		expect([status, body.code]).to.deep.equal([423, "FILES_UPLOAD_LOCKED"]);
		const offset = await offsetOf(ann, id);
		expect(offset).to.be.oneOf([0, 5]);
		expect(await locksOf(id)).to.equal(0);
		socket.destroy();
		const rest = "0123456789abcdefghij".slice(offset);
		expect((await sendChunk(ann, id, offset, rest)).status).to.equal(204);
		expect((await contentOf(ann, id)).toString()).to.equal("0123456789abcdefghij");
	});

	it("sent many times at once are written once", async () => {
		const text = "x".repeat(50_000) + "y".repeat(50_000);
		const id = await beginUpload(ann, text.length);
		const answers = await Promise.all(
			Array.from({ length: 8 }, () => sendChunk(ann, id, 0, text))
		);
		const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
		expect(statuses.filter(status => status === 204)).to.have.length(1);
		for (const status of statuses) expect(status).to.be.oneOf([204, 409, 423]);
		expect((await contentOf(ann, id)).toString()).to.equal(text);
	});

	it("keep what came before their sender fell silent", async () => {
		const id = await beginUpload(ann, 20);
		const { received } = await halfChunk(id, 0, "01234", 20);
		expect(parseAnswer(await received).status).to.equal(408);
		expect(await offsetOf(ann, id)).to.equal(5);
		expect((await sendChunk(ann, id, 5, "56789abcdefghij")).status).to.equal(204);
		expect((await contentOf(ann, id)).toString()).to.equal("0123456789abcdefghij");
	});
});
