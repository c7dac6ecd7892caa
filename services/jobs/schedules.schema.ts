/** What the route of schedules answers. */
import type { JsonSchema, Returns } from "../../mixins/index.ts";

const text: JsonSchema = { type: "string" };
const timeOrNull: JsonSchema = { type: ["string", "null"], format: "date-time" };

const scheduleSchema: JsonSchema = {
	title: "Schedule",
	type: "object",
	properties: {
		name: text,
		job: { ...text, description: "The job of the tasks that it queues" },
		description: text,
		cron: { ...text, description: "Minute, hour, day, month and weekday" },
		timezone: text,
		missed: {
			type: "string",
			enum: ["once", "skip"],
			description: "What becomes of times that passed while no node ran"
		},
		nextAt: timeOrNull,
		lastAt: { ...timeOrNull, description: "The last time that was due, or when it was new" }
	},
	required: ["name", "job", "description", "cron", "timezone", "missed", "nextAt", "lastAt"]
};

const scheduleExample = {
	name: "quality.watch",
	job: "quality.watch",
	description: "Starts the checks of monitors whose time has come",
	cron: "*/5 * * * *",
	timezone: "UTC",
	missed: "once",
	nextAt: "2026-01-15T09:35:00.000Z",
	lastAt: "2026-01-15T09:30:00.000Z"
};

export const schedulePage: Returns = {
	schema: {
		type: "object",
		properties: {
			data: { type: "array", items: scheduleSchema },
			total: { type: "integer", minimum: 0 }
		},
		required: ["data", "total"]
	},
	example: { data: [scheduleExample], total: 1 }
};
