/** Which items belong to which collection, as far as somebody asks by it. */
import { documentErrors, hasType, type Ctx } from "lyceum";
import { itemsOfCollection } from "./library.ts";

/** Returns the collections of each item, of those that are named; one that is gone has no items. */
export async function collectionsOfItems(
	ctx: Ctx<unknown>,
	collectionIds: readonly string[]
): Promise<Map<string, string[]>> {
	const found = new Map<string, string[]>();
	for (const collectionId of new Set(collectionIds))
		for (const itemId of await idsIn(ctx, collectionId))
			found.set(itemId, [...(found.get(itemId) ?? []), collectionId]);
	return found;
}

async function idsIn(ctx: Ctx<unknown>, collectionId: string): Promise<string[]> {
	try {
		return await itemsOfCollection(ctx, collectionId);
	} catch (error) {
		if (hasType(error, documentErrors.NOT_FOUND.type)) return [];
		throw error;
	}
}
