/**
 * The difference of two schemas, with a verdict. What clients send may be taken more freely than before but not
 * more strictly; of what they receive nothing may go away and nothing new may have to be understood.
 */
import type { JsonSchema } from "../../../mixins/index.ts";
import {
	keywordDifferences,
	narrowed,
	same,
	widened,
	type Direction,
	type Pair,
	type SchemaChange
} from "./keywords.ts";

/** Keywords that hold a list of schemas. */
const LISTS = ["allOf", "anyOf", "oneOf", "prefixItems"];

/** Every difference that a client could notice; descriptions and examples are not among them. */
export function schemaDifference(
	before: JsonSchema,
	after: JsonSchema,
	direction: Direction
): SchemaChange[] {
	return compare({ before, after, direction, path: "" });
}

function compare(pair: Pair): SchemaChange[] {
	return [
		...keywordDifferences(pair),
		...LISTS.flatMap(keyword => listDifference(pair, keyword)),
		...opennessDifference(pair),
		...propertyDifferences(pair),
		...itemDifference(pair)
	];
}

/** Lists of one length are compared entry by entry; in others, alternatives may come or go. */
function listDifference(pair: Pair, keyword: string): SchemaChange[] {
	const [old, present] = [pair.before[keyword] ?? [], pair.after[keyword] ?? []] as [
		JsonSchema[],
		JsonSchema[]
	];
	if (old.length === present.length) {
		return old.flatMap((entry, index) =>
			compare({ ...pair, before: entry, after: present[index]! })
		);
	}
	const isChoice = /^(any|one)Of$/.test(keyword) && old.length > 0 && present.length > 0;
	const [wide, narrow] = pair.direction === "request" ? [present, old] : [old, present];
	const breaking = !isChoice || !narrow.every(entry => wide.some(other => same(entry, other)));
	return [
		{
			path: pair.path,
			breaking,
			what: `has ${present.length} schemas in ${keyword} instead of ${old.length}`
		}
	];
}

function opennessDifference(pair: Pair): SchemaChange[] {
	const [old, present] = [
		pair.before.additionalProperties ?? true,
		pair.after.additionalProperties ?? true
	];
	if (typeof old === "object" && typeof present === "object") {
		return compare({ ...pair, before: old, after: present, path: `${pair.path}{}` });
	}
	// What answers may hold beside their properties is nothing that a client can count on.
	if (pair.direction === "response" || same(old, present)) return [];
	const narrows = present === false || old === true;
	return [
		narrows
			? narrowed(pair, "takes fewer unknown properties")
			: widened(pair, "takes unknown properties")
	];
}

function propertyDifferences(pair: Pair): SchemaChange[] {
	const [old, present] = [pair.before.properties ?? {}, pair.after.properties ?? {}];
	const names = new Set([...Object.keys(old), ...Object.keys(present)]);
	return [...names].flatMap(name => {
		const path = pair.path === "" ? name : `${pair.path}.${name}`;
		const [was, is] = [pair.before, pair.after].map(({ required = [] }) =>
			required.includes(name)
		);
		if (!(name in present)) return [removedProperty({ ...pair, path })];
		if (!(name in old)) return [addedProperty({ ...pair, path }, is!)];
		const inside = { ...pair, path, before: old[name]!, after: present[name]! };
		return [...requirementDifference(inside, was!, is!), ...compare(inside)];
	});
}

function removedProperty({ path, direction, after }: Pair): SchemaChange {
	if (direction === "response") return { path, breaking: true, what: "is not there any more" };
	const refused = after.additionalProperties === false;
	return { path, breaking: refused, what: refused ? "is refused now" : "is ignored now" };
}

function addedProperty({ path, direction }: Pair, required: boolean): SchemaChange {
	if (direction === "response") return { path, breaking: false, what: "is there as well" };
	return {
		path,
		breaking: required,
		what: required ? "is new and required" : "is new and optional"
	};
}

function requirementDifference(pair: Pair, was: boolean, is: boolean): SchemaChange[] {
	if (was === is) return [];
	return [is ? narrowed(pair, "must always be there now") : widened(pair, "may be missing now")];
}

function itemDifference(pair: Pair): SchemaChange[] {
	const { items: before = {} } = pair.before;
	const { items: after = {} } = pair.after;
	return same(before, after) ? [] : compare({ ...pair, before, after, path: `${pair.path}[]` });
}
