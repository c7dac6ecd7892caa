/** Reaches into a document at a dotted path and changes what is there. */
import { getField, isDoc, setField, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { isIndex } from "../query/path.ts";

/** An answer of an edit: take the field away. */
export const REMOVE = Symbol("remove");
/** An answer of an edit: leave everything as it was. */
export const KEEP = Symbol("keep");

export type Edit = (current: unknown) => unknown;

/** More nulls than this are not added to reach an array's index. */
const MOST_PADDING = 1_500_000;

/** Changes the value at a path, making the documents that lead to it unless `creates` is false. */
export function editAt(doc: Doc, parts: string[], edit: Edit, creates = true): void {
	const holder = reach(doc, parts, creates);
	if (!holder) {
		edit(undefined);
		return;
	}
	const last = parts.at(-1)!;
	const value = edit(read(holder, last));
	if (value === KEEP) return;
	if (value === REMOVE) remove(holder, last);
	else write(holder, last, value, parts);
}

type Holder = Doc | unknown[];

/** Finds the document or array that holds the last part of the path. */
function reach(doc: Doc, parts: string[], creates: boolean): Holder | undefined {
	let holder: Holder = doc;
	for (let at = 0; at < parts.length - 1; at++) {
		let next = read(holder, parts[at]!);
		if (next === undefined) {
			if (!creates) return undefined;
			next = {};
			write(holder, parts[at]!, next, parts);
		}
		if (!isDoc(next) && !Array.isArray(next)) {
			if (!creates) return undefined;
			throw notViable(parts[at + 1]!, parts[at]!, next);
		}
		holder = next;
	}
	if (Array.isArray(holder) && !isIndex(parts.at(-1)!)) {
		if (!creates) return undefined;
		throw notViable(parts.at(-1)!, parts.at(-2)!, holder);
	}
	return holder;
}

function read(holder: Holder, part: string): unknown {
	if (Array.isArray(holder)) return isIndex(part) ? holder[Number(part)] : undefined;
	return getField(holder, part);
}

function write(holder: Holder, part: string, value: unknown, parts: string[]): void {
	if (!Array.isArray(holder)) return setField(holder, part, value);
	if (!isIndex(part)) throw notViable(part, parts[0]!, holder);
	const index = Number(part);
	if (index > holder.length + MOST_PADDING) {
		throw storeError(
			"PathNotViable",
			`can't backfill more than ${MOST_PADDING} elements of an array`
		);
	}
	while (holder.length < index) holder.push(null);
	holder[index] = value;
}

function remove(holder: Holder, part: string): void {
	if (!Array.isArray(holder)) delete holder[part];
	else if (Number(part) < holder.length) holder[Number(part)] = null;
}

function notViable(field: string, element: string, value: unknown): Error {
	return storeError(
		"PathNotViable",
		`Cannot create field '${field}' in element {${element}: ${JSON.stringify(value)}}`
	);
}
