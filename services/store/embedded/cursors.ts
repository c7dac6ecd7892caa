/** Open cursors: results that are sent in batches, and forgotten when nobody fetches them. */
import { randomBytes } from "node:crypto";
import { Long } from "bson";
import { arrayOfDocuments, element, encode, fieldsOf, joinElements } from "./bson/encode.ts";
import { storeError } from "./errors.ts";

/** Gives the next document's bytes, or `null` at the end. */
export type ReadNext = () => Buffer | null;

export const DEFAULT_FIRST_BATCH = 101;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
/** As MongoDB: a cursor that nobody asks for ten minutes is closed. */
const IDLE_MS = 10 * 60 * 1000;

export interface Cursor {
	id: Long;
	namespace: string;
	/** Names the transaction that a cursor belongs to; it ends with it. */
	owner: string | undefined;
	/** The session in which it was opened. */
	session: string | undefined;
	next: ReadNext;
	peeked: Buffer | null;
	usedAt: number;
	timesOut: boolean;
	/** Starts the time limit for the next batch. */
	renew: () => void;
}

/** The lowest bits of a cursor's number tell the thread that holds it. */
const THREAD_BITS = 3n;

/** Tells which thread holds a cursor: 0 is the one that serves the sockets. */
export function threadOfCursor(id: Long): number {
	return Number(id.toBigInt() & THREAD_BITS);
}

export class Cursors {
	private readonly open = new Map<string, Cursor>();
	private readonly thread: number;

	constructor(thread: number) {
		this.thread = thread;
	}

	get size(): number {
		return this.open.size;
	}

	/** Keeps what is left of a result. */
	keep(cursor: Omit<Cursor, "id" | "usedAt">): Cursor {
		const random = (randomBytes(8).readBigUInt64LE() >> 1n) | 8n;
		const id = Long.fromBigInt((random & ~THREAD_BITS) | BigInt(this.thread));
		const kept = { ...cursor, id, usedAt: Date.now() };
		this.open.set(id.toString(), kept);
		this.closeIdle();
		return kept;
	}

	/** Finds an open cursor; throws CursorNotFound. */
	find(id: Long, namespace: string, owner: string | undefined): Cursor {
		const cursor = this.open.get(id.toString());
		if (!cursor || cursor.owner !== owner) {
			throw storeError("CursorNotFound", `cursor id ${id.toString()} not found`);
		}
		if (cursor.namespace !== namespace) {
			throw storeError(
				"Unauthorized",
				`Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`
			);
		}
		cursor.usedAt = Date.now();
		return cursor;
	}

	close(id: Long): boolean {
		return this.open.delete(id.toString());
	}

	/** Closes the cursors of a transaction that has ended. */
	closeOwned(owner: string): void {
		for (const [key, cursor] of this.open) if (cursor.owner === owner) this.open.delete(key);
	}

	/** Closes the cursors of a session that the client has ended. */
	closeSession(session: string): void {
		for (const [key, cursor] of this.open)
			if (cursor.session === session) this.open.delete(key);
	}

	private closeIdle(): void {
		const before = Date.now() - IDLE_MS;
		for (const [key, cursor] of this.open) {
			if (cursor.timesOut && cursor.usedAt < before) this.open.delete(key);
		}
	}
}

export interface Batch {
	documents: Buffer[];
	/** The document that did not fit any more; `null` when the result is at its end. */
	peeked: Buffer | null;
}

/** Reads a batch of at most `size` documents and 16 MB. */
export function readBatch(next: ReadNext, size: number, first: Buffer | null = null): Batch {
	const documents: Buffer[] = [];
	let bytes = 0;
	let document = first ?? (size > 0 ? next() : null);
	while (document) {
		const isFull = documents.length >= size || bytes + document.length > MAX_BATCH_BYTES;
		if (isFull && (documents.length > 0 || size === 0)) return { documents, peeked: document };
		documents.push(document);
		bytes += document.length;
		document = next();
	}
	return { documents, peeked: null };
}

const OK = fieldsOf(encode({ ok: 1 }));
const NO_CURSOR = Long.ZERO;

/** Writes the answer of find, aggregate or getMore. */
export function cursorReply(
	namespace: string,
	id: Long | undefined,
	name: "firstBatch" | "nextBatch",
	documents: Buffer[]
): Buffer {
	const cursor = joinElements([
		element(4, name, arrayOfDocuments(documents)),
		fieldsOf(encode({ id: id ?? NO_CURSOR, ns: namespace }))
	]);
	return joinElements([element(3, "cursor", cursor), OK]);
}
