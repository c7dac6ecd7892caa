/**
 * Chooses how a query is answered. An index that tells all of the filter and gives the order is taken
 * at once. Else candidates are every index that narrows the filter, every index that gives the sort
 * order, the union of indexes for an `$or`, and the whole collection; each is costed by counting (up
 * to a bound) how many keys it would read.
 */
import { isDoc, isNumber, toNumber, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { keyPattern, type Index } from "../storage/index-definition.ts";
import { fitIndex, startsIndex, type IndexAccess } from "./access.ts";
import { allOfAccess, paged, sorted } from "./build-plan.ts";
import { countKeys } from "./count-keys.ts";
import { conjuncts, type FilterNode } from "./nodes.ts";
import { IdAlone, needsIdAlone } from "./id-alone.ts";
import type { PlanRequest } from "./plan-request.ts";
import { CollectionScan, Fetch, Filter, type Direction, type ReadContext } from "./scans.ts";
import { sortDirection } from "./sort-by-index.ts";
import type { Stage } from "./stage.ts";
import { TextScan } from "./text-scan.ts";
import { buildUnion, findUnion, type UnionAccess } from "./union-plan.ts";

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
	const point = pointLookup(context, request);
	if (point) return [settled(context, request, point, 1)];
	const accesses = fittingAccesses(context, request);
	const best = onePage(accesses, request);
	if (best) return [settled(context, request, best, directionOf(best, request))];
	const union = request.strings ? undefined : findUnion(context, request);
	if (union && isSettled(union, request)) return [unionCandidate(context, request, union, 0)];
	const scan = scanCandidate(context, request, 1);
	const indexed = accesses.flatMap(access => indexCandidates(context, request, access, accesses));
	if (!union) return [...indexed, scan];
	return [
		...indexed,
		unionCandidate(context, request, union, costOfUnion(context, request, union)),
		scan
	];
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
function pointLookup({ collection }: ReadContext, request: PlanRequest): IndexAccess | undefined {
	if (request.strings) return undefined;
	const parts = conjuncts(request.filter);
	for (const index of collection.indexes) {
		if (!index.unique || !startsIndex(index, parts)) continue;
		const access = fitIndex(index, request.filter);
		if (access?.pinned === index.fields.length) return access;
	}
	return undefined;
}

function fittingAccesses({ collection }: ReadContext, request: PlanRequest): IndexAccess[] {
	const parts = conjuncts(request.filter);
	const [sortedBy] = Object.keys(request.sort ?? {});
	const accesses: IndexAccess[] = [];
	for (const index of collection.indexes) {
		const mayHelp = startsIndex(index, parts) || index.fields[0]?.path === sortedBy;
		if (!mayHelp) continue;
		if (request.strings && !usableWithCollation(index, request.filter)) continue;
		const access = fitIndex(index, request.filter);
		if (access) accesses.push(access);
	}
	return accesses;
}

/** An index tells all of the filter and gives the order: nothing reads less. */
function onePage(accesses: IndexAccess[], request: PlanRequest): IndexAccess | undefined {
	let best: IndexAccess | undefined;
	for (const access of request.strings ? [] : accesses) {
		if (!isOneRange(access) || !givesOrder(access, request)) continue;
		if (!best || access.narrowed > best.narrowed) best = access;
	}
	return best;
}

function isOneRange({ residual, ranges, repeats }: IndexAccess): boolean {
	return residual.length === 0 && ranges.length === 1 && !repeats;
}

function givesOrder(access: IndexAccess, { sort }: PlanRequest): boolean {
	return sort ? sortDirection(access, sort) !== undefined : access.narrowed > 0;
}

function isSettled(union: UnionAccess, request: PlanRequest): boolean {
	return union.isExact && (union.isOrdered || request.isCount === true);
}

function settled(
	context: ReadContext,
	request: PlanRequest,
	access: IndexAccess,
	direction: Direction | undefined
): Candidate {
	return {
		cost: 0,
		build: () => allOfAccess(context, request, access, direction),
		...(access.residual.length === 0 && { countable: [access] })
	};
}

function directionOf(access: IndexAccess, { sort, strings }: PlanRequest): Direction | undefined {
	return sort && !strings ? sortDirection(access, sort) : undefined;
}

function indexCandidates(
	context: ReadContext,
	request: PlanRequest,
	access: IndexAccess,
	others: IndexAccess[]
): Candidate[] {
	if (access.narrowed === 0 && directionOf(access, request) === undefined) return [];
	return [accessCandidate(context, request, access, others)];
}

function accessCandidate(
	context: ReadContext,
	request: PlanRequest,
	access: IndexAccess,
	others: IndexAccess[]
): Candidate {
	const keys =
		access.narrowed === 0
			? Number.POSITIVE_INFINITY
			: countKeys(context, [access], COUNT_BOUND);
	return {
		...settled(context, request, access, directionOf(access, request)),
		cost: costOf(context, request, access, keys, others)
	};
}

/** Estimates the keys and documents that are read until the page is full. */
function costOf(
	context: ReadContext,
	request: PlanRequest,
	access: IndexAccess,
	keys: number,
	others: IndexAccess[]
): number {
	const total = collectionSize(context);
	const matching = Math.min(keys, total);
	const wanted = (request.limit ?? 0) > 0 ? (request.skip ?? 0) + request.limit! : matching;
	const isExact = access.residual.length === 0;
	const preference = -0.001 * access.narrowed;
	if (!request.sort || directionOf(access, request) !== undefined) {
		const selectivity = isExact ? 1 : estimateSelectivity(context, others, total);
		const read = Math.min(matching, wanted / selectivity);
		return isExact
			? read + Math.min(wanted, request.limit || wanted) * FETCH_COST + preference
			: read * (1 + FETCH_COST + DECODE_COST) + preference;
	}
	return matching * (1 + FETCH_COST + DECODE_COST) + preference;
}

/** The share of documents that fulfil the filter, as the best index for it alone tells. */
function estimateSelectivity(context: ReadContext, accesses: IndexAccess[], total: number): number {
	let least = total;
	for (const access of accesses) {
		if (access.narrowed > 0) least = Math.min(least, countKeys(context, [access], COUNT_BOUND));
	}
	return least >= total ? 0.3 : Math.max(least, 1) / Math.max(total, 1);
}

function collectionSize({ connection, collection }: ReadContext): number {
	const row = connection.get(`SELECT max(rid) FROM c${collection.id}`);
	return Number(row?.[0] ?? 0);
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
			return paged(request.sort ? sorted(filtered, request) : filtered, request);
		}
	};
}

