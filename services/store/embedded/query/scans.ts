/** The stages that read: a collection, an index, single documents. They read in small portions. */
import { asBuffer } from "../bson/encode.ts";
import { decode } from "../bson/decode.ts";
import type { Doc } from "../bson/values.ts";
import type { Collection } from "../storage/catalog.ts";
import { NUMBER, type Connection, type Row } from "../storage/connection.ts";
import { readRaw } from "../storage/documents.ts";
import { keyPattern } from "../storage/index-definition.ts";
import type { IndexAccess, KeyRange } from "./access.ts";
import { allOf, describe, matches, type FilterNode } from "./nodes.ts";
import type { Found, Stage } from "./stage.ts";
import type { Work } from "./work.ts";

export interface ReadContext {
	connection: Connection;
	collection: Collection;
	work: Work;
}

const FIRST_PORTION = 32;
const LARGEST_PORTION = 512;
/** Documents can be large: a portion of them is kept smaller than one of keys. */
const LARGEST_DOCUMENT_PORTION = 64;

export type Direction = 1 | -1;

/** Reads all documents in the order in which they came. */
export class CollectionScan implements Stage {
	private readonly context: ReadContext;
	private readonly direction: Direction;
	private rows: Row[] = [];
	private at = 0;
	private portion = FIRST_PORTION;
	private last: number;
	private isDone = false;

	constructor(context: ReadContext, direction: Direction = 1) {
		this.context = context;
		this.direction = direction;
		this.last = direction > 0 ? 0 : Number.MAX_SAFE_INTEGER;
	}

	next(): Found | null {
		if (this.at === this.rows.length && !this.readMore()) return null;
		const row = this.rows[this.at++]!;
		this.context.work.spendDocument();
		this.last = row[0] as number;
		return { rid: this.last, raw: asBuffer(row[1] as Uint8Array) };
	}

	private readMore(): boolean {
		if (this.isDone) return false;
		const { connection, collection } = this.context;
		const [sign, order] = this.direction > 0 ? [">", ""] : ["<", " DESC"];
		this.rows = connection.all(
			`SELECT rid, doc FROM c${collection.id} WHERE rid ${sign} ? ORDER BY rid${order} LIMIT ${NUMBER}`,
			this.last,
			this.portion
		);
		this.at = 0;
		this.isDone = this.rows.length < this.portion;
		this.portion = Math.min(this.portion * 2, LARGEST_DOCUMENT_PORTION);
		return this.rows.length > 0;
	}

	explain(): Doc {
		return { stage: "COLLSCAN", direction: this.direction > 0 ? "forward" : "backward" };
	}
}

/** Reads the entries of an index in its ranges, in the order of its keys. */
export class IndexScan implements Stage {
	readonly access: IndexAccess;
	readonly direction: Direction;
	private readonly context: ReadContext;
	private readonly ranges: KeyRange[];
	private range = 0;
	private rows: Row[] = [];
	private at = 0;
	private portion: number;
	private lastKey: Buffer | undefined;
	private lastRid = 0;
	private rangeDone = false;

	constructor(
		context: ReadContext,
		access: IndexAccess,
		direction: Direction,
		expected = FIRST_PORTION
	) {
		this.context = context;
		this.access = access;
		this.direction = direction;
		this.ranges = direction > 0 ? access.ranges : access.ranges.toReversed();
		this.portion = Math.min(Math.max(expected, 1), LARGEST_PORTION);
	}

	next(): Found | null {
		while (this.at === this.rows.length) if (!this.readMore()) return null;
		const row = this.rows[this.at++]!;
		this.context.work.spendKey();
		this.lastKey = asBuffer(row[0] as Uint8Array);
		this.lastRid = row[1] as number;
		return { rid: this.lastRid, key: this.lastKey };
	}

	private readMore(): boolean {
		if (this.rangeDone) this.nextRange();
		const range = this.ranges[this.range];
		if (!range) return false;
		this.rows = this.lastKey ? this.readOn(range) : this.readFirst(range);
		this.at = 0;
		this.rangeDone = this.rows.length < this.portion;
		this.portion = Math.min(this.portion * 2, LARGEST_PORTION);
		return this.rows.length > 0 || this.range + 1 < this.ranges.length;
	}

