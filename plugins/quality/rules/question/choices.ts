/** The options of a choice question as the rules of question writing compare them. */
import type { AnswerOption, CheckedItem } from "../../item.ts";
import type { Remark } from "../rule.ts";

/** Kinds of questions whose options are answers to choose from. */
const CHOICES = new Set(["single", "multiple", "choice", "multiplechoice", "truefalse", ""]);

export interface Choice {
	field: string;
	/** The text without markup. */
	text: string;
	source: string;
	correct: boolean;
}

/** Returns the options to choose from; none for a question that is answered in another way. */
export function choicesOf(item: CheckedItem): Choice[] {
	if (!CHOICES.has((item.questionType ?? "").toLowerCase().replace(/[^a-z]/g, ""))) return [];
	return (item.options ?? []).map((option: AnswerOption, at) => ({
		field: `options[${at}].text`,
		text: plain(option.text ?? ""),
		source: option.text ?? "",
		correct: option.correct === true
	}));
}

/** Returns the text that a question asks with. */
export function stemOfQuestion(item: CheckedItem): { field: string; text: string } {
	return item.stem?.trim()
		? { field: "stem", text: item.stem }
		: { field: "body", text: item.body ?? "" };
}

/** Tells true and false from questions with real options. */
export function isTrueFalse(choices: readonly Choice[]): boolean {
	return (
		choices.length === 2 &&
		choices.every(({ text }) =>
			/^(?:true|false|yes|no|correct|incorrect|right|wrong|agree|disagree|richtig|falsch|wahr|unwahr|ja|nein)\W*$/i.test(
				text
			)
		)
	);
}

/** Tells a command, a number or an identifier from words. */
export function isCode({ source, text }: Choice): boolean {
	return (
		/^`[^`]+`[.;]?$/.test(source.trim()) ||
		/^[\d\s.,:%/+\-*=()[\]{}<>$€£^!&|"'_]*$/.test(text) ||
		(/^\S+$/.test(text) && /[_(){}[\]<>=/\\.:;@#$%^&*|~+\d]|[a-z][A-Z]/.test(text))
	);
}

/** Takes away letters in front ("a) ", "B. ") and Markdown. */
function plain(text: string) {
	return text
		.replace(/^\s*(?:\(?[a-hA-H][).:]|\([a-hA-H]\))\s+/, "")
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
		.replace(/(\*\*|__|`+)(.*?)\1/g, "$2")
		.replace(/(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g, "$1")
		.replace(/\s+/g, " ")
		.trim();
}

/** A remark on the whole of an option. */
export function onOption({ field, source }: Choice, message: string, advice: string): Remark {
	return { field, start: 0, end: source.length, message, advice };
}
