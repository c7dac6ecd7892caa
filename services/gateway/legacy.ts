/**
 * Requests to `/api/…` without a version, from older clients: they are answered as the newest
 * version, and there alone slashes at the end, snake_case keys and `field=value` filters are taken.
 */
import { API_BASE } from "./rest-paths.ts";

const UNVERSIONED = /^\/api(?:\/(?!v\d+(?:\/|$))|$)/;

/** OAuth 2's own names, which bodies keep. */
const KEPT_KEYS = new Set(["access_token", "refresh_token", "token_type", "expires_in"]);

const LIST_PARAMETERS = new Set(["page", "pageSize", "sort", "q", "fields", "filter"]);

export function isLegacy(path: string): boolean {
	return UNVERSIONED.test(path);
}

/** The path of the newest version. */
export function currentPath(path: string): string {
	return path.replace(UNVERSIONED, `${API_BASE}/`).replace(/(.)\/+$/, "$1");
}

/** Renames snake_case keys, and makes filters of a list's unknown parameters; `own` are the path's. */
export function currentParams(
	params: Record<string, unknown>,
	own: string[],
	isList: boolean
): Record<string, unknown> {
	const renamed = camelKeys(params) as Record<string, unknown>;
	if (!isList) return renamed;
	const isKnown = (key: string) => LIST_PARAMETERS.has(key) || own.includes(key);
	const known = Object.entries(renamed).filter(([key]) => isKnown(key));
	const others = Object.entries(renamed).filter(([key]) => !isKnown(key));
	const filter = { ...(renamed.filter as object | undefined), ...Object.fromEntries(others) };
	return {
		...withCamelNames(Object.fromEntries(known)),
		...(Object.keys(filter).length > 0 && { filter })
	};
}

/** `sort` and `fields` hold names of fields. */
function withCamelNames(params: Record<string, unknown>) {
	for (const name of ["sort", "fields"]) {
		if (typeof params[name] === "string") params[name] = camel(params[name]);
	}
	return params;
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
		Object.entries(value).map(([key, entry]) => [
			KEPT_KEYS.has(key) ? key : camel(key),
			camelKeys(entry)
		])
	);
}

function camel(key: string) {
	return key.replace(
		/([a-z\d])_([a-z])/g,
		(_match, before: string, after: string) => before + after.toUpperCase()
	);
}
