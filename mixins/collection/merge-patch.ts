/** JSON Merge Patch, RFC 7396: null removes, objects merge, anything else replaces. */
export function mergePatch(
	document: object,
	patch: Record<string, unknown>
): Record<string, unknown> {
	const merged = { ...document } as Record<string, unknown>;
	for (const [key, value] of Object.entries(patch)) {
		if (value === null) delete merged[key];
		else merged[key] = isPlainObject(value) ? mergePatch(objectOr(merged[key]), value) : value;
	}
	return merged;
}

function objectOr(value: unknown): Record<string, unknown> {
	return isPlainObject(value) ? value : {};
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
	return (
		typeof value === "object" &&
		value !== null &&
		Object.getPrototypeOf(value) === Object.prototype
	);
}
