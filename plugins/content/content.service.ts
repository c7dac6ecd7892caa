/**
 * Items of content: their working copies, their way to being published, their versions, and the library.
 * Promises that students see nothing but what is published, without keys; that what is published and the step
 * that published it are one; and that what was approved is the text that is published.
 */
import {
	abilityOf,
	collection,
	definePlugin,
	documentErrors,
	type Action,
	type CollectionMethods,
	type Ctx,
	type Returns
} from "lyceum";
import { abilities } from "./abilities.ts";
import { differencesBetween } from "./differences.ts";
import { doDue, DUE, EVERY_MINUTE, type DueResult } from "./due.ts";
import { errors } from "./errors.ts";
import { ITEM_MOVED, ITEM_STEP, type ItemMoved } from "./events.ts";
import { CONTENT_FIELDS, type Attachment, type ContentItem as Item, type Status } from "./item.ts";
import { ContentItem } from "./item.model.ts";
import { Catalogue } from "./library/catalogue.ts";
import { workingEntryWrites } from "./library/entries.ts";
import { LibraryEntry } from "./library/entry.model.ts";
import { libraryExample, libraryParams, librarySchema } from "./library/library.schema.ts";
import { searchLibrary, type LibraryParams } from "./library/search.ts";
import { MAX_LIST } from "./limits.ts";
import { Renderer } from "./markdown/renderer.ts";
import { prepareItem } from "./prepare.ts";
import { readItem } from "./read-item.ts";
import { requireRight } from "./rights.ts";
import { id, objectOf, pageOf, paging, rev, revision, text, whole } from "./schemas.ts";
import type { Settings } from "./settings.ts";
import { archiveItem, settleItem, stepActions } from "./steps.ts";
import { differencesSchema, toVersion, versionSchema } from "./versions.ts";
import { contentOf, type StoredItem } from "./workflow.ts";
import { contentScreens } from "./console.ts";

interface Methods extends CollectionMethods {
	renderer: Renderer;
	catalogue: Catalogue;
}

interface RenderPiece {
	markdown: string;
	attachments?: Pick<Attachment, "name" | "fileId">[];
}

interface OneVersion {
	id: string;
	version: number;
	rev?: number;
}

interface Differences {
	id: string;
	from?: number;
	to?: number;
}

interface RemoveItem {
	id: string;
	rev?: number;
}

interface Page {
	id: string;
	page: number;
	pageSize: number;
}

const items = collection(ContentItem, {
	owner: "ownerId",
	prepare: (document, context) => prepareItem(document, context),
	alongside: (_ctx, change) => workingEntryWrites(change),
	async committed(ctx, { documentId, rev: itemRev, type, before, after }) {
		const status = (after as Item | null)?.status;
		if (type !== "updated" || !status || status === (before as unknown as Item).status) return;
		const byId = ctx.meta.caller?.id ?? null;
		const payload: ItemMoved = { id: documentId, status, rev: itemRev, byId };
		await ctx.emit(ITEM_MOVED.name, payload);
	}
});

const { list, count, get, remove } = items.actions;
const { returns: one } = get as { returns: Returns };

/** Students read what is published. */
const readable = { action: "read", subject: "PublishedItem" };

const rendered = objectOf({
	html: text,
	headings: { type: "array", items: objectOf({ level: whole, text, id: text }) }
});

const renderedExample = {
	html: '<h1 id="section-loops">Loops</h1>',
	headings: [{ level: 1, text: "Loops", id: "section-loops" }]
};

