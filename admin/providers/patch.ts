/** What a form changed, as a merge patch: the fields that differ alone, null for one that was taken away. */

/** Set by the server; no body holds them. */
const SERVER_FIELDS = new Set(["id", "rev", "createdAt", "updatedAt"]);

type Fields = Record<string, unknown>;

/** Compares what was read with what the form holds now. */
export function patchOf(before: object, after: object): Fields {
	const patch: Fields = {};
	const [old, next] = [before as Fields, after as Fields];
	for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
		if (SERVER_FIELDS.has(key)) continue;
		const value = emptied(next[key]);
		if (same(emptied(old[key]), value)) continue;
		patch[key] = isPlain(old[key]) && isPlain(value) ? patchOf(old[key], value) : value;
	}
	return patch;
}

/** A body that creates: without what was left empty. */
export function merge(fields: object): Fields {
	return Object.fromEntries(
		Object.entries(fields).filter(
			([key, value]) => !SERVER_FIELDS.has(key) && emptied(value) !== null
		)
	);
}

/** Tells whether two values would be sent as the same JSON. */
export function same(one: unknown, other: unknown): boolean {
	return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** An input that was emptied holds nothing. */
function emptied(value: unknown): unknown {
	if (value === undefined || value === "") return null;
	if (isPlain(value) && Object.keys(value).length === 0) return value;
	return value;
}

function isPlain(value: unknown): value is Fields {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (!isPlain(value)) return value;
	return Object.fromEntries(
		Object.keys(value)
			.sort()
			.map(key => [key, sorted(value[key])])
	);
}
