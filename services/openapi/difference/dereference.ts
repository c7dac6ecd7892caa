/** Puts what `$ref`s point to in their place. */

/** A copy of the document without references; one that leads back into itself ends as `{}`. */
export function dereference<Document extends object>(document: Document): Document {
	return resolve(document, document, []) as Document;
}

function resolve(value: unknown, root: object, open: string[]): unknown {
	if (typeof value !== "object" || value === null) return value;
	if (Array.isArray(value)) return value.map(entry => resolve(entry, root, open));
	const { $ref } = value as { $ref?: unknown };
	if (typeof $ref === "string" && $ref.startsWith("#/")) {
		return open.includes($ref) ? {} : resolve(target(root, $ref), root, [...open, $ref]);
	}
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [key, resolve(entry, root, open)])
	);
}

function target(root: object, reference: string): unknown {
	const keys = reference
		.slice(2)
		.split("/")
		.map(key => key.replaceAll("~1", "/").replaceAll("~0", "~"));
	return keys.reduce<unknown>(
		(value, key) => (value as Record<string, unknown> | undefined)?.[key],
		root
	);
}
