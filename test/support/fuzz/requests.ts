/** Requests made from the OpenAPI document: one operation, one caller, everything else arbitrary. */
import * as fc from "fast-check";
import type {
	OperationObject,
	ParameterObject,
	RequestBodyObject,
	SchemaObject
} from "openapi3-ts/oas31";
import { almost, hostile, hostileName, hostileText, mutated, valueOf } from "./values.ts";

export const CALLERS = ["guest", "student", "teacher", "admin", "key"] as const;

export type Caller = (typeof CALLERS)[number];

/** An operation of the document, without references. */
export interface Operation {
	method: string;
	template: string;
	operation: OperationObject;
}

/** A path parameter: a text, or the number of a document that is there when the request is sent. */
export type PathValue = string | number;

export interface FuzzRequest {
	operation: Operation;
	caller: Caller;
	path: Record<string, PathValue>;
	/** Encoded already. */
	query: string;
	body: FuzzBody;
	headers: Record<string, string>;
}

export type FuzzBody = { form: Record<string, string>; file: string } | { text: string } | null;

/** Each of these takes a core a third of a second for a password: they are asked less often. */
const SLOW =
	/^POST \/api\/v1\/(auth\/(login|register|change-password|step-up|totp\/disable)|users)$/;

const OPERATORS = "eq ne gt gte lt lte in nin contains exists regex $ne __proto__".split(" ");

/** Any request to one of the operations. */
export function requestOf(operations: Operation[]): fc.Arbitrary<FuzzRequest> {
	return fc.oneof(
		...operations.map(operation => ({
			weight: SLOW.test(`${operation.method} ${operation.template}`) ? 1 : 5,
			arbitrary: requestTo(operation)
		}))
	);
}

function requestTo(operation: Operation): fc.Arbitrary<FuzzRequest> {
	const parameters = (operation.operation.parameters ?? []) as ParameterObject[];
	const inPath = parameters.filter(parameter => parameter.in === "path");
	return fc.record({
		operation: fc.constant(operation),
		caller: fc.oneof(
			{ weight: 3, arbitrary: fc.constant<Caller>("admin") },
			{ weight: 4, arbitrary: fc.constantFrom(...CALLERS) }
		),
		path: fc.record(Object.fromEntries(inPath.map(({ name }) => [name, pathValue]))),
		query: queryOf(parameters.filter(parameter => parameter.in === "query")),
		body: bodyOf(operation.operation.requestBody as RequestBodyObject | undefined),
		headers: headersOf()
	});
}

const pathValue = fc.oneof(
	{ weight: 8, arbitrary: fc.nat({ max: 1000 }) },
	{ weight: 1, arbitrary: hostileText },
	{ weight: 1, arbitrary: fc.constantFrom("65f0c0ffee65f0c0ffee65f0", "..", ".") }
) as fc.Arbitrary<PathValue>;

function queryOf(parameters: ParameterObject[]): fc.Arbitrary<string> {
	const known = parameters.map(parameter => onceIn(3, pairOf(parameter), null));
	const strange = onceIn(20, fc.tuple(hostileName, hostileText), null);
	return fc
		.tuple(...known, strange)
		.map(pairs =>
			pairs
				.filter(pair => pair !== null)
				.map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
				.join("&")
		)
		.map(query => query.slice(0, 6000));
}

function pairOf({ name, schema = {} }: ParameterObject): fc.Arbitrary<readonly [string, string]> {
	const { properties } = schema as SchemaObject;
	if (!properties) {
		const value = almost(fc.oneof(valueOf(schema as SchemaObject), namesOf(schema)));
		return value.map(given => [name, asText(given)] as const);
	}
	const fields = Object.entries(properties);
	return fc
		.tuple(fc.constantFrom(...fields), fc.option(fc.constantFrom(...OPERATORS)))
		.chain(([[field, fieldSchema], operator]) =>
			almost(valueOf(fieldSchema as SchemaObject)).map(
				value =>
					[`${name}[${field}]${operator ? `[${operator}]` : ""}`, asText(value)] as const
			)
		);
}

