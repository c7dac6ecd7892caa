/** Takes secrets out of what the trail keeps: what a schema declares private, and what is called like a secret. */
import type { JsonSchema } from "../../mixins/index.ts";

const REDACTED = "[redacted]";

const SECRET_NAME =
	/password|passphrase|secret|token|hash|credential|authorization|cookie|^otp$|^code$|recovery|^(api_?|private_?)?key$/i;

/** Longer texts say nothing more about who did what. */
const MAX_TEXT_LENGTH = 2000;
const MAX_DEPTH = 12;

/** A copy for the trail; `schema` is that of the document as clients see it, when it is known. */
export function redact(value: unknown, schema?: JsonSchema, depth = 0): unknown {
	if (typeof value === "string") return shorten(value);
	if (typeof value !== "object" || value === null || value instanceof Date) return value;
	if (depth === MAX_DEPTH) return REDACTED;
	if (Array.isArray(value)) return value.map(entry => redact(entry, schema?.items, depth + 1));
	if (Object.getPrototypeOf(value) !== Object.prototype) return REDACTED;
	const entries = Object.entries(value).map(([key, entry]) => {
		const name = key === "_id" && depth === 0 ? "id" : key;
		return [name, redactEntry(name, entry, schema, depth)];
	});
	return Object.fromEntries(entries);
}

function redactEntry(key: string, value: unknown, schema: JsonSchema | undefined, depth: number) {
	const declared = schema?.properties?.[key];
	const isPrivate = schema?.properties !== undefined && declared === undefined;
	const isUnset = value === null || value === undefined;
	if (!isUnset && ((isPrivate && isClosed(schema)) || SECRET_NAME.test(key))) return REDACTED;
	return redact(value, declared, depth + 1);
}

/** An object that takes other keys than those that it names declares nothing about them. */
function isClosed(schema: JsonSchema) {
	return schema.additionalProperties === undefined || schema.additionalProperties === false;
}

function shorten(text: string) {
	return text.length <= MAX_TEXT_LENGTH ? text : `${text.slice(0, MAX_TEXT_LENGTH)}…`;
}
