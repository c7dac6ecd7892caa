/** Sorting: the pattern that the client gave, and the keys that documents have in it. */
import { compareValues, type CompareStrings } from "../bson/compare.ts";
import { isDoc, isNumber, toNumber, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { isIndex } from "./path.ts";
import type { Found } from "./stage.ts";

export interface SortPart {
	path: string;
	parts: string[];
	direction: 1 | -1;
	/** `{ $meta: "textScore" }` sorts by the score, the best first. */
	byScore: boolean;
}

/** Parses `{ createdAt: -1, _id: 1 }`. */
export function parseSort(pattern: Doc): SortPart[] {
	return Object.keys(pattern).map(path => parsePart(path, pattern[path]));
}

function parsePart(path: string, value: unknown): SortPart {
	if (path === "" || path.split(".").includes("")) {
		throw storeError("FailedToParse", "FieldPath field names may not be empty strings.");
	}
	if (isDoc(value) && value.$meta !== undefined) return scorePart(path, value.$meta);
	const direction = isNumber(value) ? toNumber(value) : 0;
	if (direction !== 1 && direction !== -1) {
		throw storeError(
			15975,
			`$sort key ordering must be 1 (for ascending) or -1 (for descending)`
		);
	}
	return { path, parts: path.split("."), direction, byScore: false };
}

function scorePart(path: string, meta: unknown): SortPart {
	if (meta !== "textScore") {
		throw storeError(31138, `Illegal $meta sort: $meta: "${String(meta)}"`);
	}
	return { path, parts: [], direction: -1, byScore: true };
}

export class SortOrder {
	readonly pattern: Doc;
	readonly parts: SortPart[];
	private readonly strings: CompareStrings | undefined;

	constructor(pattern: Doc, strings?: CompareStrings) {
		this.pattern = pattern;
		this.parts = parseSort(pattern);
		this.strings = strings;
	}

	/** Gives what a document is sorted by. */
	keyOf(doc: Doc, found?: Found): unknown[] {
		return this.parts.map(part =>
			part.byScore ? (found?.score ?? 0) : this.extreme(doc, part)
		);
	}

	compare(a: unknown[], b: unknown[]): number {
		for (let at = 0; at < this.parts.length; at++) {
			const order = compareValues(a[at], b[at], this.strings);
			if (order !== 0) return order * this.parts[at]!.direction;
		}
		return 0;
	}

	/** An array is sorted by its smallest element, or its largest when the order is falling. */
	private extreme(doc: Doc, { parts, direction }: SortPart): unknown {
		const values = valuesToSort(doc, parts, 0);
		let best = values[0];
		for (const value of values) {
			if (compareValues(value, best, this.strings) * direction < 0) best = value;
		}
		return best;
	}
}

/** The values that an index over the path would hold: missing is null, an empty array below it. */
function valuesToSort(value: unknown, parts: string[], at: number): unknown[] {
	if (Array.isArray(value)) return valuesInArray(value, parts, at);
	if (at === parts.length) return [value ?? null];
	if (!isDoc(value) || !Object.hasOwn(value, parts[at]!)) return [null];
	return valuesToSort(value[parts[at]!], parts, at + 1);
}

function valuesInArray(array: unknown[], parts: string[], at: number): unknown[] {
	if (at === parts.length) return array.length === 0 ? [undefined] : array;
	const part = parts[at]!;
	if (isIndex(part)) return valuesToSort(array[Number(part)], parts, at + 1);
	if (array.length === 0) return [null];
	return array.flatMap(element => (isDoc(element) ? valuesToSort(element, parts, at) : [null]));
}
