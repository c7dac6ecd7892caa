/** Whether a text can be read by those whom it is for. */
import { readabilityOf } from "../../analysis/readability.ts";
import { TECHNICAL_WORDS } from "../../analysis/technical-words.ts";
import type { Level } from "../../item.ts";
import { defineRule, type CheckContext } from "../rule.ts";

/** The highest grade for each level: explanations of a subject are a little harder than newspapers (9 to 12). */
const HIGHEST_GRADE: Record<Level, number> = { beginner: 12, intermediate: 16, advanced: 20 };
/** The formula says nothing about less. */
const FEWEST_WORDS = 25;
/** Of a text with fewer words than this it says little: only what is far too hard is told. */
const FEW_WORDS = 45;
const TOLERANCE = 4;

export const readability = defineRule({
	id: "text/readability",
	version: 1,
	severity: "warning",
	title: "A text is no harder to read than its level allows",
	*check(item, context) {
		const limit = HIGHEST_GRADE[item.level as Level];
		const found = limit === undefined ? null : gradeOf(context);
		if (!found || found.words < FEWEST_WORDS) return;
		if (found.grade <= (found.words < FEW_WORDS ? limit + TOLERANCE : limit)) return;
		const field = context.document.field("body") ? "body" : "stem";
		yield {
			field,
			start: 0,
			message: `Reads at grade ${found.grade}; the level "${item.level}" is for ${limit} at most`,
			advice: `Shorten sentences (${Math.round(found.words / found.sentences)} words on average now), use shorter words, and explain one idea at a time`
		};
	}
});

function gradeOf({ document, glossary }: CheckContext) {
	const { topics = [] } = document.item;
	const terms = new Set(topics.flatMap(topic => topic.toLowerCase().split(/\s+/)));
	const isTerm = (word: string) =>
		glossary.has(word) || terms.has(word) || TECHNICAL_WORDS.has(word);
	return readabilityOf([document.field("stem"), document.field("body")], isTerm);
}
