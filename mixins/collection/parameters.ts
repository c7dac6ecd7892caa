/** The JSON Schemas of a collection's query parameters and pages, for OpenAPI and the console. */
import type { JsonSchema } from "../json-schema.ts";
import type { Field } from "./fields.ts";
import { OPERATORS } from "./filter.ts";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, textFields } from "./list-query.ts";
import type { Target } from "./target.ts";

const JSON_TYPES: Record<Exclude<Field["kind"], "object">, JsonSchema> = {
	string: { type: "string" },
	number: { type: "number" },
	boolean: { type: "boolean" },
	date: { type: "string", format: "date-time" }
};

/** The query of each reading action, and the entries of a history. */
export function describeParameters(target: Target) {
	const paging = {
		page: { type: "integer", minimum: 1, default: 1, description: "The page, from 1" },
		pageSize: {
			type: "integer",
			minimum: 1,
			maximum: MAX_PAGE_SIZE,
			default: DEFAULT_PAGE_SIZE,
			description: "How many documents a page holds"
		}
	};
	const names = [...target.fields.values()]
		.filter(field => field.kind !== "object")
		.map(field => field.path);
	const fields = {
		type: "string",
		description:
			"The fields to answer, separated by commas; the others are left out, required or not",
		examples: ["id"]
	};
	const sort = {
		type: "string",
		description: `Fields to order by, \`-\` for descending: ${names.join(", ")}`,
		default: "-createdAt"
	};
	const filter = filterSchema(target);
	const q: Record<string, JsonSchema> =
		textFields(target).length > 0
			? { q: { type: "string", maxLength: 200, description: "Words to look for" } }
			: {};
	return {
		list: objectOf({ ...paging, sort, ...q, fields, filter }),
		count: objectOf({ ...q, filter }),
		get: objectOf({ fields }),
		history: objectOf(paging),
		change: changeSchema(target)
	};
}

function filterSchema(target: Target): JsonSchema {
	const properties = [...target.fields.values()].flatMap(field =>
		field.kind === "object" ? [] : [[field.path, JSON_TYPES[field.kind]] as const]
	);
	return {
		...objectOf(Object.fromEntries(properties)),
		description: `\`filter[field]=value\` or \`filter[field][operator]=value\` with ${OPERATORS.join(", ")}`
	};
}

function changeSchema({ documentSchema }: Target): JsonSchema {
	const side = { anyOf: [{ ...documentSchema, required: ["id"] }, { type: "null" }] };
	return objectOf({
		id: { type: "string" },
		rev: { type: "integer" },
		type: { type: "string", enum: ["created", "updated", "removed", "restored"] },
		at: { type: "string", format: "date-time" },
		actor: objectOf({ id: { type: ["string", "null"] }, kind: { type: "string" } }),
		changed: { type: "array", items: { type: "string" } },
		before: side,
		after: side
	});
}

function objectOf(properties: Record<string, JsonSchema>): JsonSchema {
	return { type: "object", properties };
}
