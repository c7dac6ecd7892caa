/** What the plugin manager answers, as JSON Schemas with examples. */
import type { JsonSchema } from "../../mixins/index.ts";
import { rehearsalsSchema } from "./migrations/migrations.schema.ts";

const text: JsonSchema = { type: "string" };
const time: JsonSchema = { type: "string", format: "date-time" };
const textOrNull: JsonSchema = { type: ["string", "null"] };
const texts: JsonSchema = { type: "array", items: text };

export const pluginSchema: JsonSchema = {
	title: "Plugin",
	type: "object",
	properties: {
		id: text,
		name: text,
		title: text,
		description: text,
		version: text,
		source: { type: "string", enum: ["bundled", "package"] },
		enabled: { type: "boolean" },
		removed: { type: "boolean" },
		state: { type: "string", enum: ["started", "starting", "failed", "disabled", "removed"] },
		desired: { type: "object" },
		actual: {
			type: "array",
			items: {
				type: "object",
				properties: {
					nodeId: text,
					state: text,
					version: textOrNull,
					generation: { type: ["integer", "null"] },
					reason: textOrNull,
					since: time,
					errors: {
						type: "integer",
						minimum: 0,
						description: "Errors that the plugin threw where nobody caught them"
					},
					lastError: {
						type: ["object", "null"],
						properties: { version: text, message: text, at: time }
					}
				}
			}
		},
		previous: { type: ["object", "null"] },
		lastFailure: { type: ["object", "null"] },
		requires: { type: "object", additionalProperties: text },
		permissions: { type: "object" },
		settings: { type: "object" },
		settingsSchema: { type: "object" },
		updatedAt: time
	},
	required: ["id", "name", "version", "enabled", "state", "desired", "actual", "settings"]
};

export const pluginExample = {
	id: "exercises",
	name: "exercises",
	title: "Exercises",
	description: "Programming exercises with tests and hints",
	version: "1.0.0",
	source: "bundled",
	enabled: true,
	removed: false,
	state: "started",
	desired: { version: "1.0.0", integrity: "sha512-Zm9v", enabled: true, revision: 1 },
	actual: [
		{
			nodeId: "node-1",
			state: "started",
			version: "1.0.0",
			generation: 1,
			reason: null,
			since: "2026-01-05T08:00:00.000Z",
			errors: 0,
			lastError: null
		}
	],
	previous: null,
	lastFailure: null,
	requires: {},
	permissions: { actions: [], events: [], collections: ["exercises"], hosts: [] },
	settings: {},
	settingsSchema: { type: "object", properties: {}, additionalProperties: false },
	updatedAt: "2026-01-05T08:00:00.000Z"
};

const changes: JsonSchema = {
	type: "array",
	items: {
		type: "object",
		properties: { kind: text, subject: text, breaking: { type: "boolean" }, sentence: text },
		required: ["kind", "subject", "breaking", "sentence"]
	}
};

export const planSchema: JsonSchema = {
	title: "InstallationPlan",
	type: "object",
	properties: {
		name: text,
		version: text,
		adds: {
			type: "object",
			properties: {
				routes: texts,
				events: texts,
				collections: texts,
				pages: texts,
				abilities: { type: "object" }
			}
		},
		needsTrust: {
			type: "boolean",
			description: "False for pages in frames alone: nothing of it runs elsewhere"
		},
		requires: { type: "object", additionalProperties: text },
		permissions: { type: "object" },
		addedPermissions: {
			type: ["object", "null"],
			description: "What an upgrade wants beyond the permissions of the version that is there"
		},
		migrations: texts,
		rehearsals: rehearsalsSchema,
		apiDiff: {
			type: "object",
			properties: { added: changes, changed: changes, removed: changes, breaking: changes }
		}
	},
	required: [
		"name",
		"version",
		"adds",
		"needsTrust",
		"requires",
		"permissions",
		"addedPermissions",
		"migrations",
		"rehearsals",
		"apiDiff"
	]
};
