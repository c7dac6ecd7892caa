/** What the routes of hints answer, for OpenAPI. */
import type { JsonSchema } from "lyceum";

const index: JsonSchema = {
	type: "integer",
	minimum: 0,
	description: "The hint's position in the exercise, from 0"
};

const hint: JsonSchema = { type: "string", description: "The hint's text" };

const remaining: JsonSchema = {
	type: "integer",
	minimum: 0,
	description: "How many hints the caller has not been given yet"
};

const whole: JsonSchema = { type: "integer", minimum: 0 };

const text = "What `input()` gives is always text, also when it looks like a number.";

export const releasedHint = {
	schema: {
		type: "object",
		properties: { index, hint, remaining },
		required: ["index", "hint", "remaining"]
	},
	example: { index: 0, hint: text, remaining: 2 }
};

export const hintPage = {
	schema: {
		type: "object",
		properties: {
			data: {
				type: "array",
				items: {
					type: "object",
					properties: {
						index,
						hint,
						releasedAt: {
							type: ["string", "null"],
							format: "date-time",
							description:
								"When the caller was given the hint; null for a teacher who was not"
						}
					},
					required: ["index", "hint", "releasedAt"]
				}
			},
			page: whole,
			pageSize: whole,
			total: whole,
			remaining
		},
		required: ["data", "page", "pageSize", "total", "remaining"]
	},
	example: {
		data: [{ index: 0, hint: text, releasedAt: "2026-01-31T12:00:00.000Z" }],
		page: 1,
		pageSize: 25,
		total: 1,
		remaining: 2
	}
};
