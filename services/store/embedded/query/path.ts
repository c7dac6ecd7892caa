/** Follows a dotted path through documents and arrays, as queries see it. */
import { isDoc, type Doc } from "../bson/values.ts";

/** `isWhole` is set for an array's element that the path names by its index: it is not entered. */
export type Visit = (value: unknown, isWhole?: boolean) => boolean;

const INDEX = /^(0|[1-9]\d*)$/;

/** Answers whether a part of a path can be an array's index. */
export function isIndex(part: string): boolean {
	return INDEX.test(part);
}

/**
 * Calls `visit` with each value at the path until one call answers true; a missing field is
 * visited as `undefined`. Arrays on the way are entered, an array at the end is visited whole.
 */
export function anyAt(value: unknown, parts: string[], visit: Visit, at = 0): boolean {
	if (at === parts.length) return visit(value);
	if (Array.isArray(value)) return anyInArray(value, parts, visit, at);
	if (!isDoc(value)) return visit(undefined);
	const part = parts[at]!;
	return Object.hasOwn(value, part) ? anyAt(value[part], parts, visit, at + 1) : visit(undefined);
}

function anyInArray(array: unknown[], parts: string[], visit: Visit, at: number): boolean {
	const part = parts[at]!;
	if (isIndex(part) && Number(part) < array.length) {
		const element = array[Number(part)];
		const found =
			at + 1 === parts.length ? visit(element, true) : anyAt(element, parts, visit, at + 1);
		if (found) return true;
	}
	return array.some(element => isDoc(element) && anyAt(element, parts, visit, at));
}

/** Reads the value at a path where no array is entered; `undefined` when there is none. */
export function valueAt(doc: Doc, parts: string[]): unknown {
	let value: unknown = doc;
	for (const part of parts) {
		if (Array.isArray(value) && isIndex(part)) value = value[Number(part)];
		else if (isDoc(value) && Object.hasOwn(value, part)) value = value[part];
		else return undefined;
	}
	return value;
}
