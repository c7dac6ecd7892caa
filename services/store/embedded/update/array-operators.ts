/** `$push` with its modifiers, and the condition of `$pull`. */
import { compareValues, equalValues } from "../bson/compare.ts";
import { isDoc, isNumber, toNumber, typeName, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { parseFilter } from "../query/filter.ts";
import { matches } from "../query/nodes.ts";
import { isOperatorDoc } from "../query/operator-doc.ts";
import { isRegex } from "../query/regex.ts";
import { SortOrder } from "../query/sort.ts";
import type { Edit } from "./path-edit.ts";

export type ChangeArray = (array: unknown[]) => unknown[];

/** Applies a change to the array at a path; a missing one is empty, anything else is an error. */
export function editArray(name: string, change: ChangeArray): Edit {
	return current => {
		if (current === undefined) return change([]);
		if (!Array.isArray(current)) {
			throw storeError(
				"BadValue",
				`The field must be an array but is of type ${typeName(current)}: ${name} needs one`
			);
		}
		return change(current);
	};
}

const MODIFIERS = new Set(["$each", "$slice", "$sort", "$position"]);

/** Reads `{ $each, $position, $sort, $slice }`, or one plain value to push. */
export function pushModifiers(operand: unknown): ChangeArray {
	if (!isDoc(operand) || !("$each" in operand)) return array => [...array, operand];
	const unknown = Object.keys(operand).find(name => !MODIFIERS.has(name));
	if (unknown) throw storeError("BadValue", `Unrecognized clause in $push: ${unknown}`);
	const values = operand.$each;
	if (!Array.isArray(values)) {
		throw storeError(
			"BadValue",
			`The argument to $each in $push must be an array but it was of type: ${typeName(values)}`
		);
	}
	const insert = inserter(values, operand.$position);
	const sort = sorter(operand.$sort);
	const slice = slicer(operand.$slice);
	return array => slice(sort(insert(array)));
}

function inserter(values: unknown[], position: unknown): ChangeArray {
	if (position === undefined) return array => [...array, ...values];
	const at = wholeNumber("$position", position);
	return array => array.toSpliced(at < 0 ? Math.max(array.length + at, 0) : at, 0, ...values);
}

function sorter(order: unknown): ChangeArray {
	if (order === undefined) return array => array;
	if (isDoc(order)) {
		if (Object.keys(order).length === 0)
			throw storeError(
				"BadValue",
				"The $sort pattern is empty when it should be a set of fields."
			);
		const by = new SortOrder(order);
		const keyed = (value: unknown) => by.keyOf(isDoc(value) ? value : {});
		return array => array.toSorted((a, b) => by.compare(keyed(a), keyed(b)));
	}
	const direction = isNumber(order) ? toNumber(order) : 0;
	if (direction !== 1 && direction !== -1) {
		throw storeError("BadValue", "The $sort element value must be either 1 or -1");
	}
	return array => array.toSorted((a, b) => compareValues(a, b) * direction);
}

function slicer(count: unknown): ChangeArray {
	if (count === undefined) return array => array;
	const kept = wholeNumber("$slice", count);
	return array => (kept < 0 ? array.slice(kept) : array.slice(0, kept));
}

function wholeNumber(name: string, value: unknown): number {
	const number = isNumber(value) ? toNumber(value) : Number.NaN;
	if (!Number.isInteger(number)) {
		throw storeError(
			"BadValue",
			`The value for ${name} must be an integer value but was given type: ${typeName(value)}`
		);
	}
	return number;
}

/** Makes the test of `$pull`: operators, a condition on the fields of elements, or a plain value. */
export function pullTest(operand: unknown): (value: unknown) => boolean {
	if (isRegex(operand) || isOperatorDoc(operand)) {
		const node = parseFilter({ "": operand });
		return value => matches(node, { "": value });
	}
	if (!isDoc(operand)) return value => equalValues(value, operand);
	const node = parseFilter(operand as Doc);
	return value => isDoc(value) && matches(node, value);
}
