/** Options that say the same, or of which one holds the other. */
import { defineRule } from "../rule.ts";
import { choicesOf, isTrueFalse, stemOfQuestion, type Choice } from "./choices.ts";
import { onOption } from "./choices.ts";

const SMALL =
	"zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety";
const NUMBERS = new Map([
	...SMALL.split(" ").map((word, at): [string, number] => [word, at]),
	...TENS.split(" ").map((word, at): [string, number] => [word, (at + 2) * 10])
]);
/** Where how a word is written is what the question asks for, a capital makes a difference. */
const ABOUT_SPELLING =
	/\b(?:keyword|literal|identifier|boolean|variable|valid|capital\w*|upper ?case|lower ?case|case[- ]sensitiv\w*|spel\w+|written|write|constant|syntax|name of the (?:type|class)|class name|output|print\w*|returns?|evaluates?|value|result)\b/i;

export const duplicateOptions = defineRule({
	id: "question/duplicate-options",
	version: 2,
	severity: "error",
	title: "Options differ, and none holds another",
	kinds: ["question"],
	*check(item) {
		const choices = choicesOf(item);
		if (isTrueFalse(choices)) return;
		const exact = ABOUT_SPELLING.test(stemOfQuestion(item).text);
		const ranges = choices.map(({ text }) => rangeOf(text));
		for (const [at, choice] of choices.entries()) {
			if (choice.text === "") continue;
			const same = choices.slice(0, at).find(other => isSame(other, choice, exact));
			if (same) {
				yield onOption(
					choice,
					`"${choice.text}" says the same as "${same.text}"`,
					"Put another answer in its place"
				);
				continue;
			}
			const range = ranges[at];
			const overlapped = range
				? ranges.slice(0, at).findIndex(other => other && overlap(other, range))
				: -1;
			if (overlapped >= 0)
				yield onOption(
					choice,
					`"${choice.text}" overlaps with "${choices[overlapped]!.text}"`,
					"Let each value be in one option only"
				);
		}
	}
});

function isSame(a: Choice, b: Choice, exact: boolean) {
	if (a.text === b.text) return true;
	if (isSameStatement(a.text, b.text)) return true;
	if (isLiteral(a) || isLiteral(b)) return false;
	if (exact && a.text.toLowerCase() === b.text.toLowerCase() && /^\S+$/.test(a.text))
		return false;
	return normal(a.text) === normal(b.text);
}

const SQL =
	/^(?:select|insert|update|delete|drop|create|alter|truncate|grant|revoke|begin|commit|rollback|merge|with)\b\s+\w/i;

/** Code that differs in its spaces or in a semicolon at its end does the same; SQL minds no capitals either. */
function isSameStatement(a: string, b: string) {
	const [one, other] = [a, b].map(text => text.replace(/\s+/g, " ").replace(/[\s;]+$/, ""));
	if (one === other) return one !== "";
	return SQL.test(one!) && !/['"]/.test(one!) && one!.toLowerCase() === other!.toLowerCase();
}

/** What is marked as code, or has signs of code in it, counts as it is written. */
function isLiteral({ source, text }: Choice) {
	if (/^\d+(?: \p{L}+)*$/u.test(text)) return false;
	return (
		/`/.test(source) ||
		/[()[\]{}<>=_$\\/*&|^~#@:;+]|["'].*["']|[a-z][A-Z]|^[A-Z][a-z]+[A-Z]|^[-.\d]/.test(text)
	);
}

function normal(text: string) {
	const words = text
		.toLowerCase()
		.replace(/['’]s\b/g, "s")
		.replace(/[^\p{L}\p{N}]+/gu, " ")
		.trim()
		.split(" ")
		.filter(word => !/^(?:a|an|the)$/.test(word));
	return words.map(word => String(NUMBERS.get(word) ?? word)).join(" ");
}

interface Range {
	low: number;
	high: number;
	unit: string;
}

const NUMBER = "([-−]?\\d[\\d,]*(?:\\.\\d+)?)";
const UNIT = "\\s*([\\p{L}%°$€]*(?:\\s[\\p{L}]+)?)";
const BETWEEN = new RegExp(
	`^(?:from |between )?\\$?${NUMBER}${UNIT}\\s*(?:-|–|—|to|and|through|\\.\\.)\\s*\\$?${NUMBER}${UNIT}$`,
	"iu"
);
const ABOVE = new RegExp(
	`^(?:(more than|over|above|greater than|>|at least|from|≥|>=)\\s*\\$?${NUMBER}${UNIT}|\\$?${NUMBER}${UNIT}\\s*(?:or more|and more|or above|and above|or higher|and up|\\+))$`,
	"iu"
);
const BELOW = new RegExp(
	`^(?:(less than|under|below|fewer than|<|at most|up to|≤|<=)\\s*\\$?${NUMBER}${UNIT}|\\$?${NUMBER}${UNIT}\\s*(?:or less|or fewer|or below|and below|or lower))$`,
	"iu"
);

/** A range of numbers that an option names; null for anything else. Ports and years in a row are no ranges. */
function rangeOf(text: string): Range | null {
	const between = BETWEEN.exec(text);
	if (between) {
		const [low, high] = [toNumber(between[1]!), toNumber(between[3]!)];
		return low < high ? { low, high, unit: between[4]!.toLowerCase() } : null;
	}
	const above = ABOVE.exec(text);
	if (above) {
		const open = /more|over|above|greater|^>$/i.test(above[1] ?? "");
		return {
			low: toNumber(above[2] ?? above[4]!) + (open ? Number.EPSILON * 1e6 : 0),
			high: Infinity,
			unit: (above[3] ?? above[5] ?? "").toLowerCase()
		};
	}
	const below = BELOW.exec(text);
	if (!below) return null;
	const open = /less|under|below|fewer|^<$/i.test(below[1] ?? "");
	return {
		low: -Infinity,
		high: toNumber(below[2] ?? below[4]!) - (open ? Number.EPSILON * 1e6 : 0),
		unit: (below[3] ?? below[5] ?? "").toLowerCase()
	};
}

function toNumber(text: string) {
	return Number(text.replaceAll(",", "").replace("−", "-"));
}

/** Ranges that meet in their ends alone ("10 to 20", "20 to 30") overlap too: where does 20 belong? */
function overlap(a: Range, b: Range) {
	return a.unit === b.unit && a.low <= b.high && b.low <= a.high;
}
