/** Parses JSON bodies, and refuses what parses but is made to do harm. */
import { errors } from "../errors.ts";
import type { InputProblem } from "../../../mixins/index.ts";

/** Deeper than any document, shallow enough for whatever walks it. */
const MAX_DEPTH = 32;

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The object in a JSON body; throws `GATEWAY_BAD_BODY` with the place of what is wrong. */
export function parseJson(body: Buffer): Record<string, unknown> {
	const value = parse(body);
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw refusal({
			pointer: "",
			message: "is not a JSON object",
			value,
			expected: "an object, {…}"
		});
	}
	const problem = findProblem(value, "", 1);
	if (problem) throw refusal(problem);
	return value as Record<string, unknown>;
}

function parse(body: Buffer): unknown {
	try {
		return JSON.parse(utf8.decode(body));
	} catch (error) {
		// V8 repeats a piece of the body in its message, which may be long or secret.
		const [reason] = String((error as Error).message).split(
			/,? ?(?:"|\.\.\.|in JSON|is not valid)/,
			1
		);
		throw refusal({
			pointer: "",
			message: `is not JSON: ${reason}`,
			expected: "JSON in UTF-8"
		});
	}
}

function findProblem(value: object, pointer: string, depth: number): InputProblem | null {
	if (depth > MAX_DEPTH) {
		return { pointer, message: "is nested too deep", expected: `at most ${MAX_DEPTH} levels` };
	}
	for (const key of Object.keys(value)) {
		const place = `${pointer}/${key}`;
		if (FORBIDDEN.has(key))
			return { pointer: place, message: `holds the key "${key}"`, expected: "another name" };
		const entry = (value as Record<string, unknown>)[key];
		const problem =
			typeof entry === "object" && entry !== null
				? findProblem(entry, place, depth + 1)
				: null;
		if (problem) return problem;
	}
	return null;
}

function refusal(problem: InputProblem) {
	return errors.BAD_BODY({ errors: [problem] });
}
