/** A search among the rows of the catalogue: what is found, in its order, and the counts of its facets. */
import { abilityOf, type Ctx } from "lyceum";
import type { Catalogue, Row } from "./catalogue.ts";
import type { Edition } from "./entry.model.ts";
import { FACETS, valuesOf, type Facets, type Field } from "./facets.ts";

export interface RowSearch {
	/** The scores of what the words were found in; null for a search without words. */
	scores: Map<string, number> | null;
	/** The values that are wanted, by the entry's field. */
	wanted: Map<string, string[]>;
	edition?: Edition;
	order: string;
	mayRead: (field: string) => boolean;
}

export interface FoundRows {
	ids: string[];
	facets: Facets;
}

export function searchRows(
	ctx: Ctx<unknown>,
	catalogue: Catalogue,
	{ scores, wanted, edition, order, mayRead }: RowSearch
): FoundRows {
	const all = catalogue.shownTo(abilityOf(ctx), edition);
	const shown = scores ? all.filter(({ _id }) => scores.has(_id)) : all;
	const found = wanted.size === 0 ? shown : shown.filter(row => fits(row, wanted));
	const fields = (Object.keys(FACETS) as Field[]).filter(mayRead);
	const facets = fields.map(field => {
		const counted = wanted.has(field) ? shown.filter(row => fits(row, wanted, field)) : found;
		return [FACETS[field], valuesOf(counted, field)] as const;
	});
	const ids = inOrder(found, order, scores).map(({ _id }) => _id);
	return { ids, facets: Object.fromEntries(facets) };
}

function fits(row: Row, wanted: Map<string, string[]>, except?: string): boolean {
	for (const [field, values] of wanted) {
		if (field === except) continue;
		const own = row[field as "kind" | "topics"];
		const isWanted = Array.isArray(own)
			? own.some(value => values.includes(value))
			: own !== undefined && values.includes(own);
		if (!isWanted) return false;
	}
	return true;
}

/** The rows come with the newest first. */
function inOrder(rows: readonly Row[], order: string, scores: Map<string, number> | null) {
	if (order === "title")
		return rows.toSorted((one, other) =>
			one.title === other.title ? byId(one, other) : one.title < other.title ? -1 : 1
		);
	if (order === "relevance" && scores)
		return rows.toSorted(
			(one, other) => scores.get(other._id)! - scores.get(one._id)! || byId(one, other)
		);
	return rows;
}

function byId(one: Row, other: Row) {
	return one._id < other._id ? -1 : 1;
}
