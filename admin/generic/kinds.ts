/** What kind of value a field holds, by its JSON schema: one answer for columns, filters and inputs. */
import type { JsonSchema } from "../api/screens.ts";

export type Kind =
	| "text"
	| "longText"
	| "markdown"
	| "code"
	| "password"
	| "number"
	| "boolean"
	| "choice"
	| "date"
	| "tags"
	| "choices"
	| "reference"
	| "references"
	| "entries"
	| "group"
	| "file"
	| "json";

/** A text that may be longer gets several lines. */
const ONE_LINE = 300;

/** The schema without what says that there may be nothing. */
export function plain(schema: JsonSchema): JsonSchema {
	const given = schema.anyOf?.find(({ type }) => type !== "null") ?? schema;
	if (!Array.isArray(given.type)) return given;
	const [type] = given.type.filter(one => one !== "null");
	return { ...given, type, ...(given.enum && { enum: given.enum.filter(one => one !== null) }) };
}

export function kindOf(schema: JsonSchema): Kind {
	const given = plain(schema);
	if (given.enum) return "choice";
	if (given.type === "array") return kindOfList(plain(given.items ?? {}));
	if (given.type === "string") return kindOfText(given);
	if (given.type === "number" || given.type === "integer") return "number";
	if (given.type === "boolean") return "boolean";
	return given.type === "object" && given.properties ? "group" : "json";
}

/** True for what fits into a cell of a table. */
export function isShort(kind: Kind): boolean {
	return !["longText", "markdown", "code", "entries", "group", "json"].includes(kind);
}

function kindOfText(schema: JsonSchema): Kind {
	if (schema["x-reference"]) return "reference";
	if (schema.format === "date-time" || schema.format === "date") return "date";
	if (schema.format === "binary") return "file";
	if (schema.format === "password") return "password";
	if (schema["x-format"] === "markdown") return "markdown";
	if (schema["x-format"]?.startsWith("code")) return "code";
	return (schema.maxLength ?? 0) > ONE_LINE ? "longText" : "text";
}

function kindOfList(items: JsonSchema): Kind {
	if (items.enum) return "choices";
	if (items["x-reference"]) return "references";
	if (items.type === "string") return "tags";
	return items.type === "object" && items.properties ? "entries" : "json";
}

/** The schema at a dotted path, also inside of arrays; undefined when there is none. */
export function schemaAt(schema: JsonSchema, path: string): JsonSchema | undefined {
	return path.split(".").reduce<JsonSchema | undefined>((parent, key) => {
		const given = parent && plain(parent);
		const holder = given?.type === "array" ? plain(given.items ?? {}) : given;
		return holder?.properties?.[key];
	}, schema);
}
