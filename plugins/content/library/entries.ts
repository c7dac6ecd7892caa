/** Keeps the library's entries in step with the items: as writes that are committed with theirs. */
import type { CommittedChange, DocumentWrite, Stored, StoredDocument } from "lyceum";
import type { ContentItem } from "../item.ts";
import { ENTRY_FIELDS, LibraryEntry, type Edition, type Entry } from "./entry.model.ts";
import { allWords, openWords } from "./plain-text.ts";

type Change = Pick<CommittedChange, "type" | "before" | "after">;

const { collection } = LibraryEntry;

/** What a change of the working copy means for its entry, and for who may see that of what is published. */
export function workingEntryWrites(change: Change): DocumentWrite[] {
	const { after } = change;
	if (!after) return entryWrites("working", change);
	const { ownerId, sharedWith, reviewers, shared } = after as StoredDocument & ContentItem;
	return [
		...entryWrites("working", change),
		{
			collection,
			kind: "set",
			filter: { _id: entryId(after._id, "published") },
			fields: { ...(ownerId && { ownerId }), sharedWith, reviewers, shared },
			mayBeMissing: true
		}
	];
}

/** What a change of the published item means for its entry. */
export function entryWrites(edition: Edition, { type, before, after }: Change): DocumentWrite[] {
	if (!after)
		return [{ collection, kind: "remove", filter: { _id: entryId(before!._id, edition) } }];
	const document = toEntry(edition, after);
	return type === "updated"
		? [{ collection, kind: "replace", filter: { _id: document._id }, document }]
		: [{ collection, kind: "insert", document }];
}

/** The entry of an edition. */
export function toEntry(edition: Edition, stored: StoredDocument): Entry & Stored {
	const item = stored as ContentItem & StoredDocument;
	const fields = ENTRY_FIELDS.map(field => [field, item[field]] as const);
	return {
		...(Object.fromEntries(
			fields.filter(([, value]) => value !== undefined && value !== null)
		) as unknown as Entry),
		...(edition === "published" && { status: "published" as const }),
		_id: entryId(item._id, edition),
		rev: stored.rev,
		createdAt: stored.createdAt,
		updatedAt: stored.updatedAt,
		itemId: item._id,
		edition,
		words: edition === "published" ? openWords(item) : allWords(item),
		changedAt: stored.updatedAt
	};
}

export function entryId(itemId: string, edition: Edition) {
	return edition === "working" ? itemId : `${itemId}.${edition}`;
}
