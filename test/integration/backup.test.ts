/** `npm run backup` while a kernel runs, `npm run restore` into an empty one, and what is refused. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { deserialize } from "bson";
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startCommand } from "../support/kernel-process.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { openEmbeddedSource } from "../../services/backup/embedded-source.ts";
import { KIND, LEFT_OUT } from "../../services/backup/format.ts";
import type { Source } from "../../services/backup/source.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const SUM = 1000;

/** Every document of every collection, as text that tells types apart. */
async function contentOf(source: Source) {
	const content: Record<string, { indexes: unknown; documents: string[] }> = {};
	for (const { name, indexes } of await source.collections()) {
		if (LEFT_OUT.has(name)) continue;
		const documents: string[] = [];
		for await (const document of source.documents(name))
			documents.push(Buffer.from(document).toString("base64"));
		const sorted = indexes.map(index => JSON.stringify(index)).sort();
		content[name] = { indexes: sorted, documents: documents.sort() };
	}
	await source.close();
	return content;
}

describe("backup and restore", function () {
	this.timeout(120_000);
	let api: TestKernel;
	let admin: Client;
	let folder: string;

	before(async function () {
		if (process.env.MONGO_URL) this.skip();
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-backup-"));
		api = await startTestKernel({ plugins: ["projects", "exercises"] });
		admin = await api.as("admin");
		await admin.post("/projects", { name: "Kept", description: "To be found again" });
	});
	after(async () => {
		await api?.stop();
		if (folder) await rm(folder, { recursive: true, force: true });
	});

	const run = (command: "backup" | "restore", dataDir: string, ...options: string[]) =>
		startCommand(
			ROOT,
			["node", "services/launch.mjs", `services/backup/${command}-main.ts`, ...options],
			{ DATA_DIR: dataDir }
		).ended;
	const storeIn = (dataDir: string) => path.join(dataDir, "store");

	async function backUp(name: string) {
		const file = path.join(folder, name);
		const { code, errors, out } = await run("backup", api.config.dataDir, "--to", file);
		expect(code, errors).to.equal(0);
		return { file, out };
	}

	it("brings back every document, index and file, and its users can sign in", async () => {
		const form = new FormData();
		const bytes = Buffer.alloc(700_000, "Lyceum ");
		form.set("file", new Blob([bytes], { type: "text/plain" }), "plan.txt");
		const uploaded = await admin.post<{ id: string }>("/files", form);
		expect(uploaded.status, uploaded.text).to.equal(201);

		const plugins = api.kernel.runtime.connection.collection<{ _id: string }>("plugins");
		const rollout = { id: "left", coordinator: "gone", phase: "all", before: null };
		await plugins.updateOne(
			{ _id: "projects" },
			{ $set: { rollout: { ...rollout, aliveAt: new Date(0) } } }
		);

		const { file, out } = await backUp("whole.backup");
		expect(out)
			.to.match(/1 files of 700000 bytes/)
			.and.match(/credentials: hashes/);
		expect((await stat(file)).mode & 0o777).to.equal(0o600);
		expect(await readdir(folder)).to.deep.equal(["whole.backup"]);

		const dataDir = path.join(folder, "restored");
		const restored = await run("restore", dataDir, "--from", file);
		expect(restored.code, restored.errors).to.equal(0);
		expect(await readdir(dataDir)).to.have.members(["files", "store"]);
		const [found, expected] = await Promise.all([
			contentOf(openEmbeddedSource(storeIn(dataDir), "lyceum")),
			contentOf(openEmbeddedSource(storeIn(api.config.dataDir), "lyceum"))
		]);
		expect(Object.keys(found)).to.include.members([
			"users",
			"projects",
			"signingKeys",
			"changes"
		]);
		expect(found).to.deep.equal(expected);
		await plugins.updateOne({ _id: "projects" }, { $set: { rollout: null } });

		const again = await startTestKernel({ plugins: ["projects", "exercises"], dataDir });
		try {
			const administrator = await again.as("admin");
			const { body } = await administrator.get<{ data: { name: string }[] }>("/projects");
			expect(body.data.map(({ name }) => name)).to.deep.equal(["Kept"]);
			const { id } = uploaded.body;
			const content = await administrator.get(`/files/${id}/content`);
			expect(content.text).to.equal(bytes.toString());
			const reloaded = await administrator.post("/plugins/projects/reload");
			expect(reloaded.status, "the rollout of a node that is gone was ended").to.equal(200);
		} finally {
			await again.stop();
		}
	});

	it("shows one moment of a store that is being written", async () => {
		const { connection } = api.kernel.runtime;
		const accounts = connection.collection<{ _id: string; amount: number }>("accounts");
		const entries = connection.collection("accountEntries");
		await accounts.insertMany([
			{ _id: "one", amount: SUM },
			{ _id: "two", amount: 0 }
		]);
		// What makes the backup long enough to be in the middle of the writes.
		const filler = Array.from({ length: 4000 }, (_, n) => ({ n, text: "x".repeat(2000) }));
		await connection.collection("between").insertMany(filler);
		let isOver = false;
		let transfers = 0;
		const write = async () => {
			while (!isOver) {
				await api.kernel.runtime.transaction(async session => {
					await accounts.updateOne({ _id: "one" }, { $inc: { amount: -1 } }, { session });
					await entries.insertOne({ n: transfers }, { session });
					await accounts.updateOne({ _id: "two" }, { $inc: { amount: 1 } }, { session });
				});
				transfers++;
			}
		};
		const writing = write();
		const { file } = await backUp("busy.backup").finally(() => (isOver = true));
		await writing;

		const dataDir = path.join(folder, "busy");
		expect((await run("restore", dataDir, "--from", file)).code).to.equal(0);
		const source = openEmbeddedSource(storeIn(dataDir), "lyceum");
		const restored = [...(source.documents("accounts") as Iterable<Uint8Array>)].map(
			document => deserialize(document) as { amount: number }
		);
		const moved = [...(source.documents("accountEntries") as Iterable<Uint8Array>)].length;
		await source.close();
		expect(restored.map(({ amount }) => amount)).to.deep.equal([SUM - moved, moved]);
		expect(transfers, "it was written during the backup").to.be.greaterThan(moved);
		expect(moved).to.be.greaterThan(0);
	});

	it("is refused where a kernel runs, where there are documents, and where its place is taken", async () => {
		const { file } = await backUp("again.backup");
		const running = await run("restore", api.config.dataDir, "--from", file, "--force");
		expect(running.code).to.equal(1);
		expect(running.errors)
			.to.contain("another process is using it")
			.and.contain("stop the kernel");
		const taken = await run("backup", api.config.dataDir, "--to", file);
		expect([taken.code, taken.errors.includes("is there already")]).to.deep.equal([1, true]);

		const dataDir = path.join(folder, "twice");
		expect((await run("restore", dataDir, "--from", file)).code).to.equal(0);
		const before = await contentOf(openEmbeddedSource(storeIn(dataDir), "lyceum"));
		const full = await run("restore", dataDir, "--from", file);
		expect(full.code).to.equal(1);
		expect(full.errors).to.contain("restored into an empty kernel").and.contain("--force");
		expect(await contentOf(openEmbeddedSource(storeIn(dataDir), "lyceum"))).to.deep.equal(
			before
		);
		const forced = await run("restore", dataDir, "--from", file, "--force");
		expect(forced.code, forced.errors).to.equal(0);
		const [kept] = (await readdir(dataDir)).filter(name => name.startsWith("before-restore-"));
		const old = path.join(dataDir, kept!, "store");
		expect(await contentOf(openEmbeddedSource(old, "lyceum"))).to.deep.equal(before);
	});

	describe("refuses before anything is written", () => {
		let whole: Buffer;
		before(async () => {
			whole = await readFile((await backUp("source.backup")).file);
		});

		const frame = (kind: number, payload: string | Buffer) => {
			const head = Buffer.alloc(5);
			head.writeUInt8(kind, 0);
			head.writeUInt32BE(payload.length, 1);
			return Buffer.concat([head, Buffer.from(payload)]);
		};
		const flipped = (bytes: Buffer, at: number) => {
			const copy = Buffer.from(bytes);
			copy[at]! ^= 1;
			return copy;
		};
		const changedText = (from: string, to: string) => {
			const bytes = gunzipSync(whole);
			const at = bytes.indexOf(from);
			expect(at).to.be.greaterThan(0);
			bytes.write(to, at);
			return gzipSync(bytes);
		};
		const header = frame(
			KIND.header,
			JSON.stringify({ format: "lyceum-backup", formatVersion: 1 })
		);
		const file = (key: string, size: number) => frame(KIND.file, JSON.stringify({ key, size }));

		const hostile: [string, () => Buffer, RegExp][] = [
			["half of one", () => whole.subarray(0, whole.length / 2), /end is missing|damaged/],
			["one without its last byte", () => whole.subarray(0, -1), /end is missing/],
			[
				"one with a flipped bit",
				() => flipped(whole, whole.length >> 1),
				/damaged|altered|none|order|claims|no backup/
			],
			[
				"another text in a document",
				() => changedText("To be found again", "To be lost again!"),
				/altered/
			],
			["no archive at all", () => Buffer.from("hello"), /no backup of Lyceum/],
			["an empty file", () => Buffer.alloc(0), /end is missing/],
			["one that only has a header", () => gzipSync(header), /end is missing/],
			[
				"a frame without end",
				() => gzipSync(Buffer.concat([header, Buffer.from([0x44, 255, 255, 255, 255])])),
				/claims to have 4294967295 bytes/
			],
			[
				"a newer format",
				() => gzipSync(frame(KIND.header, `{"format":"lyceum-backup","formatVersion":9}`)),
				/its format is 9/
			],
			[
				"documents of no collection",
				() =>
					gzipSync(
						Buffer.concat([
							header,
							frame(KIND.document, Buffer.from("0500000000", "hex"))
						])
					),
				/no _id|wrong order/
			],
			[
				"a file outside of its folder",
				() => gzipSync(Buffer.concat([header, file("../../../etc/passwd", 3)])),
				/a file in it is named "\.\.\/\.\.\/\.\.\/etc\/passwd"/
			],
			[
				"a file of no length",
				() => gzipSync(Buffer.concat([header, file("a".repeat(32), -1)])),
				/has -1 bytes/
			],
			[
				"a file that is longer than it says",
				() =>
					gzipSync(
						Buffer.concat([header, file("a".repeat(32), 1), frame(KIND.bytes, "two")])
					),
				/longer/
			],
			[
				"a collection that is none",
				() =>
					gzipSync(
						Buffer.concat([
							header,
							frame(KIND.collection, Buffer.from("0500000000", "hex"))
						])
					),
				/is named undefined/
			],
			[
				"what is no BSON",
				() => gzipSync(Buffer.concat([header, frame(KIND.collection, "nonsense")])),
				/a document in it is none/
			]
		];
		for (const [index, [what, bytes, reason]] of hostile.entries()) {
			it(what, async () => {
				const { restore } = await import("../../services/backup/restore.ts");
				const archive = path.join(folder, `hostile-${index}`);
				await writeFile(archive, bytes());
				const open = () => Promise.reject(new Error("a target was opened"));
				const error = await restore(archive, open).catch((thrown: Error) => thrown);
				expect(error).to.be.instanceOf(Error).with.property("name", "BackupError");
				expect((error as Error).message).to.match(reason);
			});
		}

		it("and says so in one line, with nothing in the folder", async () => {
			const archive = path.join(folder, "half");
			await writeFile(archive, whole.subarray(0, whole.length / 2));
			const dataDir = path.join(folder, "untouched");
			await mkdir(dataDir);
			const { code, errors } = await run("restore", dataDir, "--from", archive);
			expect(code).to.equal(1);
			expect(errors.trim().split("\n")).to.have.length(1);
			expect(errors).to.contain(`"${archive}" was not restored`);
			expect(await readdir(dataDir)).to.deep.equal([]);
		});
	});

	it("leaves nothing when it cannot be written", async () => {
		const { code, errors } = await run(
			"backup",
			api.config.dataDir,
			"--to",
			path.join(folder, "missing", "one.backup")
		);
		expect(code).to.equal(1);
		expect(errors).to.contain("there is no folder");
	});
});
