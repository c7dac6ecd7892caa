/** Parses the operators of one field of a filter (`{ age: { $gt: 1, $ne: 5 } }`). */
import { BSONRegExp } from "bson";
import { compareValues, equalValues } from "../bson/compare.ts";
import { isDoc, isNumber, isTruthy, rankOf, RANK, toNumber, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { bitTest } from "./bits.ts";
import type { FilterContext, FilterNode, Leaf, LeafOperator } from "./nodes.ts";
import { matches } from "./nodes.ts";
import { isRisky, testRegex } from "./guarded-regex.ts";
import { isOperatorDoc } from "./operator-doc.ts";
import { compileRegex, isRegex } from "./regex.ts";
import { typeTest } from "./type-names.ts";

type ParseFilter = (filter: Doc, context: FilterContext) => FilterNode;
type Test = (value: unknown, isWhole?: boolean) => boolean;

interface Place {
	path: string;
	context: FilterContext;
	parse: ParseFilter;
}

/** Parses all operators of a field. */
export function parseOperators(
	path: string,
	operators: Doc,
	context: FilterContext,
	parse: ParseFilter
): FilterNode[] {
	const place = { path, context, parse };
	return Object.keys(operators).flatMap(name => {
		if (name === "$options") return optionsOnly(operators);
		if (name === "$regex") return [regexLeaf(place, operators)];
		return parseOperator(name, operators[name], place);
	});
}

function optionsOnly(operators: Doc): FilterNode[] {
	if ("$regex" in operators) return [];
	throw storeError("BadValue", "$options needs a $regex");
}

/** Makes the node for a plain value: equal to it, or matching it when it is a regular expression. */
export function equality(path: string, operand: unknown, context: FilterContext): FilterNode {
	if (isRegex(operand)) {
		return leaf(path, "regex", operand, orElement(regexTest(operand)), {
			$regex: operand.pattern
		});
	}
	return leaf(path, "eq", operand, orElement(equalTest(operand, context)), { $eq: operand });
}

function leaf(
	path: string,
	operator: LeafOperator,
	operand: unknown,
	test: Test,
	source: Doc,
	inner?: FilterNode
): Leaf {
	return {
		kind: "leaf",
		path,
		parts: path.split("."),
		operator,
		operand,
		test,
		source,
		...(inner && { inner })
	};
}

/** A condition on a value also holds for an array when it holds for one of its elements. */
function orElement(test: Test): Test {
	return (value, isWhole) =>
		test(value) || (!isWhole && Array.isArray(value) && value.some(entry => test(entry)));
}

function equalTest(operand: unknown, { strings }: FilterContext): Test {
	if (operand === null || operand === undefined)
		return value => value === null || value === undefined;
	return value => value !== undefined && equalValues(value, operand, strings);
}

function regexTest(regex: BSONRegExp): Test {
	const compiled = compileRegex(regex.pattern, regex.options);
	const test = isRisky(regex.pattern)
		? (text: string) => testRegex(compiled, text)
		: (text: string) => compiled.test(text);
	return value => {
		if (typeof value === "string") return test(value);
		return isRegex(value) && value.pattern === regex.pattern && value.options === regex.options;
	};
}

function regexLeaf({ path }: Place, operators: Doc): FilterNode {
	const given = operators.$regex;
	const options = operators.$options;
	if (typeof given !== "string" && !isRegex(given)) {
		throw storeError("BadValue", "$regex has to be a string");
	}
	if (options !== undefined && typeof options !== "string") {
		throw storeError("BadValue", "$options has to be a string");
	}
	if (isRegex(given) && given.options && options) {
		throw storeError(51074, "options set in both $regex and $options");
	}
	const regex = isRegex(given)
		? new BSONRegExp(given.pattern, options ?? given.options)
		: new BSONRegExp(given, options ?? "");
	const source = { $regex: regex.pattern, ...(regex.options && { $options: regex.options }) };
	return leaf(path, "regex", regex, orElement(regexTest(regex)), source);
}

function parseOperator(name: string, operand: unknown, place: Place): FilterNode[] {
	const parser = OPERATORS[name];
	if (!parser) throw unknownOperator(name);
	return [parser(operand, place)];
}

function unknownOperator(name: string): Error {
	if (GEOMETRY.has(name)) {
		return storeError("NotImplemented", `${name} is not supported: the store has no geometry`);
	}
	return storeError("BadValue", `unknown operator: ${name}`);
}

const GEOMETRY = new Set([
	"$near",
	"$nearSphere",
	"$geoWithin",
	"$geoIntersects",
	"$within",
	"$geoNear",
	"$maxDistance",
	"$minDistance"
]);

type Parser = (operand: unknown, place: Place) => FilterNode;

const OPERATORS: Record<string, Parser> = {
	$eq: (operand, { path, context }) =>
		leaf(path, "eq", operand, orElement(equalTest(operand, context)), { $eq: operand }),
	$ne: (operand, place) => not(equalOnly("$ne", operand, place)),
	$gt: comparison("gt", order => order > 0),
	$gte: comparison("gte", order => order >= 0),
	$lt: comparison("lt", order => order < 0),
	$lte: comparison("lte", order => order <= 0),
	$in: (operand, place) => membership("$in", operand, place),
	$nin: (operand, place) => not(membership("$nin", operand, place)),
	$not: negation,
	$exists: existence,
	$type: (operand, { path }) =>
		leaf(path, "type", operand, typeTest(operand), { $type: operand }),
	$mod: modulo,
	$size: size,
	$all: all,
	$elemMatch: elementMatch,
	$bitsAllSet: bits("$bitsAllSet"),
	$bitsAllClear: bits("$bitsAllClear"),
	$bitsAnySet: bits("$bitsAnySet"),
	$bitsAnyClear: bits("$bitsAnyClear"),
	$comment: () => ({ kind: "and", nodes: [] })
};

function not(node: FilterNode): FilterNode {
	return { kind: "not", node };
}

function equalOnly(name: string, operand: unknown, { path, context }: Place): FilterNode {
	if (isRegex(operand)) throw storeError("BadValue", `Can't have regex as arg to ${name}.`);
	return leaf(path, "eq", operand, orElement(equalTest(operand, context)), { $eq: operand });
}

function comparison(
	operator: "gt" | "gte" | "lt" | "lte",
	holds: (order: number) => boolean
): Parser {
	return (operand, { path, context }) => {
		if (isRegex(operand)) {
			throw storeError(
				"BadValue",
				`Can't have RegEx as arg to predicate over field '${path}'.`
			);
		}
		const test = comparisonTest(operand, holds, operator.endsWith("e"), context);
		return leaf(path, operator, operand, orElement(test), { [`$${operator}`]: operand });
	};
}

/** Compares within one type only, but for MinKey and MaxKey, which compare with all. */
function comparisonTest(
	operand: unknown,
	holds: (order: number) => boolean,
	orEqual: boolean,
	{ strings }: FilterContext
): Test {
	const rank = rankOf(operand);
	if (rank === RANK.null || rank === RANK.missing) {
		return value => orEqual && (value === null || value === undefined);
	}
	const anyType = rank === RANK.minKey || rank === RANK.maxKey;
	if (isNumber(operand) && Number.isNaN(toNumber(operand))) {
		return value => orEqual && isNumber(value) && Number.isNaN(toNumber(value));
	}
	return value => {
		if (value === undefined) return false;
		if (!anyType && rankOf(value) !== rank) return false;
		if (isNumber(value) && Number.isNaN(toNumber(value))) return anyType;
		return holds(compareValues(value, operand, strings));
	};
}

function membership(name: "$in" | "$nin", operand: unknown, { path, context }: Place): FilterNode {
	if (!Array.isArray(operand)) throw storeError("BadValue", `${name} needs an array`);
	const tests = operand.map(entry => {
		if (isOperatorDoc(entry)) throw storeError("BadValue", `cannot nest $ under ${name}`);
		return isRegex(entry) ? regexTest(entry) : equalTest(entry, context);
	});
	const test: Test = value => tests.some(one => one(value));
	const fast = fastMembership(operand, context) ?? test;
	return leaf(path, "in", operand, orElement(fast), { $in: operand });
}

/** Strings and nothing else: one look into a set instead of many comparisons. */
function fastMembership(operand: unknown[], { strings }: FilterContext): Test | undefined {
	if (strings || operand.length < 8 || !operand.every(entry => typeof entry === "string")) return;
	const known = new Set<unknown>(operand);
	return value => known.has(value);
}

function negation(operand: unknown, place: Place): FilterNode {
	if (isRegex(operand)) return not(equality(place.path, operand, place.context));
	if (!isDoc(operand)) throw storeError("BadValue", "$not needs a regex or a document");
	if (Object.keys(operand).length === 0) throw storeError("BadValue", "$not cannot be empty");
	if (!isOperatorDoc(operand)) {
		throw storeError("BadValue", `unknown operator: ${Object.keys(operand)[0]}`);
	}
	return not({
		kind: "and",
		nodes: parseOperators(place.path, operand, place.context, place.parse)
	});
}

function existence(operand: unknown, { path }: Place): FilterNode {
	const there = leaf(path, "exists", true, value => value !== undefined, { $exists: true });
	return isTruthy(operand) ? there : not(there);
}

function modulo(operand: unknown, { path }: Place): FilterNode {
	if (!Array.isArray(operand))
		throw storeError("BadValue", "malformed mod, needs to be an array");
	if (operand.length < 2) throw storeError("BadValue", "malformed mod, not enough elements");
	if (operand.length > 2) throw storeError("BadValue", "malformed mod, too many elements");
	const [divisor, remainder] = operand.map(part => wholeNumber(part));
	if (divisor === 0) throw storeError("BadValue", "divisor cannot be 0");
	const test: Test = value => {
		if (!isNumber(value)) return false;
		const number = Math.trunc(toNumber(value));
		return Number.isFinite(number) && number % (divisor ?? 0) === remainder;
	};
	return leaf(path, "other", operand, orElement(test), { $mod: operand });
}

function wholeNumber(value: unknown): number {
	if (!isNumber(value) || !Number.isFinite(toNumber(value))) {
		throw storeError("BadValue", "malformed mod, divisor and remainder must be numbers");
	}
	return Math.trunc(toNumber(value)) || 0;
}

function size(operand: unknown, { path }: Place): FilterNode {
	const count = isNumber(operand) ? toNumber(operand) : Number.NaN;
	if (!Number.isInteger(count)) {
		throw storeError(
			"BadValue",
			`Failed to parse $size. Expected an integer: $size: ${String(operand)}`
		);
	}
	if (count < 0) {
		throw storeError("BadValue", "Failed to parse $size. Expected a non-negative number");
	}
	return leaf(path, "other", operand, value => Array.isArray(value) && value.length === count, {
		$size: operand
	});
}

function all(operand: unknown, place: Place): FilterNode {
	if (!Array.isArray(operand)) throw storeError("BadValue", "$all needs an array");
	if (operand.length === 0) return { kind: "never" };
	return { kind: "and", nodes: operand.map(entry => allEntry(entry, place)) };
}

function allEntry(entry: unknown, place: Place): FilterNode {
	if (isDoc(entry) && "$elemMatch" in entry) return elementMatch(entry.$elemMatch, place);
	if (isOperatorDoc(entry)) throw storeError("BadValue", "no $ expressions in $all");
	return equality(place.path, entry, place.context);
}

const LOGICAL = new Set(["$and", "$or", "$nor", "$where", "$expr"]);

function elementMatch(operand: unknown, { path, context, parse }: Place): FilterNode {
	if (!isDoc(operand)) throw storeError("BadValue", "$elemMatch needs an Object");
	const first = Object.keys(operand)[0];
	const onValues = first !== undefined && first.startsWith("$") && !LOGICAL.has(first);
	const inner: FilterNode = onValues
		? { kind: "and", nodes: parseOperators("", operand, context, parse) }
		: parse(operand, context);
	const test: Test = onValues
		? value => Array.isArray(value) && value.some(element => matches(inner, { "": element }))
		: value => Array.isArray(value) && value.some(element => matchesElement(inner, element));
	return leaf(path, "elemMatch", operand, test, { $elemMatch: operand }, inner);
}

function matchesElement(inner: FilterNode, element: unknown): boolean {
	if (isDoc(element)) return matches(inner, element);
	return Array.isArray(element) && matches(inner, { ...element });
}

function bits(name: "$bitsAllSet" | "$bitsAllClear" | "$bitsAnySet" | "$bitsAnyClear"): Parser {
	return (operand, { path }) =>
		leaf(path, "other", operand, orElement(bitTest(name, operand)), { [name]: operand });
}
