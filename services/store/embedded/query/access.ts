/** Fits one index to a filter: which key ranges to read, and what is left to test on the document. */
import { afterPrefix } from "../bson/order-key.ts";
import { equalValues } from "../bson/compare.ts";
import type { Index } from "../storage/index-definition.ts";
import { boundsOf, FULL_BOUNDS, intersect, type FieldBounds, type FieldRange } from "./bounds.ts";
import { isIndex } from "./path.ts";
import { conjuncts, type FilterNode, type Leaf } from "./nodes.ts";

/** A range of an index's keys; all keys in it start with the first `prefix` bytes of `low`. */
export interface KeyRange {
	low: Buffer;
	high: Buffer;
	prefix: number;
}

export interface IndexAccess {
	index: Index;
	ranges: KeyRange[];
	/** How many of the index's leading fields are pinned to single values. */
	pinned: number;
	/** How many leading fields have one value within each range. */
	equalFields: number;
	/** How many fields are narrowed at all. */
	narrowed: number;
	/** What must still be tested on each document. */
	residual: FilterNode[];
	/** A document can have several keys in these ranges. */
	repeats: boolean;
	/** The bounds as `explain` shows them. */
	show: () => Record<string, string[]>;
}

/** More prefixes than this are read as one wide range instead. */
const MOST_PREFIXES = 2000;

/** Fits an index to a filter; `undefined` when it may not be used for it. */
export function fitIndex(
	index: Index,
	filter: FilterNode,
	hinted = false
): IndexAccess | undefined {
	if (index.text || (index.hidden && !hinted)) return undefined;
	// `list.0` names an element of an array or a field "0": index entries tell only of the former.
	if (index.fields.some(field => field.parts.some(isIndex))) return undefined;
	const parts = conjuncts(filter);
	const leaves = parts.filter(part => part.kind === "leaf");
	if (index.partial && !isImplied(index.partial, leaves)) return undefined;
	if (index.sparse && !hinted && !excludesMissing(index, leaves)) return undefined;
	const bounds = boundFields(index, leaves);
	const used = new Set<FilterNode>(bounds.flatMap(field => field.settled));
	return assemble(
		index,
		bounds,
		parts.filter(part => !used.has(part))
	);
}

/** Says whether a condition is about an index's first field: without one it narrows nothing. */
export function startsIndex(index: Index, parts: FilterNode[]): boolean {
	const first = index.fields[0]?.path;
	return parts.some(part => part.kind === "leaf" && part.path === first);
}

interface BoundField extends FieldBounds {
	settled: FilterNode[];
	isNarrow: boolean;
}

function boundFields(index: Index, leaves: Leaf[]): BoundField[] {
	let arrayFieldUsed = false;
	return index.fields.map((field, at) => {
		const hasArrays = (index.multikey & (1 << at)) !== 0;
		// Two fields under one array: their conditions may be met by different elements.
		if (hasArrays && arrayFieldUsed) return { ...FULL_BOUNDS, settled: [], isNarrow: false };
		const own = leaves.filter(leaf => leaf.path === field.path);
		const bound = boundField(own, hasArrays);
		if (hasArrays && bound.isNarrow) arrayFieldUsed = true;
		return bound;
	});
}

function boundField(leaves: Leaf[], hasArrays: boolean): BoundField {
	let found: BoundField = { ...FULL_BOUNDS, settled: [], isNarrow: false };
	for (const leaf of pointsFirst(leaves)) {
		const bounds = boundsOf(leaf);
		if (!bounds) continue;
		// Different elements of an array may fulfil different conditions: only one can narrow.
		if (found.isNarrow && hasArrays) break;
		const combined = found.isNarrow ? intersect(found, bounds) : bounds;
		found = {
			...combined,
			settled: bounds.exact ? [...found.settled, leaf] : found.settled,
			isNarrow: true
		};
	}
	return found;
}

function pointsFirst(leaves: Leaf[]): Leaf[] {
	const weight = (leaf: Leaf) =>
		leaf.operator === "eq"
			? 0
			: leaf.operator === "in"
				? 1
				: leaf.operator === "exists"
					? 3
					: 2;
	return leaves.length < 2 ? leaves : leaves.toSorted((a, b) => weight(a) - weight(b));
}

