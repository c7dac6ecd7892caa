/** What is published of an item, under the same id: the only thing that students see of it. */
import { defineModel, Schema } from "lyceum";
import { contentFields, openQuestionFields } from "./content.schema.ts";
import type { Content } from "./item.ts";

export interface Published extends Content {
	choices?: string[];
	matches?: string[];
	ownerId?: string;
	/** The revision of the working copy that it was made of. */
	/** Students are not shown it. */
	itemRev?: number;
	publishedAt: Date;
	expireAt?: Date | null;
	/** Who may read the working copy: the library shows that in its place. */
	sharedWith: string[];
	reviewers: string[];
	shared: boolean;
}

const schema = new Schema<Published>({
	...contentFields,
	...openQuestionFields,
	ownerId: {
		type: String,
		reference: "users",
		description: "Who made it; absent for what came with the plugin",
		example: "65f0c0ffee65f0c0ffee65f0"
	},
	itemRev: {
		type: Number,
		integer: true,
		description: "The revision of the working copy that it was made of",
		example: 4
	},
	publishedAt: { type: Date, required: true, description: "Since when it is published" },
	expireAt: { type: Date, nullable: true, description: "When it shall be archived" },
	sharedWith: { type: [String], private: true },
	reviewers: { type: [String], private: true },
	shared: { type: Boolean, private: true }
});

for (const field of ["kind", "topics", "level"])
	schema.index({ [field]: 1, createdAt: -1, _id: -1 });

export const PublishedItem = defineModel<Published>("PublishedItem", schema, {
	collection: "publishedContent"
});
