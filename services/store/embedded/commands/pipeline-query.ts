/** The part of a pipeline that is a query: what the planner can do with indexes. */
import { isDoc, isNumber, toNumber, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import type { QueryOptions } from "../query/query.ts";

/** The first stages of a pipeline as a query, and the stages that are left. */
export interface SplitPipeline {
	query: QueryOptions;
	rest: Doc[];
}

/** Takes the leading `$match`, `$sort`, `$skip` and `$limit` off a pipeline. */
export function splitPipeline(pipeline: Doc[]): SplitPipeline {
	const filters: Doc[] = [];
	let sort: Doc | undefined;
	let skip: number | undefined;
	let limit: number | undefined;
	let at = 0;
	for (; at < pipeline.length; at++) {
		const name = stageName(pipeline[at]);
		const spec = pipeline[at]![name];
		if (name === "$match" && isDoc(spec) && skip === undefined && limit === undefined)
			filters.push(spec);
		else if (
			name === "$sort" &&
			isSort(spec) &&
			!sort &&
			skip === undefined &&
			limit === undefined
		)
			sort = spec;
		else if (name === "$skip" && isWhole(spec, 0) && skip === undefined && limit === undefined)
			skip = toNumber(spec);
		else if (name === "$limit" && isWhole(spec, 1) && limit === undefined)
			limit = toNumber(spec);
		else break;
	}
	const filter = filters.length > 1 ? { $and: filters } : filters[0];
	return { query: { filter, sort, skip, limit }, rest: pipeline.slice(at) };
}

function isSort(spec: unknown): spec is Doc {
	return isDoc(spec) && Object.keys(spec).length > 0;
}

function isWhole(value: unknown, least: number): value is number {
	return isNumber(value) && Number.isInteger(toNumber(value)) && toNumber(value) >= least;
}

/** Gives a stage's name; each stage has just one. */
export function stageName(stage: unknown): string {
	if (!isDoc(stage))
		throw storeError("TypeMismatch", "Each element of the 'pipeline' array must be an object");
	const [name, ...others] = Object.keys(stage);
	if (name === undefined || others.length > 0) {
		throw storeError(
			40323,
			"A pipeline stage specification object must contain exactly one field."
		);
	}
	return name;
}