function assemble(index: Index, bounds: BoundField[], rest: FilterNode[]): IndexAccess {
	let prefixes: Buffer[] = [Buffer.alloc(0)];
	let pinned = 0;
	let at = 0;
	for (; at < bounds.length; at++) {
		const { ranges } = bounds[at]!;
		if (!bounds[at]!.isNarrow || !ranges.every(range => range.isPoint)) break;
		if (prefixes.length * ranges.length > MOST_PREFIXES) break;
		if (ranges.length === 1 && pinned === at) pinned++;
		const directed = inDirection(ranges, index.fields[at]!.descending);
		prefixes = prefixes.flatMap(prefix =>
			directed.map(range => Buffer.concat([prefix, range.low]))
		);
	}
	const last = bounds[at];
	const narrowsLast = last?.isNarrow === true;
	const ranges = narrowsLast
		? endRanges(prefixes, inDirection(last.ranges, index.fields[at]!.descending))
		: prefixes.map(wholePrefix);
	const narrowed = at + (narrowsLast ? 1 : 0);
	return {
		index,
		ranges,
		pinned,
		equalFields: at,
		narrowed,
		residual: [...rest, ...unusedLeaves(bounds, narrowed)],
		repeats: repeats(index, ranges, pinned),
		show: () => showBounds(index, bounds, narrowed)
	};
}

/** Where all arrays lie under pinned fields, a document has one key in the one range. */
function repeats(index: Index, ranges: KeyRange[], pinned: number): boolean {
	return index.multikey !== 0 && (ranges.length !== 1 || index.multikey >> pinned !== 0);
}

function unusedLeaves(bounds: BoundField[], narrowed: number): FilterNode[] {
	return bounds.slice(narrowed).flatMap(field => field.settled);
}

function wholePrefix(prefix: Buffer): KeyRange {
	const high = prefix.length === 0 ? Buffer.from([0xff]) : afterPrefix(prefix)!;
	return { low: prefix, high, prefix: prefix.length };
}

function endRanges(prefixes: Buffer[], ranges: FieldRange[]): KeyRange[] {
	return prefixes.flatMap(prefix =>
		ranges.map(range => ({
			low: Buffer.concat([prefix, range.low]),
			high: Buffer.concat([prefix, range.high]),
			prefix: prefix.length
		}))
	);
}

/** A descending field's keys are inverted: what was below is above. */
function inDirection(ranges: FieldRange[], descending: boolean): FieldRange[] {
	if (!descending) return ranges;
	return ranges.map(invertRange).toReversed();
}

function invertRange(range: FieldRange): FieldRange {
	if (range.isPoint) {
		const low = inverted(range.low);
		return { ...range, low, high: afterPrefix(low)! };
	}
	// [low, high) inverted is (~high, ~low]: both ends move past all keys that start with them.
	return {
		...range,
		low: pastPrefix(inverted(range.high)),
		high: pastPrefix(inverted(range.low))
	};
}

function pastPrefix(key: Buffer): Buffer {
	return key.length === 0
		? Buffer.from([0xff, 0xff])
		: (afterPrefix(key) ?? Buffer.from([0xff, 0xff]));
}

function inverted(key: Buffer): Buffer {
	return key.map(byte => ~byte & 0xff) as Buffer;
}

function showBounds(
	index: Index,
	bounds: BoundField[],
	narrowed: number
): Record<string, string[]> {
	return Object.fromEntries(
		index.fields.map(({ path }, at) => [
			path,
			at < narrowed ? bounds[at]!.ranges.map(range => range.show()) : ["[MinKey, MaxKey]"]
		])
	);
}

/** Says whether every match of the filter has one of the index's fields. */
function excludesMissing(index: Index, leaves: Leaf[]): boolean {
	return index.fields.some(({ path }) =>
		leaves.some(leaf => leaf.path === path && requiresField(leaf))
	);
}

function requiresField(leaf: Leaf): boolean {
	return !leaf.test(undefined);
}

/** Says whether every match of the leaves also fulfils the index's own condition. */
function isImplied(condition: FilterNode, leaves: Leaf[]): boolean {
	return conjuncts(condition).every(needed => {
		if (needed.kind === "or") return needed.nodes.some(part => isImplied(part, leaves));
		return (
			needed.kind === "leaf" &&
			leaves.some(leaf => leaf.path === needed.path && implies(leaf, needed))
		);
	});
}

function implies(leaf: Leaf, needed: Leaf): boolean {
	if (leaf.operator === needed.operator && equalValues(leaf.operand, needed.operand)) return true;
	if (leaf.operator === "eq") return isScalar(leaf.operand) && needed.test(leaf.operand);
	if (leaf.operator === "in") {
		return (leaf.operand as unknown[]).every(value => isScalar(value) && needed.test(value));
	}
	if (needed.operator === "exists") return requiresField(leaf);
	return impliesRange(leaf, needed);
}

function impliesRange(leaf: Leaf, needed: Leaf): boolean {
	const side = leaf.operator.slice(0, 2);
	if (side !== needed.operator.slice(0, 2) || (side !== "gt" && side !== "lt")) {
		return (
			needed.operator === "type" &&
			(side === "gt" || side === "lt") &&
			needed.test(leaf.operand)
		);
	}
	return needed.test(leaf.operand);
}

function isScalar(value: unknown): boolean {
	return value !== null && value !== undefined && !Array.isArray(value);
}
