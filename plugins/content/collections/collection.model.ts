/** A course or a module: items and other modules, in order; what is in one may be in others too. */
import { defineModel, Schema } from "lyceum";

export const COLLECTION_KINDS = ["course", "module"] as const;
export const ENTRY_TYPES = ["item", "collection"] as const;

export interface CollectionEntry {
	type: (typeof ENTRY_TYPES)[number];
	id: string;
}

export interface ContentCollection {
	kind: (typeof COLLECTION_KINDS)[number];
	title: string;
	summary?: string;
	entries: CollectionEntry[];
	published: boolean;
	shared: boolean;
	ownerId?: string;
}

export const MAX_COLLECTION_ENTRIES = 500;

const entrySchema = new Schema<CollectionEntry>({
	type: { type: String, enum: ENTRY_TYPES, default: "item", example: "item" },
	id: {
		type: String,
		required: true,
		minlength: 1,
		maxlength: 64,
		example: "65f0c0ffee65f0c0ffee65f0"
	}
});

const schema = new Schema<ContentCollection>({
	kind: {
		type: String,
		enum: COLLECTION_KINDS,
		default: "course",
		description: "A course, or a part of one",
		example: "course"
	},
	title: {
		type: String,
		required: true,
		trim: true,
		minlength: 1,
		maxlength: 200,
		description: "What it is called",
		example: "First steps in Python"
	},
	summary: {
		type: String,
		trim: true,
		maxlength: 1000,
		description: "What it is about",
		example: "From the first line to functions."
	},
	entries: {
		type: [entrySchema],
		maxItems: MAX_COLLECTION_ENTRIES,
		description: "What is in it, in order",
		example: [{ type: "item", id: "65f0c0ffee65f0c0ffee65f0" }]
	},
	published: {
		type: Boolean,
		default: false,
		description: "True when students see it, with those of its items that are published",
		example: false
	},
	shared: {
		type: Boolean,
		default: false,
		description: "True when every teacher may read it",
		example: false
	},
	ownerId: {
		type: String,
		readOnly: true,
		reference: "users",
		description: "Who made it; absent for what came with the plugin",
		example: "65f0c0ffee65f0c0ffee65f1"
	}
});

schema.index({ ownerId: 1, createdAt: -1, _id: -1 });
schema.index({ "entries.id": 1 });

export const Collection = defineModel<ContentCollection>("ContentCollection", schema);
