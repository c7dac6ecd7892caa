/** Puts the stages of a plan together: reading an index, then what the rest of the request asks for. */
import type { Doc } from "../bson/values.ts";
import type { IndexAccess } from "./access.ts";
import { Limit, MergeSorted, Skip, Sort } from "./combine.ts";
import { IndexPage } from "./index-page.ts";
import type { PlanRequest } from "./plan-request.ts";
import { Distinct, Fetch, IndexScan, type Direction, type ReadContext } from "./scans.ts";
import { SortOrder } from "./sort.ts";
import { mergesInOrder } from "./sort-by-index.ts";
import type { Stage } from "./stage.ts";

/** Reads an index, in sort order or not, then does what the rest of the request asks for. */
export function allOfAccess(
	context: ReadContext,
	request: PlanRequest,
	access: IndexAccess,
	direction: Direction | undefined
): Stage {
	const isOrdered = !request.sort || direction !== undefined;
	if (!isOrdered || access.residual.length > 0) {
		const fetched = new Fetch(
			context,
			scanOf(context, request, access, direction ?? 1, isOrdered),
			access.residual
		);
		return isOrdered ? paged(fetched, request) : paged(sorted(fetched, request), request);
	}
	const scan = scanOf(context, request, access, direction ?? 1, isOrdered);
	const stages = new Fetch(context, paged(scan, request), []);
	if (access.repeats || access.ranges.length !== 1) return stages;
	return pageOf(context, request, [access], direction ?? 1, stages);
}

/** One page of ranges that are exact, in order, and name a document once each. */
export function pageOf(
	context: ReadContext,
	{ skip = 0, limit = 0 }: PlanRequest,
	accesses: IndexAccess[],
	direction: Direction,
	stages: Stage
): Stage {
	const ranges = accesses.flatMap(({ index: { table }, ranges }) =>
		ranges.map(range => ({ table, range }))
	);
	return new IndexPage(context, { ranges, direction, skip, limit }, () => stages.explain());
}

function scanOf(
	context: ReadContext,
	request: PlanRequest,
	access: IndexAccess,
	direction: Direction,
	isOrdered: boolean
): Stage {
	if (
		!request.sort ||
		!isOrdered ||
		access.ranges.length < 2 ||
		!mergesInOrder(access, request.sort)
	) {
		const scan = new IndexScan(context, access, direction, expectedKeys(request));
		return access.repeats ? new Distinct(scan) : scan;
	}
	return mergedScan(context, request, [access], request.sort, () => direction);
}

/** Reads all ranges side by side, handing on whichever comes next in the order. */
export function mergedScan(
	context: ReadContext,
	request: PlanRequest,
	accesses: IndexAccess[],
	sort: Doc,
	directionOf: (access: IndexAccess) => Direction
): Stage {
	const scans = accesses.flatMap(access =>
		access.ranges.map(
			range =>
				new IndexScan(
					context,
					{ ...access, ranges: [range] },
					directionOf(access),
					expectedKeys(request)
				)
		)
	);
	return new MergeSorted(scans, sort);
}

function expectedKeys({ skip = 0, limit }: PlanRequest): number | undefined {
	return limit ? limit + skip : undefined;
}

/** Sorts in memory. */
export function sorted(stage: Stage, { sort, skip, limit, strings }: PlanRequest): Stage {
	return new Sort(stage, new SortOrder(sort!, strings), limit ? limit + (skip ?? 0) : 0);
}

/** Leaves out what comes before the page and after it. */
export function paged(stage: Stage, { skip, limit }: PlanRequest): Stage {
	const skipped = skip ? new Skip(stage, skip) : stage;
	return limit ? new Limit(skipped, limit) : skipped;
}
