/** The events that the plugin emits beside those of every collection. */
import { defineEvent } from "lyceum";

export interface HintReleased {
	exerciseId: string;
	userId: string;
	/** The hint's position in the exercise, from 0. */
	index: number;
}

const id = { type: "string", examples: ["65f0c0ffee65f0c0ffee65f0"] };

export const HINT_RELEASED = defineEvent<HintReleased>(
	"exercises.hint.released",
	"A user was given the next hint of an exercise.",
	{
		type: "object",
		properties: {
			exerciseId: { ...id, description: "The exercise" },
			userId: { ...id, description: "Who was given the hint" },
			index: {
				type: "integer",
				minimum: 0,
				description: "The hint's position in the exercise, from 0",
				examples: [0]
			}
		},
		required: ["exerciseId", "userId", "index"],
		additionalProperties: false
	}
);
