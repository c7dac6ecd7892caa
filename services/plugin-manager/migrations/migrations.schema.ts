/** Migrations and rehearsals as the plugin manager answers them, as JSON Schemas with an example. */
import type { JsonSchema } from "../../../mixins/index.ts";

const text: JsonSchema = { type: "string" };
const textOrNull: JsonSchema = { type: ["string", "null"] };
const timeOrNull: JsonSchema = { type: ["string", "null"], format: "date-time" };
const count: JsonSchema = { type: "integer", minimum: 0 };
const flag: JsonSchema = { type: "boolean" };

const stepProperties: Record<string, JsonSchema> = {
	state: { type: "string", enum: ["open", "running", "failed", "done", "recorded"] },
	progress: { type: "number", minimum: 0, maximum: 1 },
	by: textOrNull,
	nodeId: textOrNull,
	startedAt: timeOrNull,
	endedAt: timeOrNull,
	seen: count,
	changed: count,
	reason: textOrNull
};

export const migrationSchema: JsonSchema = {
	title: "PluginMigration",
	type: "object",
	properties: {
		number: count,
		file: text,
		summary: text,
		version: text,
		checksum: text,
		pausesWrites: flag,
		expand: { type: "object", properties: stepProperties, required: ["state", "progress"] },
		contract: { type: ["object", "null"], properties: stepProperties }
	},
	required: ["number", "file", "summary", "version", "checksum", "expand", "contract"]
};

export const migrationExample = {
	number: 1,
	file: "001-split-names.ts",
	summary: "A name becomes a first and a last name",
	version: "1.1.0",
	checksum: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	pausesWrites: false,
	expand: {
		state: "done",
		progress: 1,
		by: "665f1c2ab7d0c4e1f2a3b4c5",
		nodeId: "node-1",
		startedAt: "2026-01-05T08:00:00.000Z",
		endedAt: "2026-01-05T08:00:02.000Z",
		seen: 1200,
		changed: 1200,
		reason: null
	},
	contract: {
		state: "open",
		progress: 0,
		by: null,
		nodeId: null,
		startedAt: null,
		endedAt: null,
		seen: 0,
		changed: 0,
		reason: null
	}
};

export const rehearsalsSchema: JsonSchema = {
	type: "array",
	description:
		"What a dry run found out about the migrations that would run, on a copy of the plugin's documents",
	items: {
		type: "object",
		properties: {
			file: text,
			summary: text,
			expand: flag,
			contract: flag,
			pausesWrites: flag,
			documents: count,
			changed: count,
			errors: {
				type: "array",
				items: {
					type: "object",
					properties: { collection: textOrNull, id: textOrNull, message: text }
				}
			},
			milliseconds: count,
			sampled: {
				type: "array",
				description: "Of which collections only the newest documents were taken",
				items: {
					type: "object",
					properties: { collection: text, documents: count, of: count }
				}
			}
		},
		required: ["file", "documents", "changed", "errors", "milliseconds", "sampled"]
	}
};
