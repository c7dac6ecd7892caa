/** The accumulators of `$group`: each folds the documents of one group. */
import { compareValues } from "../bson/compare.ts";
import { isDoc, isNumber, toNumber, typeName, type Doc, type NumberValue } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { SortOrder } from "../query/sort.ts";
import { added } from "./arithmetic.ts";
import { isNothing, named } from "./arguments.ts";
import type { Compute, CompileContext, Scope } from "./compile.ts";
import { divided, standardDeviation } from "./folding.ts";
import { mergeObjects } from "./objects.ts";
import { nameOf } from "./sets.ts";

export interface Accumulator {
	add(scope: Scope): void;
	result(): unknown;
}

type MakeAccumulator = () => Accumulator;
type Definition = (operand: unknown, context: CompileContext) => MakeAccumulator;

/** Parses one accumulator; throws for a name that MongoDB does not know. */
export function parseAccumulator(
	name: string,
	operand: unknown,
	context: CompileContext
): MakeAccumulator {
	const definition = Object.hasOwn(ACCUMULATORS, name) ? ACCUMULATORS[name] : undefined;
	if (definition) return definition(operand, context);
	if (["$accumulator", "$median", "$percentile"].includes(name)) {
		throw storeError("NotImplemented", `The accumulator ${name} is not supported`);
	}
	throw storeError(15952, `unknown group operator '${name}'`);
}

/** An accumulator whose state is one value. */
function folding<T>(
	start: () => T,
	step: (state: T, value: unknown) => T,
	finish: (state: T) => unknown
): Definition {
	return (operand, { compile }) => {
		const compute = compile(operand);
		return () => {
			let state = start();
			return {
				add: scope => {
					state = step(state, compute(scope));
				},
				result: () => finish(state)
			};
		};
	};
}

function collecting(finish: (values: unknown[]) => unknown): Definition {
	return folding<unknown[]>(
		() => [],
		(values, value) => {
			values.push(value);
			return values;
		},
		finish
	);
}

const NOTHING = Symbol("nothing yet");

function extreme(wanted: 1 | -1): Definition {
	return folding<unknown>(
		() => NOTHING,
		(best, value) => {
			if (isNothing(value)) return best;
			return best === NOTHING || compareValues(value, best) * wanted > 0 ? value : best;
		},
		best => (best === NOTHING ? null : best)
	);
}

const ACCUMULATORS: Record<string, Definition> = {
	$sum: folding<NumberValue>(
		() => 0,
		(sum, value) => (isNumber(value) ? added(sum, value) : sum),
		sum => sum
	),
	$count: (operand, context) => {
		if (!isDoc(operand) || Object.keys(operand).length > 0)
			throw storeError("TypeMismatch", "$count takes no arguments, i.e. $count:{}");
		return ACCUMULATORS.$sum!(1, context);
	},
	$avg: folding<{ sum: NumberValue; count: number }>(
		() => ({ sum: 0, count: 0 }),
		({ sum, count }, value) =>
			isNumber(value) ? { sum: added(sum, value), count: count + 1 } : { sum, count },
		({ sum, count }) => (count === 0 ? null : divided(sum, count))
	),
	$min: extreme(-1),
	$max: extreme(1),
	$first: folding<unknown>(
		() => NOTHING,
		(first, value) => (first === NOTHING ? (value ?? null) : first),
		first => (first === NOTHING ? null : first)
	),
	$last: folding<unknown>(
		() => null,
		(_last, value) => value ?? null,
		last => last
	),
	$push: collecting(values => values.filter(value => value !== undefined)),
	$addToSet: folding<Map<string, unknown>>(
		() => new Map(),
		(set, value) => (value === undefined ? set : set.set(nameOf(value), value)),
		set => [...set.values()]
	),
	$mergeObjects: collecting(mergeObjects),
	$stdDevPop: collecting(values => standardDeviation(values, false)),
	$stdDevSamp: collecting(values => standardDeviation(values, true)),
	$firstN: someOf("$firstN", (values, n) => values.slice(0, n)),
	$lastN: someOf("$lastN", (values, n) => values.slice(-n)),
	$minN: someOf("$minN", (values, n) => present(values).toSorted(compareTwo).slice(0, n)),
	$maxN: someOf("$maxN", (values, n) =>
		present(values)
			.toSorted((a, b) => compareTwo(b, a))
			.slice(0, n)
	),
	$top: sortedOutput("$top", 1),
	$bottom: sortedOutput("$bottom", -1),
	$topN: sortedOutput("$topN", 1),
	$bottomN: sortedOutput("$bottomN", -1)
};

function compareTwo(a: unknown, b: unknown): number {
	return compareValues(a, b);
}

function present(values: unknown[]): unknown[] {
	return values.filter(value => !isNothing(value));
}

function countOf(name: string, value: unknown): number {
	const n = isNumber(value) ? toNumber(value) : Number.NaN;
	if (!(n > 0) || !Number.isInteger(n))
		throw storeError(
			5787908,
			`'n' must be a positive integer for ${name}, found ${String(value)} of type ${typeName(value)}`
		);
	return n;
}

function someOf(name: string, take: (values: unknown[], n: number) => unknown[]): Definition {
	return (operand, context) => {
		const { input, n } = named(operand, name, ["input", "n"]);
		const count = context.compile(n);
		return collecting(values =>
			take(
				values.map(value => value ?? null),
				countOf(name, count({ root: {}, variables: {} }))
			)
		)(input, context);
	};
}

/** `$top`, `$topN` and their opposites: what the first documents of an order give. */
function sortedOutput(name: string, end: 1 | -1): Definition {
	return (operand, { compile, strings }) => {
		const isMany = name.endsWith("N");
		const { output, sortBy, n } = named<"output" | "sortBy" | "n">(
			operand,
			name,
			isMany ? ["output", "sortBy", "n"] : ["output", "sortBy"]
		);
		const order = new SortOrder(sortBy as Doc, strings);
		const compute: Compute = compile(output);
		const count = isMany ? countOf(name, compile(n)({ root: {}, variables: {} })) : 1;
		return () => {
			const rows: { key: unknown[]; value: unknown }[] = [];
			return {
				add: scope =>
					rows.push({
						key: order.keyOf(scope.root as Doc),
						value: compute(scope) ?? null
					}),
				result: () => {
					const sorted = rows.toSorted((a, b) => order.compare(a.key, b.key));
					const values = (end > 0 ? sorted.slice(0, count) : sorted.slice(-count)).map(
						row => row.value
					);
					return isMany ? values : (values[0] ?? null);
				}
			};
		};
	};
}
