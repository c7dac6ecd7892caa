/** Operators over arrays. */
import { compareValues, equalValues } from "../bson/compare.ts";
import {
	isDoc,
	isNumber,
	isTruthy,
	setField,
	toNumber,
	typeName,
	type Doc
} from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { SortOrder } from "../query/sort.ts";
import { fixed, isNothing, named, unary } from "./arguments.ts";
import type { CompileContext, Compute, Operator } from "./compile.ts";

export const ARRAYS: Record<string, Operator> = {
	$isArray: fixed(1, 1, ([value]) => Array.isArray(value)),
	$size: fixed(1, 1, ([value]) => {
		if (!Array.isArray(value))
			throw storeError(
				17124,
				`The argument to $size must be an array, but was of type: ${typeName(value)}`
			);
		return value.length;
	}),
	$arrayElemAt: fixed(2, 2, ([array, index]) => elementAt(array, index)),
	$first: fixed(1, 1, ([array]) => endOf("$first", array, 0)),
	$last: fixed(1, 1, ([array]) => endOf("$last", array, -1)),
	$concatArrays: fixed(0, Number.POSITIVE_INFINITY, concat),
	$in: fixed(2, 2, ([value, array], { strings }) => {
		if (!Array.isArray(array))
			throw storeError(
				40081,
				`$in requires an array as a second argument, found: ${typeName(array)}`
			);
		return array.some(entry => equalValues(entry, value, strings));
	}),
	$indexOfArray: fixed(2, 4, indexOf),
	$slice: fixed(2, 3, slice),
	$reverseArray: unary(value => arrayOf("$reverseArray", value, 34435).toReversed()),
	$range: fixed(2, 3, range),
	$map: (operand, context) => {
		const { input, as, in: body } = named(operand, "$map", ["input", "in"], ["as"]);
		return overElements(
			"$map",
			input,
			as,
			body,
			context,
			(array, each) => array.map(value => each(value) ?? null),
			16883
		);
	},
	$filter: (operand, context) => {
		const { input, as, cond, limit } = named(
			operand,
			"$filter",
			["input", "cond"],
			["as", "limit"]
		);
		const most = limit === undefined ? undefined : context.compile(limit);
		return (scope => {
			const count = most ? most(scope) : undefined;
			const keep = (array: unknown[], each: (value: unknown) => unknown) =>
				array
					.filter(value => isTruthy(each(value)))
					.slice(0, isNumber(count) ? toNumber(count) : undefined);
			return overElements("$filter", input, as, cond, context, keep, 28651)(scope);
		}) satisfies Compute;
	},
	$reduce: (operand, { compile }) => {
		const {
			input,
			initialValue,
			in: body
		} = named(operand, "$reduce", ["input", "initialValue", "in"]);
		const [array, initial, step] = [compile(input), compile(initialValue), compile(body)];
		return scope => {
			const values = array(scope);
			if (isNothing(values)) return null;
			return arrayOf("$reduce", values, 40080).reduce(
				(value, element) =>
					step({
						root: scope.root,
						variables: { ...scope.variables, value, this: element }
					}),
				initial(scope)
			);
		};
	},
	$sortArray: (operand, context) => {
		const { input, sortBy } = named(operand, "$sortArray", ["input", "sortBy"]);
		const array = context.compile(input);
		const sort = sorter(sortBy, context);
		return scope => {
			const values = array(scope);
			return isNothing(values) ? null : sort(arrayOf("$sortArray", values, 2942504));
		};
	},
	$zip: (operand, { compile }) => {
		const { inputs, useLongestLength, defaults } = named(
			operand,
			"$zip",
			["inputs"],
			["useLongestLength", "defaults"]
		);
		const [lists, fill] = [compile(inputs), compile(defaults ?? [])];
		return scope => zip(lists(scope), useLongestLength === true, fill(scope));
	},
	$firstN: ends("$firstN", (array, n) => array.slice(0, n)),
	$lastN: ends("$lastN", (array, n) => array.slice(-n)),
	$minN: ends("$minN", (array, n) =>
		withoutNothing(array)
			.toSorted((a, b) => compareValues(a, b))
			.slice(0, n)
	),
	$maxN: ends("$maxN", (array, n) =>
		withoutNothing(array)
			.toSorted((a, b) => compareValues(b, a))
			.slice(0, n)
	),
	$arrayToObject: unary(value => toObject(value)),
	$objectToArray: unary(value => {
		if (!isDoc(value))
			throw storeError(
				40390,
				`$objectToArray requires a document input, found: ${typeName(value)}`
			);
		return Object.keys(value).map(k => ({ k, v: value[k] }));
	})
};

function withoutNothing(array: unknown[]): unknown[] {
	return array.filter(value => !isNothing(value));
}

function arrayOf(name: string, value: unknown, code: number): unknown[] {
	if (Array.isArray(value)) return value;
	throw storeError(
		code,
		`The argument to ${name} must be an array, but was of type: ${typeName(value)}`
	);
}

function elementAt(array: unknown, index: unknown): unknown {
	if (isNothing(array) || isNothing(index)) return null;
	if (!Array.isArray(array))
		throw storeError(
			28689,
			`$arrayElemAt's first argument must be an array, but is ${typeName(array)}`
		);
	if (!isNumber(index))
		throw storeError(
			28690,
			`$arrayElemAt's second argument must be a numeric value, but is ${typeName(index)}`
		);
	if (!Number.isInteger(toNumber(index)))
		throw storeError(
			28691,
			`$arrayElemAt's second argument must be representable as a 32-bit integer: ${String(index)}`
		);
	return array.at(toNumber(index));
}

