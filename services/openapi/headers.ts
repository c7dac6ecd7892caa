/** The headers of answers, shared by all operations. */
import type { HeaderObject, ReferenceObject } from "openapi3-ts/oas31";
import { EXAMPLE_ID } from "./example.ts";

const text = { type: "string" } as const;

/** Every header by its name; the shared component has the name without dashes. */
export const HEADERS = {
	"X-Request-ID": {
		description: "The id of the request, the caller's when it sent one",
		schema: text,
		example: "3f0c6f0e-9a56-4c8e-8a0c-2f4b2c5f1d11"
	},
	"X-Process-Time": {
		description: "How long the server worked on it, in seconds",
		schema: { type: "number", minimum: 0 },
		example: 0.004512
	},
	"RateLimit-Policy": {
		description: "The limits that the request was counted under: `q` requests in `w` seconds",
		schema: text,
		example: '"user";q=100;w=60, "address";q=1000;w=60'
	},
	RateLimit: {
		description: "What is left of them (`r`), and in how many seconds they begin anew (`t`)",
		schema: text,
		example: '"user";r=87;t=12, "address";r=950;t=31'
	},
	ETag: {
		description: "Names this representation, for `If-None-Match` and `If-Match`",
		schema: text,
		example: '"3-Zk9tcGxlRXRhZ1Rl"'
	},
	Link: {
		description: "The first, previous, next and last page (RFC 8288)",
		schema: text,
		example: '</api/v1/projects?page=1>; rel="first", </api/v1/projects?page=2>; rel="last"'
	},
	"X-Total-Count": {
		description: "How many there are on all pages together",
		schema: { type: "integer", minimum: 0 },
		example: 42
	},
	Location: {
		description: "Where to find what was made",
		schema: { type: "string", format: "uri-reference" },
		example: `/api/v1/projects/${EXAMPLE_ID}`
	},
	"Retry-After": {
		description: "How many seconds to wait before the next try",
		schema: { type: "integer", minimum: 0 },
		example: 30
	}
} as const satisfies Record<string, HeaderObject>;

export type HeaderName = keyof typeof HEADERS;

/** References to the headers that every answer has, to those of limits unless there is none, and to `more`. */
export function headersOf(more: HeaderName[], isLimited = true): Record<string, ReferenceObject> {
	const limits: HeaderName[] = isLimited ? ["RateLimit-Policy", "RateLimit"] : [];
	const names: HeaderName[] = [...more, ...limits, "X-Request-ID", "X-Process-Time"];
	return Object.fromEntries(
		names.map(name => [name, { $ref: `#/components/headers/${componentName(name)}` }])
	);
}

/** The shared headers that those references point to. */
export function sharedHeaders(): Record<string, HeaderObject> {
	return Object.fromEntries(
		Object.entries(HEADERS).map(([name, header]) => [componentName(name), header])
	);
}

function componentName(name: string) {
	return name.replaceAll("-", "");
}
