/** The JSON Schemas of answers: what `returns.schema` of an action is put together from. */
import type { JsonSchema } from "./json-schema.ts";

const whole: JsonSchema = { type: "integer", minimum: 0 };

/** An object with these keys, all of them given apart from the optional ones. */
export function objectOf(
	properties: Record<string, JsonSchema>,
	optional: string[] = []
): JsonSchema {
	const required = Object.keys(properties).filter(name => !optional.includes(name));
	return { type: "object", properties, required };
}

/** A list of what the schema says. */
export function listOf(items: JsonSchema): JsonSchema {
	return { type: "array", items };
}

/** What the schema says, or null. */
export function orNull(schema: JsonSchema): JsonSchema {
	return { ...schema, type: [schema.type ?? "object", "null"].flat() };
}

/** A page of a list, for actions that are `paged`; `more` stands beside its entries. */
export function pageOf(items: JsonSchema, more: Record<string, JsonSchema> = {}): JsonSchema {
	return objectOf({
		data: listOf(items),
		page: whole,
		pageSize: whole,
		total: whole,
		...more
	});
}
