/** What a storage of files promises; `disk.ts` and `s3.ts` are the two. */
import type { Readable } from "node:stream";

/** A place for bytes that come bit by bit. */
export interface Slot {
	key: string;
	/** What `flush` gave the last time; undefined for a new one. */
	state?: unknown;
}

/** Takes bytes behind those that are there; what was not flushed may be lost. */
export interface Appender {
	write(chunk: Buffer): Promise<void>;
	/** Stores safely what was written; returns what has to be known to go on behind it. */
	flush(): Promise<unknown>;
	/** Lets go of what it holds; harmless when called again. */
	close(): Promise<void>;
}

/**
 * Keeps bytes under keys. Nothing can be read under a key before all of it is there. Throws
 * `FILES_STORAGE_AWAY` while it cannot be reached, `FILES_DISK_FULL` and `FILES_CONTENT_MISSING`.
 */
export interface Storage {
	/** Goes on behind the first `offset` bytes; what was written behind them is dropped. */
	append(slot: Slot, offset: number): Promise<Appender>;
	/** Makes the first `size` bytes readable under the key; harmless when called again. */
	complete(slot: Slot, size: number): Promise<void>;
	/** Removes whatever there is of it, complete or not. */
	discard(slot: Slot): Promise<void>;
	/** The bytes from `start` to `end`, both included. */
	read(key: string, start: number, end: number): Promise<Readable>;
	remove(key: string): Promise<void>;
	/** Throws when it cannot be used. */
	check(): Promise<void>;
}
