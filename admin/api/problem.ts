/** The API's errors: problem+json as an error that react-admin can put at its fields. */
import { HttpError } from "react-admin";

export interface FieldProblem {
	pointer: string;
	message: string;
	value?: unknown;
	expected?: string;
}

export interface Problem {
	status: number;
	code: string;
	title?: string;
	detail?: string;
	requestId?: string;
	errors?: FieldProblem[];
}

/** An error of the API; `body.errors` holds the sentences for the fields, as forms take them. */
export class ApiError extends HttpError {
	readonly problem: Problem;

	constructor(problem: Problem) {
		const fields = fieldErrors(problem.errors ?? []);
		super(problem.detail ?? problem.title ?? problem.code, problem.status, {
			message: problem.detail,
			errors: Object.keys(fields).length > 0 ? fields : undefined
		});
		// HttpError makes a mere HttpError of it.
		Object.setPrototypeOf(this, ApiError.prototype);
		this.problem = problem;
	}
}

/** Tells whether an error is the API's with this code. */
export function hasCode(error: unknown, code: string): boolean {
	return error instanceof ApiError && error.problem.code === code;
}

/** One sentence for people: what is wrong, and what was expected. */
export function sentenceOf({ message, expected }: FieldProblem): string {
	const text = message.charAt(0).toUpperCase() + message.slice(1);
	return expected === undefined ? text : `${text}; expected ${expected}`;
}

/** `/members/0/userId` → `{ members: [{ userId: "…" }] }`. */
function fieldErrors(problems: FieldProblem[]): Record<string, unknown> {
	const root: Record<string, unknown> = {};
	for (const problem of problems) {
		const keys = problem.pointer.split("/").slice(1).map(unescapeKey);
		if (keys.length > 0) put(root, keys, sentenceOf(problem));
	}
	return root;
}

function put(target: Record<string, unknown>, [key, ...rest]: string[], message: string) {
	if (key === undefined) return;
	if (rest.length === 0) {
		target[key] ??= message;
		return;
	}
	const known = target[key];
	const next = typeof known === "object" ? known : /^\d+$/.test(rest[0]!) ? [] : {};
	target[key] = next;
	put(next as Record<string, unknown>, rest, message);
}

function unescapeKey(key: string) {
	return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
