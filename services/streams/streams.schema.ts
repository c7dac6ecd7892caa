/** What the streams service answers, as JSON Schemas with examples. */
import type { JsonSchema } from "../../mixins/index.ts";

const text: JsonSchema = { type: "string" };
const textOrNull: JsonSchema = { type: ["string", "null"] };
const whole: JsonSchema = { type: "integer", minimum: 0 };
const time: JsonSchema = { type: "string", format: "date-time" };
const timeOrNull: JsonSchema = { type: ["string", "null"], format: "date-time" };

const ID = "65f0c0ffee65f0c0ffee65f0";
const AT = "2026-01-15T09:30:00.000Z";

const typeSchema: JsonSchema = {
	type: "object",
	properties: { type: text, description: text, schema: { type: "object" } },
	required: ["type", "description", "schema"]
};

const groupSchema: JsonSchema = {
	type: "object",
	properties: {
		group: text,
		lag: { ...whole, description: "Messages that it has not done with yet" },
		deadLetters: whole
	},
	required: ["group", "lag", "deadLetters"]
};

const streamSchema: JsonSchema = {
	title: "Stream",
	type: "object",
	properties: {
		name: text,
		description: text,
		owner: { ...text, description: "The service that brings it, or `kernel`" },
		types: { type: "array", items: typeSchema },
		messages: { ...whole, description: "How many are kept, replays included" },
		waiting: { ...whole, description: "Messages that are written and not published yet" },
		oldestAt: timeOrNull,
		newestAt: timeOrNull,
		groups: { type: "array", items: groupSchema },
		deadLetters: whole
	},
	required: ["name", "owner", "types", "messages", "waiting", "groups", "deadLetters"]
};

export const streamsAnswer = {
	schema: listOf(streamSchema),
	example: {
		data: [
			{
				name: "progress-updates",
				description: "How students get on, by student",
				owner: "kernel",
				types: [
					{
						type: "changed",
						description: "A student's progress changed",
						schema: { type: "object" }
					}
				],
				messages: 128,
				waiting: 0,
				oldestAt: AT,
				newestAt: AT,
				groups: [{ group: "leaderboard", lag: 2, deadLetters: 1 }],
				deadLetters: 1
			}
		],
		total: 1
	}
};

export const messageSchema: JsonSchema = {
	title: "StreamMessage",
	type: "object",
	properties: {
		id: text,
		stream: text,
		key: text,
		type: text,
		payload: { description: "What it says, as its type declares it" },
		at: time,
		actorId: textOrNull,
		requestId: textOrNull
	},
	required: ["id", "stream", "key", "type", "payload", "at", "actorId", "requestId"]
};

export const messagesAnswer = {
	schema: {
		type: "object",
		properties: {
			data: { type: "array", items: messageSchema },
			page: whole,
			pageSize: whole,
			total: whole
		},
		required: ["data", "page", "pageSize", "total"]
	},
	example: {
		data: [
			{
				id: ID,
				stream: "progress-updates",
				key: ID,
				type: "changed",
				payload: { studentId: ID, status: "completed" },
				at: AT,
				actorId: ID,
				requestId: "0f2c4a6b8d1e"
			}
		],
		page: 1,
		pageSize: 25,
		total: 1
	}
};

const eventSchema: JsonSchema = {
	title: "DeclaredEvent",
	type: "object",
	properties: { name: text, service: text, description: text, schema: { type: "object" } },
	required: ["name", "service", "description", "schema"]
};

export const eventsAnswer = {
	schema: listOf(eventSchema),
	example: {
		data: [
			{
				name: "exercises.hint.released",
				service: "exercises",
				description: "A user was given the next hint of an exercise.",
				schema: { type: "object" }
			}
		],
		total: 1
	}
};

function listOf(items: JsonSchema): JsonSchema {
	return {
		type: "object",
		properties: { data: { type: "array", items }, total: whole },
		required: ["data", "total"]
	};
}
