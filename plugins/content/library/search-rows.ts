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
	rows: Map<string, Row>,
	{ scores, wanted, edition, order, mayRead }: RowSearch
): FoundRows {
	const ability = abilityOf(ctx);
	const readable = (row: Row | undefined) => row && catalogue.isReadable(ability, row);
	const candidates = scores
		? [...scores.keys()].flatMap(id => rows.get(id) ?? [])
		: [...rows.values()];
	const shown = candidates.filter(row => {
		if (edition && row.edition !== edition) return false;
		if (!readable(row)) return false;
		// Each item once: what is published stands back where the working copy may be read.
		return (
			edition !== undefined || row.edition === "working" || !readable(rows.get(row.itemId))
		);
	});
	const found = shown.filter(row => fits(row, wanted));
	const fields = (Object.keys(FACETS) as Field[]).filter(mayRead);
	const facets = fields.map(field => {
		const counted = wanted.has(field) ? shown.filter(row => fits(row, wanted, field)) : found;
		return [FACETS[field], valuesOf(counted, field)] as const;
	});
	const ids = found.sort(comparing(order, scores)).map(({ _id }) => _id);
	return { ids, facets: Object.fromEntries(facets) };
}

function fits(row: Row, wanted: Map<string, string[]>, except?: string): boolean {
	for (const [field, values] of wanted) {
		if (field === except) continue;
		const own = [row[field as "kind" | "topics"] ?? []].flat();
		if (!own.some(value => values.includes(value))) return false;
	}
	return true;
}

function comparing(order: string, scores: Map<string, number> | null) {
	const byId = (one: Row, other: Row) => (one._id < other._id ? -1 : 1);
	if (order === "title")
		return (one: Row, other: Row) =>
			one.title === other.title ? byId(one, other) : one.title < other.title ? -1 : 1;
	if (order === "relevance" && scores)
		return (one: Row, other: Row) =>
			scores.get(other._id)! - scores.get(one._id)! || byId(one, other);
	return (one: Row, other: Row) =>
		other.changedAt.getTime() - one.changedAt.getTime() || -byId(one, other);
}
