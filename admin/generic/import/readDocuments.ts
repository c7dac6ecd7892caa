/** Documents out of a file, with each value as the type that its field has. */
import { parse } from "csv-parse/browser/esm/sync";
import type { JsonSchema } from "../../api/screens.ts";
import { kindOf, plain } from "../kinds.ts";

type Document = Record<string, unknown>;

/** What the server sets by itself: an export has it, an import cannot. */
const SERVER_FIELDS = ["id", "rev", "createdAt", "updatedAt"];

/** Reads CSV with a head of field names, or a JSON array; throws what people can read. */
export function readDocuments(name: string, text: string, schema: JsonSchema): Document[] {
	const documents = name.endsWith(".json") ? readJson(text) : readCsv(text, schema);
	if (documents.length === 0) throw new Error("lyceum.import.empty");
	return documents.map(withoutServerFields);
}

function readJson(text: string): Document[] {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new Error("lyceum.import.badJson");
	}
	if (!Array.isArray(value) || !value.every(isObject)) throw new Error("lyceum.import.badJson");
	return value;
}

function readCsv(text: string, schema: JsonSchema): Document[] {
	const rows = parse<Record<string, string>>(text, {
		bom: true,
		columns: true,
		skip_empty_lines: true,
		trim: true
	});
	return rows.map(row =>
		Object.fromEntries(
			Object.entries(row)
				.filter(([, value]) => value !== "")
				.map(([field, value]) => [field, valueOf(value, schema.properties?.[field] ?? {})])
		)
	);
}

/** What is not of its field's type stays text, so that the server says what is wrong with it. */
function valueOf(text: string, schema: JsonSchema): unknown {
	switch (kindOf(schema)) {
		case "number":
			return Number.isNaN(Number(text)) ? text : Number(text);
		case "boolean":
			return ["true", "false"].includes(text.toLowerCase())
				? text.toLowerCase() === "true"
				: text;
		case "tags":
		case "choices":
		case "references":
			return text.startsWith("[") ? parsed(text) : text.split("|").map(one => one.trim());
		case "entries":
		case "group":
		case "json":
			return plain(schema).type === "string" ? text : parsed(text);
		default:
			// An export marks texts that a spreadsheet would run.
			return text.replace(/^'(?=[=+\-@])/, "");
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function withoutServerFields(document: Document): Document {
	return Object.fromEntries(
		Object.entries(document).filter(([field]) => !SERVER_FIELDS.includes(field))
	);
}

function isObject(value: unknown): value is Document {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
