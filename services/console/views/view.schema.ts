/** Views as they are sent and answered, each part with its limit. */
import type { JsonSchema } from "../../../mixins/index.ts";
import { compileValidator } from "../../../mixins/collection/validator.ts";
import type { ViewContent } from "./view.model.ts";

const OPERATORS = ["eq", "ne", "contains", "gt", "gte", "lt", "lte", "in", "nin", "exists"];

const word = (maxLength: number): JsonSchema => ({ type: "string", minLength: 1, maxLength });

const name: JsonSchema = { ...word(80), examples: ["Overdue"] };
const field = word(200);
const scalar: JsonSchema = { type: ["string", "number", "boolean"], maxLength: 2000 };

const condition: JsonSchema = {
	type: "object",
	properties: {
		field,
		operator: { type: "string", enum: OPERATORS },
		value: { anyOf: [scalar, { type: "array", maxItems: 100, items: scalar }] }
	},
	required: ["field", "operator", "value"],
	additionalProperties: false
};

const content: Record<string, JsonSchema> = {
	name,
	filter: {
		type: "object",
		properties: {
			q: { type: "string", maxLength: 200, description: "Words to look for" },
			where: { type: "array", maxItems: 20, items: condition }
		},
		additionalProperties: false
	},
	sort: {
		type: "object",
		properties: { field, order: { type: "string", enum: ["ASC", "DESC"] } },
		required: ["field", "order"],
		additionalProperties: false
	},
	columns: { type: "array", maxItems: 50, items: field },
	sharedWith: {
		type: "array",
		maxItems: 20,
		uniqueItems: true,
		items: word(64),
		description: "The roles whose people see it, too"
	}
};

const collection: JsonSchema = { ...word(100), examples: ["projects"] };

export const newViewSchema: JsonSchema = {
	title: "NewConsoleView",
	type: "object",
	properties: { collection, ...content },
	required: ["collection", "name", "filter", "sort", "columns"],
	additionalProperties: false
};

export const viewChangeSchema: JsonSchema = {
	title: "ConsoleViewChange",
	type: "object",
	properties: content,
	minProperties: 1,
	additionalProperties: false
};

const moment: JsonSchema = { type: "string", format: "date-time" };

export const viewSchema: JsonSchema = {
	title: "ConsoleView",
	type: "object",
	properties: {
		id: { type: "string" },
		collection,
		...content,
		isOwn: { type: "boolean", description: "False for one that somebody else shares" },
		createdAt: moment,
		updatedAt: moment
	},
	required: ["id", "collection", "name", "filter", "sort", "columns", "sharedWith", "isOwn"]
};

export const viewsSchema: JsonSchema = {
	title: "ConsoleViews",
	type: "object",
	properties: { data: { type: "array", items: viewSchema }, total: { type: "integer" } },
	required: ["data", "total"]
};

export const newViewExample = {
	collection: "projects",
	name: "Overdue",
	filter: { where: [{ field: "dueOn", operator: "lt", value: "2026-01-01" }] },
	sort: { field: "dueOn", order: "ASC" },
	columns: ["name", "dueOn"],
	sharedWith: ["teacher"]
};

export const viewExample = {
	id: "65f0c0ffee65f0c0ffee65f0",
	...newViewExample,
	isOwn: true,
	createdAt: "2026-01-01T08:00:00.000Z",
	updatedAt: "2026-01-01T08:00:00.000Z"
};

const validateNew = compileValidator(newViewSchema);
const validateChange = compileValidator(viewChangeSchema);

type NewView = Omit<ViewContent, "sharedWith"> & { collection: string; sharedWith?: string[] };

/** A new view in a body; throws `REQUEST_INVALID` for any other. */
export function readNewView(body: unknown): ViewContent & { collection: string } {
	validateNew(body);
	const view = body as NewView;
	return { ...view, sharedWith: view.sharedWith ?? [] };
}

/** The parts of a view that are to be changed. */
export function readViewChange(body: unknown): Partial<ViewContent> {
	validateChange(body);
	return body as Partial<ViewContent>;
}
