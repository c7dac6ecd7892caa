/** Computes aggregation expressions; mingo is loaded when the first one is met. */
import { createRequire } from "node:module";
import type { CompareStrings } from "../bson/compare.ts";
import type { Doc } from "../bson/values.ts";

export type Evaluate = (doc: Doc, expression: unknown) => unknown;

export interface ExpressionOptions {
	strings?: CompareStrings;
	variables?: Doc;
}

type MakeEvaluator = (options: ExpressionOptions) => Evaluate;

const load = createRequire(import.meta.url);

/** Gives a function that computes expressions. */
export function expressionEvaluator(options: ExpressionOptions = {}): Evaluate {
	let evaluate: Evaluate | undefined;
	return (doc, expression) => {
		if (!evaluate) {
			const { makeEvaluator } = load("../aggregate/evaluate.ts") as {
				makeEvaluator: MakeEvaluator;
			};
			evaluate = makeEvaluator(options);
		}
		return evaluate(doc, expression);
	};
}
