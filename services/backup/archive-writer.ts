/**
 * Writes an archive: under a name of its own first, synced, and renamed when it is whole; only its owner can
 * read it. What is written waits for the disk, so that memory stays flat.
 */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { FRAME_HEAD_BYTES, KIND, type Kind, type Manifest } from "./format.ts";

const OWNER_ONLY = 0o600;

export interface Frame {
	kind: Kind;
	payload: Uint8Array;
}

/** The frames of an archive; what they return is the manifest without its checksum. */
export type Frames = AsyncGenerator<Frame, Omit<Manifest, "sha256">>;

export async function writeArchive(file: string, frames: Frames): Promise<Manifest> {
	const temporary = path.join(
		path.dirname(file),
		`.${path.basename(file)}.${process.pid}.partial`
	);
	let manifest: Manifest | undefined;
	try {
		const bytes = framed(frames, made => (manifest = made));
		const target = createWriteStream(temporary, { flags: "wx", mode: OWNER_ONLY });
		await pipeline(
			Readable.from(bytes, { objectMode: false }),
			createGzip({ level: 6 }),
			target
		);
		await sync(temporary);
		await rename(temporary, file);
		await sync(path.dirname(file));
	} catch (error) {
		await rm(temporary, { force: true });
		throw error;
	}
	return manifest!;
}

async function* framed(frames: Frames, done: (manifest: Manifest) => void) {
	const hash = createHash("sha256");
	for (;;) {
		const { value, done: isLast } = await frames.next();
		if (isLast) {
			const manifest = { ...value, sha256: hash.digest("hex") };
			done(manifest);
			const payload = Buffer.from(JSON.stringify(manifest));
			yield headOf({ kind: KIND.manifest, payload });
			yield payload;
			return;
		}
		const head = headOf(value);
		hash.update(head).update(value.payload);
		yield head;
		if (value.payload.length > 0) yield value.payload;
	}
}

function headOf({ kind, payload }: Frame): Buffer {
	const head = Buffer.alloc(FRAME_HEAD_BYTES);
	head.writeUInt8(kind, 0);
	head.writeUInt32BE(payload.length, 1);
	return head;
}

async function sync(name: string) {
	const handle = await open(name);
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
