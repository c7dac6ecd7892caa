/** What the library takes and answers, for the validator and for OpenAPI. */
import { objectOf, pageOf, type JsonSchema } from "lyceum";
import { KINDS, LEVELS, QUESTION_TYPES, STATUSES } from "../item.ts";
import { idSchema, moment, paging, text, whole } from "../schemas.ts";
import { EDITIONS } from "./entry.model.ts";
import { FACETS } from "./facets.ts";
import { FILTERS } from "./search.ts";

/** Values of a filter, separated by commas. */
const filter = { type: "string", min: 1, max: 500, optional: true } as const;

export const libraryParams = {
	q: { type: "string", max: 200, optional: true },
	edition: { type: "enum", values: [...EDITIONS], optional: true },
	sort: { type: "enum", values: ["relevance", "-changedAt", "title"], optional: true },
	...paging,
	...Object.fromEntries(Object.keys(FILTERS).map(name => [name, filter]))
};

const highlight: JsonSchema = objectOf({
	field: { type: "string", enum: ["title", "summary", "body"] },
	parts: { type: "array", items: objectOf({ text, marked: { type: "boolean" } }) }
});

const facet: JsonSchema = {
	type: "array",
	items: objectOf({ value: text, count: whole })
};

const entry: JsonSchema = {
	title: "LibraryEntry",
	...objectOf(
		{
			id: { ...idSchema, description: "The item" },
			edition: { type: "string", enum: [...EDITIONS] },
			kind: { type: "string", enum: [...KINDS] },
			title: text,
			summary: text,
			topics: { type: "array", items: text },
			level: { type: "string", enum: [...LEVELS] },
			language: text,
			licence: text,
			questionType: { type: "string", enum: [...QUESTION_TYPES] },
			status: { type: "string", enum: [...STATUSES] },
			ownerId: idSchema,
			publishedAt: moment,
			changedAt: moment,
			score: {
				type: "number",
				description: "How well it fits; only the order means anything"
			},
			highlights: { type: "array", items: highlight }
		},
		[
			"summary",
			"kind",
			"title",
			"topics",
			"level",
			"language",
			"licence",
			"questionType",
			"status",
			"ownerId",
			"publishedAt",
			"score",
			"highlights"
		]
	)
};

export const librarySchema: JsonSchema = {
	title: "Library",
	...pageOf(entry, {
		facets: {
			...objectOf(
				Object.fromEntries(Object.values(FACETS).map(name => [name, facet])),
				Object.values(FACETS)
			),
			description: "How many were found of each value, the most frequent first"
		}
	})
};

export const libraryExample = {
	data: [
		{
			id: "65f0c0ffee65f0c0ffee65f0",
			edition: "published",
			kind: "lesson",
			title: "Counting with range",
			topics: ["loops"],
			level: "beginner",
			language: "en",
			status: "published",
			changedAt: "2026-01-31T12:00:00.000Z",
			score: 1.5,
			highlights: [
				{
					field: "title",
					parts: [
						{ text: "Counting with ", marked: false },
						{ text: "range", marked: true }
					]
				}
			]
		}
	],
	page: 1,
	pageSize: 25,
	total: 1,
	facets: {
		kind: [{ value: "lesson", count: 1 }],
		topic: [{ value: "loops", count: 1 }],
		level: [{ value: "beginner", count: 1 }],
		language: [{ value: "en", count: 1 }],
		licence: [],
		status: [{ value: "published", count: 1 }],
		questionType: []
	}
};
