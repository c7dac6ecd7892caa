/** Answers that are told by how much, or how firmly, they say. */
import { defineRule } from "../rule.ts";
import { choicesOf, isCode, isTrueFalse, onOption } from "./choices.ts";
import { isAll, isNone, namesAllOthers } from "./combined-options.ts";

const QUESTION = ["question"] as const;

/** How much longer the key has to be than the longest and the average of the others. */
const LONGER_THAN_LONGEST = 1.3;
const LONGER_THAN_AVERAGE = 1.6;
const FEWEST_CHARACTERS = 25;
const FEWEST_MORE = 12;

export const longestKey = defineRule({
	id: "question/longest-key",
	version: 2,
	severity: "warning",
	title: "The right answer is not told by its length",
	kinds: QUESTION,
	*check(item) {
		const choices = choicesOf(item);
		const keys = choices.filter(({ correct }) => correct);
		const others = choices.filter(({ correct }) => !correct);
		if (
			keys.length === 0 ||
			others.length === 0 ||
			isTrueFalse(choices) ||
			choices.every(isCode)
		)
			return;
		if (
			choices.some(
				({ text, correct }, at) => correct && (isAll(text) || namesAllOthers(text, at))
			)
		)
			return;
		const shortest = keys.reduce((a, b) => (a.text.length <= b.text.length ? a : b));
		const lengths = others.map(({ text }) => text.length);
		const longest = Math.max(...lengths);
		const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
		const { length } = shortest.text;
		if (length < FEWEST_CHARACTERS || length - longest < FEWEST_MORE) return;
		if (length < longest * LONGER_THAN_LONGEST || length < average * LONGER_THAN_AVERAGE)
			return;
		yield onOption(
			shortest,
			`The right answer has ${length} characters, no other more than ${longest}`,
			"Make the options about equally long: shorten the right one, or say as much in the others"
		);
	}
});

const ABSOLUTE =
	/\b(?:always|never|all|none|every|only|completely|absolutely|entirely|impossible|under no circumstances|in all cases|without exception)\b/i;

export const absoluteTerms = defineRule({
	id: "question/absolute-terms",
	version: 2,
	severity: "info",
	title: "Wrong answers are not told by words such as always and never",
	kinds: QUESTION,
	*check(item) {
		const choices = choicesOf(item);
		const wrong = choices.filter(
			({ correct, text }) => !correct && ABSOLUTE.test(text) && !isAll(text) && !isNone(text)
		);
		if (wrong.length < 2 || choices.some(({ correct, text }) => correct && ABSOLUTE.test(text)))
			return;
		for (const choice of wrong)
			yield onOption(
				choice,
				`"${ABSOLUTE.exec(choice.text)![0]}" tells that this answer is wrong`,
				"Say it without the absolute word, or use one in the right answer too"
			);
	}
});
