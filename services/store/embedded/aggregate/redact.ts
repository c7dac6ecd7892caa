/** `$redact`: leaves out parts of documents, level by level. */
import { isDoc, setField, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import type { Compute } from "./compile.ts";
import type { StageContext, StageFunction } from "./stage-context.ts";

/** The three answers of the expression, as its variables give them. */
const REDACT_VARIABLES = { DESCEND: "$$DESCEND", PRUNE: "$$PRUNE", KEEP: "$$KEEP" };

/** Parses the stage. */
export function redact(spec: unknown, { context, variables }: StageContext): StageFunction {
	const decide = context.compile(spec);
	return function* (input) {
		for (const doc of input) {
			const kept = redacted(doc, decide, variables);
			if (kept) yield kept;
		}
	};
}

function redacted(doc: Doc, decide: Compute, variables: Doc): Doc | undefined {
	const answer = decide({ root: doc, variables });
	if (answer === REDACT_VARIABLES.KEEP) return doc;
	if (answer === REDACT_VARIABLES.PRUNE) return undefined;
	if (answer !== REDACT_VARIABLES.DESCEND) {
		throw storeError(
			17053,
			"$redact's expression should not return anything aside from the variables $$KEEP, $$DESCEND, and $$PRUNE"
		);
	}
	const result: Doc = {};
	for (const name of Object.keys(doc)) {
		const value = below(doc[name], decide, variables);
		if (value !== undefined) setField(result, name, value);
	}
	return result;
}

function below(value: unknown, decide: Compute, variables: Doc): unknown {
	if (isDoc(value)) return redacted(value, decide, variables);
	if (!Array.isArray(value)) return value;
	return value.map(entry => below(entry, decide, variables)).filter(entry => entry !== undefined);
}
