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
import { abilities, readable } from "./abilities.ts";
import { doDue, DUE, EVERY_MINUTE, type DueResult } from "./due.ts";
import { ITEM_MOVED, ITEM_STEP, type ItemMoved } from "./events.ts";
import type { ContentItem as Item, Status } from "./item.ts";
import { ContentItem } from "./item.model.ts";
import { Catalogue } from "./library/catalogue.ts";
import { workingEntryWrites } from "./library/entries.ts";
import { LibraryEntry } from "./library/entry.model.ts";
import { libraryExample, libraryParams, librarySchema } from "./library/library.schema.ts";
import { searchLibrary, type LibraryParams } from "./library/search.ts";
import { Renderer } from "./markdown/renderer.ts";
import { prepareItem } from "./prepare.ts";
import { readItem } from "./read-item.ts";
import { renderActions, type Rendering } from "./render-actions.ts";
import type { Settings } from "./settings.ts";
import { archiveItem, settleItem, stepActions } from "./steps.ts";
import { versionActions } from "./version-actions.ts";
import { contentScreens } from "./console.ts";

interface Methods extends CollectionMethods, Rendering {
	catalogue: Catalogue;
}

interface RemoveItem {
	id: string;
	rev?: number;
}

const items = collection(ContentItem, {
	owner: "ownerId",
	prepare: (document, context) => prepareItem(document, context),
	alongside: (_ctx, change) => workingEntryWrites(change),
	async committed(ctx, { documentId, rev: itemRev, type, before, after }) {
		const status = (after as Item | null)?.status;
		if (type !== "updated" || !status || status === (before as Item | null)?.status) return;
		const byId = ctx.meta.caller?.id ?? null;
		const payload: ItemMoved = { id: documentId, status, rev: itemRev, byId };
		await ctx.emit(ITEM_MOVED.name, payload);
	}
});

const { list, count, get, remove } = items.actions;
const { returns: one } = get as { returns: Returns };

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

		...renderActions,
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

		...versionActions(one)
	},

	async started() {
		this.renderer = new Renderer();
		this.onStop(() => this.renderer.close());
		await this.model(LibraryEntry).createIndexes();
		this.catalogue = new Catalogue(this);
		this.catalogue.prepare();
	}
});

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

function published(ctx: Ctx<never>, name: string) {
	return ctx.call(`contentPublished.${name}`, ctx.params);
}

function isNotFound(error: unknown) {
	return (error as { type?: unknown }).type === documentErrors.NOT_FOUND.type;
}
