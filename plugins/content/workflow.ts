/** The way of an item: draft → in review → approved → published → archived, and back by a change of its text. */
import { isDeepStrictEqual } from "node:util";
import type { StoredDocument } from "lyceum";
import { errors } from "./errors.ts";
import { CONTENT_FIELDS, type Content, type ContentItem, type Status, type Step } from "./item.ts";
import { MAX_STEPS } from "./limits.ts";

export type StoredItem = StoredDocument & ContentItem;

/** The statuses that an item may have when a step is taken. */
const FROM = {
	submit: ["draft", "archived"],
	approve: ["inReview"],
	reject: ["inReview", "approved"],
	publish: ["approved"],
	archive: ["draft", "inReview", "approved", "published"]
} as const satisfies Record<string, Status[]>;

export type Verb = keyof typeof FROM;

/** Throws `CONTENT_WRONG_STATUS` unless the step may be taken from where the item is. */
export function requireStatus(item: StoredItem, verb: Verb, requireReview = true): void {
	const expected: readonly Status[] =
		verb === "publish" && !requireReview ? ["draft", "inReview", "approved"] : FROM[verb];
	if (expected.includes(item.status)) return;
	throw errors.WRONG_STATUS({ id: item._id, status: item.status, expected: [...expected] });
}

/** The item one step further. */
export function moved(
	item: StoredItem,
	status: Status,
	{ byId, comment, at = new Date() }: { byId: string | null; comment?: string; at?: Date }
): StoredItem {
	const step: Step = { status, at, byId, ...(comment && { comment }), rev: item.rev + 1 };
	return { ...item, status, steps: [...(item.steps ?? []), step].slice(-MAX_STEPS) };
}

/** The fields of content in which two versions differ. */
export function changedFields(
	before: Partial<Content>,
	after: Partial<Content>
): (keyof Content)[] {
	return CONTENT_FIELDS.filter(
		field => !isDeepStrictEqual(before[field] ?? null, after[field] ?? null)
	);
}

/** The part of an item that people write. */
export function contentOf(item: Content): Content {
	const entries = CONTENT_FIELDS.map(field => [field, item[field]] as const);
	return Object.fromEntries(
		entries.filter(([, value]) => value !== undefined && value !== null)
	) as unknown as Content;
}
