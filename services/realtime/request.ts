/** Reads what a client asks to subscribe to: untrusted, from whatever door it comes. */
import { createHash } from "node:crypto";
import { requestErrors, type InputProblem, type Query } from "../../mixins/index.ts";
import { allOf } from "../../mixins/collection/access.ts";
import { topLevel } from "../../mixins/collection/fields.ts";
import { parseFilter } from "../../mixins/collection/filter.ts";
import type { Readable } from "../../mixins/collection/represent.ts";
import type { Topic } from "./group.ts";

/** The most conditions that one filter may have: each is tested at each change. */
const MAX_CONDITIONS = 20;
/** The longest filter, as JSON. */
const MAX_FILTER_LENGTH = 16_384;
const MAX_ID_LENGTH = 200;

const COST_OF_PATTERN = 5;
const VALUES_PER_COST = 10;

/** What a client asks for, in form; whether there is such a collection is not known yet. */
export interface Asked {
	collection: string;
	id: string | null;
	filter: unknown;
	/** The position after which the client wants to hear everything; null for from now on. */
	since: number | null;
}

const KEYS = ["collection", "filter", "id", "since"];

export function readRequest(given: unknown): Asked {
	if (typeof given !== "object" || given === null || Array.isArray(given))
		throw invalid("", "is not a subscription", given, `an object with ${KEYS.join(", ")}`);
	const asked = given as Record<string, unknown>;
	for (const key of Object.keys(asked)) {
		if (!KEYS.includes(key))
			throw invalid(`/${key}`, "is not known", asked[key], `one of ${KEYS.join(", ")}`);
	}
	const { collection, id, filter, since } = asked;
	if (typeof collection !== "string" || collection === "")
		throw invalid("/collection", "is not a collection", collection, "its name, e.g. projects");
	return { collection, id: readId(id), filter, since: readSince(since) };
}

/** The topic of what was asked; throws a `REQUEST_INVALID` that names each bad part of the filter. */
export function topicOf(asked: Asked, { fields }: Readable): Topic {
	const { collection, id, filter } = asked;
	requireShort(filter);
	const problems: InputProblem[] = [];
	const { conditions, paths } = parseFilter(filter, fields, problems);
	if (conditions.length > MAX_CONDITIONS) {
		const expected = `at most ${MAX_CONDITIONS} conditions`;
		problems.push({ pointer: "filter", message: "is too long", value: filter, expected });
	}
	if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
	return {
		id: nameOf(collection, id, conditions),
		collection,
		documentId: id,
		query: allOf(...conditions),
		dependsOn: [...new Set(paths.map(topLevel))],
		cost: conditions.reduce((sum, condition) => sum + costOf(condition), 0),
		asked
	};
}

/** Tells whether what was asked for still means the same. */
export function isSame(topic: Topic, readable: Readable) {
	try {
		return topicOf(topic.asked, readable).id === topic.id;
	} catch {
		return false;
	}
}

function requireShort(filter: unknown) {
	const { length } = JSON.stringify(filter) ?? "";
	if (length <= MAX_FILTER_LENGTH) return;
	const value = `${length} characters`;
	throw invalid(
		"/filter",
		"is too long",
		value,
		`at most ${MAX_FILTER_LENGTH} characters of JSON`
	);
}

/** A text that is looked for in texts costs most, then a long list of values. */
function costOf(condition: Query): number {
	const [test] = Object.values(condition) as Record<string, unknown>[];
	if (test!.$regex !== undefined) return COST_OF_PATTERN;
	const values = test!.$in ?? test!.$nin;
	return Array.isArray(values) ? 1 + Math.floor(values.length / VALUES_PER_COST) : 1;
}

/** The same for the same topic, so that one frame serves all who ask for it. */
function nameOf(collection: string, id: string | null, conditions: Query[]) {
	const text = JSON.stringify([collection, id, conditions]);
	return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}

function readId(id: unknown): string | null {
	if (id === undefined || id === null) return null;
	if (typeof id === "string" && id !== "" && id.length <= MAX_ID_LENGTH) return id;
	throw invalid("/id", "is not an id", id, "a text");
}

export function readSince(since: unknown): number | null {
	if (since === undefined || since === null) return null;
	const position = typeof since === "string" && /^\d{1,15}$/.test(since) ? Number(since) : since;
	if (typeof position === "number" && Number.isSafeInteger(position) && position >= 0)
		return position;
	throw invalid("/since", "is not a position", since, "a position that an event named");
}

function invalid(pointer: string, message: string, value: unknown, expected: string) {
	return requestErrors.INVALID({ errors: [{ pointer, message, value, expected }] });
}
