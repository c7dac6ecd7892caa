/** Reads a working copy as it is stored, for a caller who may do something with it. */
import type { Ctx, ServiceMembers } from "lyceum";
import { ContentItem } from "./item.model.ts";
import { requireRight } from "./rights.ts";
import type { StoredItem } from "./workflow.ts";

/** Throws a 404 when the caller may not even see the item, and a 403 when it may not do this with it. */
export async function readItem(
	service: Pick<ServiceMembers, "model">,
	ctx: Ctx<unknown>,
	id: string,
	action: string
): Promise<StoredItem> {
	const item = await service.model(ContentItem).findOne({ _id: id }).lean();
	return requireRight(ctx, item, action, id);
}
