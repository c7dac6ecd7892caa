/** What learners say of an item. */
import { defineModel, Schema } from "lyceum";
import { ITEM_RIGHTS, type ItemRights } from "./item-fields.ts";

export const FEEDBACK_KINDS = [
	"wrong",
	"unclear",
	"outdated",
	"typo",
	"broken",
	"offensive",
	"other",
	"praise"
] as const;

export interface FeedbackFields extends ItemRights {
	itemId: string;
	rating: number;
	kind: (typeof FEEDBACK_KINDS)[number];
	passage?: string;
	text?: string;
	authorId: string;
	findingId?: string;
}

const schema = new Schema<FeedbackFields>({
	itemId: {
		type: String,
		required: true,
		reference: "content",
		description: "The item",
		example: "65f0c0ffee65f0c0ffee65f0"
	},
	rating: {
		type: Number,
		required: true,
		min: 1,
		max: 5,
		integer: true,
		description: "From 1 (bad) to 5 (good)",
		example: 2
	},
	kind: {
		type: String,
		required: true,
		enum: FEEDBACK_KINDS,
		description: "What it is about",
		example: "unclear"
	},
	passage: {
		type: String,
		maxlength: 500,
		description: "The passage, word for word",
		example: "sees the numbers"
	},
	text: {
		type: String,
		maxlength: 2000,
		description: "What the learner says",
		example: "Does it see 3, too?"
	},
	authorId: {
		type: String,
		readOnly: true,
		reference: "users",
		description: "Who said it",
		example: "65f0c0ffee65f0c0ffee65f1"
	},
	findingId: {
		type: String,
		readOnly: true,
		description: "The finding that it was grouped into",
		example: "65f0c0ffee65f0c0ffee65f2"
	},
	...ITEM_RIGHTS
});
schema.index({ itemId: 1, createdAt: -1, _id: -1 });
schema.index({ authorId: 1, createdAt: -1, _id: -1 });

export const QualityFeedback = defineModel<FeedbackFields>("QualityFeedback", schema, {
	collection: "qualityFeedback"
});
