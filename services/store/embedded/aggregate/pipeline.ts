/** Runs pipelines: what indexes can do first is given to the planner, the rest goes stage by stage. */
import { decode } from "../bson/decode.ts";
import type { Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { Query, type QueryOptions } from "../query/query.ts";
import type { Plan } from "../query/planner.ts";
import { noteScore } from "../query/text-score.ts";
import { readRaw } from "../storage/documents.ts";
import { resolveView } from "../views.ts";
import { splitPipeline, stageName } from "../commands/pipeline-query.ts";
import type { StageContext } from "./stage-context.ts";
import { parseStage } from "./stages.ts";

/** Runs a pipeline over its collection. */
export function runPipeline(stages: Doc[], outer: StageContext): Iterable<Doc> {
	const { name, pipeline } = resolveView(
		outer.host.connection.catalog,
		outer.db,
		outer.collection,
		stages
	);
	const stage = { ...outer, collection: name };
	const first = pipeline[0] && stageName(pipeline[0]);
	if (first && SOURCES.has(first)) return runStages(pipeline, [], stage);
	const { query, rest } = splitPipeline(pipeline);
	return runStages(rest, documents(stage, planQuery(query, stage)), stage);
}

/** Stages that bring their own documents. */
export const SOURCES = new Set([
	"$documents",
	"$collStats",
	"$indexStats",
	"$currentOp",
	"$listSessions",
	"$listLocalSessions",
	"$planCacheStats",
	"$changeStream"
]);

/** Plans the part of a pipeline that a query can do. */
export function planQuery(
	query: QueryOptions,
	{ host, db, collection, work, variables, source }: StageContext
): Plan {
	const found = host.connection.catalog.find(db, collection);
	return new Query({ ...query, ...source, variables: quoted(variables) }).plan(
		host.connection,
		found,
		work
	);
}

/** Variables are values by now, and must not be computed a second time. */
export function quoted(variables: Doc): Doc {
	return Object.fromEntries(
		Object.entries(variables).map(([name, value]) => [name, { $literal: value }])
	);
}

function* documents({ host, db, collection }: StageContext, { root }: Plan): Iterable<Doc> {
	const found = host.connection.catalog.find(db, collection);
	for (let next = root.next(); next; next = root.next()) {
		const doc = next.doc ?? decode(next.raw ?? readRaw(host.connection, found!, next.rid)!);
		yield noteScore(doc, next.score);
	}
}

/** Runs stages over documents that are already there. */
export function runStages(
	pipeline: Doc[],
	input: Iterable<Doc>,
	stage: StageContext
): Iterable<Doc> {
	const functions = pipeline.map((one, at) => {
		if (at > 0 && SOURCES.has(stageName(one))) {
			throw storeError(
				40602,
				`${stageName(one)} is only valid as the first stage in a pipeline`
			);
		}
		return parseStage(one, stage);
	});
	return functions.reduce<Iterable<Doc>>((docs, run) => run(docs), input);
}
