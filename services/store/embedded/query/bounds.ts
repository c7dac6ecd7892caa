/** Turns conditions into ranges of index keys. */
import { BSONRegExp } from "bson";
import { afterPrefix, orderKey } from "../bson/order-key.ts";
import { isDoc, isNumber, rankOf, RANK, toNumber } from "../bson/values.ts";
import type { Leaf } from "./nodes.ts";
import { literalPrefix } from "./regex.ts";

/** A range of the keys of one field: from `low` up to, but without, `high`. */
export interface FieldRange {
	low: Buffer;
	high: Buffer;
	/** Both ends are the same value. */
	isPoint: boolean;
	/** The range as `explain` shows it. */
	show: () => string;
}

export interface FieldBounds {
	ranges: FieldRange[];
	/** A document is in the ranges exactly when it fulfils the condition. */
	exact: boolean;
}

const ALL_KEYS: FieldRange = {
	low: Buffer.alloc(0),
	high: Buffer.from([0xff]),
	isPoint: false,
	show: () => "[MinKey, MaxKey]"
};

/** The bounds of a field that no condition narrows. */
export const FULL_BOUNDS: FieldBounds = { ranges: [ALL_KEYS], exact: true };

/** Gives the ranges in which all matches of a condition lie; `undefined` when it narrows nothing. */
export function boundsOf(leaf: Leaf): FieldBounds | undefined {
	switch (leaf.operator) {
		case "eq":
			return pointBounds([leaf.operand]);
		case "in":
			return pointBounds(leaf.operand as unknown[]);
		case "gt":
		case "gte":
		case "lt":
		case "lte":
			return rangeBounds(leaf.operator, leaf.operand);
		case "regex":
			return regexBounds(leaf.operand as BSONRegExp);
		case "exists":
			return { ranges: [ALL_KEYS], exact: false };
		default:
			return undefined;
	}
}

function pointBounds(values: unknown[]): FieldBounds | undefined {
	let exact = true;
	const ranges: FieldRange[] = [];
	for (const value of values) {
		// An array is indexed by its elements, so that its own key finds nothing of use.
		if (Array.isArray(value) || value instanceof BSONRegExp) return undefined;
		if (value === null || value === undefined) exact = false;
		ranges.push(point(value ?? null));
	}
	return { ranges: inOrder(ranges), exact };
}

function point(value: unknown): FieldRange {
	const low = orderKey(value);
	return {
		low,
		high: afterPrefix(low)!,
		isPoint: true,
		show: () => `[${show(value)}, ${show(value)}]`
	};
}

function inOrder(ranges: FieldRange[]): FieldRange[] {
	const sorted = ranges.toSorted((a, b) => Buffer.compare(a.low, b.low));
	return sorted.filter((range, at) => at === 0 || !range.low.equals(sorted[at - 1]!.low));
}

type Comparison = "gt" | "gte" | "lt" | "lte";

function rangeBounds(operator: Comparison, operand: unknown): FieldBounds | undefined {
	const rank = rankOf(operand);
	if (rank === RANK.minKey || rank === RANK.maxKey || rank === RANK.array) return undefined;
	if (isNumber(operand) && Number.isNaN(toNumber(operand))) return undefined;
	if (rank === RANK.null) return operator.endsWith("e") ? pointBounds([null]) : undefined;
	const key = orderKey(operand);
	return { ranges: [oneSided(operator, operand, key, rank)], exact: true };
}

function oneSided(operator: Comparison, operand: unknown, key: Buffer, rank: number): FieldRange {
	const after = afterPrefix(key)!;
	const top = { high: Buffer.from([rank + 1]), isPoint: false };
	const bottom = { low: lowest(rank), isPoint: false };
	switch (operator) {
		case "gt":
			return { ...top, low: after, show: () => `(${show(operand)}, ${showTop(rank)}` };
		case "gte":
			return { ...top, low: key, show: () => `[${show(operand)}, ${showTop(rank)}` };
		case "lt":
			return { ...bottom, high: key, show: () => `${showBottom(rank)}, ${show(operand)})` };
		case "lte":
			return { ...bottom, high: after, show: () => `${showBottom(rank)}, ${show(operand)}]` };
	}
}

/** NaN has the lowest key of all numbers and is no part of a range. */
function lowest(rank: number): Buffer {
	return rank === RANK.number ? orderKey(Number.NEGATIVE_INFINITY) : Buffer.from([rank]);
}

function regexBounds(regex: BSONRegExp): FieldBounds | undefined {
	const prefix = literalPrefix(regex.pattern, regex.options);
	if (prefix === "") return undefined;
	const key = orderKey(prefix);
	const low = key.subarray(0, key.length - 2);
	const range = {
		low,
		high: afterPrefix(low)!,
		isPoint: false,
		show: () => `["${prefix}", "${prefix}\uffff")`
	};
	const itself = {
		...point(regex),
		show: () => `[/${regex.pattern}/${regex.options}, /${regex.pattern}/${regex.options}]`
	};
	return { ranges: [range, itself], exact: false };
}

/** Keeps what lies in both; used where one value must fulfil both conditions. */
export function intersect(a: FieldBounds, b: FieldBounds): FieldBounds {
	const ranges: FieldRange[] = [];
	for (const left of a.ranges) {
		for (const right of b.ranges) {
			const range = overlap(left, right);
			if (range) ranges.push(range);
		}
	}
	return { ranges: inOrder(ranges), exact: a.exact && b.exact };
}

function overlap(a: FieldRange, b: FieldRange): FieldRange | undefined {
	const lower = Buffer.compare(a.low, b.low) >= 0 ? a : b;
	const upper = Buffer.compare(a.high, b.high) <= 0 ? a : b;
	if (Buffer.compare(lower.low, upper.high) >= 0) return undefined;
	if (lower === upper) return lower;
	return {
		low: lower.low,
		high: upper.high,
		isPoint: lower.isPoint || upper.isPoint,
		show: () => joinShown(lower.show(), upper.show())
	};
}

function joinShown(lower: string, upper: string): string {
	return lower.slice(0, lower.lastIndexOf(", ")) + upper.slice(upper.lastIndexOf(", "));
}

function show(value: unknown): string {
	if (typeof value === "string") return JSON.stringify(value);
	if (value instanceof Date) return `new Date(${value.getTime()})`;
	if (isDoc(value)) return JSON.stringify(value);
	const id = value as { toHexString?: () => string } | null;
	return id?.toHexString ? `ObjectId('${id.toHexString()}')` : String(value);
}

function showTop(rank: number): string {
	return rank === RANK.number ? "inf.0]" : rank === RANK.string ? "{})" : "MaxKey)";
}

function showBottom(rank: number): string {
	return rank === RANK.number ? "[-inf.0" : rank === RANK.string ? '[""' : "[MinKey";
}
