/** Reads pipelines: plain queries and counts as such, all else stage by stage. */
import { createRequire } from "node:module";
import { encode } from "../bson/encode.ts";
import { isDoc, type Doc } from "../bson/values.ts";
import type { ReadNext } from "../cursors.ts";
import { Query, type QueryOptions } from "../query/query.ts";
import type { Work } from "../query/work.ts";
import { findCollection, type ReadHost } from "../read-host.ts";
import { readRaw } from "../storage/documents.ts";
import { resolveView } from "../views.ts";
import { splitPipeline } from "./pipeline-query.ts";

const load = createRequire(import.meta.url);

/** What is loaded for the pipelines that are more than a query. */
type Pipelines = typeof import("../aggregate/run.ts");

/** Gives the results of a pipeline, by the cheapest way that does. */
export function pipelineReader(
	host: ReadHost,
	db: string,
	source: string,
	stages: Doc[],
	given: QueryOptions,
	work: Work
): ReadNext {
	const { name, pipeline } = resolveView(host.connection.catalog, db, source, stages);
	const { query, rest } = splitPipeline(pipeline);
	const options: QueryOptions = { ...query, ...given };
	const counted = countField(rest);
	if (counted && !hasOwnSource(pipeline)) {
		return once(() => {
			const count = new Query(options).count(
				host.connection,
				findCollection(host, db, name),
				work
			);
			return count > 0 ? encode(counted(count)) : null;
		});
	}
	if (rest.length > 0 || hasOwnSource(pipeline)) {
		const { runCommandPipeline } = loadPipelines();
		return runCommandPipeline(host, db, name, pipeline, options, work);
	}
	const collection = findCollection(host, db, name);
	const { root } = new Query(options).plan(host.connection, collection, work);
	return () => {
		const found = root.next();
		return found && (found.raw ?? readRaw(host.connection, collection!, found.rid)!);
	};
}

/** Loads what runs them, unless it is there. */
export function loadPipelines(): Pipelines {
	return load("../aggregate/run.ts") as Pipelines;
}

function hasOwnSource(pipeline: Doc[]): boolean {
	const first = pipeline[0] && Object.keys(pipeline[0])[0];
	return (
		first !== undefined &&
		/^\$(documents|collStats|indexStats|currentOp|list\w*Sessions|planCacheStats|changeStream)$/.test(
			first
		)
	);
}

/** Sees pipelines that only count (`countDocuments` among them): index entries are enough for them. */
function countField(rest: Doc[]): ((count: number) => Doc) | undefined {
	const [stage, ...others] = rest;
	if (!stage || others.length > 0) return undefined;
	if (typeof stage.$count === "string" && /^[^$.]+$/.test(stage.$count)) {
		const field = stage.$count;
		return count => ({ [field]: count });
	}
	return isDoc(stage.$group) ? groupCount(stage.$group) : undefined;
}

function groupCount(group: Doc): ((count: number) => Doc) | undefined {
	const [field, ...others] = Object.keys(group).filter(name => name !== "_id");
	const isConstant = group._id === null || typeof group._id === "number";
	if (!isConstant || field === undefined || others.length > 0) return undefined;
	const accumulator = group[field];
	if (!isDoc(accumulator) || accumulator.$sum !== 1) return undefined;
	return count => ({ _id: group._id, [field]: count });
}

function once(read: () => Buffer | null): ReadNext {
	let isRead = false;
	return () => {
		if (isRead) return null;
		isRead = true;
		return read();
	};
}
