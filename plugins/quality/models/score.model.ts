/** How the library stood at the end of each check of all of it, for trends. */
import { defineModel, Schema } from "lyceum";

export interface ScoreFields {
	at: Date;
	items: number;
	mean: number;
	findings: number;
}

const schema = new Schema<ScoreFields>({
	at: { type: Date, required: true },
	items: { type: Number, required: true },
	mean: { type: Number, required: true },
	findings: { type: Number, required: true }
});
schema.index({ at: -1 });

export const QualityScore = defineModel<ScoreFields>("QualityScore", schema);
