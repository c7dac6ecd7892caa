/** The JSON Schemas that several services of the plugin describe their answers with. */
import type { JsonSchema } from "lyceum";

export const text: JsonSchema = { type: "string" };
export const whole: JsonSchema = { type: "integer", minimum: 0 };
export const number: JsonSchema = { type: "number" };
export const moment: JsonSchema = { type: "string", format: "date-time" };

/** May also be null. */
export function orNull(schema: JsonSchema): JsonSchema {
	return { ...schema, type: [schema.type ?? "object", "null"].flat() };
}

/** An object with these keys, all of them given apart from the optional ones. */
export function objectOf(
	properties: Record<string, JsonSchema>,
	optional: string[] = []
): JsonSchema {
	const required = Object.keys(properties).filter(name => !optional.includes(name));
	return { type: "object", properties, required };
}

export function listOf(items: JsonSchema): JsonSchema {
	return { type: "array", items };
}

/** The parameter that names a document. */
export const id = { type: "string", min: 1, max: 64 } as const;
