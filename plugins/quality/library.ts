/** The library, as the plugin `content` has it: items become what rules see, with who may see them. */
import { createHash } from "node:crypto";
import { documentErrors, hasType, type Ctx } from "lyceum";
import type { CheckedItem, Kind } from "./item.ts";
import type { ItemRights } from "./models/item-fields.ts";

/** What is taken of an item of content. */
export interface ContentItem {
	id: string;
	rev: number;
	kind: Kind;
	title: string;
	body?: string;
	objectives?: string[];
	topics?: string[];
	level?: string;
	language?: string;
	licence?: string;
	source?: string;
	questionType?: string;
	stem?: string;
	options?: { text: string; correct: boolean; note?: string }[];
	pairs?: { left: string; right: string; note?: string }[];
	answer?: { value?: number; accepted?: string[] } | string;
	explanation?: string;
	exerciseId?: string;
	attachments?: { name: string; alternativeText?: string }[];
	questions?: { itemId: string }[];
	ownerId?: string;
	sharedWith?: string[];
	reviewers?: string[];
	shared?: boolean;
}

/** Few enough that reading them holds up nobody else. */
const PAGE = 25;

/** Returns an item for a caller who may read its working copy; throws a 404 for anybody else. */
export function readItem(ctx: Ctx<unknown>, id: string): Promise<ContentItem> {
	return ctx.call("content.get", { id });
}

interface Found {
	data: ContentItem[];
	total: number;
}

/** Yields all items, a page at a time in the order of their ids, so that none is met twice or passed over. */
export async function* allItems(
	ctx: Ctx<unknown>
): AsyncGenerator<{ items: ContentItem[]; total: number }> {
	let last: string | undefined;
	let total: number | undefined;
	for (;;) {
		const found = await ctx.call<Found, object>("content.list", {
			pageSize: String(PAGE),
			sort: "id",
			...(last !== undefined && { filter: { id: { gt: last } } })
		});
		total ??= found.total;
		yield { items: found.data, total };
		if (found.data.length < PAGE) return;
		last = found.data.at(-1)!.id;
	}
}

interface Collection {
	entries: { type: "item" | "collection"; id: string }[];
}

/** Returns the ids of the items of a collection, in its modules too; a 404 for whoever may not read it. */
export async function itemsOfCollection(ctx: Ctx<unknown>, id: string): Promise<string[]> {
	const items = new Set<string>();
	await gather(ctx, id, items, new Set());
	return [...items];
}

/** Modules may be in several places, also in each other; one that the caller may not read is passed over. */
async function gather(ctx: Ctx<unknown>, id: string, items: Set<string>, visited: Set<string>) {
	visited.add(id);
	const { entries } = await ctx.call<Collection, object>("contentCollections.get", { id });
	for (const entry of entries) {
		if (entry.type === "item") items.add(entry.id);
		else if (!visited.has(entry.id))
			await gather(ctx, entry.id, items, visited).catch(passOver);
	}
}

function passOver(error: unknown) {
	if (!hasType(error, documentErrors.NOT_FOUND.type)) throw error;
}

/** What rules see of an item. */
export function toCheckedItem(item: ContentItem): CheckedItem {
	const { id, kind, title, body, objectives, topics, level, language, licence, source } = item;
	const { stem, questionType, options, answer, explanation, attachments, exerciseId, pairs } =
		item;
	return {
		id,
		kind,
		title,
		body,
		objectives,
		topics,
		level,
		language,
		licence,
		source,
		stem,
		questionType,
		options: pairs?.length
			? pairs.map(({ left, right, note }) => ({ text: `${left} – ${right}`, note }))
			: options,
		answer: answerOf(answer) ?? exerciseId,
		explanation,
		attachments: attachments?.map(({ name }) => name)
	};
}

function answerOf(answer: ContentItem["answer"]) {
	if (typeof answer !== "object" || answer === null) return answer;
	return answer.value ?? answer.accepted;
}

/** Who may see what is found in an item. */
export function rightsOf({
	ownerId,
	sharedWith = [],
	reviewers = [],
	shared = false
}: ContentItem): ItemRights {
	return {
		...(ownerId && { ownerId }),
		writers: [...(ownerId ? [ownerId] : []), ...sharedWith],
		readers: reviewers,
		shared
	};
}

/** Equal for items that rules cannot tell apart. */
export function hashOf(item: CheckedItem): string {
	return createHash("sha256").update(JSON.stringify(item)).digest("base64");
}
