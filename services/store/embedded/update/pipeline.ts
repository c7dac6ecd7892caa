/** Updates that are written as a pipeline: `[{ $set: { total: { $add: ["$a", "$b"] } } }]`. */
import { isDoc, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import type { Evaluate } from "../query/expression.ts";
import { documentStage } from "../query/document-stages.ts";

const ALLOWED = new Set([
	"$set",
	"$addFields",
	"$unset",
	"$project",
	"$replaceRoot",
	"$replaceWith"
]);

/** Parses the pipeline and gives the change that it makes to one document. */
export function updatePipeline(pipeline: unknown[], evaluate: Evaluate): (doc: Doc) => Doc {
	const stages = pipeline.map(stage => {
		const [name, ...others] = isDoc(stage) ? Object.keys(stage) : [];
		if (name === undefined || others.length > 0) {
			throw storeError(
				40323,
				"A pipeline stage specification object must contain exactly one field."
			);
		}
		if (!ALLOWED.has(name)) {
			throw storeError(
				"InvalidOptions",
				`${name} is not allowed to be used within an update`
			);
		}
		return documentStage(name, (stage as Doc)[name], evaluate)!;
	});
	return doc => stages.reduce((result, change) => change(result), doc);
}
