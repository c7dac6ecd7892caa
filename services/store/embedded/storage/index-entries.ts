/** Works out which entries a document has in an index. */
import { compoundKey } from "../bson/order-key.ts";
import { isDoc, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { matches } from "../query/nodes.ts";
import { anyAt, isIndex } from "../query/path.ts";
import type { Index } from "./index-definition.ts";

export interface Entries {
	keys: Buffer[];
	/** One bit for each field under which this document has an array. */
	multikey: number;
}

/** Where the walk along one field's path stands. */
interface Walk {
	value: unknown;
	parts: string[];
	at: number;
	settled: boolean;
}

const NONE: Entries = { keys: [], multikey: 0 };

/** Gives a document's keys in an index: none when it is not part of a sparse or partial one. */
export function indexEntries(index: Index, doc: Doc): Entries {
	if (index.partial && !matches(index.partial, doc)) return NONE;
	if (index.sparse && !hasAnyField(index, doc)) return NONE;
	const descending = index.fields.map(field => field.descending);
	const found: unknown[][] = [];
	const state = { multikey: 0 };
	const walks = index.fields.map(({ parts }) => ({ value: doc, parts, at: 0, settled: false }));
	expand(walks, found, state);
	const keys = found.map(values => compoundKey(values, descending));
	return { keys: keys.length > 1 ? distinct(keys) : keys, multikey: state.multikey };
}

function hasAnyField(index: Index, doc: Doc): boolean {
	return index.fields.some(({ parts }) => anyAt(doc, parts, value => value !== undefined));
}

function distinct(keys: Buffer[]): Buffer[] {
	return [...new Map(keys.map(key => [key.toString("latin1"), key])).values()];
}

/** Walks all fields to their ends; where they meet an array, once for each of its elements. */
function expand(walks: Walk[], found: unknown[][], state: { multikey: number }): void {
	const walked = walks.map(advance);
	const array = sharedArray(walked);
	if (!array) {
		found.push(walked.map(({ value }) => (value === EMPTY ? undefined : (value ?? null))));
		return;
	}
	walked.forEach((walk, field) => {
		if (walk.value === array && !walk.settled) state.multikey |= 1 << field;
	});
	const elements = array.length > 0 ? array : [undefined];
	for (const element of elements) {
		expand(
			walked.map(walk => enter(walk, array, element)),
			found,
			state
		);
	}
}

/** Follows a path through documents until it ends or meets an array. */
function advance(walk: Walk): Walk {
	let { value, at } = walk;
	if (walk.settled) return walk;
	while (at < walk.parts.length) {
		const part = walk.parts[at]!;
		if (Array.isArray(value)) {
			if (!isIndex(part)) return { ...walk, value, at };
			value = value[Number(part)];
		} else if (isDoc(value) && Object.hasOwn(value, part)) value = value[part];
		else return { ...walk, value: undefined, settled: true };
		at++;
	}
	return { ...walk, value, at, settled: !Array.isArray(value) };
}

function sharedArray(walks: Walk[]): unknown[] | undefined {
	const open = walks.filter(walk => !walk.settled);
	const first = open[0];
	if (!first) return undefined;
	const other = open.find(walk => walk.value !== first.value);
	if (other) {
		throw storeError(
			"CannotIndexParallelArrays",
			`cannot index parallel arrays [${other.parts.at(-1)}] [${first.parts.at(-1)}]`
		);
	}
	return first.value as unknown[];
}

/** Puts an array's element in the place of the array; an empty array's is `EMPTY`. */
function enter(walk: Walk, array: unknown[], element: unknown): Walk {
	if (walk.settled || walk.value !== array) return walk;
	if (walk.at === walk.parts.length) {
		return { ...walk, value: array.length === 0 ? EMPTY : element, settled: true };
	}
	return isDoc(element)
		? { ...walk, value: element }
		: { ...walk, value: undefined, settled: true };
}

/** Stands for the `undefined` that an empty array leaves in an index, below null. */
const EMPTY = Symbol("empty array");