function unionCandidate(
	context: ReadContext,
	request: PlanRequest,
	union: UnionAccess,
	cost: number
): Candidate {
	return {
		cost,
		build: () => buildUnion(context, request, union),
		...(union.isExact && { countable: union.branches })
	};
}

function costOfUnion(context: ReadContext, request: PlanRequest, union: UnionAccess): number {
	const { branches, isExact, isOrdered } = union;
	const keys = countKeys(context, branches, COUNT_BOUND);
	const wanted = isOrdered && request.limit ? request.limit + (request.skip ?? 0) : keys;
	const fetched = isExact && (isOrdered || !request.sort) ? (request.limit ?? keys) : keys;
	return (
		Math.min(keys, wanted) +
		Math.min(keys, fetched) * (FETCH_COST + (isExact ? 0 : DECODE_COST))
	);
}

function textCandidate(context: ReadContext, request: PlanRequest): Candidate {
	const parts = conjuncts(request.filter);
	const text = parts.find(part => part.kind === "text")!;
	const rest = parts.filter(part => part !== text);
	return {
		cost: 0,
		build: () => {
			const scan = new TextScan(context, text.search);
			const found = foundByWords(context, request, scan, rest);
			return paged(request.sort ? sorted(found, request) : found, request);
		}
	};
}

/** The documents themselves are read only where more of them is wanted than the index tells. */
function foundByWords(
	context: ReadContext,
	request: PlanRequest,
	scan: TextScan,
	rest: FilterNode[]
): Stage {
	if (rest.length === 0 && request.isCount && !request.sort) return scan;
	if (rest.length === 0 && needsIdAlone(request)) return new IdAlone(context, scan);
	return new Fetch(context, scan, rest);
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
	return settled(context, request, access, directionOf(access, request));
}
