/**
 * Examples from schemas: the same one every time, and valid against the schema it was made from. It honours
 * `examples`, `default`, `enum`, `const`, types, formats, lengths, ranges and required properties; text with a
 * pattern is taken from a list of common forms, so that an unusual pattern needs an example of its own.
 */
import type { JsonSchema } from "../../mixins/index.ts";

export const EXAMPLE_ID = "65f0c0ffee65f0c0ffee65f0";
export const EXAMPLE_DATE = "2026-01-15T09:30:00.000Z";

const FORMATS: Record<string, string> = {
	"date-time": EXAMPLE_DATE,
	date: "2026-01-15",
	time: "09:30:00Z",
	duration: "PT30M",
	email: "learner@example.org",
	uri: "https://example.org/",
	"uri-reference": "/api/v1",
	uuid: "2c5ea4c0-4067-41e9-8b7b-1f0c3a1d2b10",
	hostname: "example.org",
	ipv4: "192.0.2.1",
	ipv6: "2001:db8::1",
	regex: "^[a-z]+$"
};

/** Forms that patterns usually ask for. */
const COMMON_FORMS = [
	EXAMPLE_ID,
	"example",
	"Example",
	"EXAMPLE",
	"example-1",
	"example_1",
	"1",
	"12",
	"123456",
	"1.0.0",
	"2026-01-15",
	"en",
	"en-GB",
	"a",
	"A",
	"#336699",
	"/example",
	"example.txt",
	"https://example.org/",
	"learner@example.org",
	"Aa1!aaaa",
	"true"
];

/** An example of the values that a schema describes; `name` is the property that it is of. */
export function exampleOf(schema: JsonSchema, name = ""): unknown {
	const { examples, default: initial, const: constant, enum: values } = schema;
	if (examples !== undefined && examples.length > 0) return examples[0];
	if (constant !== undefined) return constant;
	if (initial !== undefined && initial !== null) return initial;
	if (values !== undefined && values.length > 0) return values[0];
	const branch = branchOf(schema);
	if (branch) return exampleOf(branch, name);
	return exampleOfType(schema, name);
}

/** The schema with its first alternative and all of its parts merged in; null when it has neither. */
function branchOf({ anyOf, oneOf, allOf, ...rest }: JsonSchema): JsonSchema | null {
	const alternatives = (anyOf ?? oneOf) as JsonSchema[] | undefined;
	const parts = [
		...((allOf as JsonSchema[] | undefined) ?? []),
		...(alternatives?.slice(0, 1) ?? [])
	];
	return parts.length === 0 ? null : parts.reduce(merge, rest);
}

function merge(one: JsonSchema, other: JsonSchema): JsonSchema {
	const properties =
		one.properties || other.properties ? { ...one.properties, ...other.properties } : undefined;
	const required = [...new Set([...(one.required ?? []), ...(other.required ?? [])])];
	return {
		...one,
		...other,
		...(properties && { properties }),
		...(required.length > 0 && { required })
	};
}

function exampleOfType(schema: JsonSchema, name: string): unknown {
	switch (typeOf(schema)) {
		case "string":
			return exampleText(schema, name);
		case "integer":
		case "number":
			return exampleNumber(schema);
		case "boolean":
			return true;
		case "array":
			return exampleList(schema, name);
		case "object":
			return exampleObject(schema);
		case "null":
			return null;
		default:
			return {};
	}
}

function typeOf({
	type,
	properties,
	items,
	prefixItems,
	pattern,
	format
}: JsonSchema): string | undefined {
	const [first] = [type].flat().filter(entry => entry !== "null");
	if (first !== undefined || type !== undefined) return first ?? "null";
	if (properties) return "object";
	if (items || prefixItems) return "array";
	return pattern !== undefined || format !== undefined ? "string" : undefined;
}