/** The names that a description lists at its end: what may be sorted by. */
function namesOf(schema: object): fc.Arbitrary<string> {
	const { description = "" } = schema as SchemaObject;
	const names = description.split(": ").at(-1)!.split(", ");
	return fc.constantFrom(...names, ...names.map(name => `-${name}`), "title", "$natural");
}

function bodyOf(requestBody: RequestBodyObject | undefined): fc.Arbitrary<FuzzBody> {
	const { content = {} } = requestBody ?? {};
	const json = content["application/json"];
	if (content["multipart/form-data"]) return formOf(content["multipart/form-data"].schema ?? {});
	const strange = jsonText(hostile);
	if (!json) return onceIn(8, strange, null);
	const schema = (json.schema ?? {}) as SchemaObject;
	const valid = fc.oneof(
		{ weight: 3, arbitrary: valueOf(schema) },
		{ weight: 2, arbitrary: fc.constant<unknown>(json.example ?? {}) }
	);
	return fc.oneof(
		{ weight: 20, arbitrary: jsonText(mutated(valid)) },
		{ weight: 1, arbitrary: fc.constant(null) },
		{
			weight: 1,
			arbitrary: hostileText.map(text => ({ text: Buffer.from(text).toString("latin1") }))
		}
	);
}

function jsonText(value: fc.Arbitrary<unknown>): fc.Arbitrary<FuzzBody> {
	return value.map(given => ({ text: JSON.stringify(given) ?? "null" }));
}

function formOf(schema: object): fc.Arbitrary<FuzzBody> {
	const names = Object.keys((schema as SchemaObject).properties ?? {});
	return fc.record({
		form: fc.dictionary(
			fc.oneof(fc.constantFrom("other", ...names), hostileName),
			hostileText,
			{ maxKeys: 3, noNullPrototype: true }
		),
		file: hostileText
	});
}

const TAGS = ["*", '"1"', '"1-abc"', '"1", "2"', 'W/"1"', '"', "1", "x".repeat(500)];

function headersOf(): fc.Arbitrary<Record<string, string>> {
	const rarely = <Value>(...values: Value[]) => onceIn(60, fc.constantFrom(...values), undefined);
	return fc
		.record({
			"if-match": rarely(...TAGS),
			"if-none-match": rarely(...TAGS),
			"idempotency-key": rarely("one", "two", "x".repeat(256), "é", " "),
			"content-type": rarely(
				"text/plain",
				"application/json; charset=utf-16",
				"nonsense",
				""
			),
			accept: rarely("text/html", "*/*;q=0", "nonsense"),
			origin: rarely("http://elsewhere.test", "null", "nonsense"),
			cookie: rarely(
				"auth_token=x",
				"access_token=Bearer x",
				"=;=;__proto__=1",
				"auth_token"
			),
			authorization: rarely("Bearer", "Bearer a.b.c", "Basic eDp5", "Bearer null", "x"),
			"x-api-key": rarely("", "lyc_x_y", "é"),
			"x-csrf-token": rarely("x"),
			"x-request-id": rarely("fine-1", "é", "x".repeat(300)),
			"x-forwarded-for": rarely("1.2.3.4", "nonsense, ::1"),
			"x-http-method-override": rarely("DELETE")
		})
		.map(
			headers =>
				Object.fromEntries(
					Object.entries(headers).filter(([, value]) => value !== undefined)
				) as Record<string, string>
		);
}

/** One time in so many the value, otherwise the other one. */
function onceIn<Value, Other>(
	times: number,
	value: fc.Arbitrary<Value>,
	other: Other
): fc.Arbitrary<Value | Other> {
	return fc.oneof(
		{ weight: times - 1, arbitrary: fc.constant(other) },
		{ weight: 1, arbitrary: value }
	);
}

function asText(value: unknown): string {
	if (typeof value === "string") return value;
	return JSON.stringify(value) ?? "";
}

/** Percent-encoded; also halves of surrogate pairs, which `encodeURIComponent` refuses. */
export function encoded(text: string): string {
	return [...text]
		.map(character => (character.isWellFormed() ? encodeURIComponent(character) : "%ED%A0%80"))
		.join("");
}
