/** Counts index entries inside SQLite, without reading a document. */
import type { IndexAccess } from "./access.ts";
import type { ReadContext } from "./scans.ts";

/** Ranges that one statement takes; SQLite bounds the parts of a compound select. */
const RANGES_AT_ONCE = 100;

/** Counts the keys in all ranges, but no further than `bound`. */
export function countKeys(
	{ connection }: ReadContext,
	accesses: IndexAccess[],
	bound: number
): number {
	let total = 0;
	for (const { index, ranges } of accesses) {
		for (const { low, high } of ranges) {
			const sql = `SELECT count(*) FROM (SELECT 1 FROM ${index.table} WHERE key >= ? AND key < ? LIMIT ?)`;
			total += Number(connection.get(sql, low, high, bound - total)![0]);
			if (total >= bound) return total;
		}
	}
	return total;
}

/** Counts the documents that have a key in any of the ranges. */
export function countDocuments({ connection, work }: ReadContext, accesses: IndexAccess[]): number {
	const parts = accesses.flatMap(({ index, ranges }) => ranges.map(range => ({ index, range })));
	const mayRepeat = accesses.length > 1 || accesses.some(access => access.repeats);
	if (parts.length === 0) return 0;
	if (!mayRepeat) return sumOfRanges(connection, work, parts);
	if (parts.length > RANGES_AT_ONCE) return countOneByOne(connection, work, parts);
	const selects = parts.map(
		({ index }) => `SELECT rid FROM ${index.table} WHERE key >= ? AND key < ?`
	);
	const bounds = parts.flatMap(({ range }) => [range.low, range.high]);
	const sql = `SELECT count(DISTINCT rid) FROM (${selects.join(" UNION ALL ")})`;
	const total = Number(connection.get(sql, ...bounds)![0]);
	work.spendKeys(total);
	return total;
}

type Part = { index: IndexAccess["index"]; range: IndexAccess["ranges"][number] };
type Reader = ReadContext["connection"];

function sumOfRanges(connection: Reader, work: ReadContext["work"], parts: Part[]): number {
	let total = 0;
	for (const { index, range } of parts) {
		const sql = `SELECT count(*) FROM ${index.table} WHERE key >= ? AND key < ?`;
		const count = Number(connection.get(sql, range.low, range.high)![0]);
		work.spendKeys(count);
		total += count;
	}
	return total;
}

function countOneByOne(connection: Reader, work: ReadContext["work"], parts: Part[]): number {
	const seen = new Set<number>();
	for (const { index, range } of parts) {
		const sql = `SELECT rid FROM ${index.table} WHERE key >= ? AND key < ?`;
		for (const row of connection.all(sql, range.low, range.high)) seen.add(row[0] as number);
		work.spendKeys(1);
	}
	return seen.size;
}
