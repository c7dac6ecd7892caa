/** Compares values in BSON's order: by type first, then within the type. */
import type { Binary, BSONRegExp, Code, ObjectId, Timestamp } from "bson";
import { asBuffer } from "./encode.ts";
import { compareNumbers } from "./numbers.ts";
import { isDoc, rankOf, RANK, type Doc, type NumberValue } from "./values.ts";

export type CompareStrings = (a: string, b: string) => number;

/** Compares strings by their UTF-8 bytes, which for surrogate pairs is not JavaScript's order. */
export function compareStrings(a: string, b: string): number {
	if (a === b) return 0;
	const length = Math.min(a.length, b.length);
	for (let at = 0; at < length; at++) {
		const left = a.charCodeAt(at);
		const right = b.charCodeAt(at);
		if (left !== right) {
			const bothHigh = left >= 0xd800 && right >= 0xd800;
			return bothHigh ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : left - right;
		}
	}
	return a.length - b.length;
}

/** Gives a negative number, zero or a positive number, as `Array.sort` wants it. */
export function compareValues(
	a: unknown,
	b: unknown,
	strings: CompareStrings = compareStrings
): number {
	if (typeof a === "string" && typeof b === "string") return strings(a, b);
	if (typeof a === "number" && typeof b === "number") return compareNumbers(a, b);
	const rank = rankOf(a);
	const difference = rank - rankOf(b);
	return difference === 0 ? compareWithinType(rank, a, b, strings) : difference;
}

/** Answers whether two values are equal as MongoDB sees it: 1 equals 1.0 and NumberLong(1). */
export function equalValues(a: unknown, b: unknown, strings?: CompareStrings): boolean {
	return a === b || compareValues(a, b, strings) === 0;
}

function compareWithinType(rank: number, a: unknown, b: unknown, strings: CompareStrings): number {
	switch (rank) {
		case RANK.number:
			return compareNumbers(a as NumberValue, b as NumberValue);
		case RANK.string:
			return strings(String(a), String(b));
		case RANK.object:
			return compareDocs(plain(a), plain(b), strings);
		case RANK.array:
			return compareArrays(a as unknown[], b as unknown[], strings);
		case RANK.binData:
			return compareBinaries(a as Binary, b as Binary);
		case RANK.objectId:
			return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
		case RANK.bool:
			return Number(a) - Number(b);
		case RANK.date:
			return (a as Date).getTime() - (b as Date).getTime();
		case RANK.timestamp:
			return (a as Timestamp).compare(b as Timestamp);
		case RANK.regex:
			return compareRegexes(a as BSONRegExp, b as BSONRegExp);
		case RANK.javascript:
		case RANK.javascriptWithScope:
			return compareStrings((a as Code).code, (b as Code).code);
		default:
			return 0;
	}
}

function plain(value: unknown): Doc {
	if (isDoc(value)) return value;
	return (value as { toJSON(): Doc }).toJSON();
}

function compareDocs(a: Doc, b: Doc, strings: CompareStrings): number {
	const left = Object.keys(a);
	const right = Object.keys(b);
	const length = Math.min(left.length, right.length);
	for (let at = 0; at < length; at++) {
		const order =
			rankOf(a[left[at]!]) - rankOf(b[right[at]!]) ||
			compareStrings(left[at]!, right[at]!) ||
			compareValues(a[left[at]!], b[right[at]!], strings);
		if (order !== 0) return order;
	}
	return left.length - right.length;
}

function compareArrays(a: unknown[], b: unknown[], strings: CompareStrings): number {
	const length = Math.min(a.length, b.length);
	for (let at = 0; at < length; at++) {
		const order = compareValues(a[at], b[at], strings);
		if (order !== 0) return order;
	}
	return a.length - b.length;
}

function compareBinaries(a: Binary, b: Binary): number {
	const left = binaryBytes(a);
	const right = binaryBytes(b);
	return left.length - right.length || a.sub_type - b.sub_type || Buffer.compare(left, right);
}

/** The bytes that a Binary holds, without the room it keeps for growing. */
export function binaryBytes(binary: Binary): Buffer {
	return asBuffer(binary.buffer).subarray(0, binary.position);
}

function compareRegexes(a: BSONRegExp, b: BSONRegExp): number {
	return compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options);
}
