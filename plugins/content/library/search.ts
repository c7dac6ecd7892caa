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
import { highlightsOf, type Highlight } from "./highlights.ts";
import { libraryScope } from "./scope.ts";

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

const ORDERS: Record<string, Record<string, 1 | -1 | typeof SCORE>> = {
	relevance: { score: SCORE, _id: 1 },
	"-changedAt": { changedAt: -1, _id: -1 },
	title: { title: 1, _id: 1 }
};

export async function searchLibrary(
	service: ServiceMembers,
	ctx: Ctx<LibraryParams>
): Promise<LibraryPage> {
	const { q, page, pageSize, edition } = ctx.params;
	const base = [...textQuery(q), libraryScope(ctx, edition)];
	const filters = filtersIn(ctx.params);
	const [found, { total, facets }] = await Promise.all([
		findPage(service, { $and: [...base, ...filters.values()] }, ctx.params),
		countFacets(service, base, filters, field => mayRead(ctx, field))
	]);
	return { data: found.map(entry => present(ctx, entry, q)), page, pageSize, total, facets };
}

function textQuery(q: string | undefined): Query[] {
	return q ? [{ $text: { $search: q } }] : [];
}

/** The conditions by the entry's field; several values, separated by commas, are any of them. */
function filtersIn(params: LibraryParams): Map<string, Query> {
	const given = Object.entries(FILTERS).flatMap(([name, field]) => {
		const values = params[name as Filter]?.split(",").map(value => value.trim());
		return values ? [[field, { [field]: { $in: values } }] as const] : [];
	});
	return new Map(given);
}

function findPage(
	service: ServiceMembers,
	filter: Query,
	{ q, sort = q ? "relevance" : "-changedAt", page, pageSize }: LibraryParams
): Promise<StoredEntry[]> {
	const order = sort === "relevance" && !q ? "-changedAt" : sort;
	return service
		.model(LibraryEntry)
		.find(filter, q ? { ...SHOWN_AND_FOUND, score: SCORE } : SHOWN_FIELDS)
		.sort(ORDERS[order])
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
function present(ctx: Ctx<unknown>, entry: StoredEntry, q: string | undefined) {
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
		...(q && { highlights: foundIn(entry, q, isShown) })
	};
}

function foundIn(entry: StoredEntry, q: string, isShown: (field: string) => boolean): Highlight[] {
	const { title, summary = "", words } = entry;
	const texts = { title, summary, body: words };
	return highlightsOf(
		q,
		Object.fromEntries(Object.entries(texts).filter(([field]) => isShown(field)))
	);
}
