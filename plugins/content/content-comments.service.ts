/**
 * Comments on items, for those who may read the working copy. A comment on a passage finds it again when the
 * text changes: what is kept are the words and those around them, and the place is looked for when it is read.
 */
import {
	accessErrors,
	collection,
	definePlugin,
	documentErrors,
	newId,
	pageOf,
	requestErrors,
	type CollectionMethods,
	type Ctx,
	type ServiceMembers
} from "lyceum";
import { anchorAt } from "./comments/anchors.ts";
import { Comment, COMMENTED_FIELDS, MAX_COMMENT, MAX_QUOTE } from "./comments/comment.model.ts";
import { commentSchema, present, type StoredComment } from "./comments/present.ts";
import { readItem } from "./read-item.ts";
import { id, paging } from "./schemas.ts";
import type { StoredItem } from "./workflow.ts";

interface AddComment {
	id: string;
	text: string;
	field: (typeof COMMENTED_FIELDS)[number];
	quote?: string;
	start?: number;
}

interface ListComments {
	id: string;
	open?: boolean;
	page: number;
	pageSize: number;
}

interface OneComment {
	id: string;
	commentId: string;
}

const can = { action: "read", subject: "ContentItem" };

const OPEN = { resolvedAt: null, resolvedById: null };

export default definePlugin<CollectionMethods>({
	name: "contentComments",
	path: "/content",
	// They are told and shown with their item, and are no collection to anybody else: its own routes would know
	// nothing of the item's rights.
	mixins: [{ ...collection(Comment, { only: [] }), metadata: {} }],

	actions: {
		commentsOf: {
			rest: "GET /:id/comments",
			can,
			params: { id, open: { type: "boolean", convert: true, optional: true }, ...paging },
			summary: "List the comments on one item, each with the place of its passage now",
			paged: true,
			returns: { schema: pageOf(commentSchema) },
			async handler(ctx: Ctx<ListComments>) {
				const { id: itemId, open, page, pageSize } = ctx.params;
				const item = await readItem(this, ctx, itemId, "read");
				const filter = { itemId, ...(open !== undefined && { resolvedAt: stateOf(open) }) };
				const comments = this.model(Comment);
				const [found, total] = await Promise.all([
					comments
						.find(filter)
						.sort({ _id: 1 })
						.skip((page - 1) * pageSize)
						.limit(pageSize)
						.lean<StoredComment[]>(),
					comments.countDocuments(filter)
				]);
				return { data: found.map(one => present(one, item)), page, pageSize, total };
			}
		},

		addComment: {
			rest: "POST /:id/comments",
			can,
			params: {
				id,
				text: { type: "string", trim: true, min: 1, max: MAX_COMMENT },
				field: { type: "enum", values: [...COMMENTED_FIELDS], default: "body" },
				quote: { type: "string", min: 1, max: MAX_QUOTE, optional: true },
				start: { type: "number", integer: true, min: 0, optional: true }
			},
			summary: "Comment on one item, or on a passage of it",
			description:
				"`quote` is the passage, word for word; `start` tells which one is meant where it stands several times.",
			returns: { status: 201, schema: commentSchema },
			example: { text: "Which numbers are these?", field: "body", quote: "0, 1 and 2" },
			async handler(ctx: Ctx<AddComment>) {
				const item = await readItem(this, ctx, ctx.params.id, "read");
				const comment = {
					itemId: item._id,
					text: ctx.params.text,
					authorId: ctx.meta.caller?.id ?? null,
					itemRev: item.rev,
					anchor: requireAnchor(item, ctx.params)
				};
				const commentId = newId();
				const createdAt = new Date();
				await this.putDocument(ctx, commentId, () => comment);
				ctx.meta.$statusCode = 201;
				return present({ ...comment, ...OPEN, _id: commentId, createdAt }, item);
			}
		},

		resolveComment: {
			rest: "POST /:id/comments/:commentId/resolve",
			can,
			params: { id, commentId: id },
			summary: "Mark a comment as done",
			returns: { schema: commentSchema },
			async handler(ctx: Ctx<OneComment>) {
				const item = await readItem(this, ctx, ctx.params.id, "read");
				const comment = await readComment(this, ctx);
				const done = { resolvedAt: new Date(), resolvedById: ctx.meta.caller?.id ?? null };
				await this.changeDocument(ctx, comment._id, before => ({ ...before, ...done }));
				return present({ ...comment, ...done }, item);
			}
		},

		removeComment: {
			rest: "DELETE /:id/comments/:commentId",
			can,
			params: { id, commentId: id },
			summary: "Take back a comment of one's own",
			returns: { status: 204 },
			async handler(ctx: Ctx<OneComment>) {
				await readItem(this, ctx, ctx.params.id, "read");
				const comment = await readComment(this, ctx);
				const { caller } = ctx.meta;
				if (caller && caller.id !== comment.authorId && !caller.roles.includes("admin"))
					throw accessErrors.FORBIDDEN({
						action: "delete",
						subject: "this ContentComment"
					});
				await this.putDocument(ctx, comment._id, () => null);
			}
		}
	}
});

async function readComment(
	service: Pick<ServiceMembers, "model">,
	{ params: { id: itemId, commentId } }: Ctx<OneComment>
): Promise<StoredComment> {
	const comment = await service
		.model(Comment)
		.findOne({ _id: commentId, itemId })
		.lean<StoredComment | null>();
	if (comment) return comment;
	throw documentErrors.NOT_FOUND({ subject: "ContentComment", id: commentId });
}

function stateOf(open: boolean) {
	return open ? null : { $ne: null };
}

function requireAnchor(item: StoredItem, { field, quote, start }: AddComment) {
	if (quote === undefined) return undefined;
	const anchor = anchorAt(field, item[field] ?? "", quote, start);
	if (anchor) return anchor;
	throw requestErrors.INVALID({
		errors: [
			{
				pointer: "/quote",
				message: `does not stand in the item's ${field}`,
				value: quote,
				expected: "a passage, word for word"
			}
		]
	});
}
