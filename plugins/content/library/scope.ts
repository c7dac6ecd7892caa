/** What of the library a caller sees: the working copies that it may read, and of the others what is published. */
import { visibleTo, type Ctx, type Query } from "lyceum";
import { ENTRY_FIELDS, type Edition } from "./entry.model.ts";

const NOTHING: Query = { _id: { $in: [] } };

/** What an entry holds of an item, so that a rule about it can be tested on the entry. */
const KNOWN = new Set<string>([...ENTRY_FIELDS, "_id"]);

/** Each item once: as its working copy where the caller may read that, else as it is published. */
export function libraryScope(ctx: Ctx<unknown>, edition?: Edition): Query {
	const working = testable(visibleTo(ctx, "read", "ContentItem"));
	const published = testable(visibleTo(ctx, "read", "PublishedItem"));
	const workingPart = { $and: [{ edition: "working" }, working] };
	const publishedPart = { $and: [{ edition: "published" }, published] };
	if (edition === "working") return workingPart;
	if (edition === "published" || isNothing(working)) return publishedPart;
	return { $or: [workingPart, { $and: [...publishedPart.$and, { $nor: [working] }] }] };
}

/** Nothing where a rule asks for a field that entries do not hold: it might mean the opposite here. */
function testable(scope: Query): Query {
	return pathsOf(scope).every(path => KNOWN.has(path.split(".", 1)[0]!)) ? scope : NOTHING;
}

function isNothing(scope: Query) {
	return JSON.stringify(scope) === JSON.stringify(NOTHING);
}

function pathsOf(query: unknown): string[] {
	if (Array.isArray(query)) return query.flatMap(pathsOf);
	if (query === null || typeof query !== "object") return [];
	return Object.entries(query).flatMap(([key, value]) =>
		["$and", "$or", "$nor"].includes(key) ? pathsOf(value) : [key]
	);
}
