/** A message that a group could not do with, kept until somebody replays or removes it. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface DeadLetterFields {
	stream: string;
	group: string;
	messageId: string;
	key: string;
	type: string;
	payload: unknown;
	error: string;
	attempts: number;
	publishedAt: Date;
	entryId: string;
	actorId: string | null;
	requestId: string | null;
}

const schema = new Schema<DeadLetterFields>({
	stream: {
		type: String,
		required: true,
		readOnly: true,
		description: "Where it was published",
		example: "progress-updates"
	},
	group: {
		type: String,
		required: true,
		readOnly: true,
		description: "Who could not do with it",
		example: "leaderboard"
	},
	messageId: {
		type: String,
		required: true,
		readOnly: true,
		description: "The message's id, also after a replay",
		example: "65f0c0ffee65f0c0ffee65f0"
	},
	key: { type: String, required: true, readOnly: true, description: "What it is in order for" },
	type: {
		type: String,
		required: true,
		readOnly: true,
		description: "What happened",
		example: "changed"
	},
	payload: {
		type: Schema.Types.Mixed,
		readOnly: true,
		description: "What it says",
		example: { exerciseId: "65f0c0ffee65f0c0ffee65f0" }
	},
	error: {
		type: String,
		required: true,
		readOnly: true,
		description: "Why the last delivery failed",
		example: "Error: no such exercise"
	},
	attempts: {
		type: Number,
		integer: true,
		required: true,
		readOnly: true,
		description: "How often it was delivered",
		example: 5
	},
	publishedAt: {
		type: Date,
		required: true,
		readOnly: true,
		description: "When it was published"
	},
	entryId: { type: String, private: true },
	actorId: {
		type: String,
		readOnly: true,
		reference: "users",
		description: "Whose request published it"
	},
	requestId: { type: String, readOnly: true, description: "The request that published it" }
});

schema.index({ stream: 1, group: 1, createdAt: -1, _id: -1 });
// A delivery whose end was not noted buries its message once more.
schema.index({ entryId: 1, group: 1 }, { unique: true });

export const DeadLetter = defineModel<DeadLetterFields>("DeadLetter", schema);