	private nextRange(): void {
		this.range++;
		this.lastKey = undefined;
		this.rangeDone = false;
	}

	private readFirst(range: KeyRange): Row[] {
		const { table } = this.access.index;
		const order = this.direction > 0 ? "key, rid" : "key DESC, rid DESC";
		const sql = `SELECT key, rid FROM ${table} WHERE key >= ? AND key < ? ORDER BY ${order} LIMIT ${NUMBER}`;
		return this.context.connection.all(sql, range.low, range.high, this.portion);
	}

	private readOn(range: KeyRange): Row[] {
		const { table } = this.access.index;
		const forward = this.direction > 0;
		const sql = forward
			? `SELECT key, rid FROM ${table} WHERE (key, rid) > (?, ?) AND key < ? ORDER BY key, rid LIMIT ${NUMBER}`
			: `SELECT key, rid FROM ${table} WHERE (key, rid) < (?, ?) AND key >= ? ORDER BY key DESC, rid DESC LIMIT ${NUMBER}`;
		const bound = forward ? range.high : range.low;
		return this.context.connection.all(sql, this.lastKey!, this.lastRid, bound, this.portion);
	}

	/** The prefix length of the range that the last entry came from. */
	get prefix(): number {
		return this.ranges[this.range]?.prefix ?? 0;
	}

	explain(): Doc {
		const { index, show } = this.access;
		return {
			stage: "IXSCAN",
			keyPattern: keyPattern(index),
			indexName: index.name,
			isMultiKey: index.multikey !== 0,
			isUnique: index.unique,
			isSparse: index.sparse,
			isPartial: index.partial !== undefined,
			indexVersion: 2,
			direction: this.direction > 0 ? "forward" : "backward",
			indexBounds: show()
		};
	}
}

/** Drops a document that came before: an array gives it several index keys. */
export class Distinct implements Stage {
	private readonly inner: Stage;
	private readonly seen = new Set<number>();

	constructor(inner: Stage) {
		this.inner = inner;
	}

	next(): Found | null {
		for (;;) {
			const found = this.inner.next();
			if (!found) return null;
			if (this.seen.has(found.rid)) continue;
			this.seen.add(found.rid);
			return found;
		}
	}

	explain(): Doc {
		return this.inner.explain();
	}
}

/** Reads the document of each entry, and lets pass what fulfils the rest of the filter. */
export class Fetch implements Stage {
	private readonly context: ReadContext;
	private readonly inner: Stage;
	private readonly filter: FilterNode | undefined;

	constructor(context: ReadContext, inner: Stage, residual: FilterNode[]) {
		this.context = context;
		this.inner = inner;
		this.filter = allOf(residual);
	}

	next(): Found | null {
		const { connection, collection, work } = this.context;
		for (;;) {
			const found = this.inner.next();
			if (!found) return null;
			found.raw ??= readRaw(connection, collection, found.rid);
			// It can be gone when the entry was read for an earlier batch.
			if (!found.raw) continue;
			work.spendDocument();
			if (!this.filter) return found;
			found.doc = decode(found.raw);
			if (matches(this.filter, found.doc)) return found;
		}
	}

	explain(): Doc {
		return {
			stage: "FETCH",
			...(this.filter && { filter: describe(this.filter) }),
			inputStage: this.inner.explain()
		};
	}
}

/** Tests the documents of a collection scan, which are already read. */
export class Filter implements Stage {
	private readonly inner: Stage;
	private readonly filter: FilterNode;

	constructor(inner: Stage, filter: FilterNode) {
		this.inner = inner;
		this.filter = filter;
	}

	next(): Found | null {
		for (;;) {
			const found = this.inner.next();
			if (!found) return null;
			found.doc = decode(found.raw!);
			if (matches(this.filter, found.doc)) return found;
		}
	}

	explain(): Doc {
		const { stage, ...rest } = this.inner.explain();
		return { stage, filter: describe(this.filter), ...rest };
	}
}

/** Finds nothing: the collection does not exist, or the filter cannot be met. */
export class Nothing implements Stage {
	next(): null {
		return null;
	}

	explain(): Doc {
		return { stage: "EOF" };
	}
}
