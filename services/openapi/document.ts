/**
 * The OpenAPI 3.1 document of a set of services: those that run now, or those that would run after an
 * upgrade. The same services give the same document, byte for byte.
 */
import type {
	OpenAPIObject,
	OperationObject,
	PathItemObject,
	PathsObject,
	SchemaObject,
	TagObject
} from "openapi3-ts/oas31";
import manifest from "../../package.json" with { type: "json" };
import type { CollectionDescription } from "../../mixins/declarations.ts";
import type { JsonSchema } from "../../mixins/index.ts";
import { baseName } from "../kernel/conventions.middleware.ts";
import { templateOf } from "../gateway/rest-paths.ts";
import { routesOf, type ListedService, type Route } from "../gateway/routes.ts";
import { operationOf } from "./from-action.ts";
import type { RuleResolver } from "./from-params.ts";
import { sharedHeaders } from "./headers.ts";
import { HEADER_PARAMETERS } from "./parameters.ts";
import { problemSchema, sharedResponses } from "./problems.ts";
import { SchemaNames, type Subject } from "./schema-names.ts";
import { securitySchemesOf, type SecuritySchemes } from "./security.ts";

/** A service as the registry lists it, with what its metadata says to the document. */
export type DescribedService = ListedService & {
	metadata?: {
		description?: string;
		collections?: CollectionDescription[];
		securitySchemes?: SecuritySchemes;
	};
};

export interface DocumentOptions {
	/** Where clients reach the kernel; the default is the host that the document comes from. */
	serverUrl?: string;
	/** The validator that the services' `params` are written for. */
	resolver?: RuleResolver;
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

const OVERVIEW = `Every list takes \`page\`, \`pageSize\`, \`sort\`, \`q\`, \`fields\` and \`filter[field][operator]\`.
Every document has an \`ETag\`, for \`If-None-Match\` when it is read and \`If-Match\` when it is changed.
Errors are \`application/problem+json\`; \`code\` names the kind and \`errors\` each thing that is wrong with the input.`;

/** Describes the published actions of the services. */
export function documentOf(
	services: DescribedService[],
	{ serverUrl = "/", resolver }: DocumentOptions = {}
): OpenAPIObject {
	const securitySchemes = securitySchemesOf(services);
	const routes = distinct(routesOf(services).flatMap(withEachMethod)).sort(byPathAndMethod);
	const names = new SchemaNames(subjectsOf(services, routes), { Problem: problemSchema });
	const operations = withOperationIds(routes).map(([route, operationId]) => {
		const operation = operationOf(route, {
			operationId,
			security: Object.keys(securitySchemes),
			resolver
		});
		return [route, withNames(route, operation, names)] as const;
	});
	return {
		openapi: "3.1.1",
		info: {
			title: "Lyceum API",
			version: manifest.version,
			description: `${manifest.description}.\n\n${OVERVIEW}`,
			license: { name: manifest.license, identifier: manifest.license }
		},
		// Paths begin with a slash of their own.
		servers: [{ url: serverUrl.replace(/(.)\/+$/, "$1") }],
		tags: tagsOf(services, routes),
		paths: pathsOf(operations),
		components: {
			schemas: names.schemas() as Record<string, SchemaObject>,
			responses: sharedResponses(),
			parameters: HEADER_PARAMETERS,
			headers: sharedHeaders(),
			securitySchemes
		}
	};
}

/** The documents of the collections, and what other services answer to `get`. */
function subjectsOf(services: DescribedService[], routes: Route[]): Subject[] {
	const collections = services.flatMap(({ metadata }) => metadata?.collections ?? []);
	const known = new Set(collections.map(({ subject }) => subject));
	const others = routes.flatMap(({ action, subject, declaration: { returns } }) =>
		action.endsWith(".get") &&
		subject !== "" &&
		!known.has(subject) &&
		returns?.schema?.properties
			? [{ subject, schema: returns.schema }]
			: []
	);
	return [...collections, ...others];
}

/** A route without a method answers to all of them. */
function withEachMethod(route: Route): Route[] {
	return route.method === "*" ? METHODS.map(method => ({ ...route, method })) : [route];
}

/** While a service is swapped, both of its generations are listed; the first answers, as in the gateway. */
function distinct(routes: Route[]): Route[] {
	const seen = new Set<string>();
	return routes.filter(({ method, path }) => {
		const key = `${method} ${path}`;
		return seen.size < seen.add(key).size;
	});
}

function byPathAndMethod(one: Route, other: Route) {
	if (one.path !== other.path) return one.path < other.path ? -1 : 1;
	return METHODS.indexOf(one.method as "GET") - METHODS.indexOf(other.method as "GET");
}

/** The shortest path of an action has the action's name; the others add a number. */
function withOperationIds(routes: Route[]): [Route, string][] {
	const counts = new Map<string, number>();
	const byLength = routes.toSorted((one, other) => one.path.length - other.path.length);
	const ids = new Map(
		byLength.map(route => {
			const count = (counts.get(route.action) ?? 0) + 1;
			counts.set(route.action, count);
			return [route, count === 1 ? route.action : `${route.action}.${count}`];
		})
	);
	return routes.map(route => [route, ids.get(route)!]);
}

function withNames(route: Route, operation: OperationObject, names: SchemaNames): OperationObject {
	const { requestBody, responses } = operation;
	for (const content of contentsOf(requestBody))
		content.schema = names.body(route, content.schema);
	for (const content of Object.values(responses ?? {}).flatMap(contentsOf))
		content.schema = names.answer(route, content.schema);
	return operation;
}

function contentsOf(holder: unknown): { schema: JsonSchema }[] {
	return Object.values(
		(holder as { content?: Record<string, { schema: JsonSchema }> } | undefined)?.content ?? {}
	);
}

function pathsOf(operations: (readonly [Route, OperationObject])[]): PathsObject {
	const paths: Record<string, PathItemObject> = {};
	for (const [{ path, method }, operation] of operations) {
		(paths[templateOf(path)] ??= {})[method.toLowerCase() as "get"] = operation;
	}
	return paths;
}

function tagsOf(services: DescribedService[], routes: Route[]): TagObject[] {
	const used = [...new Set(routes.map(route => route.service))].sort();
	return used.map(name => {
		const described = services.find(
			service => baseName(service.name) === name && service.metadata?.description
		);
		return {
			name,
			description: described?.metadata?.description ?? `What the service ${name} offers`
		};
	});
}
