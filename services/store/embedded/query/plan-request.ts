/** What is asked of the planner. */
import type { CompareStrings } from "../bson/compare.ts";
import type { Doc } from "../bson/values.ts";
import type { FilterNode } from "./nodes.ts";

export interface PlanRequest {
	filter: FilterNode;
	sort?: Doc;
	skip?: number;
	limit?: number;
	/** What will be taken of each document; without it, that may be anything. */
	projection?: Doc;
	hint?: unknown;
	strings?: CompareStrings;
	/** Only the number of matches is wanted. */
	isCount?: boolean;
}
