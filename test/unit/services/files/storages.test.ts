/** What every storage of files promises, asked of each of them; and what a disk or a server may do to it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { DiskStorage } from "../../../../services/files/storage/disk.ts";
import { readS3Address } from "../../../../services/files/storage/s3-address.ts";
import { S3Storage } from "../../../../services/files/storage/s3.ts";
import type { Slot, Storage } from "../../../../services/files/storage/storage.ts";
import { startS3Server, type S3Server } from "../../../support/s3-server.ts";

let drawn = 0;
const newKey = () => (++drawn).toString(16).padStart(32, "0");

async function typeOf(work: Promise<unknown>): Promise<unknown> {
	return work.then(
		() => "nothing thrown",
		(error: { type?: unknown }) => error.type
	);
}

/** Appends and flushes; what is known afterwards is in the slot. */
async function append(storage: Storage, slot: Slot, offset: number, content: string) {
	const appender = await storage.append(slot, offset);
	try {
		await appender.write(Buffer.from(content));
		slot.state = await appender.flush();
	} finally {
		await appender.close();
	}
}

function promises(open: () => Storage) {
	it("gives back what was appended, whole and in part, once it is complete", async () => {
		const [storage, slot] = [open(), { key: newKey() } as Slot];
		await append(storage, slot, 0, "hello ");
		await append(storage, slot, 6, "world");
		expect(await typeOf(storage.read(slot.key, 0, 4))).to.equal("FILES_CONTENT_MISSING");
		await storage.complete(slot, 11);
		await storage.complete(slot, 11);
		expect(await text(await storage.read(slot.key, 0, 10))).to.equal("hello world");
		expect(await text(await storage.read(slot.key, 4, 6))).to.equal("o w");
		await storage.remove(slot.key);
		await storage.remove(slot.key);
		expect(await typeOf(storage.read(slot.key, 0, 4))).to.equal("FILES_CONTENT_MISSING");
	});

	it("goes on behind what counts, and drops what was written further", async () => {
		const [storage, slot] = [open(), { key: newKey() } as Slot];
		await append(storage, slot, 0, "hello");
		const known = slot.state;
		await append(storage, slot, 5, " there, and more");
		slot.state = known;
		await append(storage, slot, 5, " world");
		await storage.complete(slot, 11);
		expect(await text(await storage.read(slot.key, 0, 10))).to.equal("hello world");
	});

	it("discards what was begun, and what was never there", async () => {
		const [storage, slot] = [open(), { key: newKey() } as Slot];
		await append(storage, slot, 0, "hello");
		await storage.discard(slot);
		await storage.discard(slot);
		expect(await typeOf(storage.complete(slot, 5))).to.equal("FILES_CONTENT_MISSING");
		await storage.check();
	});
}

describe("a storage of files on disk", () => {
	const folder = mkdtempSync(path.join(tmpdir(), "lyceum-files-"));
	after(() => rmSync(folder, { recursive: true, force: true }));
	promises(() => new DiskStorage(folder));

	it("takes no key that leads elsewhere", async () => {
		const storage = new DiskStorage(folder);
		for (const key of ["../evil", "/etc/passwd", "", "a".repeat(31)]) {
			const thrown = await storage.read(key, 0, 1).catch((error: unknown) => error);
			expect(thrown).to.be.instanceOf(TypeError);
		}
	});

	it("is no complete file before all of it is there", async () => {
		const storage = new DiskStorage(folder);
		const slot = { key: newKey() };
		await append(storage, slot, 0, "half");
		expect(await typeOf(storage.complete(slot, 8))).to.equal("FILES_CONTENT_MISSING");
	});
});

describe("a storage of files on a disk that is full", () => {
	const folder = mkdtempSync(path.join(tmpdir(), "lyceum-files-full-"));
	let isMounted = false;
	before(function () {
		try {
			const options = ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder];
			execFileSync("mount", options, { stdio: "ignore" });
			isMounted = true;
		} catch {
			this.skip();
		}
	});
	after(() => {
		if (isMounted) execFileSync("umount", [folder]);
		rmSync(folder, { recursive: true, force: true });
	});

	it("says so, and has room again once the upload is discarded", async () => {
		const storage = new DiskStorage(folder);
		const slot = { key: newKey() };
		const full = append(storage, slot, 0, "x".repeat(2 * 1024 * 1024));
		expect(await typeOf(full)).to.equal("FILES_DISK_FULL");
		await storage.discard(slot);
		expect(readdirSync(path.join(folder, "incoming"))).to.deep.equal([]);
		await append(storage, slot, 0, "x".repeat(500_000));
	});
});

describe("a storage of files in S3", () => {
	let server: S3Server;
	before(async () => {
		server = await startS3Server();
	});
	after(() => server.close());
	promises(() => new S3Storage(readS3Address(server.url())!));

	it("keeps parts and what is too short for one, in any pieces", async () => {
		const storage = new S3Storage(readS3Address(server.url())!);
		const slot: Slot = { key: newKey() };
		const piece = "0123456789abcdef".repeat(200_000);
		let offset = 0;
		for (; offset < 7 * piece.length; offset += piece.length)
			await append(storage, slot, offset, piece);
		await storage.complete(slot, offset);
		const content = await text(await storage.read(slot.key, 0, offset - 1));
		expect(content === piece.repeat(7)).to.equal(true);
	});

	it("is away when the bucket is not there", async () => {
		const storage = new S3Storage(readS3Address(server.url().replace("/lyceum/", "/other/"))!);
		expect(await typeOf(storage.append({ key: newKey() }, 0))).to.equal("FILES_STORAGE_AWAY");
	});

	it("is away when nobody answers in time", async () => {
		const open = new Set<Socket>();
		const silent = createServer(socket => void open.add(socket.on("error", () => undefined)));
		silent.listen(0, "127.0.0.1");
		await once(silent, "listening");
		const address = readS3Address(server.url((silent.address() as AddressInfo).port))!;
		const storage = new S3Storage(address, 200);
		expect(await typeOf(storage.read(newKey(), 0, 1))).to.equal("FILES_STORAGE_AWAY");
		expect(await typeOf(storage.check())).to.equal("FILES_STORAGE_AWAY");
		open.forEach(socket => socket.destroy());
		silent.close();
	});
});
