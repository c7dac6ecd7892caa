/** What the notifications service answers beside its documents, as JSON Schemas with examples. */
import { CHANNELS, type JsonSchema } from "../../mixins/index.ts";

const text: JsonSchema = { type: "string" };
const whole: JsonSchema = { type: "integer", minimum: 0 };

const channels: JsonSchema = {
	type: "object",
	description: "The ways that the kind may go, each with whether it does",
	properties: Object.fromEntries(CHANNELS.map(channel => [channel, { type: "boolean" }])),
	additionalProperties: false
};

const kind = {
	kind: { ...text, description: "Its name" },
	service: { ...text, description: "The service that sends it" },
	description: text,
	channels
};

export const kindsAnswer = listOf(
	objectOf("NotificationKind", {
		...kind,
		title: { ...text, description: "`{name}` stands for a value" },
		body: text,
		schema: { type: "object", description: "What its values fit" }
	}),
	{
		kind: "projects.memberAdded",
		service: "projects",
		description: "Somebody made you a member of a project",
		title: "You are a member of a project",
		body: "You were added to “{project}” as {role}.",
		channels: { socket: true, mail: true },
		schema: { type: "object", properties: { project: { type: "string" } } }
	}
);

export const preferencesAnswer = listOf(
	objectOf("NotificationPreference", {
		...kind,
		defaults: { ...channels, description: "How it goes for who has not chosen" }
	}),
	{
		kind: "projects.memberAdded",
		service: "projects",
		description: "Somebody made you a member of a project",
		channels: { socket: true, mail: false },
		defaults: { socket: true, mail: true }
	}
);

export const unreadAnswer = {
	schema: objectOf("UnreadCount", { unread: whole }),
	example: { unread: 3 }
};

export const readAnswer = {
	schema: objectOf("ReadNotifications", {
		read: { ...whole, description: "How many were unread before" }
	}),
	example: { read: 3 }
};

function objectOf(title: string, properties: Record<string, JsonSchema>): JsonSchema {
	return { title, type: "object", properties, required: Object.keys(properties) };
}

function listOf(items: JsonSchema, example: object) {
	return {
		schema: {
			type: "object",
			properties: { data: { type: "array", items }, total: whole },
			required: ["data", "total"]
		},
		example: { data: [example], total: 1 }
	};
}
