/** The differences of two schemas in what they say of one value itself: its type, values and limits. */
import type { JsonSchema } from "../../../mixins/index.ts";

/** Whether clients send the value or receive it. */
export type Direction = "request" | "response";

/** Two schemas of one value. */
export interface Pair {
	before: JsonSchema;
	after: JsonSchema;
	direction: Direction;
	/** The property's path, such as `members[].role`; empty for the whole value. */
	path: string;
}

export interface SchemaChange {
	path: string;
	breaking: boolean;
	/** What happened, after the name of the place. */
	what: string;
}

const LOWER_LIMITS = ["minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties"];
const UPPER_LIMITS = ["maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties"];

/** Keywords that narrow by being there, and are otherwise only equal or not. */
const OTHERS = [
	"pattern",
	"format",
	"const",
	"not",
	"multipleOf",
	"uniqueItems",
	"contains",
	"propertyNames"
];

/** Compares everything but what is inside of the value. */
export function keywordDifferences(pair: Pair): SchemaChange[] {
	return [
		...typeDifference(pair),
		...enumDifference(pair),
		...LOWER_LIMITS.flatMap(keyword => limitDifference(pair, keyword, -1)),
		...UPPER_LIMITS.flatMap(keyword => limitDifference(pair, keyword, 1)),
		...OTHERS.flatMap(keyword => otherDifference(pair, keyword))
	];
}

/** Less is possible than before: what clients send may be refused. */
export function narrowed({ path, direction }: Pair, what: string): SchemaChange {
	return { path, breaking: direction === "request", what };
}

/** More is possible than before: clients may receive what they do not know. */
export function widened({ path, direction }: Pair, what: string): SchemaChange {
	return { path, breaking: direction === "response", what };
}

/** Compares values as JSON. */
export function same(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

function typeDifference(pair: Pair): SchemaChange[] {
	const [old, present] = [typesOf(pair.before), typesOf(pair.after)];
	if (same(old, present)) return [];
	const safe = pair.direction === "request" ? covers(present, old) : covers(old, present);
	return [
		{
			path: pair.path,
			breaking: !safe,
			what: `was ${old.join(" or ")} and is ${present.join(" or ")}`
		}
	];
}

function typesOf({ type }: JsonSchema): string[] {
	return type === undefined ? ["anything"] : [type].flat().sort();
}

function covers(wide: string[], narrow: string[]) {
	if (wide.includes("anything")) return true;
	return narrow.every(
		type => wide.includes(type) || (type === "integer" && wide.includes("number"))
	);
}

function enumDifference(pair: Pair): SchemaChange[] {
	const { enum: old } = pair.before;
	const { enum: present } = pair.after;
	if (!old && !present) return [];
	if (!old) return [narrowed(pair, `is only ${list(present!)} now`)];
	if (!present) return [widened(pair, `may be anything now, not only ${list(old)}`)];
	const gone = without(old, present);
	const fresh = without(present, old);
	return [
		...(gone.length > 0 ? [narrowed(pair, `is never ${list(gone)} any more`)] : []),
		...(fresh.length > 0 ? [widened(pair, `may be ${list(fresh)} as well`)] : [])
	];
}

function without(values: unknown[], others: unknown[]) {
	return values.filter(value => !others.some(other => same(value, other)));
}

/** `sign` is 1 for a keyword that limits upwards. A client that reads gets along with any range. */
function limitDifference(pair: Pair, keyword: string, sign: 1 | -1): SchemaChange[] {
	const [old, present] = [pair.before[keyword], pair.after[keyword]] as (number | undefined)[];
	if (old === present) return [];
	const narrows = present !== undefined && (old === undefined || sign * (present - old) < 0);
	const what = `has the limit ${keyword} ${present ?? "none"} instead of ${old ?? "none"}`;
	return [{ path: pair.path, breaking: narrows && pair.direction === "request", what }];
}

/** Which of two patterns is the stricter cannot be told: another one breaks, either way. */
function otherDifference(pair: Pair, keyword: string): SchemaChange[] {
	const [old, present] = [pair.before[keyword], pair.after[keyword]];
	if (same(old, present)) return [];
	if (old === undefined)
		return [narrowed(pair, `keeps ${keyword} ${JSON.stringify(present)} now`)];
	if (present === undefined)
		return [widened(pair, `need not keep ${keyword} ${JSON.stringify(old)} any more`)];
	const what = `has the ${keyword} ${JSON.stringify(present)} instead of ${JSON.stringify(old)}`;
	return [{ path: pair.path, breaking: true, what }];
}

function list(values: unknown[]) {
	return values.map(value => JSON.stringify(value)).join(", ");
}
