/** What differs between two versions of an item, field by field; long texts line by line. */
import { diffLines, diffWordsWithSpace } from "diff";
import type { Content } from "./item.ts";
import { changedFields } from "./workflow.ts";

export interface Part {
	kind: "same" | "added" | "removed";
	text: string;
}

export interface Difference {
	field: keyof Content;
	before: unknown;
	after: unknown;
	/** Of texts: what was taken out and put in. */
	parts?: Part[];
}

/** The fields whose text is compared in parts. */
const TEXTS: readonly (keyof Content)[] = ["title", "summary", "body", "stem", "explanation"];

/** Shorter texts are compared word by word. */
const WORDS_UP_TO = 2000;

/** Two texts that have little in common take long to compare, and what comes out helps nobody. */
const LIMITS = { timeout: 300, maxEditLength: 5000 };

/** The differences from one version to another, in the order of the fields. */
export function differencesBetween(before: Content, after: Content): Difference[] {
	return changedFields(before, after).map(field => ({
		field,
		before: before[field] ?? null,
		after: after[field] ?? null,
		...(TEXTS.includes(field) && {
			parts: partsOf(String(before[field] ?? ""), String(after[field] ?? ""))
		})
	}));
}

function partsOf(before: string, after: string): Part[] {
	const compare = Math.max(before.length, after.length) > WORDS_UP_TO ? lines : words;
	return compare(before, after) ?? replaced(before, after);
}

function words(before: string, after: string) {
	return diffWordsWithSpace(before, after, LIMITS)?.map(toPart);
}

function lines(before: string, after: string) {
	return diffLines(before, after, LIMITS)?.map(toPart);
}

function replaced(before: string, after: string): Part[] {
	return [
		{ kind: "removed", text: before },
		{ kind: "added", text: after }
	];
}

function toPart({
	added,
	removed,
	value: text
}: {
	added: boolean;
	removed: boolean;
	value: string;
}) {
	return {
		kind: added ? ("added" as const) : removed ? ("removed" as const) : ("same" as const),
		text
	};
}
