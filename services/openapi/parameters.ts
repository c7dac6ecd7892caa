/** The parameters of an operation: those of its path, its query and its headers. */
import type { ParameterObject, ReferenceObject, SchemaObject } from "openapi3-ts/oas31";
import type { JsonSchema, Returns } from "../../mixins/index.ts";
import type { Route } from "../gateway/routes.ts";
import { exampleOf } from "./example.ts";
import { withoutNull, type Input } from "./input.ts";

/** The header parameters that operations share. */
export const HEADER_PARAMETERS = {
	IfNoneMatch: {
		name: "If-None-Match",
		in: "header",
		description: "The `ETag` of what the client has already: 304 when nothing has changed",
		schema: { type: "string" }
	},
	IfMatch: {
		name: "If-Match",
		in: "header",
		description:
			"The `ETag` of the document that the change is based on: 412 when it has changed since",
		schema: { type: "string" }
	},
	LastEventId: {
		name: "Last-Event-ID",
		in: "header",
		description: "The `id:` of the last event that the client has, to go on behind it",
		schema: { type: "string" }
	},
	IdempotencyKey: {
		name: "Idempotency-Key",
		in: "header",
		description:
			"Names the request: sent again with the same key and body, it is answered as the first time and not carried out again",
		schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" }
	}
} as const satisfies Record<string, ParameterObject>;

export type HeaderParameter = keyof typeof HEADER_PARAMETERS;

/** The header parameters that the gateway heeds on a route. */
export function headerParametersOf({ method, type, declaration }: Route): HeaderParameter[] {
	if (declaration.headers?.["last-event-id"] !== undefined) return ["LastEventId"];
	if (method === "GET") return isStreamed(declaration.returns) ? [] : ["IfNoneMatch"];
	if (method === "POST") return type === "call" ? ["IdempotencyKey"] : [];
	return declaration.versioned ? ["IfMatch"] : [];
}

const STREAMED = new Set(["text/event-stream", "application/octet-stream", "application/zip"]);

/** Tells whether an answer is sent as it comes, without an entity tag. */
export function isStreamed({ type, streamed }: Returns = {}): boolean {
	return streamed ?? [type ?? []].flat().some(one => STREAMED.has(one));
}

/** All parameters: those of the path first, as they stand in it, then the query by its declaration. */
export function parametersOf(
	input: Input,
	headers: HeaderParameter[],
	own: string[] = []
): (ParameterObject | ReferenceObject)[] {
	const { properties = {}, required = [] } = input.query;
	return [
		...input.path.map(pathParameter),
		...Object.entries(properties).map(([name, schema]) =>
			queryParameter(name, schema, required.includes(name))
		),
		...own.map(headerParameter),
		...headers.map(name => ({ $ref: `#/components/parameters/${name}` }))
	];
}

function pathParameter([name, schema]: [string, JsonSchema]): ParameterObject {
	const { description = describePath(name), ...rest } = schema;
	const example = exampleOf(rest, name);
	return { name, in: "path", required: true, description, schema: rest as SchemaObject, example };
}

function queryParameter(name: string, schema: JsonSchema, required: boolean): ParameterObject {
	const { description, ...rest } = withoutNull(schema);
	const isObject = rest.type === "object";
	return {
		name,
		in: "query",
		...(required && { required }),
		...(description && { description }),
		...(isObject && { style: "deepObject" as const, explode: true }),
		schema: rest as SchemaObject,
		// Swagger UI fills in the examples that it finds, and invents an object where there is none:
		// what need not be given has no example, or the empty one.
		...(required ? { example: exampleOf(rest, name) } : isObject && { example: {} })
	};
}

/** OpenAPI leaves these to what it says elsewhere of the body and the caller. */
const IMPLIED = new Set(["content-type", "content-length", "if-none-match"]);

/** The headers of an action's own, as they are usually written. */
export function ownHeaders(names: string[]): string[] {
	return names
		.filter(name => !IMPLIED.has(name))
		.map(name => name.replace(/(^|-)\w/g, letter => letter.toUpperCase()));
}

function headerParameter(name: string): ParameterObject {
	return { name, in: "header", schema: { type: "string" } };
}

function describePath(name: string) {
	const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
	return words === "id" ? "The id" : `The ${words.replace(/ id$/, "'s id")}`;
}
