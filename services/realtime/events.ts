/** What the nodes tell each other about rooms. */
import { defineEvent } from "../../mixins/index.ts";
import type { Beat } from "./peers.ts";
import type { NodePresence, PresenceChange } from "./presence.ts";

const text = { type: "string" };
const number = { type: "integer" };

export const PRESENCE_CHANGED = defineEvent<PresenceChange>(
	"realtime.presence.changed",
	"A user has come to a room on a node, or is gone from it there",
	{
		type: "object",
		properties: { node: text, room: text, userId: text, present: { type: "boolean" }, number },
		required: ["node", "room", "userId", "present", "number"]
	}
);

export const PRESENCE_TOLD = defineEvent<NodePresence>(
	"realtime.presence.told",
	"Everybody who is in a room on a node, for nodes that are new",
	{
		type: "object",
		properties: {
			node: text,
			number,
			members: {
				type: "array",
				items: { type: "object", properties: { room: text, userId: text } }
			}
		},
		required: ["node", "number", "members"]
	}
);

export const PRESENCE_COUNTED = defineEvent<Beat>(
	"realtime.presence.counted",
	"How far a node is with what it tells of its rooms; a node that is silent is gone",
	{ type: "object", properties: { node: text, number }, required: ["node", "number"] }
);

export const PRESENCE_ASKED = defineEvent<{ node: string }>(
	"realtime.presence.asked",
	"A node has missed something that this one told of its rooms",
	{ type: "object", properties: { node: text }, required: ["node"] }
);
