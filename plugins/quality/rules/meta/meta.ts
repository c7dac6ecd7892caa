/** What has to be known of an item beside its text. */
import { LEVELS, type Level } from "../../item.ts";
import { defineRule } from "../rule.ts";

const UNKNOWN =
	/^(?:[\s\-–—?.]*|unknown|none|n\/?a|not (?:known|specified|sure|applicable|set|stated)|unspecified|undefined|null|tbd|tba|tbc|todo|to be (?:determined|decided|defined|confirmed)|pending|unclear|no licen[cs]e|unlicen[cs]ed|licen[cs]e|some licen[cs]e|other|various|see (?:source|below|above)|ask .*|copied from .*|(?:found on |the )?(?:internet|web|google))\s*[.?!]*$/i;

export const licence = defineRule({
	id: "meta/licence",
	version: 1,
	severity: "error",
	title: "The licence is known",
	*check(item) {
		const given = item.licence?.trim() ?? "";
		if (!UNKNOWN.test(given)) return;
		yield {
			field: "licence",
			message: given ? `"${given}" is no licence` : "No licence is given",
			advice: "Say under which licence the item may be used, e.g. CC-BY-4.0 or proprietary"
		};
	}
});

export const source = defineRule({
	id: "meta/source",
	version: 1,
	severity: "warning",
	title: "The source is known",
	kinds: ["lesson", "article", "media", "question", "quiz"],
	*check(item) {
		const given = item.source?.trim() ?? "";
		if (!UNKNOWN.test(given)) return;
		yield {
			field: "source",
			message: given ? `"${given}" is no source` : "No source is given",
			advice: "Say where the item comes from, or that it is one's own work"
		};
	}
});

export const level = defineRule({
	id: "meta/level",
	version: 1,
	severity: "warning",
	title: "The level is known",
	*check(item) {
		if (LEVELS.includes(item.level as Level)) return;
		yield {
			field: "level",
			message: item.level ? `"${item.level}" is no level` : "No level is given",
			advice: `Choose ${LEVELS.join(", ")}`
		};
	}
});

export const aims = defineRule({
	id: "meta/objectives",
	version: 1,
	severity: "info",
	title: "A lesson says what it is for",
	kinds: ["lesson"],
	*check(item) {
		if (item.objectives?.some(text => text.trim())) return;
		yield {
			field: "objectives",
			message: "The lesson has no objectives",
			advice: "Say what a learner can do afterwards"
		};
	}
});

export const title = defineRule({
	id: "meta/title",
	version: 1,
	severity: "error",
	title: "The item has a title",
	kinds: ["lesson", "article", "quiz", "glossary", "media"],
	*check(item) {
		const given = item.title?.trim() ?? "";
		if (
			given &&
			!/^(?:untitled|new (?:item|lesson|article|quiz)|title|copy of .*|test\d*)$/i.test(given)
		)
			return;
		yield {
			field: "title",
			message: given ? `"${given}" is no title` : "No title is given",
			advice: "Name what the item is about"
		};
	}
});
