/** What waits to be mailed to a user, and when the next mail may go. It has the user's id. */
import { defineModel, Schema } from "../../mixins/index.ts";

/** A notification as a mail tells it. */
export interface DigestEntry {
	kind: string;
	title: string;
	body: string;
}

export interface DigestFields {
	/** The first ones that wait. */
	entries: DigestEntry[];
	/** How many wait in all; none while only the time until the next mail runs. */
	count: number;
	dueAt: Date;
}

const schema = new Schema<DigestFields>({
	entries: [{ kind: String, title: String, body: String }],
	count: { type: Number, required: true },
	dueAt: { type: Date, required: true }
});

schema.index({ dueAt: 1 });

export const Digest = defineModel<DigestFields>("NotificationDigest", schema);
