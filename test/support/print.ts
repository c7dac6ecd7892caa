/** Prints a filter or pipeline for a test's name; regular expressions as they are written. */
export function print(value: unknown): string {
	return JSON.stringify(value, (_key, part: unknown) =>
		part instanceof RegExp ? String(part) : part
	);
}
