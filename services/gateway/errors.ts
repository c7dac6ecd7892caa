/** What the gateway itself refuses, and what it says when something behind it is away. */
import { defineErrors, type InputProblem } from "../../mixins/index.ts";

export const errors = defineErrors("GATEWAY", {
	NOT_FOUND: {
		status: 404,
		message: ({ path }: { path: string }) => `There is nothing at ${path}`
	},
	METHOD_NOT_ALLOWED: {
		status: 405,
		message: ({ method, allowed }: { method: string; allowed: string[] }) =>
			`${method} is not possible here; possible: ${allowed.join(", ")}`
	},
	BODY_TOO_LARGE: {
		status: 413,
		message: ({ limit }: { limit: number }) => `The body is longer than ${limit} bytes`
	},
	MEDIA_TYPE: {
		status: 415,
		message: ({ found, expected }: { found: string; expected: string }) =>
			`The body is sent as ${found || "nothing known"}, expected ${expected}`
	},
	BAD_BODY: {
		status: 400,
		message: ({ errors: [problem] }: { errors: InputProblem[] }) =>
			`The body ${problem?.message ?? "cannot be read"}`
	},
	BAD_URL: {
		status: 400,
		message: ({ value }: { value: string }) => `The address is not well formed: ${value}`
	},
	NOT_HTTP: {
		status: 400,
		message: () => "What was sent is not a well-formed HTTP/1.1 request"
	},
	HEAD_TOO_LARGE: {
		status: 431,
		message: () => "The address and the headers are longer than 16 KB"
	},
	TOO_SLOW: {
		status: 408,
		message: () => "The request did not arrive in time"
	},
	BAD_HEADER: {
		status: 400,
		message: ({
			header,
			value,
			expected
		}: {
			header: string;
			value: string;
			expected: string;
		}) => `${header} is "${value}", expected ${expected}`
	},
	PRECONDITION_FAILED: {
		status: 412,
		message: ({ header }: { header: string }) =>
			`${header} names no revision of this document: read it again`
	},
	KEY_REUSED: {
		status: 422,
		message: ({ key }: { key: string }) =>
			`The Idempotency-Key "${key}" was used with another body`
	},
	KEY_RUNNING: {
		status: 409,
		message: ({ key }: { key: string }) =>
			`The request with the Idempotency-Key "${key}" is still running`,
		retryable: true
	},
	ANSWER_NOT_KEPT: {
		status: 409,
		message: ({ key }: { key: string }) =>
			`The request with the Idempotency-Key "${key}" was carried out; its answer holds a secret or is a stream, and was not kept`
	},
	UNAVAILABLE: {
		status: 503,
		message: ({ what }: { what: string }) => `${what} cannot be reached at the moment`,
		retryable: true
	},
	STORE_FULL: {
		status: 503,
		message: () => "The disk that holds the store is full: nothing was written",
		retryable: true
	},
	TIMEOUT: {
		status: 504,
		message: () => "The request took too long"
	},
	INTERNAL: {
		status: 500,
		message: ({ requestId }: { requestId: string }) =>
			`Something went wrong on the server; it is logged under the request id ${requestId}`
	}
});
