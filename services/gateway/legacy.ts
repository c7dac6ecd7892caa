/**
 * Requests to `/api/…` without a version, from older clients: they are answered as the newest
 * version, and there alone slashes at the end, snake_case keys and `field=value` filters are taken.
 */
import { API_BASE } from "./rest-paths.ts";

const UNVERSIONED = /^\/api\/(?!v\d+(\/|$))/;

const LIST_PARAMETERS = new Set(["page", "pageSize", "sort", "q", "fields", "filter"]);

export function isLegacy(path: string): boolean {
	return UNVERSIONED.test(path);
}

/** The path of the newest version. */
export function currentPath(path: string): string {
	return path.replace(UNVERSIONED, `${API_BASE}/`).replace(/(.)\/+$/, "$1");
}

/** Renames snake_case keys, and makes filters of a list's unknown parameters. */
export function currentParams(
	params: Record<string, unknown>,
	isList: boolean
): Record<string, unknown> {
	const renamed = camelKeys(params) as Record<string, unknown>;
	if (!isList) return renamed;
	const known = Object.entries(renamed).filter(([key]) => LIST_PARAMETERS.has(key));
	const others = Object.entries(renamed).filter(([key]) => !LIST_PARAMETERS.has(key));
	const filter = { ...(renamed.filter as object | undefined), ...Object.fromEntries(others) };
	return { ...Object.fromEntries(known), ...(Object.keys(filter).length > 0 && { filter }) };
}

function camelKeys(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(camelKeys);
	if (
		value === null ||
		typeof value !== "object" ||
		Object.getPrototypeOf(value) !== Object.prototype
	)
		return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [camel(key), camelKeys(entry)])
	);
}

function camel(key: string) {
	return key.replace(
		/([a-z\d])_([a-z])/g,
		(_match, before: string, after: string) => before + after.toUpperCase()
	);
}
