/** Compares index ranges by what their keys hold after the prefix that the filter gives. */
import type { IndexAccess } from "./access.ts";

/**
 * Says whether the keys of all ranges go on alike: the same fields in the same directions, and
 * no arrays among them. A document that is in several ranges then has the same rest in each.
 */
export function haveSameRest(accesses: IndexAccess[]): boolean {
	const [first, ...others] = accesses.map(restOf);
	return first !== undefined && others.every(other => other === first);
}

function restOf({ index, equalFields }: IndexAccess): string | undefined {
	if (index.multikey >> equalFields !== 0) return undefined;
	return index.fields
		.slice(equalFields)
		.map(({ path, descending }) => `${descending ? "-" : "+"}${path}`)
		.join("\0");
}
