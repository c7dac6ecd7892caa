/**
 * Documents in the order of an index, read with one statement for many of them: what is skipped
 * never leaves SQLite, and ranges whose keys go on alike are merged there.
 */
import { asBuffer } from "../bson/encode.ts";
import type { Doc } from "../bson/values.ts";
import { NUMBER, type Row } from "../storage/connection.ts";
import type { KeyRange } from "./access.ts";
import type { Direction, ReadContext } from "./scans.ts";
import type { Found, Stage } from "./stage.ts";

/** Documents can be large: no more of them are read at once. */
const PORTION = 64;

/** One range of an index's keys; a document has one key in it at most. */
export interface PageRange {
	table: string;
	range: KeyRange;
}

export interface Page {
	ranges: PageRange[];
	direction: Direction;
	skip: number;
	limit: number;
}

type Place = { rest: Buffer; rid: number };

export class IndexPage implements Stage {
	private readonly context: ReadContext;
	private readonly page: Page;
	/** The same as stages of their own, as `explain` shows it. */
	private readonly shown: () => Doc;
	private rows: Row[] = [];
	private at = 0;
	private left: number;
	private last: Place | undefined;

	constructor(context: ReadContext, page: Page, shown: () => Doc) {
		this.context = context;
		this.page = page;
		this.shown = shown;
		this.left = page.limit || Number.POSITIVE_INFINITY;
	}

	next(): Found | null {
		if (this.at === this.rows.length && !this.readMore()) return null;
		const row = this.rows[this.at++]!;
		this.context.work.spendDocument();
		return { rid: row[1] as number, raw: asBuffer(row[0] as Uint8Array) };
	}

	private readMore(): boolean {
		if (this.left === 0) return false;
		const count = Math.min(this.left, PORTION);
		const skip = this.last ? 0 : this.page.skip;
		this.context.work.spendKeys(skip);
		this.rows = this.read(skip, count);
		this.context.work.spendKeys(this.rows.length);
		this.at = 0;
		this.left = this.rows.length < count ? 0 : this.left - count;
		const row = this.rows.at(-1);
		if (row && this.left > 0)
			this.last = { rest: asBuffer(row[2] as Uint8Array), rid: row[1] as number };
		return this.rows.length > 0;
	}

	private read(skip: number, count: number): Row[] {
		const { connection, collection } = this.context;
		const { ranges, direction } = this.page;
		const isOne = ranges.length === 1;
		const entries = ranges.map(({ table }) => entriesSql(table, direction, this.last));
		const inner = isOne ? `${entries[0]} OFFSET ${NUMBER}` : mergedSql(entries, direction);
		// The place of the last row is only needed where more will be read.
		const rest = count < this.left ? ", rest" : "";
		const sql = `SELECT (SELECT doc FROM c${collection.id} WHERE rid = page.rid), rid${rest} FROM (${inner}) AS page`;
		const bounds = ranges.flatMap(({ range }) => [
			range.prefix + 1,
			...boundsOf(range, direction, this.last),
			isOne ? count : skip + count
		]);
		return connection.all(sql, ...bounds, ...(isOne ? [skip] : [count, skip]));
	}

	explain(): Doc {
		return this.shown();
	}
}

function entriesSql(table: string, direction: Direction, last: Place | undefined): string {
	const order = direction > 0 ? "key, rid" : "key DESC, rid DESC";
	const first = "key >= ? AND key < ?";
	const on =
		direction > 0 ? "(key, rid) > (?, ?) AND key < ?" : "(key, rid) < (?, ?) AND key >= ?";
	return `SELECT substr(key, ?) AS rest, rid FROM ${table} WHERE ${last ? on : first} ORDER BY ${order} LIMIT ${NUMBER}`;
}

/** A union drops what comes twice: the same document with the same rest of its key. */
function mergedSql(entries: string[], direction: Direction): string {
	const order = direction > 0 ? "1, 2" : "1 DESC, 2 DESC";
	const selects = entries.map(sql => `SELECT rest, rid FROM (${sql})`);
	return `${selects.join(" UNION ")} ORDER BY ${order} LIMIT ${NUMBER} OFFSET ${NUMBER}`;
}

function boundsOf(range: KeyRange, direction: Direction, last: Place | undefined) {
	if (!last) return [range.low, range.high];
	const key = Buffer.concat([range.low.subarray(0, range.prefix), last.rest]);
	return [key, last.rid, direction > 0 ? range.high : range.low];
}
