import { type Problem, pointerTo } from "./problem.ts";

/** Deeper than any manifest needs, far below where recursive validation would exhaust the stack. */
const MAX_DEPTH = 32;

/** In valid JSON: a string, with the colon after it when it is a key, or a structural character. */
const TOKEN = /("(?:[^"\\]+|\\.)*")(\s*:)?|[{}[\],]/g;

export interface StrictJson {
	value: unknown;
	problems: Problem[];
}

/**
 * Parses JSON and reports what `JSON.parse` lets pass: a byte order mark, duplicate keys, `__proto__`,
 * and nesting deeper than 32. With problems there is no value.
 */
export function parseStrictJson(text: string): StrictJson {
	if (text.startsWith("\uFEFF"))
		return refuse("starts with a byte order mark", "\\uFEFF", "plain JSON");
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		return refuse(`is not JSON: ${(error as Error).message}`, text.slice(0, 80), "valid JSON");
	}
	const problems = scanKeys(text);
	return { value: problems.length > 0 ? undefined : value, problems };
}

function refuse(message: string, value: unknown, expected: string): StrictJson {
	return { value: undefined, problems: [{ pointer: "", message, value, expected }] };
}

/** An object has the keys that it has had so far, an array the index that it has reached. */
interface Frame {
	pointer: string;
	seen?: Set<string>;
	at: string | number;
}

function scanKeys(text: string): Problem[] {
	const problems: Problem[] = [];
	const frames: Frame[] = [];
	for (const [token, string, colon] of text.matchAll(TOKEN)) {
		const frame = frames.at(-1);
		if (token === "{" || token === "[") {
			if (frames.length === MAX_DEPTH) return [...problems, tooDeep(frames)];
			frames.push(openFrame(token, frame));
		} else if (token === "}" || token === "]") frames.pop();
		else if (token === "," && typeof frame?.at === "number") frame.at++;
		else if (colon && frame?.seen) {
			problems.push(...enterKey(frame, frame.seen, JSON.parse(string!) as string));
		}
	}
	return problems;
}

function openFrame(token: "{" | "[", parent: Frame | undefined): Frame {
	const pointer = parent ? pointerTo(parent.pointer, parent.at) : "";
	return token === "{" ? { pointer, seen: new Set(), at: "" } : { pointer, at: 0 };
}

function enterKey(frame: Frame, seen: Set<string>, key: string): Problem[] {
	const repeated = seen.has(key);
	seen.add(key);
	frame.at = key;
	const pointer = pointerTo(frame.pointer, key);
	if (key === "__proto__") {
		return [{ pointer, message: `has the key "${key}"`, value: key, expected: "another key" }];
	}
	if (!repeated) return [];
	return [
		{ pointer, message: `has the key "${key}" twice`, value: key, expected: "each key once" }
	];
}

function tooDeep(frames: Frame[]): Problem {
	const { pointer } = frames.at(-1)!;
	const expected = `at most ${MAX_DEPTH} levels of objects and arrays`;
	return {
		pointer,
		message: "is nested too deep",
		value: `more than ${MAX_DEPTH} levels`,
		expected
	};
}
