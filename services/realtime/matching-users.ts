/**
 * For which callers a rule's conditions hold on one document: the conditions are tested with the
 * caller's id left open, so that the work does not grow with the number of callers.
 */
import { conditionTest } from "../../mixins/condition.ts";
import type { Query } from "../../mixins/ability.ts";
import {
	complement,
	EVERYBODY,
	intersection,
	NOBODY,
	union,
	usersOf,
	type UserSet
} from "./user-set.ts";

/** What stands for the caller's id in a rule. */
const CALLER = "${user.id}";

/** A condition in which the caller's id stands where it cannot be left open, such as `$gt`. */
export class NeedsCaller extends Error {
	override name = "NeedsCaller";
}

/** The users for whom the conditions hold; throws `NeedsCaller` when each has to be asked. */
export function matchingUsers(conditions: Query, document: object): UserSet {
	return Object.entries(conditions)
		.map(([key, value]) => usersOfEntry(key, value, document))
		.reduce(intersection, EVERYBODY);
}

function usersOfEntry(key: string, value: unknown, document: object): UserSet {
	if (!namesCaller(value)) return holds({ [key]: value }, document) ? EVERYBODY : NOBODY;
	if (key === "$and") return allOf(value, document).reduce(intersection, EVERYBODY);
	if (key === "$or") return allOf(value, document).reduce(union, NOBODY);
	if (key === "$nor") return complement(allOf(value, document).reduce(union, NOBODY));
	if (key.startsWith("$")) throw new NeedsCaller(key);
	if (value === CALLER) return usersOf(textsAt(document, key.split(".")));
	if (!isOperators(value)) throw new NeedsCaller(key);
	return Object.entries(value)
		.map(([operator, operand]) => usersOfOperator(key, operator, operand, value, document))
		.reduce(intersection, EVERYBODY);
}

function allOf(conditions: unknown, document: object): UserSet[] {
	return (conditions as Query[]).map(condition => matchingUsers(condition, document));
}

function usersOfOperator(
	path: string,
	operator: string,
	operand: unknown,
	all: Query,
	document: object
): UserSet {
	if (!namesCaller(operand)) {
		const own =
			operator === "$regex" ? { $regex: operand, $options: all.$options ?? "" } : null;
		if (operator === "$options") return EVERYBODY;
		return holds({ [path]: own ?? { [operator]: operand } }, document) ? EVERYBODY : NOBODY;
	}
	switch (operator) {
		case "$eq":
			return usersOfEntry(path, operand, document);
		case "$ne":
			return complement(usersOfEntry(path, operand, document));
		case "$in":
			return usersOfAny(path, operand as unknown[], document);
		case "$nin":
			return complement(usersOfAny(path, operand as unknown[], document));
		case "$not":
			return complement(usersOfEntry(path, operand, document));
		case "$elemMatch":
			return usersOfElements(path, operand as Query, document);
		default:
			throw new NeedsCaller(operator);
	}
}

function usersOfAny(path: string, values: unknown[], document: object): UserSet {
	return values
		.map(value => usersOfEntry(path, value, document))
		.reduce((one, other) => union(one, other), NOBODY);
}

function usersOfElements(path: string, condition: Query, document: object): UserSet {
	if (isOperators(condition)) throw new NeedsCaller("$elemMatch");
	return valuesAt(document, path.split("."))
		.flatMap(value => (Array.isArray(value) ? value : []))
		.filter(element => typeof element === "object" && element !== null)
		.map(element => matchingUsers(condition, element as object))
		.reduce(union, NOBODY);
}

function holds(condition: Query, document: object): boolean {
	return conditionTest(condition)(document);
}

/** A path may lead through arrays and end at one: any of the values counts, as in the store. */
function textsAt(document: unknown, path: string[]): string[] {
	return valuesAt(document, path)
		.flat()
		.filter(value => typeof value === "string");
}

function valuesAt(value: unknown, [key, ...rest]: string[]): unknown[] {
	if (key === undefined) return [value];
	if (typeof value !== "object" || value === null) return [];
	const own = key in value ? valuesAt((value as Record<string, unknown>)[key], rest) : [];
	if (!Array.isArray(value)) return own;
	const inside = value.flatMap(entry =>
		Array.isArray(entry) ? [] : valuesAt(entry, [key, ...rest])
	);
	return [...own, ...inside];
}

function isOperators(value: unknown): value is Query {
	return (
		typeof value === "object" &&
		value !== null &&
		Object.keys(value).some(key => key.startsWith("$"))
	);
}

function namesCaller(value: unknown): boolean {
	if (value === CALLER) return true;
	if (typeof value !== "object" || value === null || value instanceof Date) return false;
	return Object.values(value).some(namesCaller);
}