export default definePlugin<Methods, Settings>({
	name: "content",
	mixins: [items],
	abilities,
	emits: [ITEM_MOVED],
	publishes: [ITEM_STEP],
	jobs: [DUE],
	schedules: [EVERY_MINUTE],
	console: [contentScreens],

	actions: {
		list: { ...list, can: readable, handler: workingOrPublished(list, "list") },
		count: { ...count, can: readable, handler: workingOrPublished(count, "count") },
		get: { ...get, can: readable, handler: workingOrPublished(get, "get") },

		library: {
			rest: "GET /library",
			can: readable,
			params: libraryParams,
			summary:
				"Search the items that the caller may read, with counts by kind, topic and so on",
			description:
				"Each item is there once: as its working copy for those who may read that, else as it is published.",
			paged: true,
			returns: { schema: librarySchema, example: libraryExample },
			handler(ctx: Ctx<LibraryParams>) {
				return searchLibrary(this, this.catalogue, ctx);
			}
		},

		render: {
			rest: "POST /render",
			can: { action: "create", subject: "ContentItem" },
			params: {
				markdown: { type: "string", max: 200_000 },
				attachments: {
					type: "array",
					max: MAX_LIST,
					optional: true,
					items: {
						type: "object",
						props: { name: { type: "string", min: 1, max: 120 }, fileId: id }
					}
				}
			},
			limit: { points: 240, seconds: 60 },
			summary: "Show what a piece of Markdown looks like",
			returns: { status: 200, schema: rendered, example: renderedExample },
			example: { markdown: "# Loops" },
			handler(ctx: Ctx<RenderPiece>) {
				const { markdown, attachments = [] } = ctx.params;
				const addresses = addressesOf(attachments);
				return this.renderer.render({ markdown, attachments: addresses }, "/markdown");
			}
		},

		html: {
			rest: "GET /:id/html",
			can: readable,
			params: { id },
			summary: "Get the text of one item as HTML that may stand in any page",
			returns: { schema: rendered, example: renderedExample },
			async handler(ctx: Ctx<{ id: string }>) {
				const item = await ctx.call<Item, { id: string }>("content.get", ctx.params);
				return this.renderer.render({
					markdown: item.body ?? "",
					attachments: addressesOf(item.attachments ?? [])
				});
			}
		},

		...stepActions(one),

		/** Stores an item, or takes it back, for the plugin's own imports; it has no route. */
		put: {
			handler(ctx: Ctx<{ id: string; fields: object | null }>) {
				const { id: itemId, fields } = ctx.params;
				return this.putDocument(ctx, itemId, () => fields);
			}
		},

		/** Takes one of the plugin's own items to a status without asking anybody; it has no route. */
		settle: {
			handler(ctx: Ctx<{ id: string; status: Status }>) {
				return settleItem(this, ctx, ctx.params.id, ctx.params.status);
			}
		},

		/** The work of the job `content.due`, as if it were `now`. */
		due: {
			visibility: "protected",
			handler(ctx: Ctx<{ now?: Date }>): Promise<DueResult> {
				return doDue(this, ctx, ctx.params.now ?? new Date());
			}
		},

		remove: {
			...remove,
			/** Nothing stays published of an item that is gone, also when it comes back: it is archived before. */
			async handler(ctx: Ctx<RemoveItem>) {
				const { id: itemId, rev: expected } = ctx.params;
				const { publishedRev } = await readItem(this, ctx, itemId, "delete");
				if (publishedRev !== null) {
					await archiveItem(this, ctx, itemId, "delete", { expected });
					delete ctx.params.rev;
				}
				return remove.handler.call(this, ctx as never);
			}
		},

		versions: {
			rest: "GET /:id/versions",
			can: "read",
			params: { id, ...paging },
			summary: "List the versions of one item, newest first",
			paged: true,
			returns: { schema: pageOf(versionSchema) },
			async handler(ctx: Ctx<Page>) {
				const { id: itemId, page, pageSize } = ctx.params;
				const { publishedRev } = await readItem(this, ctx, itemId, "read");
				const { data, total } = await this.changesOf(itemId, { page, pageSize });
				const versions = data.map(change => toVersion(change, publishedRev));
				return { data: versions, page, pageSize, total };
			}
		},

		version: {
			rest: "GET /:id/versions/:version",
			can: "read",
			params: { id, version: revision },
			summary: "Get one item as it was at a version",
			returns: one,
			async handler(ctx: Ctx<OneVersion>) {
				const item = await readItem(this, ctx, ctx.params.id, "read");
				const { _id, ...fields } = await versionOf(this, item, ctx.params.version);
				return { id: _id, ...fields };
			}
		},

		differences: {
			rest: "GET /:id/differences",
			can: "read",
			params: {
				id,
				from: { ...revision, optional: true },
				to: { ...revision, optional: true }
			},
			summary: "Show what differs between two versions of one item",
			description:
				"By default from what is published, or else from the version before, to the latest one.",
			returns: { schema: differencesSchema },
			async handler(ctx: Ctx<Differences>) {
				const item = await readItem(this, ctx, ctx.params.id, "read");
				const { to = item.rev } = ctx.params;
				const { from = item.publishedRev ?? Math.max(1, to - 1) } = ctx.params;
				const [before, after] = await Promise.all([
					versionOf(this, item, from),
					versionOf(this, item, to)
				]);
				return { from, to, differences: differencesBetween(before, after) };
			}
		},

		restoreVersion: {
			rest: "POST /:id/versions/:version/restore",
			can: "update",
			params: { id, version: revision, rev },
			summary: "Make an earlier version of one item its latest one",
			versioned: true,
			returns: { ...one, status: 200 },
			async handler(ctx: Ctx<OneVersion>) {
				const item = await readItem(this, ctx, ctx.params.id, "update");
				const earlier = contentOf(await versionOf(this, item, ctx.params.version));
				return this.changeDocument(
					ctx,
					item._id,
					before => {
						const kept = Object.entries(requireRight(ctx, before, "update", item._id));
						const others = kept.filter(([key]) => !isContent(key));
						return { ...Object.fromEntries(others), ...earlier };
					},
					ctx.params.rev
				);
			}
		}
	},

	async started() {
		this.renderer = new Renderer();
		this.onStop(() => this.renderer.close());
		await this.model(LibraryEntry).createIndexes();
		this.catalogue = new Catalogue(this);
	}
});

async function versionOf(
	service: Pick<CollectionMethods, "documentAt">,
	item: StoredItem,
	version: number
): Promise<StoredItem> {
	if (version === item.rev) return item;
	const found = await service.documentAt(item._id, version);
	if (!found) throw errors.VERSION_UNKNOWN({ id: item._id, rev: version });
	return found as StoredItem;
}

/** The collection's own answer for those who may read working copies, and what is published for all others. */
function workingOrPublished(action: Action, name: string): Action["handler"] {
	return async function read(this: never, ctx: Ctx<never>) {
		if (!abilityOf(ctx).can("read", "ContentItem")) return published(ctx, name);
		if (name !== "get") return action.handler.call(this, ctx);
		try {
			return await action.handler.call(this, ctx);
		} catch (error) {
			if (isNotFound(error)) return published(ctx, name);
			throw error;
		}
	};
}

/** Where each attachment's file is, by the attachment's name. */
function addressesOf(attachments: Pick<Attachment, "name" | "fileId">[]) {
	return Object.fromEntries(
		attachments.map(({ name, fileId }) => [
			name,
			`/api/v1/files/${encodeURIComponent(fileId)}/content`
		])
	);
}

function published(ctx: Ctx<never>, name: string) {
	return ctx.call(`contentPublished.${name}`, ctx.params);
}

function isNotFound(error: unknown) {
	return (error as { type?: unknown }).type === documentErrors.NOT_FOUND.type;
}

function isContent(key: string) {
	return (CONTENT_FIELDS as readonly string[]).includes(key);
}
