/** Reads the frames of an archive one by one; throws a `BackupError` for what is none, is half or was altered. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Frame } from "./archive-writer.ts";
import { BackupError } from "./backup-error.ts";
import { FRAME_HEAD_BYTES, KIND, MAX_FRAME_BYTES, type Kind, type Manifest } from "./format.ts";

const KINDS = new Set<number>(Object.values(KIND));

/** Gives all frames before the manifest, and returns the manifest, whose checksum is compared. */
export async function* readFrames(file: string): AsyncGenerator<Frame, Manifest> {
	const source = createReadStream(file);
	const unpacked = createGunzip();
	source.once("error", error => unpacked.destroy(error));
	const bytes = new ByteReader(source.pipe(unpacked));
	const hash = createHash("sha256");
	try {
		for (;;) {
			const head = await bytes.take(FRAME_HEAD_BYTES);
			const kind = head.readUInt8(0);
			const length = head.readUInt32BE(1);
			if (!KINDS.has(kind)) throw new BackupError("it is no backup of Lyceum");
			if (length > MAX_FRAME_BYTES)
				throw new BackupError(`a part of it claims to have ${length} bytes`);
			const payload = await bytes.take(length);
			if (kind === KIND.manifest) {
				if (!(await bytes.isAtEnd())) throw new BackupError("something follows its end");
				return requireManifest(payload, hash.digest("hex"));
			}
			hash.update(head).update(payload);
			yield { kind: kind as Kind, payload };
		}
	} catch (error) {
		throw error instanceof BackupError ? error : damaged(error);
	} finally {
		source.destroy();
		unpacked.destroy();
	}
}

function requireManifest(payload: Buffer, sha256: string): Manifest {
	const manifest = parseJson(payload) as unknown as Manifest;
	if (manifest.sha256 !== sha256)
		throw new BackupError("it was altered: its content is not what its checksum says");
	return manifest;
}

/** Reads an object written as JSON. */
export function parseJson(payload: Uint8Array): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(Buffer.from(payload).toString());
		if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
	} catch {
		// Said below, as for any other value.
	}
	throw new BackupError("a part of it that should be JSON is none");
}

function damaged(error: unknown): BackupError {
	const { code, message } = error as NodeJS.ErrnoException;
	if (code === "ENOENT" || code === "EACCES" || code === "EISDIR")
		return new BackupError(`it cannot be read (${code})`, { cause: error });
	if (code === "Z_DATA_ERROR" && message === "incorrect header check")
		return new BackupError("it is no backup of Lyceum", { cause: error });
	if (code === "Z_BUF_ERROR") return new BackupError("its end is missing", { cause: error });
	if (code?.startsWith("Z_"))
		return new BackupError(`it is damaged (${message})`, { cause: error });
	throw error;
}

/** Takes as many bytes as are wanted from a stream. */
class ByteReader {
	readonly #chunks: AsyncIterator<Buffer>;
	#rest: Buffer = Buffer.alloc(0);

	constructor(stream: Readable) {
		this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
	}

	async take(length: number): Promise<Buffer> {
		const parts: Buffer[] = [];
		let missing = length;
		while (missing > 0) {
			if (this.#rest.length === 0 && !(await this.#fill()))
				throw new BackupError("its end is missing");
			const part = this.#rest.subarray(0, missing);
			this.#rest = this.#rest.subarray(part.length);
			parts.push(part);
			missing -= part.length;
		}
		return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
	}

	async isAtEnd(): Promise<boolean> {
		return this.#rest.length === 0 && !(await this.#fill());
	}

	async #fill(): Promise<boolean> {
		const { value, done } = await this.#chunks.next();
		if (done) return false;
		this.#rest = value;
		return true;
	}
}
