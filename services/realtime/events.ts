/** What the nodes tell each other about rooms. */
import { defineEvent } from "../../mixins/index.ts";
import type { NodePresence, PresenceChange } from "./presence.ts";

const text = { type: "string" };

export const PRESENCE_CHANGED = defineEvent<PresenceChange>(
	"realtime.presence.changed",
	"A user has come to a room on a node, or is gone from it there",
	{
		type: "object",
		properties: { node: text, room: text, userId: text, present: { type: "boolean" } },
		required: ["node", "room", "userId", "present"]
	}
);

export const PRESENCE_TOLD = defineEvent<NodePresence>(
	"realtime.presence.told",
	"Everybody who is in a room on a node, for nodes that are new",
	{
		type: "object",
		properties: {
			node: text,
			members: {
				type: "array",
				items: { type: "object", properties: { room: text, userId: text } }
			}
		},
		required: ["node", "members"]
	}
);
