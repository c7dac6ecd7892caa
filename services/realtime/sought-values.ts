/** What a document must hold for a filter to take it, where that can be looked up instead of tested. */
import { valuesAt } from "../../mixins/condition.ts";
import type { Query } from "../../mixins/index.ts";

/** A value as a key of a map. Different ones may have the same key: what is found by it is tested. */
export type ValueKey = string | number | boolean;

/** At the path, a document must hold one of the values. */
export interface Sought {
	path: string;
	keys: ValueKey[];
}

/** What a query demands of all that it takes, each by itself enough to look for it by; none when all must be tested. */
export function soughtBy(query: Query): Sought[] {
	return Object.entries(query).flatMap(([key, test]) => {
		if (key === "$and") return (test as Query[]).flatMap(soughtBy);
		if (key.startsWith("$")) return [];
		const keys = keysOfTest(test as Query);
		return keys ? [{ path: key, keys }] : [];
	});
}

/** The keys by which a document is found; a list is found by each of its elements. */
export function keysAt(document: object | null, path: string): ValueKey[] {
	if (document === null) return [];
	return valuesAt(document, path).flatMap(value => keyOf(value) ?? []);
}

function keysOfTest({ $eq, $in }: Query): ValueKey[] | null {
	const values = $eq === undefined ? $in : [$eq];
	if (!Array.isArray(values)) return null;
	const keys = values.map(keyOf);
	return keys.includes(undefined) ? null : (keys as ValueKey[]);
}

/** Nothing for what is equal to more than itself, such as null, or is compared part by part. */
function keyOf(value: unknown): ValueKey | undefined {
	if (value instanceof Date) return value.getTime();
	const isPlain =
		typeof value === "string" || typeof value === "number" || typeof value === "boolean";
	return isPlain ? value : undefined;
}
