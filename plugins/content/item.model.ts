/** The working copy of an item, which its authors change; students never see it. */
import { defineModel, Schema } from "lyceum";
import { contentFields, openQuestionFields } from "./content.schema.ts";
import { STATUSES, type ContentItem as Item, type Step } from "./item.ts";
import { MAX_LIST } from "./limits.ts";

const userIds = [{ type: String, minlength: 1, maxlength: 64, reference: "users" }];

const stepSchema = new Schema<Step>({
	status: { type: String, enum: STATUSES, required: true },
	at: { type: Date, required: true },
	byId: { type: String, default: null, nullable: true, reference: "users" },
	comment: { type: String, maxlength: 2000 },
	rev: { type: Number, required: true, integer: true }
});

const schema = new Schema<Item>({
	...contentFields,
	...openQuestionFields,
	status: {
		type: String,
		enum: STATUSES,
		default: "draft",
		readOnly: true,
		description: "Where the working copy is on its way",
		example: "draft"
	},
	ownerId: {
		type: String,
		readOnly: true,
		reference: "users",
		description: "Who made it; absent for what came with the plugin",
		example: "65f0c0ffee65f0c0ffee65f0"
	},
	sharedWith: {
		type: userIds,
		maxItems: MAX_LIST,
		description: "Who writes it too",
		example: []
	},
	reviewers: {
		type: userIds,
		readOnly: true,
		description: "Who was asked to review it",
		example: []
	},
	shared: {
		type: Boolean,
		default: false,
		description: "True when every teacher may read and review it",
		example: true
	},
	steps: {
		type: [stepSchema],
		readOnly: true,
		description: "Its way so far: who did what and when",
		example: []
	},
	publishedRev: {
		type: Number,
		integer: true,
		default: null,
		nullable: true,
		readOnly: true,
		description: "The revision that is published; null when nothing is",
		example: null
	},
	publishedAt: {
		type: Date,
		default: null,
		nullable: true,
		readOnly: true,
		description: "Since when it is published"
	},
	publishAt: {
		type: Date,
		nullable: true,
		readOnly: true,
		description: "When it shall be published"
	},
	expireAt: {
		type: Date,
		nullable: true,
		readOnly: true,
		description: "When what is published shall be archived"
	}
});

for (const field of ["status", "kind", "ownerId", "topics", "level"])
	schema.index({ [field]: 1, createdAt: -1, _id: -1 });

for (const field of ["publishAt", "expireAt"]) schema.index({ [field]: 1 }, { sparse: true });

export const ContentItem = defineModel<Item>("ContentItem", schema, { collection: "content" });
