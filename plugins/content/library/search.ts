/** A search in the library: a page of entries, ranked, with what was found, and the counts of the facets. */
import {
	abilityOf,
	isAllowed,
	type Ctx,
	type Query,
	type ServiceMembers,
	type Stored
} from "lyceum";
import { ENTRY_FIELDS, LibraryEntry, type Edition, type Entry } from "./entry.model.ts";
import { countFacets, type Facets } from "./facets.ts";
import { highlighter, type Highlighter } from "./highlights.ts";
import type { Catalogue } from "./catalogue.ts";
import { isTestable, libraryScope } from "./scope.ts";
import { searchRows } from "./search-rows.ts";

/** The parameters that are compared with an entry's fields, with the field of each. */
export const FILTERS = {
	kind: "kind",
	topic: "topics",
	level: "level",
	language: "language",
	licence: "licence",
	status: "status",
	questionType: "questionType",
	ownerId: "ownerId"
} as const;

export type Filter = keyof typeof FILTERS;

export type LibraryParams = {
	q?: string;
	edition?: Edition;
	sort?: "relevance" | "-changedAt" | "title";
	page: number;
	pageSize: number;
} & Partial<Record<Filter, string>>;

export type StoredEntry = Entry & Stored & { score?: number };

export interface LibraryPage {
	data: Record<string, unknown>[];
	page: number;
	pageSize: number;
	total: number;
	facets: Facets;
}

const SHOWN = [
	"kind",
	"title",
	"summary",
	"topics",
	"level",
	"language",
	"licence",
	"questionType",
	"status",
	"ownerId",
	"publishedAt"
] as const;

const SHOWN_FIELDS = Object.fromEntries(
	[...ENTRY_FIELDS, "itemId", "edition", "changedAt"].map(field => [field, 1 as const])
);

/** What was found is shown in the words around it. */
const SHOWN_AND_FOUND = { ...SHOWN_FIELDS, words: 1 as const };

const SCORE = { $meta: "textScore" } as const;

/** Ids and scores are small: the first answer has all of them, and no cursor is kept. */
const IN_ONE_MESSAGE = 100_000;

const ORDERS: Record<string, Record<string, 1 | -1 | typeof SCORE>> = {
	relevance: { score: SCORE, _id: 1 },
	"-changedAt": { changedAt: -1, _id: -1 },
	title: { title: 1, _id: 1 }
};

export async function searchLibrary(
	service: ServiceMembers,
	catalogue: Catalogue,
	ctx: Ctx<LibraryParams>
): Promise<LibraryPage> {
	const { q, page, pageSize } = ctx.params;
	const inMemory = isTestable(ctx) && (await catalogue.isReady());
	const { found, total, facets } = inMemory
		? await findInMemory(service, catalogue, ctx)
		: await findInStore(service, ctx);
	const highlight = q ? highlighter(q) : null;
	const data = found.map(entry => present(ctx, entry, highlight));
	return { data, page, pageSize, total, facets };
}

interface Found {
	found: StoredEntry[];
	total: number;
	facets: Facets;
}

/** The store finds the words and gives the page; what lies between is done in memory. */
async function findInMemory(
	service: ServiceMembers,
	catalogue: Catalogue,
	ctx: Ctx<LibraryParams>
): Promise<Found> {
	const { q, edition, page, pageSize } = ctx.params;
	const scores = q ? await scoresOf(service, q) : null;
	const { ids, facets } = searchRows(ctx, catalogue.shown, {
		scores,
		edition,
		wanted: wantedIn(ctx.params),
		order: orderOf(ctx.params),
		mayRead: field => mayRead(ctx, field)
	});
	const shown = ids.slice((page - 1) * pageSize, page * pageSize);
	const entries = await service
		.model(LibraryEntry)
		.find({ _id: { $in: shown } }, q ? SHOWN_AND_FOUND : SHOWN_FIELDS)
		.lean<StoredEntry[]>();
	const byId = new Map(entries.map(entry => [entry._id, entry]));
	const found = shown.flatMap(id => {
		const entry = byId.get(id);
		const score = scores?.get(id);
		return entry ? [{ ...entry, ...(score !== undefined && { score }) }] : [];
	});
	return { found, total: ids.length, facets };
}

async function scoresOf(service: ServiceMembers, q: string): Promise<Map<string, number>> {
	const found = await service
		.model(LibraryEntry)
		.find({ $text: { $search: q } }, { _id: 1, score: SCORE })
		.batchSize(IN_ONE_MESSAGE)
		.lean<{ _id: string; score: number }[]>();
	return new Map(found.map(({ _id, score }) => [_id, score]));
}

async function findInStore(service: ServiceMembers, ctx: Ctx<LibraryParams>): Promise<Found> {
	const { q, edition } = ctx.params;
	const base = [...textQuery(q), libraryScope(ctx, edition)];
	const wanted = [...wantedIn(ctx.params)];
	const filters = new Map(
		wanted.map(([field, $in]): [string, Query] => [field, { [field]: { $in } }])
	);
	const [found, counted] = await Promise.all([
		findPage(service, { $and: [...base, ...filters.values()] }, ctx.params),
		countFacets(service, base, filters, field => mayRead(ctx, field))
	]);
	return { found, ...counted };
}

function textQuery(q: string | undefined): Query[] {
	return q ? [{ $text: { $search: q } }] : [];
}

/** The values that are wanted by the entry's field; several, separated by commas, are any of them. */
function wantedIn(params: LibraryParams): Map<string, string[]> {
	const given = Object.entries(FILTERS).flatMap(([name, field]) => {
		const values = params[name as Filter]?.split(",").map(value => value.trim());
		return values ? [[field, values] as const] : [];
	});
	return new Map(given);
}

function orderOf({ q, sort = q ? "relevance" : "-changedAt" }: LibraryParams) {
	return sort === "relevance" && !q ? "-changedAt" : sort;
}

function findPage(
	service: ServiceMembers,
	filter: Query,
	params: LibraryParams
): Promise<StoredEntry[]> {
	const { q, page, pageSize } = params;
	return service
		.model(LibraryEntry)
		.find(filter, q ? { ...SHOWN_AND_FOUND, score: SCORE } : SHOWN_FIELDS)
		.sort(ORDERS[orderOf(params)])
		.skip((page - 1) * pageSize)
		.limit(pageSize)
		.lean<StoredEntry[]>();
}

function mayRead(ctx: Ctx<unknown>, field: string) {
	const ability = abilityOf(ctx);
	if (field === "status") return true;
	return ["ContentItem", "PublishedItem"].some(subject => ability.can("read", subject, field));
}

/** The fields that the caller may read of the document that the entry stands for. */
function present(ctx: Ctx<unknown>, entry: StoredEntry, highlight: Highlighter | null) {
	const ability = abilityOf(ctx);
	const subject = entry.edition === "working" ? "ContentItem" : "PublishedItem";
	const isShown = (field: string) =>
		field === "status" || isAllowed(ability, "read", subject, entry, field);
	const fields = SHOWN.filter(field => entry[field] !== undefined && isShown(field));
	return {
		id: entry.itemId,
		edition: entry.edition,
		...Object.fromEntries(fields.map(field => [field, entry[field]])),
		changedAt: entry.changedAt,
		...(entry.score !== undefined && { score: entry.score }),
		...(highlight && { highlights: highlight(textsOf(entry, isShown)) })
	};
}

function textsOf(
	{ title, summary = "", words }: StoredEntry,
	isShown: (field: string) => boolean
): Record<string, string> {
	const texts = { title, summary, body: words };
	return Object.fromEntries(Object.entries(texts).filter(([field]) => isShown(field)));
}
