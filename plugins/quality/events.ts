/** The events that the plugin emits beside those of its collections. */
import { defineEvent, type JsonSchema } from "lyceum";

export interface CheckEnded {
	id: string;
	items: number;
	opened: number;
	closed: number;
}

export interface FindingsChanged {
	itemId: string;
	opened: number;
	closed: number;
	score: number;
}

const id: JsonSchema = { type: "string", examples: ["65f0c0ffee65f0c0ffee65f0"] };
const whole: JsonSchema = { type: "integer", minimum: 0, examples: [3] };

export const CHECK_ENDED = defineEvent<CheckEnded>(
	"quality.check.ended",
	"A check has looked at all of its items.",
	{
		type: "object",
		properties: { id, items: whole, opened: whole, closed: whole },
		required: ["id", "items", "opened", "closed"],
		additionalProperties: false
	}
);

export const FINDINGS_CHANGED = defineEvent<FindingsChanged>(
	"quality.findings.changed",
	"A check of an item has opened or closed findings.",
	{
		type: "object",
		properties: { itemId: id, opened: whole, closed: whole, score: whole },
		required: ["itemId", "opened", "closed", "score"],
		additionalProperties: false
	}
);
