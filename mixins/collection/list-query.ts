/** Reads the parameters of a list: `page`, `pageSize`, `sort`, `q`, `fields` and `filter`. */
import { requestErrors, type InputProblem } from "../errors.ts";
import type { Query } from "../ability.ts";
import { topLevel } from "./fields.ts";
import { parseFilter, unknownField } from "./filter.ts";
import type { Target } from "./target.ts";

export const DEFAULT_PAGE_SIZE = 25;
export const MAX_PAGE_SIZE = 100;
/** Past it, paging by number gets slow for everybody; a filter on `id` or a date goes on from there. */
const MAX_SKIPPED = 1_000_000;
const MAX_SORT_FIELDS = 5;
const MAX_SEARCH_LENGTH = 200;

export interface ListQuery {
	page: number;
	pageSize: number;
	/** Store paths with 1 or −1, ended by `_id` so that pages never overlap. */
	sort: Record<string, 1 | -1>;
	conditions: Query[];
	search: string | null;
	/** The fields to answer; null for all of them. */
	fields: string[] | null;
	/** The top-level fields that the filter, the order or the search depend on. */
	dependsOn: string[];
}

const PARAMETERS = ["page", "pageSize", "sort", "q", "fields", "filter"];

/** Reads and checks all parameters; throws `REQUEST_INVALID` with everything that is wrong. */
export function parseListQuery(
	params: Record<string, unknown>,
	target: Target,
	allowed = PARAMETERS
): ListQuery {
	const problems: InputProblem[] = [];
	refuseUnknown(params, allowed, problems);
	const filter = parseFilter(params.filter, target.fields, problems);
	const sort = parseSort(params.sort, target, problems);
	const search = parseSearch(params.q, target, problems);
	const query = {
		page: parseInteger("page", params.page, 1, Number.MAX_SAFE_INTEGER, 1, problems),
		pageSize: parseInteger(
			"pageSize",
			params.pageSize,
			1,
			MAX_PAGE_SIZE,
			DEFAULT_PAGE_SIZE,
			problems
		),
		sort: sort.order,
		conditions: search
			? [...filter.conditions, { $text: { $search: search } }]
			: filter.conditions,
		search,
		fields: parseFields(params.fields, target, problems),
		dependsOn: [...filter.paths, ...sort.paths, ...(search ? textFields(target) : [])].map(
			topLevel
		)
	};
	if ((query.page - 1) * query.pageSize > MAX_SKIPPED) {
		problems.push({
			pointer: "page",
			message: "is too far",
			value: params.page,
			expected: `at most ${MAX_SKIPPED} documents in`
		});
	}
	if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
	return query;
}

/** The names of the fields in the model's text index. */
export function textFields({ definition }: Target): string[] {
	return definition.schema
		.indexes()
		.flatMap(([keys]) => Object.entries(keys).filter(([, kind]) => kind === "text"))
		.map(([path]) => path);
}

function refuseUnknown(
	params: Record<string, unknown>,
	allowed: string[],
	problems: InputProblem[]
) {
	for (const name of Object.keys(params)) {
		if (allowed.includes(name)) continue;
		problems.push({
			pointer: name,
			message: "is not a parameter",
			value: params[name],
			expected: `one of ${allowed.join(", ")}`
		});
	}
}

function parseInteger(
	pointer: string,
	value: unknown,
	min: number,
	max: number,
	fallback: number,
	problems: InputProblem[]
) {
	if (value === undefined) return fallback;
	const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
	if (Number.isSafeInteger(number) && (number as number) >= min && (number as number) <= max)
		return number as number;
	const upper = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
	problems.push({
		pointer,
		message: "is out of range",
		value,
		expected: `a whole number ${upper}`
	});
	return fallback;
}

function parseSort(value: unknown, target: Target, problems: InputProblem[]) {
	const names = namesIn("sort", value, problems) ?? ["-createdAt"];
	const order: Record<string, 1 | -1> = {};
	const paths: string[] = [];
	if (names.length > MAX_SORT_FIELDS) {
		problems.push({
			pointer: "sort",
			message: "has too many fields",
			value,
			expected: `at most ${MAX_SORT_FIELDS}`
		});
	}
	for (const name of names) {
		const path = name.replace(/^-/, "");
		const field = target.fields.get(path);
		if (!field || field.kind === "object") {
			problems.push(unknownField("sort", path, target.fields));
			continue;
		}
		order[field.storePath] = name.startsWith("-") ? -1 : 1;
		paths.push(path);
	}
	return { order: { ...order, _id: order._id ?? Object.values(order).at(-1) ?? -1 }, paths };
}

function parseFields(value: unknown, target: Target, problems: InputProblem[]) {
	const names = namesIn("fields", value, problems);
	if (!names) return null;
	for (const name of names) {
		if (!target.fields.has(name)) problems.push(unknownField("fields", name, target.fields));
	}
	return names;
}

function parseSearch(value: unknown, target: Target, problems: InputProblem[]) {
	if (value === undefined || value === "") return null;
	if (typeof value !== "string" || value.length > MAX_SEARCH_LENGTH) {
		problems.push({
			pointer: "q",
			message: "cannot be looked for",
			value,
			expected: `at most ${MAX_SEARCH_LENGTH} characters`
		});
		return null;
	}
	if (textFields(target).length === 0) {
		problems.push({
			pointer: "q",
			message: `is not offered by ${target.definition.collection}`,
			value,
			expected: "a filter"
		});
		return null;
	}
	return value;
}

function namesIn(pointer: string, value: unknown, problems: InputProblem[]): string[] | null {
	if (value === undefined) return null;
	const entries = Array.isArray(value) ? value : [value];
	if (!entries.every(entry => typeof entry === "string")) {
		problems.push({
			pointer,
			message: "has the wrong type",
			value,
			expected: "field names, separated by commas"
		});
		return null;
	}
	return entries
		.flatMap(entry => entry.split(","))
		.map(name => name.trim())
		.filter(name => name !== "");
}
