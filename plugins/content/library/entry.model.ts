/** What the library searches: one small document for each edition of an item, written with it. */
import { defineModel, Schema } from "lyceum";
import type { ContentItem } from "../item.ts";

export const EDITIONS = ["working", "published"] as const;
export type Edition = (typeof EDITIONS)[number];

/** The item's fields that a search filters, counts and shows. */
export const ENTRY_FIELDS = [
	"kind",
	"title",
	"summary",
	"topics",
	"level",
	"language",
	"licence",
	"questionType",
	"status",
	"ownerId",
	"sharedWith",
	"reviewers",
	"shared",
	"publishedAt"
] as const;

export type LibraryFields = Pick<ContentItem, (typeof ENTRY_FIELDS)[number]>;

export interface Entry extends LibraryFields {
	itemId: string;
	edition: Edition;
	/** The words of the text, without its marks. */
	words: string;
	changedAt: Date;
}

const schema = new Schema<Entry>({
	itemId: { type: String, required: true },
	edition: { type: String, enum: EDITIONS, required: true },
	kind: String,
	title: String,
	summary: String,
	topics: [String],
	level: String,
	language: String,
	licence: String,
	questionType: String,
	status: String,
	ownerId: String,
	sharedWith: [String],
	reviewers: [String],
	shared: Boolean,
	publishedAt: Date,
	words: String,
	changedAt: Date
});

schema.index(
	{ title: "text", topics: "text", summary: "text", words: "text" },
	{
		weights: { title: 10, topics: 5, summary: 3, words: 1 },
		// By default MongoDB takes a field named `language` for the human language of the text.
		language_override: "textLanguage"
	}
);
schema.index({ edition: 1, changedAt: -1, _id: -1 });
schema.index({ ownerId: 1, edition: 1 });

export const LibraryEntry = defineModel<Entry>("LibraryEntry", schema, {
	collection: "libraryEntries"
});
