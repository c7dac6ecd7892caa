/** A check: what it looks at, how far it is, and what came of it. */
import { defineModel, Schema } from "lyceum";

export const CHECK_STATES = ["queued", "running", "done", "failed", "cancelled"] as const;

export interface CheckFields {
	itemId?: string;
	collectionId?: string;
	all: boolean;
	/** True when outside links are tried too. */
	links: boolean;
	state: (typeof CHECK_STATES)[number];
	progress: number;
	taskId: string;
	askedBy: string | null;
	items: number;
	/** Items that were the same as at their last check. */
	unchanged: number;
	opened: number;
	closed: number;
	score: number | null;
	/** What went wrong in rules themselves, a few of them. */
	failures: string[];
	endedAt?: Date;
}

const count = (description: string) => ({
	type: Number,
	default: 0,
	readOnly: true,
	description,
	example: 1
});

const schema = new Schema<CheckFields>({
	itemId: {
		type: String,
		reference: "content",
		description: "The item, when one is checked",
		example: "65f0c0ffee65f0c0ffee65f0"
	},
	collectionId: {
		type: String,
		reference: "contentCollections",
		description: "The collection, when one is checked"
	},
	all: {
		type: Boolean,
		default: false,
		description: "True when the whole library is checked",
		example: false
	},
	links: {
		type: Boolean,
		default: false,
		description: "True when outside links are tried too",
		example: false
	},
	state: {
		type: String,
		enum: CHECK_STATES,
		default: "queued",
		readOnly: true,
		description: "How it stands",
		example: "done"
	},
	progress: { type: Number, default: 0, readOnly: true, description: "From 0 to 1", example: 1 },
	taskId: {
		type: String,
		default: "",
		readOnly: true,
		description: "The task that does it",
		example: "65f0c0ffee65f0c0ffee65f1"
	},
	askedBy: {
		type: String,
		default: null,
		nullable: true,
		readOnly: true,
		reference: "users",
		description: "Who asked for it; null for a monitor",
		example: "65f0c0ffee65f0c0ffee65f2"
	},
	items: count("How many items were checked"),
	unchanged: count("How many of them were the same as at their last check"),
	opened: count("How many findings are new, or came back"),
	closed: count("How many findings are gone"),
	score: {
		type: Number,
		default: null,
		nullable: true,
		readOnly: true,
		description: "The mean score of its items",
		example: 92
	},
	failures: {
		type: [String],
		readOnly: true,
		description: "What went wrong in rules themselves",
		example: []
	},
	endedAt: { type: Date, readOnly: true, description: "When it ended" }
});
schema.index({ askedBy: 1, createdAt: -1, _id: -1 });

export const QualityCheck = defineModel<CheckFields>("QualityCheck", schema);
