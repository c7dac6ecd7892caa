/**
 * Courses and modules. Promises that none is in itself, and that what it shows of its parts is what the caller
 * may see of each.
 */
import {
	collection,
	definePlugin,
	documentErrors,
	requestErrors,
	visibleTo,
	type CollectionMethods,
	type CollectionService,
	type Ctx,
	type PrepareContext,
	type ServiceMembers
} from "lyceum";
import { collectionScreens } from "./console.ts";
import { Collection } from "./collections/collection.model.ts";
import {
	collectionsWithin,
	findCycle,
	idsIn,
	itemIdsOf,
	outlineOf,
	outlineSchema,
	type ShownItem,
	type StoredCollection
} from "./collections/outline.ts";
import { ContentItem } from "./item.model.ts";
import { PublishedItem } from "./published-item.model.ts";
import { id } from "./schemas.ts";

const SHOWN = { title: 1, kind: 1, status: 1 } as const;

export default definePlugin<CollectionMethods>({
	name: "contentCollections",
	path: "/content/collections",
	mixins: [collection(Collection, { owner: "ownerId", prepare: prepareCollection })],
	console: [collectionScreens],

	actions: {
		outline: {
			rest: "GET /:id/outline",
			can: "read",
			params: { id },
			summary: "Show what is in one course, with what is in its modules",
			returns: { schema: outlineSchema },
			async handler(ctx: Ctx<{ id: string }>) {
				const visible = visibleTo(ctx, "read", "ContentCollection");
				const root = await this.model(Collection)
					.findOne({ $and: [{ _id: ctx.params.id }, visible] })
					.lean<StoredCollection | null>();
				if (!root) throw notFound(ctx.params.id);
				const all = await collectionsWithin(this, root, visible);
				const items = await shownItems(this, ctx, idsIn([...all.values()], "item"));
				const { _id, title, kind } = root;
				return { id: _id, title, kind, entries: outlineOf(_id, all, items) };
			}
		},

		/** The ids of all items of a course, for other services; it has no route. */
		items: {
			async handler(ctx: Ctx<{ id: string }>) {
				const root = await this.model(Collection)
					.findOne({ _id: ctx.params.id })
					.lean<StoredCollection | null>();
				if (!root) throw notFound(ctx.params.id);
				return { itemIds: itemIdsOf(root._id, await collectionsWithin(this, root)) };
			}
		},

		/** Makes, or changes, a collection for the plugin's own imports; it has no route. */
		put: {
			handler(ctx: Ctx<{ id: string; fields: object }>) {
				const { id: collectionId, fields } = ctx.params;
				return this.putDocument(ctx, collectionId, () => fields);
			}
		}
	}
});

async function prepareCollection(
	this: CollectionService,
	document: Record<string, unknown>,
	{ before }: PrepareContext
) {
	const root = document as StoredCollection & Record<string, unknown>;
	if (!root.ownerId) delete root.ownerId;
	if (!before || !Array.isArray(root.entries)) return;
	const all = await collectionsWithin(this, root);
	const cycle = findCycle(root._id, all);
	if (!cycle) return;
	const titles = cycle.map(each => all.get(each)?.title ?? each).join(" → ");
	throw requestErrors.INVALID({
		errors: [
			{
				pointer: "/entries",
				message: `puts it into itself: ${titles}`,
				expected: "collections that it is not in"
			}
		]
	});
}

/** The items as the caller may see them: working copies first, then what is published. */
async function shownItems(
	service: Pick<ServiceMembers, "model">,
	ctx: Ctx<unknown>,
	ids: string[]
): Promise<Map<string, ShownItem>> {
	const within = (subject: string) => ({
		$and: [{ _id: { $in: ids } }, visibleTo(ctx, "read", subject)]
	});
	type Row = { _id: string } & Record<string, unknown>;
	const [published, working] = await Promise.all([
		service.model(PublishedItem).find(within("PublishedItem"), SHOWN).lean<Row[]>(),
		service.model(ContentItem).find(within("ContentItem"), SHOWN).lean<Row[]>()
	]);
	return new Map([...published, ...working].map(({ _id, ...row }) => [_id, { id: _id, ...row }]));
}

function notFound(collectionId: string) {
	return documentErrors.NOT_FOUND({ subject: "ContentCollection", id: collectionId });
}