function exampleText(schema: JsonSchema, name: string): string {
	const format = FORMATS[schema.format as string];
	if (format !== undefined) return format;
	const {
		minLength = 0,
		maxLength = Infinity,
		pattern
	} = schema as { minLength?: number; maxLength?: number; pattern?: string };
	const preferred = /^id$|Id$/.test(name) ? [EXAMPLE_ID] : [];
	const fits = (text: string) =>
		text.length >= minLength &&
		text.length <= maxLength &&
		(pattern === undefined || new RegExp(pattern, "u").test(text));
	const found = [...preferred, ...(pattern === undefined ? [wordsOf(name)] : COMMON_FORMS)].find(
		fits
	);
	return found ?? wordsOf(name).padEnd(minLength, ".").slice(0, maxLength);
}

/** `firstName` → `First name`. */
function wordsOf(name: string) {
	const words = name
		.replace(/[^\p{L}\p{N}]+/gu, " ")
		.replace(/([a-z])([A-Z])/g, "$1 $2")
		.trim()
		.toLowerCase();
	return words === "" ? "Text" : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The first of the likely numbers that keeps every limit. */
function exampleNumber(schema: JsonSchema): number {
	const limits = schema as Record<string, number | undefined>;
	const low = Math.max(limits.minimum ?? -Infinity, limits.exclusiveMinimum ?? -Infinity);
	const high = Math.min(limits.maximum ?? Infinity, limits.exclusiveMaximum ?? Infinity);
	const step = limits.multipleOf ?? 1;
	const [up, down] = [Math.ceil(low / step) * step, Math.floor(high / step) * step];
	const likely = [1, step, up, up + step, down, down - step, low, high, (low + high) / 2, 0];
	return likely.find(number => Number.isFinite(number) && keepsLimits(number, schema)) ?? 1;
}

function keepsLimits(number: number, schema: JsonSchema) {
	const {
		minimum = -Infinity,
		maximum = Infinity,
		exclusiveMinimum = -Infinity,
		exclusiveMaximum = Infinity,
		multipleOf
	} = schema as Record<string, number | undefined>;
	if (
		number < minimum ||
		number > maximum ||
		number <= exclusiveMinimum ||
		number >= exclusiveMaximum
	)
		return false;
	if (typeOf(schema) === "integer" && !Number.isInteger(number)) return false;
	if (multipleOf !== undefined && !Number.isInteger(number / multipleOf)) return false;
	return (schema.not as JsonSchema | undefined)?.const !== number;
}

function exampleList(schema: JsonSchema, name: string): unknown[] {
	const {
		items,
		prefixItems = [],
		minItems = 0,
		maxItems = Infinity,
		contains,
		uniqueItems
	} = schema as {
		items?: JsonSchema | false;
		prefixItems?: JsonSchema[];
		minItems?: number;
		maxItems?: number;
		contains?: JsonSchema;
		uniqueItems?: boolean;
	};
	const first = [
		...prefixItems.map(entry => exampleOf(entry)),
		...(contains ? [exampleOf(contains)] : [])
	];
	const wanted = Math.min(Math.max(minItems, first.length, items ? 1 : 0), maxItems);
	const more = items
		? Array.from({ length: wanted - first.length }, (_, index) =>
				exampleEntry(items, name, index, uniqueItems === true)
			)
		: [];
	return [...first, ...more];
}

/** The entries of a list of distinct values differ by their place. */
function exampleEntry(items: JsonSchema, name: string, index: number, distinct: boolean): unknown {
	const entry = exampleOf(items, name.replace(/s$/, ""));
	if (!distinct || index === 0) return entry;
	if (items.enum) return items.enum[index];
	if (typeof entry === "number") return entry + index;
	return typeof entry === "string" ? `${entry.slice(0, -1)}${index}` : entry;
}

/** Every property; of an object in which none is required, as in a patch, no more than must be there. */
function exampleObject(schema: JsonSchema): Record<string, unknown> {
	const {
		properties = {},
		required = [],
		minProperties,
		additionalProperties
	} = schema as JsonSchema & { minProperties?: number };
	const names = Object.keys(properties);
	const shown =
		minProperties !== undefined && required.length === 0
			? names.slice(0, minProperties)
			: names;
	const example = Object.fromEntries(shown.map(key => [key, exampleOf(properties[key]!, key)]));
	if (names.length > 0 || typeof additionalProperties !== "object") return example;
	return { example: exampleOf(additionalProperties, "example") };
}
