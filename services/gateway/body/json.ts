/** Parses JSON bodies, and refuses what parses but is made to do harm. */
import { errors } from "../errors.ts";
import type { InputProblem } from "../../../mixins/index.ts";

/** Deeper than any document, shallow enough for whatever walks it. */
const MAX_DEPTH = 32;

/** Keys that mean something to what handles a value: JavaScript itself, and the store's codec. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
	"__proto__",
	"constructor",
	"prototype",
	"_bsontype"
]);

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The object in a JSON body; throws `GATEWAY_BAD_BODY` with the place of what is wrong. */
export function parseJson(body: Buffer): Record<string, unknown> {
	const value = parse(body);
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw refusal({
			pointer: "",
			message: "is not a JSON object",
			expected: "an object, {…}"
		});
	}
	requireSound(value);
	return value as Record<string, unknown>;
}

/** Throws `GATEWAY_BAD_BODY` for a value from a client that is made to do harm. */
export function requireSound(value: object): void {
	const problem = problemOfObject(value, "", 1);
	if (problem) throw refusal(problem);
}

/** Tells whether a text can be stored and comes back as it was. */
export function isWholeText(text: string): boolean {
	return text.isWellFormed() && !text.includes("\0");
}

function parse(body: Buffer): unknown {
	try {
		return JSON.parse(utf8.decode(body));
	} catch (error) {
		// V8 repeats a piece of the body in its message, which may be long or secret.
		const [reason] = (error as Error).message.split(/,? ?(?:"|\.\.\.|in JSON|is not valid)/, 1);
		throw refusal({
			pointer: "",
			message: `is not JSON: ${reason}`,
			expected: "JSON in UTF-8"
		});
	}
}

function problemOfObject(value: object, pointer: string, depth: number): InputProblem | null {
	// JSON has none; messages of Socket.IO may.
	if (ArrayBuffer.isView(value))
		return { pointer, message: "is binary", expected: "what JSON can say" };
	if (depth > MAX_DEPTH) {
		return { pointer, message: "is nested too deep", expected: `at most ${MAX_DEPTH} levels` };
	}
	for (const [key, entry] of Object.entries(value)) {
		const place = `${pointer}/${key}`;
		const problem = problemOfKey(key, place) ?? problemOfValue(entry, place, depth);
		if (problem) return problem;
	}
	return null;
}

function problemOfKey(key: string, pointer: string): InputProblem | null {
	if (FORBIDDEN_KEYS.has(key))
		return { pointer, message: `holds the key "${key}"`, expected: "another name" };
	return isWholeText(key) ? null : brokenText(pointer);
}

function problemOfValue(value: unknown, pointer: string, depth: number): InputProblem | null {
	switch (typeof value) {
		case "string":
			return isWholeText(value) ? null : brokenText(pointer);
		case "number":
			// JSON may write down what JavaScript can only take for infinite.
			return Number.isFinite(value)
				? null
				: { pointer, message: "is too large", expected: "a number of double precision" };
		case "object":
			return value === null ? null : problemOfObject(value, pointer, depth + 1);
		default:
			return null;
	}
}

function brokenText(pointer: string): InputProblem {
	return {
		pointer,
		message: "cannot be stored",
		expected: "whole Unicode characters other than NUL"
	};
}

function refusal(problem: InputProblem) {
	return errors.BAD_BODY({ errors: [problem] });
}
