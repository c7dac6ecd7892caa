/** Where the input of an action travels: in the path, the query or the body. */
import type { JsonSchema } from "../../mixins/index.ts";
import type { Route } from "../gateway/routes.ts";
import { schemaFromParams, type RuleResolver } from "./from-params.ts";

export interface Input {
	/** The parameters of the path, in its order. */
	path: [name: string, schema: JsonSchema][];
	/** An object whose properties are the query's parameters. */
	query: JsonSchema;
	/** Null for an action that takes no body. */
	body: JsonSchema | null;
}

const BODILESS = new Set(["GET", "DELETE"]);

const BINARY: JsonSchema = { type: "string", format: "binary", description: "The file" };

/** The whole input of a route; what `params` and `input` declare is put where the gateway takes it from. */
export function inputOf(
	{ declaration, method, path, type }: Route,
	resolver?: RuleResolver
): Input {
	const { params, input = {} } = declaration;
	const declared = schemaFromParams(params, resolver);
	const names = pathNames(path);
	const rest = without(declared, [...names, ...Object.values(headersOfInput(declaration))]);
	// A body that is a stream leaves only the query for parameters.
	const inQuery = BODILESS.has(method) || type === "stream" || input.body !== undefined;
	return {
		path: names.map(name => [
			name,
			withoutNull(declared.properties?.[name] ?? { type: "string" })
		]),
		query: joined(input.query, inQuery ? rest : undefined),
		body: BODILESS.has(method) ? null : bodyOf(type, input.body, rest)
	};
}

/** The headers that are an action's parameters; a client of event streams may also give its own in the query. */
export function headersOfInput({ headers = {} }: Route["declaration"]): Record<string, string> {
	const { "last-event-id": _since, ...others } = headers;
	return others;
}

/** What is left of a schema for values that are never null, as those in a URL. */
export function withoutNull(schema: JsonSchema): JsonSchema {
	if (Array.isArray(schema.type)) {
		const [first, ...others] = schema.type.filter(type => type !== "null");
		const values = schema.enum?.filter(value => value !== null);
		return {
			...schema,
			type: others.length === 0 ? first : [first!, ...others],
			...(values && { enum: values })
		};
	}
	if (!Array.isArray(schema.anyOf)) return schema;
	const { anyOf, ...annotations } = schema;
	const alternatives = (anyOf as JsonSchema[]).filter(entry => entry.type !== "null");
	return alternatives.length === 1
		? { ...alternatives[0], ...annotations }
		: { ...annotations, anyOf: alternatives };
}

function pathNames(path: string): string[] {
	return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
}

function bodyOf(
	type: Route["type"],
	declared: JsonSchema | undefined,
	params: JsonSchema
): JsonSchema | null {
	if (type === "stream") return declared ?? {};
	if (declared) return declared;
	if (type === "multipart")
		return { ...params, properties: { ...params.properties, file: BINARY } };
	const holdsNothing =
		params.properties !== undefined && Object.keys(params.properties).length === 0;
	return holdsNothing ? null : params;
}

function without(schema: JsonSchema, names: string[]): JsonSchema {
	if (!schema.properties) return schema;
	const properties = Object.entries(schema.properties).filter(([key]) => !names.includes(key));
	const { required: declared = [], ...others } = schema;
	const required = declared.filter(key => !names.includes(key));
	return {
		...others,
		properties: Object.fromEntries(properties),
		...(required.length > 0 && { required })
	};
}

function joined(one: JsonSchema = {}, other: JsonSchema = {}): JsonSchema {
	return {
		type: "object",
		properties: { ...other.properties, ...one.properties },
		required: [...(other.required ?? []), ...(one.required ?? [])]
	};
}
