/** mingo, loaded when something of it is first asked for: most stores never need its 250 modules. */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

interface Expressions {
	has(name: string): boolean;
	compute(source: unknown, operand: unknown, name: string): unknown;
}

let expressions: Expressions | undefined;

export function mingoExpressions(): Expressions {
	return (expressions ??= loadExpressions());
}

export function mingo(): typeof import("mingo") {
	return require("mingo") as typeof import("mingo");
}

function loadExpressions(): Expressions {
	const { Context, computeValue } = require("mingo/core") as typeof import("mingo/core");
	const expression =
		require("mingo/operators/expression") as typeof import("mingo/operators/expression");
	const options = { context: Context.init({ expression }), scriptEnabled: false } as never;
	return {
		has: name => name in expression,
		compute: (source, operand, name) => computeValue(source, operand, name, options)
	};
}
