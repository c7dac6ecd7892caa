/** Runs the pipeline of an aggregate command; loaded when the first one is met. */
import { encode } from "../bson/encode.ts";
import type { Doc } from "../bson/values.ts";
import type { ReadNext } from "../cursors.ts";
import { collator } from "../query/collation.ts";
import { expressionEvaluator } from "../query/expression.ts";
import type { QueryOptions } from "../query/query.ts";
import type { Work } from "../query/work.ts";
import type { ReadHost } from "../read-host.ts";
import { compileExpression } from "./compile.ts";
import { quoted, runPipeline, runStages } from "./pipeline.ts";
import type { StageContext } from "./stage-context.ts";

/** Gives the results of a pipeline, one after another. */
export function runCommandPipeline(
	host: ReadHost,
	db: string,
	collection: string,
	pipeline: Doc[],
	options: QueryOptions,
	work: Work
): ReadNext {
	const strings = collator(options.collation);
	const variables = constants(options.variables ?? {});
	const stage: StageContext = {
		host,
		db,
		collection,
		work,
		strings,
		variables,
		runPipeline,
		runStages,
		context: {
			strings,
			now: new Date(),
			compile: expression => compileExpression(expression, strings)
		},
		evaluate: expressionEvaluator({
			variables: quoted(variables),
			...(strings && { strings })
		}),
		source: { hint: options.hint, collation: options.collation }
	};
	const results = runPipeline(pipeline, stage)[Symbol.iterator]();
	return () => {
		const { done, value } = results.next();
		return done ? null : encode(value);
	};
}

function constants(variables: Doc): Doc {
	return Object.fromEntries(
		Object.entries(variables).map(([name, expression]) => [
			name,
			compileExpression(expression)({ root: {}, variables: {} })
		])
	);
}
