/** What is in a course, with what is in its modules. */
import { objectOf, type JsonSchema, type Query, type ServiceMembers, type Stored } from "lyceum";
import { KINDS, STATUSES } from "../item.ts";
import { idSchema, text } from "../schemas.ts";
import {
	Collection,
	COLLECTION_KINDS,
	ENTRY_TYPES,
	type CollectionEntry,
	type ContentCollection
} from "./collection.model.ts";

/** Course, module, and modules in modules: deeper than this nobody finds anything. */
export const MAX_DEPTH = 5;

export type StoredCollection = ContentCollection & Stored;

/** Collections by their ids: this one and all that are in it. */
export async function collectionsWithin(
	service: Pick<ServiceMembers, "model">,
	root: StoredCollection,
	visible: Query = {}
): Promise<Map<string, StoredCollection>> {
	const known = new Map([[root._id, root]]);
	let wanted = idsIn([root], "collection");
	for (let depth = 1; wanted.length > 0 && depth <= MAX_DEPTH; depth++) {
		const found = await service
			.model(Collection)
			.find({ $and: [{ _id: { $in: wanted.filter(id => !known.has(id)) } }, visible] })
			.lean<StoredCollection[]>();
		for (const each of found) known.set(each._id, each);
		wanted = idsIn(found, "collection");
	}
	return known;
}

export function idsIn(collections: ContentCollection[], type: CollectionEntry["type"]): string[] {
	const entries = collections.flatMap(({ entries: own }) => own);
	return [...new Set(entries.filter(entry => entry.type === type).map(({ id }) => id))];
}

/** The ids of all items, in the order of the course, each once. */
export function itemIdsOf(rootId: string, collections: Map<string, ContentCollection>): string[] {
	const ids = new Set<string>();
	const visit = (id: string, depth: number) => {
		if (depth > MAX_DEPTH) return;
		for (const entry of collections.get(id)?.entries ?? [])
			if (entry.type === "item") ids.add(entry.id);
			else visit(entry.id, depth + 1);
	};
	visit(rootId, 0);
	return [...ids];
}

/** The way from a collection back to itself; null when there is none. */
export function findCycle(
	rootId: string,
	collections: Map<string, ContentCollection>
): string[] | null {
	const visit = (id: string, way: string[]): string[] | null => {
		if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
		for (const entry of collections.get(id)?.entries ?? []) {
			const cycle = entry.type === "collection" ? visit(entry.id, [...way, id]) : null;
			if (cycle) return cycle;
		}
		return null;
	};
	return visit(rootId, []);
}

export type ShownItem = Record<string, unknown> & { id: string };

export interface OutlineEntry {
	type: CollectionEntry["type"];
	id: string;
	title: unknown;
	kind: unknown;
	status?: unknown;
	entries?: OutlineEntry[];
}

/** The tree of a collection, with those of its parts that the caller may see. */
export function outlineOf(
	id: string,
	collections: Map<string, ContentCollection>,
	items: Map<string, ShownItem>,
	depth = 0
): OutlineEntry[] {
	if (depth > MAX_DEPTH) return [];
	return (collections.get(id)?.entries ?? []).flatMap((entry): OutlineEntry[] => {
		if (entry.type === "item") {
			const item = items.get(entry.id);
			if (!item) return [];
			const { title, kind, status } = item;
			return [
				{ type: "item", id: entry.id, title, kind, ...(status !== undefined && { status }) }
			];
		}
		const part = collections.get(entry.id);
		if (!part) return [];
		const entries = outlineOf(entry.id, collections, items, depth + 1);
		return [{ type: "collection", id: entry.id, title: part.title, kind: part.kind, entries }];
	});
}

const entry: JsonSchema = objectOf(
	{
		type: { type: "string", enum: [...ENTRY_TYPES] },
		id: idSchema,
		title: text,
		kind: { type: "string", enum: [...KINDS, ...COLLECTION_KINDS] },
		status: { type: "string", enum: [...STATUSES] },
		entries: { type: "array", items: { type: "object" } }
	},
	["status", "entries"]
);

export const outlineSchema: JsonSchema = {
	title: "ContentOutline",
	...objectOf({
		id: idSchema,
		title: text,
		kind: { type: "string", enum: [...COLLECTION_KINDS] },
		entries: { type: "array", items: entry }
	})
};
