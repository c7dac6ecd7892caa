/** Says whether reading an index gives a wanted sort order, and in which direction it is read. */
import type { Doc } from "../bson/values.ts";
import type { IndexAccess } from "./access.ts";
import type { Direction } from "./scans.ts";
import { parseSort, type SortPart } from "./sort.ts";

/** Gives the direction in which the index must be read; `undefined` when it does not help. */
export function sortDirection(access: IndexAccess, sort: Doc): Direction | undefined {
	const parts = openParts(access, sort);
	if (parts.length === 0) return 1;
	// Ranges that differ in leading fields are merged by what follows these, or follow one another.
	return matchFrom(access, parts, access.equalFields) ?? matchFrom(access, parts, access.pinned);
}

/** Says whether several ranges give the order only when they are merged. */
export function mergesInOrder(access: IndexAccess, sort: Doc): boolean {
	const parts = openParts(access, sort);
	return parts.length > 0 && matchFrom(access, parts, access.equalFields) !== undefined;
}

/**
 * Gives the direction in which ranges of different indexes can be merged. Other ranges may be pinned
 * to other values, so that all of the sort must follow after the prefix.
 */
export function mergeDirection(access: IndexAccess, sort: Doc): Direction | undefined {
	return matchFrom(access, parseSort(sort), access.equalFields);
}

/** Leaves out what is the same for all documents, since a condition pins it. */
function openParts(access: IndexAccess, sort: Doc): SortPart[] {
	const pinned = new Set(
		access.index.fields
			.slice(0, access.pinned)
			.filter((_, at) => (access.index.multikey & (1 << at)) === 0)
			.map(field => field.path)
	);
	return parseSort(sort).filter(part => part.byScore || !pinned.has(part.path));
}

function matchFrom(access: IndexAccess, parts: SortPart[], start: number): Direction | undefined {
	const { index } = access;
	let direction: Direction | undefined;
	for (let at = 0; at < parts.length; at++) {
		const field = index.fields[start + at];
		const part = parts[at]!;
		if (!field || part.byScore || field.path !== part.path) return undefined;
		if ((index.multikey & (1 << (start + at))) !== 0) return undefined;
		const needed = (field.descending ? -1 : 1) === part.direction ? 1 : -1;
		if (direction !== undefined && direction !== needed) return undefined;
		direction = needed;
	}
	return direction;
}
