/**
 * Errors come from catalogues: one `defineErrors` per unit, each entry with its status and message.
 * Across the bus there is no `instanceof`: compare types with `hasType`.
 */
import { Errors } from "moleculer";

/** One thing that is wrong with the caller's input. */
export interface InputProblem {
	/** A JSON pointer into the body (`/tags/0`), or the query parameter's name (`filter[level]`). */
	pointer: string;
	message: string;
	value?: unknown;
	expected?: string;
}

export interface ErrorSpecification<Data> {
	status: number;
	message: (data: Data) => string;
	/** True only when a second try is safe and may succeed. */
	retryable?: boolean;
	/** The type on the wire, where clients expect another than `<PREFIX>_<KEY>`. */
	type?: string;
}

export interface ErrorFactory<Data> {
	(data: Data, cause?: unknown): Errors.MoleculerError;
	readonly type: string;
	readonly status: number;
}

type Specifications = Record<string, ErrorSpecification<never>>;
type DataOf<S> = S extends ErrorSpecification<infer Data> ? Data : never;

/** Makes an error factory of each entry; the type on the wire is `<PREFIX>_<KEY>`, `data` is public. */
export function defineErrors<S extends Specifications>(
	prefix: string,
	specifications: S
): { readonly [K in keyof S]: ErrorFactory<DataOf<S[K]>> } {
	const factories = Object.entries(specifications).map(([key, specification]) => [
		key,
		errorFactory(specification.type ?? `${prefix}_${key}`, specification)
	]);
	return Object.freeze(Object.fromEntries(factories));
}

/** Tells whether an error, also one that came over the bus, is of the given type. */
export function hasType(error: unknown, type: string): boolean {
	return typeof error === "object" && error !== null && "type" in error && error.type === type;
}

function errorFactory(type: string, specification: ErrorSpecification<never>) {
	const { status, message, retryable = false } = specification;
	const make = (data: never, cause?: unknown) => {
		const error = new Errors.MoleculerError(message(data), status, type, data ?? {});
		error.retryable = retryable;
		if (cause !== undefined) error.cause = cause;
		Error.captureStackTrace?.(error, make);
		return error;
	};
	return Object.assign(make, { type, status });
}

/** What may be wrong with a request before any document is touched. */
export const requestErrors = defineErrors("REQUEST", {
	INVALID: {
		status: 400,
		message: ({ errors }: { errors: InputProblem[] }) => describeProblems(errors)
	},
	FILE_TYPE: {
		status: 415,
		message: ({ errors }: { errors: InputProblem[] }) => describeProblems(errors)
	},
	GIVEN_UP: {
		status: 409,
		message: () =>
			"This request was given up before it was done, and nothing of it is kept: another one with its Idempotency-Key takes its place",
		retryable: true
	}
});

/** What the caller may not do. */
export const accessErrors = defineErrors("ACCESS", {
	UNAUTHENTICATED: {
		status: 401,
		message: ({ reason }: { reason?: string }) => reason ?? "Sign in first"
	},
	FORBIDDEN: {
		status: 403,
		message: ({
			action,
			subject,
			field
		}: {
			action: string;
			subject: string;
			field?: string;
		}) => `You may not ${action} ${field ? `the field "${field}" of ` : ""}${subject}`
	},
	SCOPE_MISSING: {
		status: 403,
		message: ({ scope }: { scope: string }) => `This API key lacks the scope "${scope}"`
	},
	VIEW_ONLY: {
		status: 403,
		message: () => "You are viewing as somebody else: nothing can be changed"
	},
	STEP_UP: {
		status: 403,
		message: () => "Confirm first that it is you, with POST /auth/step-up"
	},
	NOT_FOR_KEYS: {
		status: 403,
		message: () => "No API key may do this: sign in"
	}
});

/** What may be wrong with the state of a document. */
export const documentErrors = defineErrors("DOCUMENT", {
	NOT_FOUND: {
		status: 404,
		message: ({ subject, id }: { subject: string; id: string }) =>
			`No ${subject} has the id "${id}"`
	},
	STALE: {
		status: 412,
		message: ({ expected, found }: { expected: number; found: number }) =>
			`The document is at revision ${found}, not ${expected}: read it again`
	},
	DUPLICATE: {
		status: 409,
		message: ({ errors }: { errors: InputProblem[] }) => describeProblems(errors)
	},
	CONTENDED: {
		status: 409,
		message: ({ id }: { id: string }) =>
			`The document "${id}" kept changing while this request wanted to change it: try again`,
		retryable: true
	}
});

function describeProblems(errors: InputProblem[]) {
	const [first, ...others] = errors;
	if (!first) return "The request is not valid";
	const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
	return `${first.pointer}: ${first.message}${more}`;
}
