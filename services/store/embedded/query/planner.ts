/**
 * Chooses how a query is answered. Candidates are every index that narrows the filter, every index
 * that gives the sort order, the union of indexes for an `$or`, and the whole collection; each is
 * costed by counting (up to a bound) how many keys it would read.
 */
import { isDoc, isNumber, toNumber, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { keyPattern, type Index } from "../storage/index-definition.ts";
import { fitIndex, type IndexAccess } from "./access.ts";
import { Limit, MergeSorted, Skip, Sort, Union } from "./combine.ts";
import { countKeys } from "./count-keys.ts";
import { conjuncts, type FilterNode } from "./nodes.ts";
import {
	CollectionScan,
	Distinct,
	Fetch,
	Filter,
	IndexScan,
	type Direction,
	type ReadContext
} from "./scans.ts";
import { SortOrder } from "./sort.ts";
import { sortDirection, mergesInOrder } from "./sort-by-index.ts";
import type { Stage } from "./stage.ts";
import { TextScan } from "./text-scan.ts";
import type { CompareStrings } from "../bson/compare.ts";

export interface PlanRequest {
	filter: FilterNode;
	sort?: Doc;
	skip?: number;
	limit?: number;
	hint?: unknown;
	strings?: CompareStrings;
}

export interface Plan {
	root: Stage;
	/** Set when counting the keys of these ranges is counting the documents. */
	countable?: IndexAccess[];
	/** The stages that were considered and not taken, for explain. */
	rejected: Doc[];
}

/** Reading a document by its number costs about as much as this many index entries. */
const FETCH_COST = 4;
const DECODE_COST = 3;
/** Candidates are counted no further than this. */
const COUNT_BOUND = 4000;

interface Candidate {
	cost: number;
	build: () => Stage;
	countable?: IndexAccess[];
}

/** Plans a query over a collection that exists. */
export function plan(context: ReadContext, request: PlanRequest): Plan {
	const candidates = listCandidates(context, request);
	let best = candidates[0]!;
	for (const candidate of candidates) if (candidate.cost < best.cost) best = candidate;
	const others = candidates.filter(candidate => candidate !== best);
	return {
		root: best.build(),
		...(best.countable && { countable: best.countable }),
		get rejected() {
			return others.map(candidate => candidate.build().explain());
		}
	};
}

function listCandidates(context: ReadContext, request: PlanRequest): Candidate[] {
	const text = conjuncts(request.filter).find(part => part.kind === "text");
	if (text) return [textCandidate(context, request)];
	const hint = hintedIndex(context, request.hint);
	if (hint === "natural")
		return [scanCandidate(context, request, naturalDirection(request.hint))];
	if (hint) return [hintedCandidate(context, request, hint)];
	const single = pointLookup(context, request);
	if (single) return [single];
	const indexed = context.collection.indexes.flatMap(index =>
		request.strings && !usableWithCollation(index, request.filter)
			? []
			: indexCandidates(context, request, index)
	);
	const union = request.strings ? undefined : unionCandidate(context, request);
	const found = union ? [...indexed, union] : indexed;
	return [...found, scanCandidate(context, request, 1)];
}

/** With a collation, index keys compare strings in another way than the query. */
function usableWithCollation(index: Index, filter: FilterNode): boolean {
	const paths = new Set(index.fields.map(field => field.path));
	return conjuncts(filter).every(
		part => part.kind !== "leaf" || !paths.has(part.path) || hasNoStrings(part.operand)
	);
}

function hasNoStrings(operand: unknown): boolean {
	if (Array.isArray(operand)) return operand.every(hasNoStrings);
	return typeof operand !== "string" && !isDoc(operand);
}

/** `_id` or a whole unique key is given: nothing can be better. */
function pointLookup(context: ReadContext, request: PlanRequest): Candidate | undefined {
	if (request.strings) return undefined;
	for (const index of context.collection.indexes) {
		if (!index.unique) continue;
		const access = fitIndex(index, request.filter);
		if (access && access.pinned === index.fields.length) {
			return {
				cost: 1,
				build: () => finish(context, request, access, 1),
				...(access.residual.length === 0 && { countable: [access] })
			};
		}
	}
	return undefined;
}

function indexCandidates(context: ReadContext, request: PlanRequest, index: Index): Candidate[] {
	const access = fitIndex(index, request.filter);
	if (!access) return [];
	const direction =
		request.sort && !request.strings ? sortDirection(access, request.sort) : undefined;
	if (access.narrowed === 0 && direction === undefined) return [];
	return [accessCandidate(context, request, access, direction)];
}

function accessCandidate(
	context: ReadContext,
	request: PlanRequest,
	access: IndexAccess,
	direction: Direction | undefined
): Candidate {
	const keys =
		access.narrowed === 0
			? Number.POSITIVE_INFINITY
			: countKeys(context, [access], COUNT_BOUND);
	const isExact = access.residual.length === 0;
	return {
		cost: costOf(context, request, access, keys, direction !== undefined),
		build: () => finish(context, request, access, direction),
		...(isExact && { countable: [access] })
	};
}

/** Estimates the keys and documents that are read until the page is full. */
function costOf(
	context: ReadContext,
	request: PlanRequest,
	access: IndexAccess,
	keys: number,
	isSorted: boolean
): number {
	const total = collectionSize(context);
	const matching = Math.min(keys, total);
	const wanted = (request.limit ?? 0) > 0 ? (request.skip ?? 0) + request.limit! : matching;
	const isExact = access.residual.length === 0;
	const preference = -0.001 * access.narrowed;
	if (!request.sort || isSorted) {
		const selectivity = isExact ? 1 : estimateSelectivity(context, request, total);
		const read = Math.min(matching, wanted / selectivity);
		return isExact
			? read + Math.min(wanted, request.limit || wanted) * FETCH_COST + preference
			: read * (1 + FETCH_COST + DECODE_COST) + preference;
	}
	return matching * (1 + FETCH_COST + DECODE_COST) + preference;
}

/** The share of documents that fulfil the filter, as the best index for it alone tells. */
function estimateSelectivity(context: ReadContext, request: PlanRequest, total: number): number {
	let least = total;
	for (const index of context.collection.indexes) {
		const access = fitIndex(index, request.filter);
		if (access && access.narrowed > 0) {
			least = Math.min(least, countKeys(context, [access], COUNT_BOUND));
		}
	}
	return least >= total ? 0.3 : Math.max(least, 1) / Math.max(total, 1);
}

function collectionSize({ connection, collection }: ReadContext): number {
	const row = connection.get(`SELECT max(rid) FROM c${collection.id}`);
	return Number(row?.[0] ?? 0);
}

/** A scan, in sort order or not, then what the rest of the request asks for. */
function finish(
	context: ReadContext,
	request: PlanRequest,
	access: IndexAccess,
	direction: Direction | undefined
): Stage {
	const isOrdered = !request.sort || direction !== undefined;
	const scan = scanOf(context, request, access, direction ?? 1, isOrdered);
	const once = access.repeats && !(scan instanceof MergeSorted) ? new Distinct(scan) : scan;
	if (isOrdered && access.residual.length === 0) {
		return new Fetch(context, page(once, request), []);
	}
	const fetched = new Fetch(context, once, access.residual);
	return isOrdered ? page(fetched, request) : page(sorted(fetched, request), request);
}

function scanOf(
	context: ReadContext,
	request: PlanRequest,
	access: IndexAccess,
	direction: Direction,
	isOrdered: boolean
): Stage {
	const expected = request.limit ? request.limit + (request.skip ?? 0) : undefined;
	if (
		!request.sort ||
		!isOrdered ||
		access.ranges.length < 2 ||
		!mergesInOrder(access, request.sort)
	) {
		return new IndexScan(context, access, direction, expected);
	}
	const scans = access.ranges.map(
		range => new IndexScan(context, { ...access, ranges: [range] }, direction, expected)
	);
	return new MergeSorted(scans, request.sort);
}

function sorted(stage: Stage, { sort, skip, limit, strings }: PlanRequest): Stage {
	return new Sort(stage, new SortOrder(sort!, strings), limit ? limit + (skip ?? 0) : 0);
}

function page(stage: Stage, { skip, limit }: PlanRequest): Stage {
	const skipped = skip ? new Skip(stage, skip) : stage;
	return limit ? new Limit(skipped, limit) : skipped;
}

function scanCandidate(
	context: ReadContext,
	request: PlanRequest,
	direction: Direction
): Candidate {
	const total = collectionSize(context);
	const isEmpty = request.filter.kind === "and" && request.filter.nodes.length === 0;
	const each = isEmpty ? 2 : FETCH_COST + DECODE_COST;
	return {
		cost: total * each + 1 + (request.sort ? total * DECODE_COST : 0),
		build: () => {
			const scan = new CollectionScan(context, direction);
			const filtered = isEmpty ? scan : new Filter(scan, request.filter);
			return page(request.sort ? sorted(filtered, request) : filtered, request);
		}
	};
}

/** An `$or` whose branches all have an index is the union of their documents. */
function unionCandidate(context: ReadContext, request: PlanRequest): Candidate | undefined {
	const parts = conjuncts(request.filter);
	const either = parts.find(isEither);
	if (!either) return undefined;
	const rest = parts.filter(part => part !== either);
	const branches = either.nodes.map(node => bestBranch(context, request, node));
	if (!branches.every(branch => branch !== undefined)) return undefined;
	const keys = countKeys(context, branches, COUNT_BOUND);
	const isExact = rest.length === 0 && branches.every(branch => branch.residual.length === 0);
	const isOrdered = isExact && isInOrder(branches, request);
	const wanted = isOrdered && request.limit ? request.limit + (request.skip ?? 0) : keys;
	const fetched = isExact && (isOrdered || !request.sort) ? (request.limit ?? keys) : keys;
	return {
		cost:
			Math.min(keys, wanted) +
			Math.min(keys, fetched) * (FETCH_COST + (isExact ? 0 : DECODE_COST)),
		build: () => buildUnion(context, request, branches, rest, isOrdered),
		...(isExact && { countable: branches })
	};
}

function isEither(node: FilterNode): node is FilterNode & { kind: "or"; nodes: FilterNode[] } {
	return node.kind === "or";
}

function isInOrder(branches: IndexAccess[], { sort }: PlanRequest): boolean {
	return (
		sort !== undefined && branches.every(branch => sortDirection(branch, sort) !== undefined)
	);
}

function bestBranch(
	context: ReadContext,
	request: PlanRequest,
	node: FilterNode
): IndexAccess | undefined {
	let best: { access: IndexAccess; score: number } | undefined;
	for (const index of context.collection.indexes) {
		const access = fitIndex(index, node);
		if (!access || access.narrowed === 0) continue;
		const isSorted = request.sort && sortDirection(access, request.sort) !== undefined;
		const score =
			access.pinned * 2 + access.narrowed + (isSorted ? 1.5 : 0) - access.residual.length * 3;
		if (!best || score > best.score) best = { access, score };
	}
	return best?.access;
}

function buildUnion(
	context: ReadContext,
	request: PlanRequest,
	branches: IndexAccess[],
	rest: FilterNode[],
	isOrdered: boolean
): Stage {
	if (isOrdered) {
		const expected = request.limit ? request.limit + (request.skip ?? 0) : undefined;
		const scans = branches.flatMap(access =>
			access.ranges.map(
				range =>
					new IndexScan(
						context,
						{ ...access, ranges: [range] },
						sortDirection(access, request.sort!)!,
						expected
					)
			)
		);
		return new Fetch(context, page(new MergeSorted(scans, request.sort!), request), []);
	}
	const isExact = rest.length === 0 && branches.every(branch => branch.residual.length === 0);
	if (isExact && !request.sort) {
		const scans = branches.map(access => new IndexScan(context, access, 1));
		return new Fetch(context, page(new Union(scans), request), []);
	}
	const inputs = branches.map(access => {
		const scan = new IndexScan(context, access, 1);
		return access.residual.length > 0 ? new Fetch(context, scan, access.residual) : scan;
	});
	const fetched = new Fetch(context, new Union(inputs), rest);
	return page(request.sort ? sorted(fetched, request) : fetched, request);
}

function textCandidate(context: ReadContext, request: PlanRequest): Candidate {
	const parts = conjuncts(request.filter);
	const text = parts.find(part => part.kind === "text")!;
	const rest = parts.filter(part => part !== text);
	return {
		cost: 0,
		build: () => {
			const fetched = new Fetch(context, new TextScan(context, text.search), rest);
			return page(request.sort ? sorted(fetched, request) : fetched, request);
		}
	};
}

function hintedIndex({ collection }: ReadContext, hint: unknown): Index | "natural" | undefined {
	if (hint === undefined) return undefined;
	if (typeof hint === "string") {
		return collection.indexes.find(index => index.name === hint) ?? badHint();
	}
	if (!isDoc(hint)) throw storeError("FailedToParse", "Hint must be a string or an object");
	if (Object.keys(hint).length === 0) return undefined;
	if (hint.$natural !== undefined) return "natural";
	const wanted = JSON.stringify(hint);
	return (
		collection.indexes.find(index => JSON.stringify(keyPattern(index)) === wanted) ?? badHint()
	);
}

function badHint(): never {
	throw storeError(
		"BadValue",
		"error processing query: planner returned error: hint provided does not correspond to an existing index"
	);
}

function naturalDirection(hint: unknown): Direction {
	const value = (hint as Doc).$natural;
	return isNumber(value) && toNumber(value) < 0 ? -1 : 1;
}

function hintedCandidate(context: ReadContext, request: PlanRequest, index: Index): Candidate {
	const access = fitIndex(index, request.filter, true);
	if (!access) return badHint();
	const direction =
		request.sort && !request.strings ? sortDirection(access, request.sort) : undefined;
	return accessCandidate(context, request, access, direction);
}
