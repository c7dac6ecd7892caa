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

/** Returns an item for a caller who may read its working copy; throws a 404 for anybody else. */
export function readItem(ctx: Ctx<unknown>, id: string): Promise<ContentItem> {
	return ctx.call("content.get", { id });
}

interface Found {
	data: ContentItem[];
	total: number;
}

/** Few enough that reading them holds up nobody else. */
const AT_A_TIME = 8;
const IDS_AT_A_TIME = 100;

/** Returns the ids of all items, in their order. */
export async function idsOfAll(ctx: Ctx<unknown>): Promise<string[]> {
	const ids: string[] = [];
	for (;;) {
		const last = ids.at(-1);
		const { data } = await ctx.call<Found, object>("content.list", {
			fields: "id",
			sort: "id",
			pageSize: String(IDS_AT_A_TIME),
			...(last !== undefined && { filter: { id: { gt: last } } })
		});
		ids.push(...data.map(({ id }) => id));
		if (data.length < IDS_AT_A_TIME) return ids;
	}
}

/** Yields the items with some ids, a few at a time; one that is gone is passed over. */
export async function* itemsWith(
	ctx: Ctx<unknown>,
	ids: readonly string[]
): AsyncGenerator<ContentItem[]> {
	for (let at = 0; at < ids.length; at += AT_A_TIME) {
		const { data } = await ctx.call<Found, object>("content.list", {
			pageSize: String(AT_A_TIME),
			filter: { id: { in: ids.slice(at, at + AT_A_TIME).join(",") } }
		});
		yield data;
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
