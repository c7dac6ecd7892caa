/** The caller's right to one item, for the actions that the collection does not bring. */
import { abilityOf, accessErrors, documentErrors, isAllowed, type Ctx } from "lyceum";
import type { StoredItem } from "./workflow.ts";

const SUBJECT = "ContentItem";

/**
 * Returns the item for a caller who may do this with it. Throws a 404 when the caller may not even see it, and
 * a 403 when it may do nothing but that.
 */
export function requireRight(ctx: Ctx<unknown>, item: object | null, action: string, id: string) {
	const ability = abilityOf(ctx);
	if (item && isAllowed(ability, action, SUBJECT, item)) return item as StoredItem;
	if (!item || !isAllowed(ability, "read", SUBJECT, item))
		throw documentErrors.NOT_FOUND({ subject: SUBJECT, id });
	throw accessErrors.FORBIDDEN({ action, subject: `this ${SUBJECT}` });
}
