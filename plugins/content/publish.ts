/** From the working copy to what is published of it. */
import { requestErrors } from "lyceum";
import type { StoredItem } from "./workflow.ts";
import { contentOf, moved } from "./workflow.ts";

export interface Publishing {
	publishAt?: Date;
	expireAt?: Date | null;
	override?: string;
}

/** Throws a 400 for times that are over, or the wrong way round. */
export function requireSoundTimes({ publishAt, expireAt }: Publishing, now = new Date()): void {
	const earliest = publishAt && publishAt > now ? publishAt : now;
	if (!expireAt || expireAt > earliest) return;
	throw requestErrors.INVALID({
		errors: [
			{
				pointer: "/expireAt",
				message: "is before it is published",
				value: expireAt,
				expected: `later than ${earliest.toISOString()}`
			}
		]
	});
}

/** The working copy once it is published; its revision is what is published from now on. */
export function asPublished(
	item: StoredItem,
	{ expireAt, override }: Publishing,
	byId: string | null
): StoredItem {
	const at = new Date();
	const comment = override && `Published in spite of what held it back: ${override}`;
	const { publishAt: _done, ...rest } = moved(item, "published", { byId, at, comment });
	return { ...rest, publishedRev: item.rev + 1, publishedAt: at, expireAt };
}

/** The working copy once nothing of it is published any more. */
export function asArchived(item: StoredItem, byId: string | null, comment?: string): StoredItem {
	const {
		publishAt: _publish,
		expireAt: _expire,
		...rest
	} = moved(item, "archived", {
		byId,
		comment
	});
	return { ...rest, publishedRev: null, publishedAt: null };
}

/** What is published of a working copy. */
export function publicationOf(item: StoredItem): object {
	const { ownerId, sharedWith, reviewers, shared, publishedRev, publishedAt, expireAt } = item;
	return {
		...contentOf(item),
		...(ownerId && { ownerId }),
		sharedWith,
		reviewers,
		shared,
		itemRev: publishedRev,
		publishedAt,
		...(expireAt && { expireAt })
	};
}
