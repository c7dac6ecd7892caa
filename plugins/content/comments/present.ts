/** A comment as it is answered: with the place that its passage has in the item now. */
import { objectOf, orNull, type JsonSchema, type Stored } from "lyceum";
import { idSchema, moment, text, whole } from "../schemas.ts";
import type { StoredItem } from "../workflow.ts";
import { findAnchor } from "./anchors.ts";
import { COMMENTED_FIELDS, type ContentComment } from "./comment.model.ts";

export type StoredComment = ContentComment & Stored;

export const commentSchema: JsonSchema = {
	title: "ContentComment",
	...objectOf(
		{
			id: idSchema,
			itemId: idSchema,
			text: { ...text, examples: ["Which numbers are these?"] },
			authorId: orNull(idSchema),
			itemRev: { ...whole, description: "The item's revision when it was made" },
			passage: {
				...objectOf({
					field: { type: "string", enum: [...COMMENTED_FIELDS] },
					quote: text,
					state: { type: "string", enum: ["same", "changed", "lost"] },
					start: orNull(whole),
					end: orNull(whole),
					line: orNull(whole)
				}),
				description: "Where the passage is now; absent for a comment on the whole item"
			},
			resolvedAt: orNull(moment),
			resolvedById: orNull(idSchema),
			createdAt: moment
		},
		["passage"]
	)
};

export function present(
	comment: Pick<StoredComment, keyof ContentComment | "_id" | "createdAt">,
	item: StoredItem
) {
	const { _id: id, itemId, text: said, authorId, itemRev, anchor, createdAt } = comment;
	const { resolvedAt, resolvedById } = comment;
	const passage = anchor && {
		field: anchor.field,
		quote: anchor.quote,
		...findAnchor(item[anchor.field as "body"] ?? "", anchor)
	};
	return {
		id,
		itemId,
		text: said,
		authorId,
		itemRev,
		...(passage && { passage }),
		resolvedAt,
		resolvedById,
		createdAt
	};
}
