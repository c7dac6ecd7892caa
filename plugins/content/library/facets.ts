/** Counts what a search has found by kind, topic and so on, among what its caller may see. */
import type { Query, ServiceMembers } from "lyceum";
import { LibraryEntry, type Entry } from "./entry.model.ts";

/** The fields that are counted, with the name of each facet. */
export const FACETS = {
	kind: "kind",
	topics: "topic",
	level: "level",
	language: "language",
	licence: "licence",
	status: "status",
	questionType: "questionType"
} as const;

export type Facets = Record<string, { value: string; count: number }[]>;

/** The most frequent values; topics are free. */
const MAX_VALUES = 50;

export type Field = keyof typeof FACETS;

export const COUNTED = Object.keys(FACETS) as Field[];

/**
 * How many of each value a search has found. A facet that is filtered by counts as if it were not, so that its
 * other values can be chosen.
 */
export async function countFacets(
	service: ServiceMembers,
	base: Query[],
	filters: Map<string, Query>,
	mayRead: (field: string) => boolean
): Promise<{ total: number; facets: Facets }> {
	const fields = COUNTED.filter(mayRead);
	const free = fields.filter(field => !filters.has(field));
	const [{ total, counts }, ...others] = await Promise.all([
		countTogether(service, [...base, ...filters.values()], free),
		...fields
			.filter(field => filters.has(field))
			.map(field => countTogether(service, [...base, ...without(filters, field)], [field]))
	]);
	const all = Object.assign({}, counts, ...others.map(other => other.counts)) as Facets;
	return { total, facets: Object.fromEntries(fields.map(name => [FACETS[name], all[name]!])) };
}

function without(filters: Map<string, Query>, field: string): Query[] {
	return [...filters].filter(([name]) => name !== field).map(([, query]) => query);
}

/** One aggregation: the small part of each entry is read once and counted by every field. */
async function countTogether(service: ServiceMembers, match: Query[], fields: Field[]) {
	const rows = await service
		.model(LibraryEntry)
		.find({ $and: match }, { _id: 0, ...onlyThese(fields) })
		.lean<Pick<Entry, Field>[]>();
	const counts = fields.map(field => [field, valuesOf(rows, field)] as const);
	return { total: rows.length, counts: Object.fromEntries(counts) };
}

function onlyThese(fields: Field[]) {
	return Object.fromEntries(fields.map(field => [field, 1]));
}

/** The values of a field in these entries, the most frequent first. */
export function valuesOf(rows: readonly Pick<Entry, Field>[], field: Field): Facets[string] {
	const counts = new Map<string, { value: string; count: number }>();
	const count = (value: string) => {
		const known = counts.get(value);
		if (known) known.count++;
		else counts.set(value, { value, count: 1 });
	};
	for (const row of rows) {
		const value = row[field];
		if (Array.isArray(value)) value.forEach(count);
		else if (value !== undefined) count(value);
	}
	return [...counts.values()]
		.sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
		.slice(0, MAX_VALUES);
}
