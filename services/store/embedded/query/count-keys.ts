/** Counts index entries inside SQLite, without reading a document. */
import { NUMBER } from "../storage/connection.ts";
import type { IndexAccess, KeyRange } from "./access.ts";
import { haveSameRest } from "./same-rest.ts";
import type { ReadContext } from "./scans.ts";

/** Ranges that one statement takes; SQLite bounds the parts of a compound select. */
const RANGES_AT_ONCE = 100;
/** Looking one key up in another range costs about as much as this many in a `DISTINCT`. */
const LOOK_UP_COST = 1.3;

/** Counts the keys in all ranges, but no further than `bound`. */
export function countKeys(context: ReadContext, accesses: IndexAccess[], bound: number): number {
	let total = 0;
	for (const { index, ranges } of accesses) {
		for (const range of ranges) {
			total += countRange(context, { table: index.table, range }, bound - total);
			if (total >= bound) return total;
		}
	}
	return total;
}

interface Part {
	table: string;
	range: KeyRange;
}

function countRange({ connection }: ReadContext, { table, range }: Part, most: number): number {
	const sql = `SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE key >= ? AND key < ? LIMIT ${NUMBER})`;
	return connection.get(sql, range.low, range.high, most)![0] as number;
}

/** Counts the documents that have a key in any of the ranges. */
export function countDocuments(context: ReadContext, accesses: IndexAccess[]): number {
	const parts = accesses.flatMap(({ index: { table }, ranges }) =>
		ranges.map(range => ({ table, range }))
	);
	const mayRepeat = accesses.length > 1 || accesses.some(access => access.repeats);
	if (!mayRepeat) return parts.reduce((sum, part) => sum + spendRange(context, part), 0);
	if (haveSameRest(accesses) && accesses.every(isWhole)) return countEachOnce(context, parts);
	return countDistinct(context, parts);
}

function isWhole({ narrowed, equalFields }: IndexAccess): boolean {
	return narrowed === equalFields;
}

function spendRange(context: ReadContext, part: Part): number {
	const { connection, collection, work } = context;
	// What a transaction has written is not committed yet.
	const counts = connection.database.isTransaction ? undefined : connection.knownCounts;
	const known = counts?.find(collection.id, part);
	if (known !== undefined) return known;
	const count = countRange(context, part, work.mostKeys);
	work.spendKeys(count);
	counts?.keep(collection.id, part, count);
	return count;
}

/** The largest range whole, and of each smaller one what the ranges before it do not hold. */
function countEachOnce(context: ReadContext, parts: Part[]): number {
	const counted = parts
		.map(part => ({ part, count: spendRange(context, part) }))
		.filter(({ count }) => count > 0)
		.toSorted((a, b) => b.count - a.count);
	const sorted = counted.map(({ part }) => part);
	const all = counted.reduce((sum, { count }) => sum + count, 0);
	const lookUps = counted.reduce((sum, { count }, before) => sum + count * before, 0);
	if (lookUps * LOOK_UP_COST > all) return countDistinct(context, sorted);
	return counted.reduce(
		(sum, { part, count }, at) =>
			sum + (at === 0 ? count : countOthers(context, part, sorted.slice(0, at))),
		0
	);
}

/** Counts the entries of a range whose documents are in none of the ranges before. */
function countOthers({ connection, work }: ReadContext, part: Part, before: Part[]): number {
	const lookUps = before.map(
		({ table }) =>
			`NOT EXISTS (SELECT 1 FROM ${table} WHERE key = CAST(? || substr(entry.key, ?) AS BLOB) AND rid = entry.rid)`
	);
	const sql = `SELECT count(*) FROM ${part.table} AS entry WHERE key >= ? AND key < ? AND ${lookUps.join(" AND ")}`;
	const { low, high, prefix } = part.range;
	const prefixes = before.flatMap(({ range }) => [range.low, prefix + 1]);
	const total = connection.get(sql, low, high, ...prefixes)![0] as number;
	work.spendKeys(total * before.length);
	return total;
}

function countDistinct(context: ReadContext, parts: Part[]): number {
	if (parts.length === 0) return 0;
	if (parts.length > RANGES_AT_ONCE) return countOneByOne(context, parts);
	const selects = parts.map(({ table }) => `SELECT rid FROM ${table} WHERE key >= ? AND key < ?`);
	const bounds = parts.flatMap(({ range }) => [range.low, range.high]);
	const sql = `SELECT count(DISTINCT rid) FROM (${selects.join(" UNION ALL ")})`;
	const total = context.connection.get(sql, ...bounds)![0] as number;
	context.work.spendKeys(total);
	return total;
}

function countOneByOne({ connection, work }: ReadContext, parts: Part[]): number {
	const seen = new Set<number>();
	for (const { table, range } of parts) {
		const sql = `SELECT rid FROM ${table} WHERE key >= ? AND key < ?`;
		const rows = connection.all(sql, range.low, range.high);
		for (const row of rows) seen.add(row[0] as number);
		work.spendKeys(rows.length);
	}
	return seen.size;
}
