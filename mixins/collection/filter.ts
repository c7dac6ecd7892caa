/** From `filter[field][operator]=value` to a MongoDB query; client input never becomes an operator by itself. */
import type { InputProblem } from "../errors.ts";
import type { Query } from "../ability.ts";
import type { Field } from "./fields.ts";

export const OPERATORS = [
	"eq",
	"ne",
	"gt",
	"gte",
	"lt",
	"lte",
	"in",
	"nin",
	"contains",
	"exists"
] as const;
export type Operator = (typeof OPERATORS)[number];

/** The most values that `in` and `nin` take, and the longest text that `contains` looks for. */
const MAX_VALUES = 100;
const MAX_CONTAINS_LENGTH = 200;

/** What `Number` would take beside, such as 0x10 or spaces, is a mistake. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** What a value of each kind looks like, for the error. */
const EXPECTED: Record<Field["kind"], [one: string, several: string]> = {
	string: ["a string", "strings"],
	number: ["a number", "numbers"],
	boolean: ["a boolean", "booleans"],
	date: ["a date in ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z", "dates in ISO 8601"],
	object: ["no value", "no values"]
};

export interface ParsedFilter {
	/** One condition for each filter that was given, to be AND-ed. */
	conditions: Query[];
	/** The paths that were named, for the check of what the caller may read. */
	paths: string[];
}

/** Reads the `filter` parameter; what is wrong with it is added to `problems`. */
export function parseFilter(
	filter: unknown,
	fields: Map<string, Field>,
	problems: InputProblem[]
): ParsedFilter {
	const parsed: ParsedFilter = { conditions: [], paths: [] };
	if (filter === undefined) return parsed;
	if (!isRecord(filter)) {
		problems.push({
			pointer: "filter",
			message: "is not a filter",
			value: filter,
			expected: "filter[field]=value"
		});
		return parsed;
	}
	for (const [path, test] of Object.entries(filter)) {
		const field = fields.get(path);
		if (!field || field.kind === "object") {
			problems.push(unknownField(`filter[${path}]`, path, fields));
			continue;
		}
		parsed.paths.push(path);
		for (const [operator, value] of Object.entries(isRecord(test) ? test : { eq: test })) {
			const condition = parseCondition(field, operator, value, problems);
			if (condition !== undefined) parsed.conditions.push({ [field.storePath]: condition });
		}
	}
	return parsed;
}

/** The problem of a name that is no field, or none that can be asked for in this way. */
export function unknownField(
	pointer: string,
	path: string,
	fields: Map<string, Field>
): InputProblem {
	const names = [...fields.values()]
		.filter(field => field.kind !== "object")
		.map(field => field.path);
	return {
		pointer,
		message: "is not a field",
		value: path,
		expected: `one of ${names.join(", ")}`
	};
}

function parseCondition(field: Field, operator: string, value: unknown, problems: InputProblem[]) {
	const pointer =
		operator === "eq" ? `filter[${field.path}]` : `filter[${field.path}][${operator}]`;
	const refuse = (message: string, expected: string) => {
		problems.push({ pointer, message, value, expected });
	};
	const single = () => {
		const parsed = Array.isArray(value) ? undefined : parseValue(field, value);
		if (parsed === undefined) refuse("has the wrong type", EXPECTED[field.kind][0]);
		return parsed;
	};
	switch (operator) {
		case "eq":
		case "ne":
		case "gt":
		case "gte":
		case "lt":
		case "lte": {
			const parsed = single();
			return parsed === undefined ? undefined : { [`$${operator}`]: parsed };
		}
		case "in":
		case "nin": {
			const values = listOf(value).map(entry => parseValue(field, entry));
			if (values.length > MAX_VALUES)
				return refuse("has too many values", `at most ${MAX_VALUES}`);
			if (values.includes(undefined))
				return refuse(
					"has the wrong type",
					`${EXPECTED[field.kind][1]}, separated by commas`
				);
			return { [`$${operator}`]: values };
		}
		case "contains":
			if (
				typeof value !== "string" ||
				field.kind !== "string" ||
				value.length > MAX_CONTAINS_LENGTH
			) {
				return refuse(
					"cannot be looked for",
					`text of at most ${MAX_CONTAINS_LENGTH} characters, in a text field`
				);
			}
			return { $regex: escapePattern(value), $options: "i" };
		case "exists": {
			const wanted = parseBoolean(value);
			if (wanted === undefined) return refuse("has the wrong type", "true or false");
			return wanted ? { $exists: true, $ne: null } : { $eq: null };
		}
		default:
			return refuse("is not an operator", `one of ${OPERATORS.join(", ")}`);
	}
}

function parseValue(field: Field, value: unknown): string | number | boolean | Date | undefined {
	switch (field.kind) {
		case "number": {
			const number = typeof value === "string" && DECIMAL.test(value) ? Number(value) : value;
			return typeof number === "number" && Number.isFinite(number) ? number : undefined;
		}
		case "boolean":
			return parseBoolean(value);
		case "date":
			return parseDate(value);
		case "string":
			return typeof value === "string" ? value : undefined;
		case "object":
			return undefined;
	}
}

function parseBoolean(value: unknown) {
	if (value === true || value === "true") return true;
	if (value === false || value === "false") return false;
	return undefined;
}

/** Takes ISO 8601 alone, not the other forms that `Date` guesses at: a day, or a time with its zone. */
function parseDate(value: unknown) {
	if (value instanceof Date) return value;
	const [, day] =
		(typeof value === "string" &&
			/^(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/.exec(value)) ||
		[];
	if (day === undefined || !isDay(day)) return undefined;
	const date = new Date(value as string);
	return Number.isNaN(date.getTime()) ? undefined : date;
}

/** `Date` takes the 30th of February for the 1st of March. */
function isDay(text: string) {
	const day = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : typeof value === "string" ? value.split(",") : [value];
}

function escapePattern(text: string) {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return (
		typeof value === "object" &&
		value !== null &&
		!Array.isArray(value) &&
		!(value instanceof Date)
	);
}
