/** What the plugin tells, beside `created`, `updated`, `removed` and `restored` of its collection. */
import { defineEvent, type EventDefinition } from "lyceum";

export interface Shared {
	id: string;
	ownerId: string;
}

export const SHARED = defineEvent<Shared>(
	"studyNotes.studyNote.shared",
	"A study note was shared with everybody",
	{
		type: "object",
		properties: { id: { type: "string" }, ownerId: { type: "string" } },
		required: ["id", "ownerId"]
	}
);

export const emits: EventDefinition[] = [SHARED];
