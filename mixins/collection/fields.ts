/** The fields of a model by dotted path, as a client may name them in `filter`, `sort` and `fields`. */
import type { Schema, SchemaType } from "mongoose";
import { holdsHtml } from "../html.ts";
import { optionsOf } from "../json-schema.ts";
import type { ModelDefinition } from "../model.ts";

export type FieldKind = "string" | "number" | "boolean" | "date" | "object";

export interface Field {
	/** The path as clients write it, e.g. `members.userId`. */
	path: string;
	/** The path in the store; differs for `id` alone. */
	storePath: string;
	kind: FieldKind;
	/** True when the field, or one that it lies in, is an array. */
	array: boolean;
}

const KINDS: Record<string, FieldKind> = {
	String: "string",
	Number: "number",
	Boolean: "boolean",
	Date: "date"
};

/** Every field that leaves the server. */
export function readFields({ schema }: ModelDefinition): Map<string, Field> {
	const fields = new Map<string, Field>();
	collect(schema, "", false, fields);
	fields.delete("_id");
	fields.set("id", { path: "id", storePath: "_id", kind: "string", array: false });
	return fields;
}

/** The paths of the private fields inside of other fields. */
export function readHiddenPaths({ schema }: ModelDefinition): string[] {
	return pathsOf(schema, "", type => optionsOf(type).private === true).filter(isNested);
}

/** The paths of the texts that hold HTML; `$*` in one stands for any key of a map. */
export function readHtmlPaths({ schema }: ModelDefinition): string[] {
	return pathsOf(schema, "", holdsHtml);
}

/** The paths of the ids of files; `$*` in one stands for any key of a map. */
export function readFilePaths({ schema }: ModelDefinition): string[] {
	return pathsOf(schema, "", type => {
		const element = (type as { embeddedSchemaType?: SchemaType }).embeddedSchemaType;
		return Boolean(optionsOf(type).file || (element && optionsOf(element).file));
	});
}

/**
 * The paths inside of other fields that no body sets: private or read-only. The entries of an array
 * are replaced as a whole, so that theirs are not among them.
 */
export function readKeptPaths({ schema }: ModelDefinition): string[] {
	const isKept = (type: SchemaType) =>
		Boolean(optionsOf(type).private || optionsOf(type).readOnly);
	return pathsOf(schema, "", isKept, type => type.instance !== "Array").filter(isNested);
}

function isNested(path: string) {
	return path.includes(".");
}

/** The first part of a path: the field that abilities speak of. */
export function topLevel(path: string): string {
	return path.split(".", 1)[0]!;
}

function collect(schema: Schema, prefix: string, inArray: boolean, fields: Map<string, Field>) {
	for (const [name, type] of Object.entries(schema.paths)) {
		if (optionsOf(type).private || name.includes("$*")) continue;
		const path = prefix + name;
		const nested = (type as { schema?: Schema }).schema;
		const array = inArray || type.instance === "Array";
		declareParents(path, fields);
		fields.set(path, { path, storePath: path, kind: nested ? "object" : kindOf(type), array });
		if (nested) collect(nested, `${path}.`, array, fields);
	}
}

/** The paths of the types that are wanted, in the fields that are walked into. */
function pathsOf(
	schema: Schema,
	prefix: string,
	isWanted: (type: SchemaType) => boolean,
	isWalked: (type: SchemaType) => boolean = () => true
): string[] {
	return Object.entries(schema.paths).flatMap(([name, type]) => {
		const path = prefix + name;
		if (isWanted(type)) return [path];
		const nested = (type as { schema?: Schema }).schema;
		return nested && isWalked(type) ? pathsOf(nested, `${path}.`, isWanted, isWalked) : [];
	});
}

/** `address.city` makes `address` a field too, that may be asked for as a whole. */
function declareParents(path: string, fields: Map<string, Field>) {
	const keys = path.split(".");
	for (let length = 1; length < keys.length; length++) {
		const parent = keys.slice(0, length).join(".");
		if (!fields.has(parent))
			fields.set(parent, { path: parent, storePath: parent, kind: "object", array: false });
	}
}

function kindOf(type: SchemaType): FieldKind {
	const element = (type as { embeddedSchemaType?: SchemaType }).embeddedSchemaType;
	return KINDS[(element ?? type).instance] ?? "object";
}
