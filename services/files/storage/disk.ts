/**
 * Files in a folder: written under `incoming/`, synced, and renamed to their place, so that there is never
 * half a file. A power cut loses what was not flushed, and nothing else.
 */
import { constants } from "node:fs";
import { access, mkdir, open, rename, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { errors } from "../errors.ts";
import type { Appender, Slot, Storage } from "./storage.ts";

const OWN_FILE = 0o600;
const OWN_FOLDER = 0o700;

/** Keys are drawn by us; one that is not of this form is a mistake, and leads nowhere. */
const KEY = /^[0-9a-f]{32}$/;

export class DiskStorage implements Storage {
	readonly #folder: string;
	readonly #incoming: string;

	constructor(folder: string) {
		this.#folder = folder;
		this.#incoming = path.join(folder, "incoming");
	}

	async append({ key }: Slot, offset: number): Promise<Appender> {
		return spoken(async () => {
			await mkdir(this.#incoming, { recursive: true, mode: OWN_FOLDER });
			const handle = await open(
				this.#incomingPath(key),
				constants.O_RDWR | constants.O_CREAT,
				OWN_FILE
			);
			try {
				if ((await handle.stat()).size < offset) throw errors.CONTENT_MISSING({});
				await handle.truncate(offset);
				return new DiskAppender(handle, offset);
			} catch (error) {
				await handle.close();
				throw error;
			}
		});
	}

	async complete({ key }: Slot, size: number): Promise<void> {
		const [source, target] = [this.#incomingPath(key), this.#path(key)];
		await spoken(async () => {
			if ((await sizeOf(target)) === size) return;
			if ((await sizeOf(source)) !== size) throw errors.CONTENT_MISSING({});
			await mkdir(path.dirname(target), { recursive: true, mode: OWN_FOLDER });
			await rename(source, target);
			await syncFolder(path.dirname(target));
			await syncFolder(this.#folder);
		});
	}

	async discard({ key }: Slot): Promise<void> {
		await rm(this.#incomingPath(key), { force: true });
		await rm(this.#path(key), { force: true });
	}

	read(key: string, start: number, end: number): Promise<Readable> {
		// Opened now: a file that is not there is an answer of its own, not a stream that breaks.
		return spoken(async () =>
			(await open(this.#path(key))).createReadStream({
				start,
				end,
				highWaterMark: 256 * 1024
			})
		);
	}

	async remove(key: string): Promise<void> {
		await rm(this.#path(key), { force: true });
	}

	async check(): Promise<void> {
		await mkdir(this.#incoming, { recursive: true, mode: OWN_FOLDER });
		await access(this.#incoming, constants.W_OK);
	}

	#incomingPath(key: string) {
		return path.join(this.#incoming, checked(key));
	}

	/** In folders by the key's first digits: one folder with all files gets slow. */
	#path(key: string) {
		return path.join(this.#folder, checked(key).slice(0, 2), key);
	}
}

class DiskAppender implements Appender {
	readonly #handle: FileHandle;
	#position: number;
	#isOpen = true;

	constructor(handle: FileHandle, position: number) {
		this.#handle = handle;
		this.#position = position;
	}

	write(chunk: Buffer): Promise<void> {
		return spoken(async () => {
			for (let done = 0; done < chunk.length;) {
				const { bytesWritten } = await this.#handle.write(
					chunk,
					done,
					chunk.length - done,
					this.#position
				);
				done += bytesWritten;
				this.#position += bytesWritten;
			}
		});
	}

	flush(): Promise<undefined> {
		return spoken(async () => {
			await this.#handle.sync();
			return undefined;
		});
	}

	async close(): Promise<void> {
		if (!this.#isOpen) return;
		this.#isOpen = false;
		await this.#handle.close();
	}
}

function checked(key: string) {
	if (!KEY.test(key)) throw new TypeError(`"${key}" is no key of a file`);
	return key;
}

async function sizeOf(file: string): Promise<number | null> {
	try {
		return (await stat(file)).size;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}

/** A new name is safe once the folder that holds it is. */
async function syncFolder(folder: string) {
	const handle = await open(folder);
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** The system's words as ours: a full disk is something else than one that is broken. */
async function spoken<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const { code } = error as { code?: unknown };
		if (code === "ENOSPC" || code === "EDQUOT") throw errors.DISK_FULL({}, error);
		if (code === "ENOENT") throw errors.CONTENT_MISSING({}, error);
		if (code === "EIO" || code === "EROFS" || code === "EACCES")
			throw errors.STORAGE_AWAY({}, error);
		throw error;
	}
}
