/** What a model may have in its text index, where anybody who may search finds it. */
import type { Schema, SchemaType } from "mongoose";
import { optionsOf } from "./json-schema.ts";

/** Stands for every field of the document. */
const ALL_FIELDS = "$**";

/** Throws when a search could reveal a private field word by word. */
export function requireOpenTextIndex(model: string, schema: Schema): void {
	const hidden = textPaths(schema).flatMap(path =>
		path === ALL_FIELDS ? privatePaths(schema) : isPrivate(schema, path) ? [path] : []
	);
	if (hidden.length === 0) return;
	throw new TypeError(
		`The model "${model}" has the private field "${hidden[0]}" in its text index, so that a search with q would reveal it: take it out of the index`
	);
}

function textPaths(schema: Schema): string[] {
	return schema
		.indexes()
		.flatMap(([keys]) => Object.entries(keys).filter(([, kind]) => kind === "text"))
		.map(([path]) => path);
}

/** Tells whether the field, or one that it lies in, is private. */
function isPrivate(schema: Schema, path: string): boolean {
	return privatePaths(schema).some(hidden => path === hidden || path.startsWith(`${hidden}.`));
}

function privatePaths(schema: Schema, prefix = ""): string[] {
	return Object.entries(schema.paths).flatMap(([name, type]: [string, SchemaType]) => {
		if (optionsOf(type).private) return [prefix + name];
		const nested = (type as { schema?: Schema }).schema;
		return nested ? privatePaths(nested, `${prefix}${name}.`) : [];
	});
}
