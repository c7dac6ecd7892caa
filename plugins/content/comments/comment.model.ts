/** A reviewer's comment on a passage of an item, or on the item as a whole. */
import { defineModel, Schema } from "lyceum";
import type { Anchor } from "./anchors.ts";

export interface ContentComment {
	itemId: string;
	text: string;
	authorId: string | null;
	/** The item's revision when it was made. */
	itemRev: number;
	/** Absent for a comment on the whole item. */
	anchor?: Anchor;
	resolvedAt: Date | null;
	resolvedById: string | null;
}

export const MAX_COMMENT = 4000;
export const MAX_QUOTE = 2000;

/** The texts of an item that a passage may be of. */
export const COMMENTED_FIELDS = ["title", "summary", "body", "stem", "explanation"] as const;

const anchorSchema = new Schema<Anchor>({
	field: { type: String, enum: COMMENTED_FIELDS, required: true },
	quote: { type: String, required: true, maxlength: MAX_QUOTE },
	prefix: { type: String, default: "" },
	suffix: { type: String, default: "" },
	start: { type: Number, required: true }
});

const schema = new Schema<ContentComment>({
	itemId: { type: String, required: true, reference: "content" },
	text: { type: String, required: true, maxlength: MAX_COMMENT },
	authorId: { type: String, default: null, reference: "users" },
	itemRev: { type: Number, required: true },
	anchor: anchorSchema,
	resolvedAt: { type: Date, default: null, nullable: true },
	resolvedById: { type: String, default: null, nullable: true, reference: "users" }
});

schema.index({ itemId: 1, _id: 1 });

export const Comment = defineModel<ContentComment>("ContentComment", schema);
