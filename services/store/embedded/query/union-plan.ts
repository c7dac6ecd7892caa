/** Plans an `$or`: when all its branches have an index, it is the union of their documents. */
import { fitIndex, startsIndex, type IndexAccess } from "./access.ts";
import { mergedScan, paged, pageOf, sorted } from "./build-plan.ts";
import { Union } from "./combine.ts";
import { countKeys } from "./count-keys.ts";
import { conjuncts, type FilterNode } from "./nodes.ts";
import type { PlanRequest } from "./plan-request.ts";
import { haveSameRest } from "./same-rest.ts";
import { Fetch, IndexScan, type ReadContext } from "./scans.ts";
import { mergeDirection } from "./sort-by-index.ts";
import type { Stage } from "./stage.ts";

/** SQLite takes a bounded number of parts in a compound select; more are merged here. */
const MOST_MERGED = 50;

/** How an `$or` is read: an index for each branch, and what stands beside the `$or`. */
export interface UnionAccess {
	branches: IndexAccess[];
	rest: FilterNode[];
	/** The indexes tell all of the filter. */
	isExact: boolean;
	/** The documents can be merged in the wanted order. */
	isOrdered: boolean;
}

/** Finds an index for each branch of the `$or`; `undefined` where there is no such union. */
export function findUnion(context: ReadContext, request: PlanRequest): UnionAccess | undefined {
	const parts = conjuncts(request.filter);
	const either = parts.find(isEither);
	if (!either) return undefined;
	const rest = parts.filter(part => part !== either);
	const branches: IndexAccess[] = [];
	for (const node of either.nodes) {
		const branch = bestBranch(context, request, node);
		if (!branch) return undefined;
		branches.push(branch);
	}
	const isExact = rest.length === 0 && branches.every(branch => branch.residual.length === 0);
	return { branches, rest, isExact, isOrdered: isExact && isInOrder(branches, request) };
}

function isInOrder(branches: IndexAccess[], { sort }: PlanRequest): boolean {
	return (
		sort !== undefined && branches.every(branch => mergeDirection(branch, sort) !== undefined)
	);
}

function bestBranch(
	context: ReadContext,
	request: PlanRequest,
	node: FilterNode
): IndexAccess | undefined {
	const parts = conjuncts(node);
	let best: { access: IndexAccess; score: number } | undefined;
	for (const index of context.collection.indexes) {
		if (!startsIndex(index, parts)) continue;
		const access = fitIndex(index, node);
		if (!access || access.narrowed === 0) continue;
		const isSorted = request.sort && mergeDirection(access, request.sort) !== undefined;
		const score =
			access.pinned * 2 + access.narrowed + (isSorted ? 1.5 : 0) - access.residual.length * 3;
		if (!best || score > best.score) best = { access, score };
	}
	return best?.access;
}

/** Makes the stages of a union. */
export function buildUnion(context: ReadContext, request: PlanRequest, union: UnionAccess): Stage {
	const { branches, rest, isExact, isOrdered } = union;
	if (isOrdered) return buildMerged(context, request, branches);
	if (isExact && !request.sort) {
		const scans = branches.map(access => new IndexScan(context, access, 1));
		return new Fetch(context, paged(new Union(scans), request), []);
	}
	const inputs = branches.map(access => {
		const scan = new IndexScan(context, access, 1);
		return access.residual.length > 0 ? new Fetch(context, scan, access.residual) : scan;
	});
	const fetched = new Fetch(context, new Union(inputs), rest);
	return paged(request.sort ? sorted(fetched, request) : fetched, request);
}

function buildMerged(context: ReadContext, request: PlanRequest, branches: IndexAccess[]): Stage {
	const sort = request.sort!;
	const merged = mergedScan(context, request, branches, sort, access =>
		mergeDirection(access, sort)!
	);
	const stages = new Fetch(context, paged(merged, request), []);
	const ranges = branches.reduce((sum, branch) => sum + branch.ranges.length, 0);
	if (ranges > MOST_MERGED || !haveSameRest(branches)) return stages;
	const filled = branches.map(branch => withoutEmptyRanges(context, branch));
	if (filled.every(branch => branch.ranges.length === 0)) return stages;
	return pageOf(context, request, filled, mergeDirection(branches[0]!, sort)!, stages);
}

/** One range alone is read in its order, without merging: it pays to look which ranges are empty. */
function withoutEmptyRanges(context: ReadContext, access: IndexAccess): IndexAccess {
	const ranges = access.ranges.filter(
		range => countKeys(context, [{ ...access, ranges: [range] }], 1) > 0
	);
	return { ...access, ranges };
}

function isEither(node: FilterNode): node is FilterNode & { kind: "or"; nodes: FilterNode[] } {
	return node.kind === "or";
}
