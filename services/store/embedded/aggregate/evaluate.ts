/** Computes expressions for those who do not want to know how; each is compiled once. */
import type { Doc } from "../bson/values.ts";
import type { Evaluate, ExpressionOptions } from "../query/expression.ts";
import { compileExpression, type Compute } from "./compile.ts";

/** Gives the function that computes expressions with these options. */
export function makeEvaluator({ strings, variables = {} }: ExpressionOptions): Evaluate {
	const compiled = new Map<unknown, Compute>();
	const constants = computeConstants(variables, strings);
	return (doc, expression) => {
		let compute = compiled.get(expression);
		if (!compute) {
			compute = compileExpression(expression, strings);
			compiled.set(expression, compute);
		}
		return compute({ root: doc, variables: constants });
	};
}

/** A command's `let` may hold expressions, over nothing but constants. */
function computeConstants(variables: Doc, strings: ExpressionOptions["strings"]): Doc {
	return Object.fromEntries(
		Object.entries(variables).map(([name, expression]) => [
			name,
			compileExpression(expression, strings)({ root: {}, variables: {} })
		])
	);
}
