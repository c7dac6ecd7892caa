/** A hint that a user was given: the text stays in the exercise, so that a corrected hint is corrected for all. */
import { defineModel, Schema } from "lyceum";

export interface HintRelease {
	exerciseId: string;
	userId: string;
	/** The hint's position in the exercise, from 0. */
	index: number;
}

const schema = new Schema<HintRelease>({
	exerciseId: { type: String, required: true },
	userId: { type: String, required: true },
	index: { type: Number, required: true, min: 0 }
});

// Of two requests at once only one can release a hint: the other goes on to the next.
schema.index({ exerciseId: 1, userId: 1, index: 1 }, { unique: true });
schema.index({ userId: 1 });

export const HintRelease = defineModel("HintRelease", schema);
