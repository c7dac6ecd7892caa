/**
 * From a mongoose schema to JSON Schema 2020-12: the document as it is answered, and the bodies
 * that create, replace and patch it. One walk over the schema types serves all of them, because
 * mongoose's own `toJSONSchema` leaves out limits, patterns, formats and what is read-only.
 */
import type { Schema, SchemaType } from "mongoose";
import type { ModelDefinition } from "./model.ts";

export interface JsonSchema {
	type?: string | string[];
	description?: string;
	properties?: Record<string, JsonSchema>;
	required?: string[];
	additionalProperties?: boolean | JsonSchema;
	items?: JsonSchema;
	enum?: unknown[];
	default?: unknown;
	examples?: unknown[];
	readOnly?: boolean;
	[keyword: string]: unknown;
}

/** What a field's declaration may hold beside mongoose's own options. */
export interface FieldOptions {
	/** What the field means, for OpenAPI and the console. */
	description?: string;
	example?: unknown;
	/** Set by the server alone. */
	readOnly?: boolean;
	/** Answered as null where there is nothing to tell. */
	nullable?: boolean;
	/** Never leaves the server: a hash, a secret. */
	private?: boolean;
	/** A text that holds HTML: it is sanitized whenever it is written. */
	html?: boolean;
	/** The id of a file, see `fileReference`. */
	file?: boolean;
	/** A JSON Schema format (`email`, `uri`) or one of the console's (`markdown`, `code`). */
	format?: string;
	/** The collection that the field's ids point into. */
	reference?: string;
}

type Options = FieldOptions & Record<string, unknown>;

/** What a body may leave out and set. */
export type BodyKind = "create" | "replace" | "patch";

/** JSON Schema's own string formats among those a field may declare. */
const STRING_FORMATS = new Set(["email", "uri", "date-time", "date", "uuid", "hostname", "regex"]);

/** The options of a schema type, or those of the array that it is the element of. */
export function optionsOf(type: SchemaType): Options {
	return type.options ?? {};
}

/** The schema of a document in an answer. */
export function documentSchema({ schema, name }: ModelDefinition): JsonSchema {
	const body = objectSchema(schema, type => !optionsOf(type).private);
	const { _id: id, rev, createdAt, updatedAt, ...fields } = body.properties ?? {};
	return {
		title: name,
		type: "object",
		properties: {
			id: {
				...id,
				description: "The document's id",
				readOnly: true,
				examples: ["65f0c0ffee65f0c0ffee65f0"]
			},
			...fields,
			rev: {
				...rev,
				type: "integer",
				description: "Raised by every write",
				readOnly: true,
				examples: [1]
			},
			createdAt: {
				...createdAt,
				readOnly: true,
				description: "When the document was created"
			},
			updatedAt: {
				...updatedAt,
				readOnly: true,
				description: "When the document was last changed"
			}
		},
		required: [
			"id",
			"rev",
			"createdAt",
			"updatedAt",
			...(body.required ?? []).filter(key => key !== "_id")
		]
	};
}

/** The schema of a body that creates, replaces or patches a document; unknown and read-only fields are refused. */
export function bodySchema({ schema, name }: ModelDefinition, kind: BodyKind): JsonSchema {
	const body = objectSchema(schema, isWritable);
	const {
		_id,
		rev: _rev,
		createdAt: _made,
		updatedAt: _changed,
		...properties
	} = body.properties ?? {};
	const required = (body.required ?? []).filter(key => key in properties);
	if (kind !== "patch") {
		return { title: name, type: "object", properties, required, additionalProperties: false };
	}
	return {
		title: `${name} patch`,
		type: "object",
		properties: {
			...mapValues(properties, (property, key) =>
				patchSchema(property, required.includes(key))
			),
			rev: {
				type: "integer",
				description: "The revision that the change is based on",
				minimum: 1
			}
		},
		minProperties: 1,
		additionalProperties: false
	};
}

function isWritable(type: SchemaType) {
	const options = optionsOf(type);
	return !options.readOnly && !options.private;
}

/** In a patch, as in RFC 7396, null takes an optional field away and nothing nested is required. */
function patchSchema(property: JsonSchema, required: boolean): JsonSchema {
	const { default: _unset, ...patch } = property;
	if (patch.type === "object" && patch.properties) {
		const nested = patch.required ?? [];
		patch.properties = mapValues(patch.properties, (entry, key) =>
			patchSchema(entry, nested.includes(key))
		);
		delete patch.required;
	}
	// An entry of a map is taken away like an optional field.
	if (typeof patch.additionalProperties === "object")
		patch.additionalProperties = nullable(patch.additionalProperties);
	return required ? patch : nullable(patch);
}

function nullable(schema: JsonSchema): JsonSchema {
	if (schema.type === undefined) return schema;
	const type = [...new Set([schema.type, "null"].flat())];
	return { ...schema, type, ...(schema.enum && { enum: [...schema.enum, null] }) };
}

