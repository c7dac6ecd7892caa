import type { Document } from "mongodb";

/**
 * Decides whether a document matches a filter, straight from the manual's words and as slowly as
 * it likes: the oracle of the property tests. Knows the operators that they make.
 */
export function matches(document: Document, filter: Document): boolean {
	return Object.entries(filter).every(([key, condition]) => {
		if (key === "$or") return condition.some((branch: Document) => matches(document, branch));
		if (key === "$nor") return !condition.some((branch: Document) => matches(document, branch));
		return matchesPath(document, key.split("."), condition);
	});
}

function matchesPath(document: Document, path: string[], condition: unknown): boolean {
	if (!isOperators(condition)) return holds(document, path, "$eq", condition);
	return Object.entries(condition).every(([name, operand]) =>
		name === "$not"
			? !matchesPath(document, path, operand)
			: holds(document, path, name, operand)
	);
}

function holds(document: Document, path: string[], name: string, operand: unknown): boolean {
	const list = operand as unknown[];
	const has = (name: string, operand: unknown) => holds(document, path, name, operand);
	switch (name) {
		case "$ne":
			return !has("$eq", operand);
		case "$in":
			return list.some(each => has("$eq", each));
		case "$nin":
			return !has("$in", operand);
		case "$all":
			return list.every(each => has("$eq", each));
		case "$exists":
			return leaves(document, path).some(leaf => leaf !== undefined) === operand;
		case "$size":
			return leaves(document, path).some(
				leaf => Array.isArray(leaf) && leaf.length === operand
			);
		default:
			return candidates(document, path).some(each => compares(each, name, operand));
	}
}

/** The values that a comparison looks at: each leaf, and the elements of a leaf that is an array. */
function candidates(document: Document, path: string[]): unknown[] {
	const found = walk(document, path);
	return found.flatMap(({ value, indexed }) =>
		Array.isArray(value) && !indexed ? [value, ...value] : [value]
	);
}

const leaves = (document: Document, path: string[]) => walk(document, path).map(leaf => leaf.value);

/** A value at the end of a path; `indexed` when its last step was an array's position. */
interface Leaf {
	value: unknown;
	indexed: boolean;
}

function walk(value: unknown, path: string[], indexed = false): Leaf[] {
	const [step, ...rest] = path;
	if (step === undefined) return [{ value, indexed }];
	if (Array.isArray(value)) return walkArray(value, step, rest, path);
	if (!isObject(value)) return [{ value: undefined, indexed: false }];
	return step in value ? walk(value[step], rest) : [{ value: undefined, indexed: false }];
}

function walkArray(array: unknown[], step: string, rest: string[], path: string[]): Leaf[] {
	const elements = array.filter(isObject).flatMap(element => walk(element, path));
	const position = /^\d+$/.test(step) ? Number(step) : -1;
	return position in array ? [...elements, ...walk(array[position], rest, true)] : elements;
}

function compares(value: unknown, name: string, operand: unknown): boolean {
	if (name === "$eq") return equal(value, operand);
	if (name === "$gte" || name === "$lte") {
		if (equal(value, operand)) return true;
	}
	if (kind(value) !== kind(operand) || operand === null) return false;
	const [left, right] = [value as number, operand as number];
	return name.startsWith("$gt") ? left > right : left < right;
}

function equal(left: unknown, right: unknown): boolean {
	if (right === null) return left === null || left === undefined;
	if (kind(left) !== kind(right)) return false;
	if (left instanceof Date) return left.getTime() === (right as Date).getTime();
	if (Array.isArray(left)) return equalLists(left, right as unknown[]);
	if (!isObject(left)) return left === right;
	const [one, two] = [Object.entries(left), Object.entries(right as object)];
	return equalLists(one.flat(), two.flat());
}

const equalLists = (left: unknown[], right: unknown[]) =>
	left.length === right.length && left.every((each, place) => equal(each, right[place]));

function kind(value: unknown) {
	if (value === null || value === undefined) return "null";
	if (Array.isArray(value)) return "array";
	return value instanceof Date ? "date" : typeof value;
}

const isObject = (value: unknown): value is Document => kind(value) === "object";

const isOperators = (value: unknown): value is Document =>
	isObject(value) && Object.keys(value)[0]?.startsWith("$") === true;
