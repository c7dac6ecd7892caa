/** Parses `a=b&c[d]=e`, as queries and forms are written; nothing of it is left out without a word. */
import qs from "qs";
import { requestErrors } from "../../../mixins/index.ts";
import { errors } from "../errors.ts";
import { FORBIDDEN_KEYS, isWholeText } from "./json.ts";

const MAX_QUERY_LENGTH = 8 * 1024;

/** The parameters in an address; throws `GATEWAY_BAD_URL` when they are too long. */
export function parseQuery(query: string): Record<string, unknown> {
	if (query.length > MAX_QUERY_LENGTH)
		throw errors.BAD_URL({ value: `a query of ${query.length} characters` });
	return parsePairs(query);
}

/** The pairs as an object; throws `REQUEST_INVALID` with the name of what is wrong. */
export function parsePairs(text: string): Record<string, unknown> {
	try {
		return qs.parse(text, {
			depth: 3,
			strictDepth: true,
			parameterLimit: 200,
			throwOnLimitExceeded: true,
			arrayLimit: 100,
			allowDots: false,
			// They are refused by name instead of left out.
			allowPrototypes: true,
			decoder: (part, _decode, _charset, type) => decodePart(part, type)
		});
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw refusal("", error.message, "a shorter, flatter query");
	}
}

/** Holds one name and value of a form with a file to what holds for all others. */
export function requirePlainField(name: string, value: string): void {
	requireWhole(name, name);
	requireWhole(value, name);
	refuseName(name);
}

function decodePart(part: string, type?: "key" | "value"): string {
	const decoded = decode(part);
	requireWhole(decoded, part);
	if (type === "key") refuseName(decoded);
	return decoded;
}

function requireWhole(text: string, pointer: string) {
	if (!isWholeText(text))
		throw refusal(pointer, "cannot be stored", "whole Unicode characters other than NUL");
}

function decode(part: string) {
	try {
		return decodeURIComponent(part.replaceAll("+", " "));
	} catch {
		throw refusal(part, "is not well encoded", "UTF-8 with % before two hexadecimal digits");
	}
}

/** Refuses names that mean something else to what handles the parameters: JavaScript itself, and the store's codec. */
function refuseName(key: string) {
	const [first, ...others] = key.split(/[[\]]+/);
	// The gateway itself tells of a file under this name.
	if (first === "$file") throw refusal(key, "is reserved", "another name");
	for (const name of [first!, ...others]) {
		if (name in Object.prototype || FORBIDDEN_KEYS.has(name))
			throw refusal(key, `holds the name "${name}"`, "another name");
	}
}

function refusal(pointer: string, message: string, expected: string) {
	return requestErrors.INVALID({ errors: [{ pointer, message, expected }] });
}