function objectSchema(schema: Schema, isIncluded: (type: SchemaType) => boolean): JsonSchema {
	const root: JsonSchema = { type: "object", properties: {}, additionalProperties: false };
	for (const [path, type] of Object.entries(schema.paths)) {
		if (path.includes("$*") || !isIncluded(type)) continue;
		const keys = path.split(".");
		const parent = keys.slice(0, -1).reduce(childObject, root);
		const key = keys.at(-1)!;
		parent.properties![key] = typeSchema(type, isIncluded);
		if (type.isRequired && optionsOf(type).default === undefined)
			(parent.required ??= []).push(key);
	}
	return root;
}

function childObject(parent: JsonSchema, key: string): JsonSchema {
	return (parent.properties![key] ??= {
		type: "object",
		properties: {},
		additionalProperties: false
	});
}

function typeSchema(type: SchemaType, isIncluded: (type: SchemaType) => boolean): JsonSchema {
	const options = optionsOf(type);
	const shape = { ...shapeOf(type, isIncluded), ...annotationsOf(options) };
	return options.nullable ? nullable(shape) : shape;
}

function shapeOf(type: SchemaType, isIncluded: (type: SchemaType) => boolean): JsonSchema {
	const options = optionsOf(type);
	const nested = (type as { schema?: Schema }).schema;
	switch (type.instance) {
		case "String":
			return {
				type: "string",
				...stringLimits(options),
				...(options.html && { contentMediaType: "text/html" })
			};
		case "Number":
			return {
				type: options.integer === true ? "integer" : "number",
				...numberLimits(options)
			};
		case "Boolean":
			return { type: "boolean" };
		case "Date":
			return { type: "string", format: "date-time" };
		case "Map":
			return { type: "object", additionalProperties: mapEntry(type, isIncluded) };
		case "Embedded":
			return objectSchema(nested!, isIncluded);
		case "Array":
			return {
				type: "array",
				items: itemSchema(type, nested, isIncluded),
				...arrayLimits(options)
			};
		case "Mixed":
			return {};
		default:
			throw new TypeError(
				`The field "${type.path}" has the type ${type.instance}; expected String, Number, Boolean, Date, Mixed, Map, an array or a schema`
			);
	}
}

function itemSchema(
	type: SchemaType,
	nested: Schema | undefined,
	isIncluded: (type: SchemaType) => boolean
) {
	if (nested) return objectSchema(nested, isIncluded);
	const element = (type as { embeddedSchemaType?: SchemaType }).embeddedSchemaType;
	return element ? typeSchema(element, isIncluded) : {};
}

function mapEntry(type: SchemaType, isIncluded: (type: SchemaType) => boolean): JsonSchema {
	const entry = (type as { $__schemaType?: SchemaType }).$__schemaType;
	return entry ? typeSchema(entry, isIncluded) : {};
}

function stringLimits(options: Options): JsonSchema {
	const { format } = options;
	return {
		...defined("minLength", limit(options.minlength ?? options.minLength)),
		...defined("maxLength", limit(options.maxlength ?? options.maxLength)),
		...defined("pattern", limit(options.match) && patternOf(limit(options.match))),
		...defined("enum", enumOf(options.enum)),
		...(format && STRING_FORMATS.has(format) ? { format } : defined("x-format", format))
	};
}

function numberLimits(options: Options): JsonSchema {
	return {
		...defined("minimum", limit(options.min)),
		...defined("maximum", limit(options.max)),
		...defined("enum", enumOf(options.enum))
	};
}

function arrayLimits(options: Options): JsonSchema {
	return { ...defined("minItems", options.minItems), ...defined("maxItems", options.maxItems) };
}

function annotationsOf(options: Options): JsonSchema {
	const { default: initial } = options;
	return {
		...defined("description", options.description),
		...defined("x-reference", options.reference),
		...(options.readOnly && { readOnly: true }),
		...(options.example !== undefined && { examples: [options.example] }),
		...(initial !== undefined && typeof initial !== "function" && { default: initial })
	};
}

/** Mongoose takes a limit as `value` or as `[value, message]`. */
function limit(option: unknown): unknown {
	return Array.isArray(option) ? option[0] : option;
}

function patternOf(pattern: unknown) {
	return pattern instanceof RegExp ? pattern.source : String(pattern);
}

function enumOf(option: unknown): unknown[] | undefined {
	if (Array.isArray(option)) return option;
	return (option as { values?: unknown[] } | undefined)?.values;
}

function defined(keyword: string, value: unknown): JsonSchema {
	return value === undefined || value === false ? {} : { [keyword]: value };
}

function mapValues(
	entries: Record<string, JsonSchema>,
	change: (entry: JsonSchema, key: string) => JsonSchema
) {
	return Object.fromEntries(
		Object.entries(entries).map(([key, entry]) => [key, change(entry, key)])
	);
}
