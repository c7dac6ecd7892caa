/** A case of the labelled set: an item that has the flaws that it names, and no others. */
import type { CheckedItem } from "../../item.ts";

/** The rules that the set measures. */
export const STRUCTURAL = [
	"text/readability",
	"structure/heading-order",
	"structure/objectives",
	"link/broken",
	"a11y/alt-text",
	"a11y/link-text",
	"duplicate/near",
	"question/all-of-the-above",
	"question/longest-key",
	"question/negative-stem",
	"question/duplicate-options",
	"question/no-explanation",
	"question/key-missing",
	"code/syntax",
	"meta/licence",
	"meta/stale-date",
	"safety/secret"
] as const;
export const LINGUISTIC = [
	"text/spelling",
	"text/inclusive",
	"question/grammar-cue",
	"safety/personal-data"
] as const;

export type MeasuredRule = (typeof STRUCTURAL)[number] | (typeof LINGUISTIC)[number];

export interface Case {
	item: CheckedItem;
	flaws: MeasuredRule[];
}

type Extra = Partial<CheckedItem>;

const SOUND = { licence: "CC-BY-4.0", source: "Own work", language: "en" };

/** A lesson; without a level its readability is not judged. */
export function text(body: string, flaws: MeasuredRule[] = [], extra: Extra = {}): Case {
	return { item: { id: "", kind: "lesson", title: "A lesson", ...SOUND, body, ...extra }, flaws };
}

/** A question; the options that begin with an asterisk are right. */
export function question(
	stem: string,
	options: string[],
	flaws: MeasuredRule[] = [],
	extra: Extra = {}
): Case {
	const parsed = options.map(option => ({
		text: option.replace(/^\*/, ""),
		correct: option.startsWith("*")
	}));
	const several = parsed.filter(({ correct }) => correct).length > 1;
	return {
		item: {
			id: "",
			kind: "question",
			title: "A question",
			...SOUND,
			questionType: several ? "multiple" : "single",
			explanation:
				"The lesson before this question says which of them it is, and for what reason.",
			stem,
			options: parsed,
			...extra
		},
		flaws
	};
}
