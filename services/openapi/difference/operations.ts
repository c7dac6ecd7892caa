/** The differences between the operations of two documents. */
import type {
	OpenAPIObject,
	OperationObject,
	ParameterObject,
	RequestBodyObject,
	ResponseObject
} from "openapi3-ts/oas31";
import type { JsonSchema } from "../../../mixins/index.ts";
import { keysOf, type Found, type Verdict } from "./change.ts";
import { dereference } from "./dereference.ts";
import type { Direction } from "./keywords.ts";
import { schemaDifference } from "./schemas.ts";

interface Operation {
	/** The method and path. */
	subject: string;
	operation: OperationObject;
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
const NO_SCHEMA: JsonSchema = {};

/** Compares two documents operation by operation. */
export function operationDifferences(before: OpenAPIObject, after: OpenAPIObject): Found[] {
	const [old, present] = [operationsOf(before), operationsOf(after)];
	return keysOf(old, present).flatMap(key => operationDifference(old.get(key), present.get(key)));
}

function operationDifference(old: Operation | undefined, present: Operation | undefined): Found[] {
	if (!present) return [operationChange("removed", old!.subject, true, "is not there any more")];
	if (!old) return [operationChange("added", present.subject, false, "is new")];
	const { subject } = present;
	return [
		...declarationDifferences(subject, old.operation, present.operation),
		...parameterDifferences(
			subject,
			parametersOf(old.operation),
			parametersOf(present.operation)
		),
		...bodyDifferences(subject, old.operation, present.operation),
		...answerDifferences(subject, old.operation, present.operation)
	];
}

/** The operations by method and path; a path parameter's name is of no matter to clients. */
function operationsOf(document: OpenAPIObject): Map<string, Operation> {
	const paths = Object.entries(dereference(document).paths ?? {});
	const entries = paths.flatMap(([path, item]) =>
		METHODS.filter(method => item[method]).map(method => {
			const subject = `${method.toUpperCase()} ${path}`;
			return [
				subject.replace(/\{[^}]*\}/g, "{}"),
				{ subject, operation: item[method]! }
			] as const;
		})
	);
	return new Map(entries);
}

function declarationDifferences(
	subject: string,
	before: OperationObject,
	after: OperationObject
): Found[] {
	const found: Found[] = [];
	if (before.operationId !== after.operationId) {
		const what = `is called ${after.operationId} instead of ${before.operationId}, also in generated clients`;
		found.push(operationChange("changed", subject, true, what));
	}
	const [wasOpen, isOpen] = [isPublic(before), isPublic(after)];
	if (wasOpen && !isOpen)
		found.push(operationChange("changed", subject, true, "needs credentials now"));
	if (!wasOpen && isOpen)
		found.push(operationChange("changed", subject, false, "is open to everybody now"));
	return found;
}

function isPublic({ security }: OperationObject) {
	return (
		security === undefined ||
		security.length === 0 ||
		security.some(scheme => Object.keys(scheme).length === 0)
	);
}

/** By place and name; those of a path count by their position, which the path itself compares already. */
function parametersOf({ parameters = [] }: OperationObject): Map<string, ParameterObject> {
	const named = (parameters as ParameterObject[]).filter(parameter => parameter.in !== "path");
	return new Map(
		named.map(parameter => [`${parameter.in} parameter ${parameter.name}`, parameter])
	);
}

function parameterDifferences(
	subject: string,
	before: Map<string, ParameterObject>,
	after: Map<string, ParameterObject>
): Found[] {
	return keysOf(before, after).flatMap(name => {
		const [old, present] = [before.get(name), after.get(name)];
		// An unknown query parameter is refused, an unknown header is not.
		if (!present)
			return [
				operationChange(
					"changed",
					subject,
					old!.in === "query",
					`takes no ${name} any more`
				)
			];
		const required = present.required === true;
		if (!old)
			return [
				operationChange(
					"changed",
					subject,
					required,
					`takes a new ${required ? "required" : "optional"} ${name}`
				)
			];
		const demand =
			required && old.required !== true
				? [operationChange("changed", subject, true, `requires the ${name} now`)]
				: [];
		return [
			...demand,
			...schemaChanges(subject, `the ${name}`, schemaOf(old), schemaOf(present), "request")
		];
	});
}

