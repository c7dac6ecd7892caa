/** A search among the rows of the catalogue: what is found, in its order, and the counts of its facets. */
import { abilityOf, type Ctx } from "lyceum";
import type { Row } from "./catalogue.ts";
import type { Edition } from "./entry.model.ts";
import { COUNTED, FACETS, valuesOf, type Facets, type Field } from "./facets.ts";
import type { ShownLists } from "./shown-lists.ts";

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
	lists: ShownLists,
	{ scores, wanted, edition, order, mayRead }: RowSearch
): FoundRows {
	const all = lists.shownTo(abilityOf(ctx), edition);
	const shown = scores ? all.filter(({ _id }) => scores.has(_id)) : all;
	const { found, lacking } = sift(shown, wanted);
	const valuesIn = (field: Field) => {
		if (found === all) return lists.valuesIn(all, field);
		const others = lacking.get(field);
		return valuesOf(others ? found.concat(others) : found, field);
	};
	const facets = COUNTED.filter(mayRead).map(field => [FACETS[field], valuesIn(field)] as const);
	const ids = inOrder(found, order, scores).map(({ _id }) => _id);
	return { ids, facets: Object.fromEntries(facets) };
}

interface Condition {
	field: string;
	values: Set<string>;
	/** What fulfils all conditions but this one. */
	lacking: Row[];
}

/** One pass: what fulfils all conditions, and by field what fulfils all but that field's. */
function sift(rows: readonly Row[], wanted: Map<string, string[]>) {
	const conditions = [...wanted].map(([field, values]): Condition => ({
		field,
		values: new Set(values),
		lacking: []
	}));
	const lacking = new Map(conditions.map(condition => [condition.field, condition.lacking]));
	if (conditions.length === 0) return { found: rows, lacking };
	const found: Row[] = [];
	for (const row of rows) listIn(row, conditions, found)?.push(row);
	return { found, lacking };
}

/** The list that a row belongs to; null when it lacks more than one of what is wanted. */
function listIn(row: Row, conditions: Condition[], found: Row[]): Row[] | null {
	let list = found;
	for (const condition of conditions) {
		if (fulfils(row, condition)) continue;
		if (list !== found) return null;
		list = condition.lacking;
	}
	return list;
}

function fulfils(row: Row, { field, values }: Condition): boolean {
	const own = row[field as "kind" | "topics"];
	return Array.isArray(own)
		? own.some(value => values.has(value))
		: own !== undefined && values.has(own);
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
