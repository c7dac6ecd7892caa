/** What an action's `rest` means, as in moleculer-web: methods and paths below the API's base path. */
import type { RestObject } from "../../mixins/index.ts";

export const API_BASE = "/api/v1";

export interface RestPath {
	method: string;
	/** From the root, with parameters as `:name` and without a slash at the end. */
	path: string;
	type: NonNullable<RestObject["type"]>;
}

type Rest = string | RestObject | (string | RestObject)[] | null | undefined;

/**
 * Resolves every route of an action. `basePaths` is the service's `settings.rest`; an action without
 * a method answers to all of them, named `*`.
 */
export function restPaths(rest: Rest, rawName: string, basePaths: string | string[]): RestPath[] {
	if (!rest) return [];
	return [basePaths]
		.flat()
		.flatMap(basePath =>
			[rest].flat().map(entry => resolve(toObject(entry), rawName, basePath))
		);
}

/** `/api/v1/projects/:id` → `/api/v1/projects/{id}`, as OpenAPI writes it. */
export function templateOf(path: string): string {
	return path.replace(/:(\w+)/g, "{$1}");
}

function toObject(rest: string | RestObject): RestObject {
	if (typeof rest !== "string") return rest;
	const [first = "", second] = rest.trim().split(/\s+/);
	return second === undefined
		? { path: first }
		: { method: first as RestObject["method"], path: second };
}

function resolve(rest: RestObject, rawName: string, basePath: string): RestPath {
	const path =
		rest.fullPath ?? `${API_BASE}/${rest.basePath ?? basePath}/${rest.path ?? rawName}`;
	return {
		method: rest.method?.toUpperCase() ?? "*",
		path: path.replace(/\/{2,}/g, "/").replace(/(.)\/$/, "$1"),
		type: rest.type ?? "call"
	};
}
