/**
 * From one action's declaration and its route to an OpenAPI 3.1 operation. Schemas stand in it as they were
 * declared; the document gives them names afterwards.
 */
import type {
	OperationObject,
	ReferenceObject,
	RequestBodyObject,
	ResponseObject,
	SchemaObject
} from "openapi3-ts/oas31";
import type { Action, JsonSchema } from "../../mixins/index.ts";
import type { Route } from "../gateway/routes.ts";
import { STATUS_CODES } from "../kernel/http.ts";
import { describeLimit } from "../limits/declared-limit.ts";
import { exampleOf } from "./example.ts";
import type { RuleResolver } from "./from-params.ts";
import { headersOf, type HeaderName } from "./headers.ts";
import { headersOfInput, inputOf, type Input } from "./input.ts";
import {
	headerParametersOf,
	isStreamed,
	ownHeaders,
	parametersOf,
	type HeaderParameter
} from "./parameters.ts";
import { problemResponses, type ProblemStatus } from "./problems.ts";

/** What an operation depends on beside its own declaration. */
export interface OperationOptions {
	/** The name of the operation; the default is the action's. */
	operationId?: string;
	/** The names of the security schemes, any of which will do. */
	security?: string[];
	/** The validator that the action's `params` are written for. */
	resolver?: RuleResolver;
}

/** Describes one route. */
export function operationOf(
	route: Route,
	{ operationId = route.action, security = ["bearer"], resolver }: OperationOptions = {}
): OperationObject {
	const { declaration, service } = route;
	const input = inputOf(route, resolver);
	const headers = headerParametersOf(route);
	const own = ownHeaders(Object.keys(headersOfInput(declaration)));
	const parameters = parametersOf(input, headers, own);
	const isPublic = declaration.can === "public";
	return {
		operationId,
		tags: [service],
		summary: declaration.summary ?? summaryOf(route),
		description: [declaration.description, whoMayCall(route), describeLimit(declaration.limit)]
			.filter(Boolean)
			.join("\n\n"),
		...(parameters.length > 0 && { parameters }),
		...(input.body && { requestBody: requestBodyOf(route, input.body) }),
		responses: {
			...successOf(route, headers),
			...problemResponses(problemsOf(route, input, headers))
		},
		security: isPublic ? [] : security.map(name => ({ [name]: [] }))
	};
}

/** `changePassword` → `Change password`. */
function summaryOf({ action }: Route) {
	const name = action.slice(action.lastIndexOf(".") + 1);
	const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

function whoMayCall({ declaration, subject }: Route): string {
	const { can } = declaration;
	if (can === "public") return "Open to everybody.";
	if (can === "authenticated") return "For anybody who is signed in.";
	const right = typeof can === "object" ? can : { action: can, subject };
	return `Needs the right to ${right.action} ${right.subject}.`;
}

function requestBodyOf(
	{ declaration, method, type }: Route,
	schema: JsonSchema
): RequestBodyObject {
	const { required = [], minProperties = 0 } = schema as JsonSchema & { minProperties?: number };
	const isRequired = type !== "call" || required.length > 0 || minProperties > 0;
	const { accept, example = exampleOf(schema) } = declaration;
	const content = {
		schema: schema as SchemaObject,
		...((type !== "stream" || declaration.example !== undefined) && { example }),
		...(type === "multipart" &&
			accept && { encoding: { file: { contentType: accept.join(", ") } } })
	};
	const { bodyType } = declaration.input ?? {};
	const types = bodyType ? [bodyType] : bodyTypes(method, type, accept);
	return {
		...(isRequired && { required: true }),
		content: Object.fromEntries(types.map(media => [media, content]))
	};
}

function bodyTypes(method: string, type: Route["type"], accept: string[] | undefined): string[] {
	if (type === "stream") return accept ?? ["application/octet-stream"];
	if (type === "multipart") return ["multipart/form-data"];
	return method === "PATCH"
		? ["application/json", "application/merge-patch+json"]
		: ["application/json"];
}

function successOf(route: Route, headers: HeaderParameter[]): Record<string, ResponseObject> {
	const { returns = {}, limit } = route.declaration;
	const isLimited = limit !== false;
	const hasContent = returns.schema !== undefined || returns.type !== undefined;
	const status = returns.status ?? (hasContent ? 200 : 204);
	const response: ResponseObject = {
		description: STATUS_CODES[status] ?? "Success",
		headers: headersOf(answerHeaders(route, status), isLimited),
		...(hasContent && status !== 204 && { content: contentOf(returns) })
	};
	return {
		[status]: response,
		...(headers.includes("IfNoneMatch") && {
			304: { description: "Not changed since", headers: headersOf(["ETag"], isLimited) }
		})
	};
}

function contentOf({
	schema = {},
	type = "application/json",
	example
}: NonNullable<Action["returns"]>) {
	const media = [type].flat().map(one => {
		const shown = example ?? (isText(one) ? exampleOf(schema) : undefined);
		return [
			one,
			{
				schema: schema as SchemaObject | ReferenceObject,
				...(shown !== undefined && { example: shown })
			}
		];
	});
	return Object.fromEntries(media);
}

function answerHeaders(
	{ method, declaration: { versioned, paged, returns } }: Route,
	status: number
): HeaderName[] {
	const isTagged = status !== 204 && (versioned || (method === "GET" && !isStreamed(returns)));
	return [
		...(isTagged ? (["ETag"] as const) : []),
		...(paged ? (["Link", "X-Total-Count"] as const) : []),
		...(isLocated(status, returns) ? (["Location"] as const) : [])
	];
}

/** What was made has an address, and so has work that goes on; what was merely accepted has none. */
function isLocated(status: number, returns: Action["returns"]) {
	return status === 201 || (status === 202 && "id" in (returns?.schema?.properties ?? {}));
}

/** The problems that can happen, by what the route takes and asks for. */
function problemsOf(
	{ method, type, declaration: { can, versioned, limit } }: Route,
	input: Input,
	headers: HeaderParameter[]
): ProblemStatus[] {
	const repeatable = headers.includes("IdempotencyKey");
	const happens: [ProblemStatus, boolean][] = [
		[400, true],
		[401, can !== "public"],
		[403, can !== "public" && can !== "authenticated"],
		[404, input.path.length > 0],
		[409, repeatable || (versioned === true && method !== "GET")],
		[412, headers.includes("IfMatch")],
		[413, input.body !== null],
		[415, input.body !== null && type !== "stream"],
		[422, repeatable],
		[429, limit !== false],
		[503, true]
	];
	return happens.filter(([, can]) => can).map(([status]) => status);
}

function isText(type: string) {
	return /[/+]json$|^text\//.test(type);
}
