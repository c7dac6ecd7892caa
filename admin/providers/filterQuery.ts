/** Filters as the lists hold them, and as the API takes them. */

export const OPERATORS = [
	"eq",
	"ne",
	"contains",
	"gt",
	"gte",
	"lt",
	"lte",
	"in",
	"nin",
	"exists"
] as const;

export type Operator = (typeof OPERATORS)[number];

export interface Condition {
	field: string;
	operator: Operator;
	value: unknown;
}

export interface ListFilter {
	/** Words to look for. */
	q?: string;
	where?: Condition[];
}

/** `filter[field][operator]=value` for each condition. */
export function filterQuery({ q, where = [] }: ListFilter): URLSearchParams {
	const query = new URLSearchParams();
	if (q) query.set("q", q);
	for (const { field, operator, value } of where) {
		if (value === "" || value === undefined || value === null) continue;
		const key = operator === "eq" ? `filter[${field}]` : `filter[${field}][${operator}]`;
		query.append(key, Array.isArray(value) ? value.join(",") : String(value));
	}
	return query;
}
