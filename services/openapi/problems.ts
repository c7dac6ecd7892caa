/** The answers to requests that fail: problem+json (RFC 9457), one shared response for each status. */
import type { ResponseObject, ReferenceObject } from "openapi3-ts/oas31";
import type { JsonSchema } from "../../mixins/index.ts";
import { STATUS_CODES } from "../kernel/http.ts";
import { headersOf } from "./headers.ts";

interface ProblemKind {
	/** The name of the shared response. */
	name: string;
	description: string;
	code: string;
	detail: string;
	errors?: object[];
}

const REQUEST_ID = "3f0c6f0e-9a56-4c8e-8a0c-2f4b2c5f1d11";

export const PROBLEMS = {
	400: {
		name: "BadRequest",
		description: "Something in the request is not valid; `errors` names each of it",
		code: "REQUEST_INVALID",
		detail: "/name: is missing",
		errors: [{ pointer: "/name", message: "is missing" }]
	},
	401: {
		name: "Unauthorized",
		description: "No credentials, or credentials that are not valid",
		code: "ACCESS_UNAUTHENTICATED",
		detail: "Sign in first"
	},
	403: {
		name: "Forbidden",
		description: "The caller has no right to do this",
		code: "ACCESS_FORBIDDEN",
		detail: "You may not create Project"
	},
	404: {
		name: "NotFound",
		description: "There is no such thing, or the caller may not see it",
		code: "DOCUMENT_NOT_FOUND",
		detail: 'No Project has the id "65f0c0ffee65f0c0ffee65f0"'
	},
	409: {
		name: "Conflict",
		description: "The request does not agree with the present state",
		code: "DOCUMENT_DUPLICATE",
		detail: "/name: is taken",
		errors: [{ pointer: "/name", message: "is taken", value: "Example" }]
	},
	412: {
		name: "PreconditionFailed",
		description: "The document was changed since the revision that `If-Match` names",
		code: "DOCUMENT_STALE",
		detail: "The document is at revision 3, not 2: read it again"
	},
	413: {
		name: "ContentTooLarge",
		description: "The body is longer than this operation takes",
		code: "GATEWAY_BODY_TOO_LARGE",
		detail: "The body is longer than 1048576 bytes"
	},
	415: {
		name: "UnsupportedMediaType",
		description: "The body is sent as a media type that this operation does not take",
		code: "GATEWAY_MEDIA_TYPE",
		detail: "The body is sent as text/plain, expected application/json"
	},
	422: {
		name: "IdempotencyKeyReused",
		description: "The `Idempotency-Key` was used with another body",
		code: "GATEWAY_KEY_REUSED",
		detail: 'The Idempotency-Key "6f1e0c1c" was used with another body'
	},
	429: {
		name: "TooManyRequests",
		description: "Too many requests; `Retry-After` says when to go on",
		code: "LIMITS_EXCEEDED",
		detail: "Too many requests: try again in 30 seconds"
	},
	503: {
		name: "ServiceUnavailable",
		description: "Something that this operation needs is away at the moment",
		code: "GATEWAY_UNAVAILABLE",
		detail: "The store cannot be reached at the moment"
	}
} as const satisfies Record<number, ProblemKind>;

export type ProblemStatus = keyof typeof PROBLEMS;

/** Any failure that an operation does not list, such as a 500. */
const OTHER: ProblemKind & { status: number } = {
	name: "Problem",
	description: "Any other problem",
	status: 500,
	code: "GATEWAY_INTERNAL",
	detail: `Something went wrong on the server; it is logged under the request id ${REQUEST_ID}`
};

export const problemSchema: JsonSchema = {
	title: "Problem",
	description: "What went wrong (RFC 9457)",
	type: "object",
	properties: {
		type: { type: "string", format: "uri", description: "Names the kind of problem" },
		title: { type: "string", description: "The status in words" },
		status: { type: "integer", minimum: 400, maximum: 599 },
		detail: { type: "string", description: "What is wrong with this request, for people" },
		instance: { type: "string", description: "The path that was asked for" },
		code: { type: "string", description: "The error's type, for programs" },
		requestId: { type: "string", description: "The id of the request in the server's logs" },
		errors: {
			type: "array",
			description: "Each thing that is wrong with the input",
			items: {
				type: "object",
				properties: {
					pointer: {
						type: "string",
						description: "A JSON pointer into the body, or a parameter's name"
					},
					message: { type: "string" },
					value: { description: "What was given" },
					expected: { type: "string", description: "What would have been right" }
				},
				required: ["pointer", "message"]
			}
		}
	},
	required: ["type", "title", "status", "detail", "instance", "code", "requestId"]
};

/** The responses of an operation that may fail in these ways, as references. */
export function problemResponses(statuses: ProblemStatus[]): Record<string, ReferenceObject> {
	const listed = statuses.map(status => [String(status), refer(PROBLEMS[status].name)]);
	return { ...Object.fromEntries(listed), default: refer(OTHER.name) };
}

/** The shared responses that those references point to, by name. */
export function sharedResponses(): Record<string, ResponseObject> {
	const kinds = Object.entries(PROBLEMS).map(([status, kind]) => describe(kind, Number(status)));
	return Object.fromEntries([...kinds, describe(OTHER, OTHER.status)]);
}

function describe(kind: ProblemKind, status: number): [string, ResponseObject] {
	const waits = status === 429 || status === 503;
	const response: ResponseObject = {
		description: kind.description,
		headers: headersOf(waits ? ["Retry-After"] : []),
		content: {
			"application/problem+json": {
				schema: { $ref: "#/components/schemas/Problem" },
				example: exampleProblem(kind, status)
			}
		}
	};
	return [kind.name, response];
}

function exampleProblem({ code, detail, errors }: ProblemKind, status: number) {
	return {
		type: `urn:lyceum:problem:${code}`,
		title: STATUS_CODES[status],
		status,
		detail,
		instance: "/api/v1/projects",
		code,
		requestId: REQUEST_ID,
		...(errors && { errors })
	};
}

function refer(name: string): ReferenceObject {
	return { $ref: `#/components/responses/${name}` };
}
