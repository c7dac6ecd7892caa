/** Files as their owners and others meet them: uploaded, read whole and in parts, linked, renamed, removed. */
import { createHash, randomBytes } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { FilesService } from "../../services/files/service.ts";
import type { Client } from "../support/client.ts";
import { fileForm, makeFile, sendFile, type FileAnswer } from "../support/files.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { exchangeRaw, head, openSocket } from "../support/raw-http.ts";
import { waitUntil } from "../support/wait-until.ts";

const PNG = Buffer.from(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
	"base64"
);
const MEGABYTE = 1024 * 1024;

describe("files", () => {
	let api: TestKernel;
	let ann: Client;
	let bob: Client;
	let admin: Client;

	before(async () => {
		api = await startTestKernel({
			environment: { FILES_MAX_MB: "3", FILES_QUOTA_MB: "8", UPLOADS_IDLE_SECONDS: "1" }
		});
		[ann, bob, admin] = [await api.as("ann"), await api.as("bob"), await api.as("admin")];
	});
	after(() => api?.stop());

	/** Every file below the folder of files. */
	function stored(): string[] {
		const folder = path.join(api.config.dataDir, "files");
		if (!existsSync(folder)) return [];
		return readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter(entry => entry.isFile())
			.map(entry => entry.name);
	}

	function rowsOf(collection: string) {
		return api.kernel.runtime.connection.collection(collection).countDocuments();
	}

	describe("an upload by form", () => {
		it("is answered as a file with what it really is, and tells so", async () => {
			api.events.length = 0;
			const { status, body, headers } = await sendFile(ann, PNG, "a.png", "image/png");
			expect(status).to.equal(201);
			expect(headers.get("location")).to.equal(`/api/v1/files/${body.id}`);
			expect(body).to.include({
				name: "a.png",
				mediaType: "image/png",
				size: PNG.length,
				sha256: createHash("sha256").update(PNG).digest("hex"),
				ownerId: ann.id
			});
			expect(body).to.not.have.any.keys("key", "_id");
			expect(api.events).to.deep.equal(["files.file.created"]);
			expect((await ann.get<FileAnswer>(`/files/${body.id}`)).body).to.deep.equal(body);
		});

		it("takes its name from a field, before or behind the file", async () => {
			const before = new FormData();
			before.set("name", "first.txt");
			before.set("file", new Blob(["x"]), "x.txt");
			const behind = fileForm("x");
			behind.set("name", "second.txt");
			expect((await ann.post("/files", before)).body.name).to.equal("first.txt");
			expect((await ann.post("/files", behind)).body.name).to.equal("second.txt");
			behind.set("name", "../second.txt");
			const { status, body } = await ann.post<FileAnswer>("/files", behind);
			expect([status, body.errors![0]!.pointer]).to.deep.equal([400, "/name"]);
		});

		it("never writes where its name leads, nor ends a header with it", async () => {
			const names = ["../../../etc/evil", "..\\..\\evil", "a\r\nX-Evil: 1\r\n\r\n.txt"];
			for (const name of names) {
				const { status, body } = await sendFile(ann, "x", name);
				expect(status).to.equal(201);
				expect(body.name).to.not.match(/[/\\\r\n]/);
				const { headers } = await ann.get(`/files/${body.id}/content`);
				expect(headers.get("x-evil")).to.equal(null);
				expect(headers.get("content-disposition")).to.match(/^attachment; filename="/);
			}
			for (const name of stored()) expect(name).to.match(/^[0-9a-f]{32}$/);
		});

		const types: [what: string, content: string | Buffer, said: string, is: string | null][] = [
			["a picture that nothing is said about", PNG, "application/octet-stream", "image/png"],
			["a picture under another picture's type", PNG, "image/jpeg", "image/png"],
			["text", "a,b\n", "text/csv", "text/csv"],
			["bytes", Buffer.from([1, 2, 3, 0]), "application/x-own", "application/octet-stream"],
			["HTML that says so", "<!doctype html><p>x", "text/html", "text/html"],
			["HTML that says it is a picture", "<!doctype html><p>x", "image/png", null],
			["SVG that says it is a PNG", '<svg onload="x"/>', "image/png", null],
			["bytes that say they are a picture", Buffer.from([1, 2, 3, 0]), "image/png", null],
			["a picture that says it is text", PNG, "text/plain", null]
		];
		for (const [what, content, said, is] of types)
			it(`of ${what} is ${is ?? "refused"}`, async () => {
				const before = stored().length;
				const { status, body } = await sendFile(ann, content, "x", said);
				if (is !== null) return expect(body.mediaType).to.equal(is);
				expect([status, body.code]).to.deep.equal([415, "REQUEST_FILE_TYPE"]);
				expect(body.errors![0]!.pointer).to.equal("/file");
				return expect(stored()).to.have.length(before);
			});

		const refused: [what: string, form: () => FormData, pointer: string][] = [
			["without a file", () => new FormData(), "/file"],
			[
				"with the file in another field",
				() => {
					const form = new FormData();
					form.set("photo", new Blob(["x"]), "x.txt");
					return form;
				},
				"/photo"
			],
			[
				"with two files",
				() => {
					const form = fileForm("x");
					form.append("file", new Blob(["y"]), "y.txt");
					return form;
				},
				"/file"
			],
			[
				"with a field that is not known",
				() => {
					const form = fileForm("x");
					form.set("ownerId", "somebody");
					return form;
				},
				"/ownerId"
			],
			[
				"with too many fields",
				() => {
					const form = new FormData();
					for (let count = 0; count < 20; count++) form.append("name", "x");
					form.set("file", new Blob(["x"]), "x.txt");
					return form;
				},
				""
			],
			["with an empty file", () => fileForm(""), "/file"]
		];
		for (const [what, form, pointer] of refused)
			it(`${what} is refused, and leaves nothing`, async () => {
				const [files, uploads] = [stored().length, await rowsOf("fileUploads")];
				const { status, body } = await ann.post<FileAnswer>("/files", form());
				expect([status, body.errors?.[0]?.pointer]).to.deep.equal([400, pointer]);
				expect(stored()).to.have.length(files);
				expect(await rowsOf("fileUploads")).to.equal(uploads);
			});

		it("that is no form is refused", async () => {
			for (const type of ["application/json", "text/plain", "multipart/form-data"]) {
				const { status } = await ann.post("/files", "{}", { "content-type": type });
				expect(status).to.equal(415);
			}
		});

		it("that is too long is refused, also when it does not say how long it is", async () => {
			const long = Buffer.alloc(3 * MEGABYTE + 1, "x");
			const [files, uploads] = [stored().length, await rowsOf("fileUploads")];
			const { status, body } = await sendFile(ann, long);
			expect([status, body.code]).to.deep.equal([413, "FILES_TOO_LARGE"]);
			const parts = [
				head("POST /api/v1/files", {
					Authorization: `Bearer ${ann.token}`,
					"Content-Type": "multipart/form-data; boundary=xx",
					"Transfer-Encoding": "chunked"
				}),
				...chunked(formHead("big.txt"), long, "\r\n--xx--\r\n")
			];
			expect((await exchangeRaw(api.url, ...parts)).status).to.equal(413);
			await waitUntil("nothing is left", async () => {
				return stored().length === files && (await rowsOf("fileUploads")) === uploads;
			});
		});

		it("that breaks off, or stops in the middle, leaves nothing", async () => {
			const [files, uploads] = [stored().length, await rowsOf("fileUploads")];
			const begin = () => [
				head("POST /api/v1/files", {
					Authorization: `Bearer ${ann.token}`,
					"Content-Type": "multipart/form-data; boundary=xx",
					"Content-Length": 100_000
				}),
				formHead("half.txt"),
				"x".repeat(50_000)
			];
			const socket = await openSocket(api.url);
			for (const part of begin()) socket.write(part);
			await waitUntil(
				"the upload has begun",
				async () => (await rowsOf("fileUploads")) > uploads
			);
			socket.destroy();
			await waitUntil(
				"nothing is left",
				async () => (await rowsOf("fileUploads")) === uploads
			);
			const { status, body } = await exchangeRaw(api.url, ...begin());
			expect([status, (JSON.parse(body) as FileAnswer).code]).to.deep.equal([
				408,
				"FILES_STALLED"
			]);
			expect(stored()).to.have.length(files);
			expect(await rowsOf("fileUploads")).to.equal(uploads);
		});

		it("whose form ends before its end is refused", async () => {
			const body = `${formHead("half.txt")}half of it`;
			const { status } = await exchangeRaw(
				api.url,
				head("POST /api/v1/files", {
					Authorization: `Bearer ${ann.token}`,
					"Content-Type": "multipart/form-data; boundary=xx",
					"Content-Length": body.length
				}),
				body
			);
			expect(status).to.equal(400);
		});
	});

	describe("content", () => {
		const content = randomBytes(100_000);
		let place: string;
		let tag: string;

		before(async () => {
			const { body } = await sendFile(ann, content, "Grüße 😀.bin", "");
			place = `/files/${body.id}/content`;
			tag = (await ann.get(place)).headers.get("etag")!;
		});

		async function bytesOf(range: string, more: Record<string, string> = {}) {
			const response = await fetch(`${api.url}/api/v1${place}`, {
				headers: { authorization: `Bearer ${ann.token}`, range, ...more }
			});
			return { response, bytes: Buffer.from(await response.arrayBuffer()) };
		}

		it("comes whole, as an attachment that could do nothing in a browser", async () => {
			const { response, bytes } = await bytesOf("");
			expect(bytes.equals(content)).to.equal(true);
			expect(response.status).to.equal(200);
			const headers = Object.fromEntries(response.headers);
			expect(headers).to.include({
				"content-length": "100000",
				"accept-ranges": "bytes",
				"content-security-policy": "sandbox; default-src 'none'",
				"x-content-type-options": "nosniff",
				"content-disposition": `attachment; filename="Gr__e __.bin"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%F0%9F%98%80.bin`
			});
		});

		it("comes in one part, from either end", async () => {
			for (const [range, start, end] of [
				["bytes=0-9", 0, 9],
				["bytes=99990-", 99_990, 99_999],
				["bytes=-10", 99_990, 99_999]
			] as const) {
				const { response, bytes } = await bytesOf(range);
				expect(response.status).to.equal(206);
				expect(response.headers.get("content-range")).to.equal(
					`bytes ${start}-${end}/100000`
				);
				expect(bytes.equals(content.subarray(start, end + 1))).to.equal(true);
			}
		});

		it("comes in several parts, each with its place", async () => {
			const { response, bytes } = await bytesOf("bytes=0-4,50000-50004,-5");
			const type = response.headers.get("content-type")!;
			const [, boundary] = /^multipart\/byteranges; boundary=(.+)$/.exec(type)!;
			const parts = bytes.toString("latin1").split(`--${boundary}`).slice(1, -1);
			expect(response.status).to.equal(206);
			expect(Number(response.headers.get("content-length"))).to.equal(bytes.length);
			const told = parts.map(part => /Content-Range: (.+)\r/.exec(part)![1]);
			expect(told).to.deep.equal([
				"bytes 0-4/100000",
				"bytes 50000-50004/100000",
				"bytes 99995-99999/100000"
			]);
			const middle = content.subarray(50_000, 50_005).toString("latin1");
			expect(parts[1]!.endsWith(`\r\n\r\n${middle}\r\n`)).to.equal(true);
		});

		it("that is not there is a 416 with the length", async () => {
			const { status, headers, body } = await ann.get(place, { range: "bytes=100000-" });
			expect([status, body.code]).to.deep.equal([416, "FILES_RANGE"]);
			expect(headers.get("content-range")).to.equal("bytes */100000");
		});

		it("comes in part only while it is what If-Range names", async () => {
			const { headers } = await ann.get(place);
			for (const known of [tag, headers.get("last-modified")!])
				expect(
					(await bytesOf("bytes=0-9", { "if-range": known })).response.status
				).to.equal(206);
			for (const other of ['"other"', `W/${tag}`, "Sat, 01 Jan 2000 00:00:00 GMT"])
				expect(
					(await bytesOf("bytes=0-9", { "if-range": other })).response.status
				).to.equal(200);
		});

		it("is not sent again to who has it", async () => {
			const known: Record<string, string>[] = [
				{ "if-none-match": tag },
				{ "if-none-match": `"x", W/${tag}` },
				{ "if-none-match": "*" },
				{ "if-modified-since": new Date(Date.now() + 60_000).toUTCString() }
			];
			for (const headers of known) {
				const answer = await ann.get(place, headers);
				expect([answer.status, answer.text]).to.deep.equal([304, ""]);
				expect(answer.headers.get("etag")).to.equal(tag);
			}
			const others: Record<string, string>[] = [
				{ "if-none-match": '"x"' },
				{ "if-modified-since": "Sat, 01 Jan 2000 00:00:00 GMT" }
			];
			for (const headers of others)
				expect((await ann.get(place, headers)).status).to.equal(200);
		});

		it("is told of by HEAD without a byte of it", async () => {
			const { status, headers, text } = await ann.send("HEAD", place);
			expect([status, text]).to.deep.equal([200, ""]);
			expect(headers.get("content-length")).to.equal("100000");
			expect(headers.get("etag")).to.equal(tag);
		});

		it("is for its owner and administrators alone", async () => {
			expect((await admin.get(place)).status).to.equal(200);
			expect((await bob.get(place)).status).to.equal(404);
			expect((await api.guest.get(place)).status).to.equal(401);
		});
	});

	describe("a link", () => {
		it("needs no token, and serves parts like the file itself", async () => {
			const id = await makeFile(ann, "A plan\n");
			const { body } = await ann.post<{ url: string; expiresAt: string }>(
				`/files/${id}/link`,
				{
					expiresIn: 60
				}
			);
			expect(Date.parse(body.expiresAt)).to.be.within(Date.now(), Date.now() + 61_000);
			const response = await fetch(body.url, { headers: { range: "bytes=2-5" } });
			expect([response.status, await response.text()]).to.deep.equal([206, "plan"]);
			await ann.delete(`/files/${id}`);
			expect((await fetch(body.url)).status).to.equal(404);
		});

		it("is for one file and one time, whoever changes it", async () => {
			const [id, other] = [await makeFile(ann), await makeFile(ann)];
			const { body } = await ann.post<{ url: string }>(`/files/${id}/link`);
			const url = new URL(body.url);
			const expires = Number(url.searchParams.get("expires"));
			const signature = url.searchParams.get("signature")!;
			const changed = [
				[other, expires, signature],
				[id, expires + 1, signature],
				[id, expires, `${signature.slice(0, -2)}AA`],
				[id, expires, ""]
			];
			for (const [file, until, proof] of changed) {
				const query = `expires=${until}&signature=${proof}`;
				const answer = await api.guest.get(`/files/${file}/linked?${query}`);
				expect([answer.status, answer.body.code]).to.deep.equal([
					403,
					"FILES_LINK_INVALID"
				]);
			}
			const { links } = api.kernel.broker.getLocalService("files") as unknown as FilesService;
			const past = await links.sign(id, Math.floor(Date.now() / 1000) - 1);
			const late = await api.guest.get(`/files/${id}/linked?${past}`);
			expect([late.status, late.body.code]).to.deep.equal([410, "FILES_LINK_EXPIRED"]);
		});

		it("is made by who may read the file, and not for ever", async () => {
			const id = await makeFile(ann);
			expect((await bob.post(`/files/${id}/link`)).status).to.equal(404);
			for (const expiresIn of [0, -1, 604_801, "x", 1.5])
				expect((await ann.post(`/files/${id}/link`, { expiresIn })).status).to.equal(400);
		});
	});

	it("are listed for their owner, and all of them for administrators", async () => {
		const carl = await api.as("carl");
		const id = await makeFile(carl);
		const list = await carl.get<{ data: FileAnswer[]; total: number }>("/files");
		expect(list.body.data.map(file => file.id)).to.deep.equal([id]);
		const all = await admin.get<{ data: FileAnswer[] }>(`/files?filter[ownerId]=${carl.id}`);
		expect(all.body.data.map(file => file.id)).to.deep.equal([id]);
	});

	it("are renamed, and nothing else of them is changed", async () => {
		const id = await makeFile(ann);
		const { status, body } = await ann.patch<FileAnswer>(`/files/${id}`, { name: "b.txt" });
		expect([status, body.name]).to.deep.equal([200, "b.txt"]);
		for (const patch of [
			{ ownerId: bob.id },
			{ size: 1 },
			{ mediaType: "text/html" },
			{ name: "a/b" }
		])
			expect((await ann.patch(`/files/${id}`, patch)).status).to.equal(400);
		expect((await bob.patch(`/files/${id}`, { name: "c.txt" })).status).to.equal(404);
	});

	it("are removed with their bytes", async () => {
		const id = await makeFile(ann);
		const before = stored().length;
		expect((await bob.delete(`/files/${id}`)).status).to.equal(404);
		expect((await ann.delete(`/files/${id}`)).status).to.equal(204);
		expect(stored()).to.have.length(before - 1);
		expect((await ann.get(`/files/${id}/content`)).status).to.equal(404);
		expect(await rowsOf("fileContents")).to.equal(stored().length);
	});

	it("fill their owner's quota exactly, however many come at once", async () => {
		const dora = await api.as("dora");
		const sent = Array.from({ length: 12 }, () => sendFile(dora, Buffer.alloc(MEGABYTE, "x")));
		const answers = await Promise.all(sent);
		const taken = answers.filter(({ status }) => status === 201);
		const refused = answers.filter(({ status }) => status !== 201);
		for (const { status, body } of refused)
			expect([status, body.code]).to.deep.equal([413, "FILES_QUOTA"]);
		const used = async () =>
			(await api.kernel.runtime.connection
				.collection<{ _id: string; bytes: number }>("fileQuotas")
				.findOne({ _id: dora.id! }))!.bytes;
		expect(await used()).to.equal(taken.length * MEGABYTE);
		// What lost a race may be sent again, up to the last byte.
		for (let count = taken.length; count < 8; count++)
			expect((await sendFile(dora, Buffer.alloc(MEGABYTE, "x"))).status).to.equal(201);
		expect((await sendFile(dora, "x")).body.code).to.equal("FILES_QUOTA");
		expect(await used()).to.equal(8 * MEGABYTE);
		await dora.delete(`/files/${taken[0]!.body.id}`);
		expect((await sendFile(dora, "x")).status).to.equal(201);
	});

	it("are a part of health and metrics", async () => {
		const { body } = await api.guest.get<{ checks: { files: { status: string } } }>(
			"/health/detailed"
		);
		expect(body.checks.files.status).to.equal("ok");
		const { text } = await api.guest.get("//metrics");
		expect(text).to.match(/^files_uploaded_total(\{.*\})? [1-9]/m);
	});
});

describe("files on a disk that is full", () => {
	const folder = mkdtempSync(path.join(tmpdir(), "lyceum-full-"));
	const files = path.join(folder, "files");
	let isMounted = false;
	let api: TestKernel | undefined;

	before(async function () {
		mkdirSync(files);
		try {
			const options = ["-t", "tmpfs", "-o", "size=2m", "tmpfs", files];
			execFileSync("mount", options, { stdio: "ignore" });
			isMounted = true;
		} catch {
			this.skip();
		}
		api = await startTestKernel({ dataDir: folder });
	});
	after(async () => {
		await api?.stop();
		if (isMounted) execFileSync("umount", [files]);
		rmSync(folder, { recursive: true, force: true });
	});

	it("are refused clearly, leave nothing behind, and are taken again when there is room", async () => {
		const ann = await api!.as("ann");
		const { status, body, headers } = await sendFile(ann, Buffer.alloc(3 * MEGABYTE, "x"));
		expect([status, body.code]).to.deep.equal([503, "FILES_DISK_FULL"]);
		expect(headers.get("retry-after")).to.match(/^\d+$/);
		expect(readdirSync(path.join(files, "incoming"))).to.deep.equal([]);
		const { connection } = api!.kernel.runtime;
		expect(await connection.collection("fileUploads").countDocuments()).to.equal(0);
		const quotas = connection.collection<{ _id: string; bytes: number }>("fileQuotas");
		expect((await quotas.findOne({ _id: ann.id! }))!.bytes).to.equal(0);
		expect((await sendFile(ann, Buffer.alloc(MEGABYTE, "x"))).status).to.equal(201);
	});
});

function formHead(name: string) {
	return `--xx\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n`;
}

function chunked(...parts: (string | Buffer)[]): (string | Buffer)[] {
	return [
		...parts.flatMap(part => [`${part.length.toString(16)}\r\n`, part, "\r\n"]),
		"0\r\n\r\n"
	];
}