function bodyDifferences(
	subject: string,
	before: OperationObject,
	after: OperationObject
): Found[] {
	const [old, present] = [before.requestBody, after.requestBody] as (
		RequestBodyObject | undefined
	)[];
	if (!old && !present) return [];
	if (!present) return [operationChange("changed", subject, false, "takes no body any more")];
	if (!old) {
		const required = present.required === true;
		return [
			operationChange(
				"changed",
				subject,
				required,
				required ? "requires a body now" : "takes a body now"
			)
		];
	}
	const demand =
		present.required && !old.required
			? [operationChange("changed", subject, true, "requires its body now")]
			: [];
	return [...demand, ...contentDifferences(subject, "the body", old, present, "request")];
}

function answerDifferences(
	subject: string,
	before: OperationObject,
	after: OperationObject
): Found[] {
	const [old, present] = [successesOf(before), successesOf(after)];
	return keysOf(old, present).flatMap(status => {
		const [was, is] = [old.get(status), present.get(status)];
		if (!is)
			return [
				operationChange("changed", subject, true, `does not answer ${status} any more`)
			];
		if (!was)
			return [operationChange("changed", subject, false, `may answer ${status} as well`)];
		const headers = Object.keys(was.headers ?? {}).filter(
			name => !(name in (is.headers ?? {}))
		);
		return [
			...headers.map(name =>
				operationChange("changed", subject, true, `answers without the header ${name}`)
			),
			...contentDifferences(subject, "the answer", was, is, "response")
		];
	});
}

function successesOf({ responses = {} }: OperationObject): Map<string, ResponseObject> {
	return new Map(
		Object.entries(responses as Record<string, ResponseObject>).filter(([status]) =>
			status.startsWith("2")
		)
	);
}

type WithContent = Pick<RequestBodyObject | ResponseObject, "content">;

function contentDifferences(
	subject: string,
	place: string,
	before: WithContent,
	after: WithContent,
	direction: Direction
): Found[] {
	const [old, present] = [
		new Map(Object.entries(before.content ?? {})),
		new Map(Object.entries(after.content ?? {}))
	];
	const seen = new Set<string>();
	return keysOf(old, present).flatMap(type => {
		if (!present.has(type))
			return [operationChange("changed", subject, true, `has ${place} as ${type} no more`)];
		if (!old.has(type))
			return [operationChange("changed", subject, false, `has ${place} as ${type} too`)];
		// One schema in several media types changes once.
		return schemaChanges(
			subject,
			place,
			schemaOf(old.get(type)!),
			schemaOf(present.get(type)!),
			direction
		).filter(([, { sentence }]) => seen.size < seen.add(sentence).size);
	});
}

function schemaChanges(
	subject: string,
	place: string,
	before: JsonSchema,
	after: JsonSchema,
	direction: Direction
): Found[] {
	return schemaDifference(before, after, direction).map(({ path, breaking, what }) => {
		const sentence = path === "" ? `${place} ${what}` : `"${path}" in ${place} ${what}`;
		return [
			"changed",
			{ kind: "operation", subject, breaking, sentence: `${subject}: ${sentence}` }
		];
	});
}

function schemaOf({ schema }: { schema?: unknown }): JsonSchema {
	return (schema as JsonSchema | undefined) ?? NO_SCHEMA;
}

function operationChange(
	verdict: Verdict,
	subject: string,
	breaking: boolean,
	what: string
): Found {
	return [verdict, { kind: "operation", subject, breaking, sentence: `${subject} ${what}` }];
}