function endOf(name: string, array: unknown, at: 0 | -1): unknown {
	if (isNothing(array)) return null;
	return arrayOf(name, array, 28689).at(at);
}

function concat(values: unknown[]): unknown {
	if (values.some(isNothing)) return null;
	return values.flatMap(value => arrayOf("$concatArrays", value, 28664));
}

function indexOf([array, value, start, end]: unknown[]): unknown {
	if (isNothing(array)) return null;
	const values = arrayOf("$indexOfArray", array, 40090);
	const from = isNumber(start) ? toNumber(start) : 0;
	const to = isNumber(end) ? Math.min(toNumber(end), values.length) : values.length;
	for (let at = from; at < to; at++) if (equalValues(values[at], value)) return at;
	return -1;
}

function slice([array, first, second]: unknown[]): unknown {
	if ([array, first].some(isNothing) || second === null) return null;
	const values = arrayOf("$slice", array, 28724);
	if (!isNumber(first))
		throw storeError(
			28725,
			`Second argument to $slice must be a numeric value, but is of type: ${typeName(first)}`
		);
	const n = toNumber(first);
	if (second === undefined) return n < 0 ? values.slice(n) : values.slice(0, n);
	const count = isNumber(second) ? toNumber(second) : Number.NaN;
	if (!(count > 0))
		throw storeError(28729, `Third argument to $slice must be positive: ${String(second)}`);
	const from = n < 0 ? Math.max(values.length + n, 0) : n;
	return values.slice(from, from + count);
}

const LONGEST_RANGE = 10_000_000;

function range([start, end, step = 1]: unknown[]): unknown {
	const [from, to, by] = [start, end, step].map(value => {
		const number = isNumber(value) ? toNumber(value) : Number.NaN;
		if (!Number.isInteger(number))
			throw storeError(
				34443,
				`$range requires numeric values that are whole: ${String(value)}`
			);
		return number;
	}) as [number, number, number];
	if (by === 0) throw storeError(34449, "$range requires a non-zero step value");
	if ((to - from) / by > LONGEST_RANGE)
		throw storeError("ExceededMemoryLimit", "$range would use too much memory");
	const result: number[] = [];
	for (let value = from; by > 0 ? value < to : value > to; value += by) result.push(value);
	return result;
}

type Over = (array: unknown[], each: (value: unknown) => unknown) => unknown;

function overElements(
	name: string,
	input: unknown,
	as: unknown,
	body: unknown,
	{ compile }: CompileContext,
	over: Over,
	code: number
): Compute {
	if (as !== undefined && (typeof as !== "string" || as === ""))
		throw storeError(16867, `empty variable names are not allowed (${name})`);
	const variable = (as as string | undefined) ?? "this";
	const [array, compute] = [compile(input), compile(body)];
	return scope => {
		const values = array(scope);
		if (isNothing(values)) return null;
		return over(arrayOf(name, values, code), value =>
			compute({ root: scope.root, variables: { ...scope.variables, [variable]: value } })
		);
	};
}

function sorter(sortBy: unknown, { strings }: CompileContext): (array: unknown[]) => unknown[] {
	if (isDoc(sortBy)) {
		const order = new SortOrder(sortBy, strings);
		const key = (value: unknown) => order.keyOf(isDoc(value) ? value : {});
		return array => array.toSorted((a, b) => order.compare(key(a), key(b)));
	}
	const direction = isNumber(sortBy) ? toNumber(sortBy) : 0;
	if (direction !== 1 && direction !== -1)
		throw storeError(2942500, "The $sort element value must be either 1 or -1");
	return array => array.toSorted((a, b) => compareValues(a, b, strings) * direction);
}

function zip(lists: unknown, isLongest: boolean, fill: unknown): unknown {
	if (!Array.isArray(lists) || lists.some(isNothing)) return null;
	const arrays = lists.map(list => arrayOf("$zip", list, 34468));
	const lengths = arrays.map(array => array.length);
	const length = isLongest ? Math.max(...lengths) : Math.min(...lengths);
	const spare = Array.isArray(fill) ? fill : [];
	return Array.from({ length }, (_, at) =>
		arrays.map((array, list) => (at < array.length ? array[at] : (spare[list] ?? null)))
	);
}

function ends(name: string, take: (array: unknown[], n: number) => unknown[]): Operator {
	return (operand, { compile }) => {
		const { input, n } = named(operand, name, ["input", "n"]);
		const [array, count] = [compile(input), compile(n)];
		return scope => {
			const number = count(scope);
			if (!isNumber(number) || !(toNumber(number) > 0))
				throw storeError(5787902, `'n' must be greater than 0, found ${String(number)}`);
			return take(arrayOf(name, array(scope), 5788200), toNumber(number));
		};
	};
}

function toObject(value: unknown): Doc {
	const result: Doc = {};
	for (const entry of arrayOf("$arrayToObject", value, 40386)) {
		const [key, field] = Array.isArray(entry) ? entry : isDoc(entry) ? [entry.k, entry.v] : [];
		if (typeof key !== "string")
			throw storeError(
				40395,
				`$arrayToObject requires keys of type string, found ${typeName(key)}`
			);
		setField(result, key, field ?? null);
	}
	return result;
}
