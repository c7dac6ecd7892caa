/** Flaws of the options, after Haladyna, Downing and Rodriguez (2002), "A review of multiple-choice item-writing guidelines". */
import { defineRule, type Remark } from "../rule.ts";
import { choicesOf, isCode, isTrueFalse, type Choice } from "./choices.ts";

const QUESTION = ["question"] as const;

const THINGS =
	"(?:answers?|options?|choices?|responses?|alternatives?|statements?|items?|possibilities|reasons|methods|things|ones|points?|techniques|protocols|causes)";
const OTHERS = `(?:(?:of )?(?:the |these |those )?(?:above|others?|aforementioned|previous|preceding|foregoing|listed|mentioned|given|remaining|following|below)|(?:of )?(?:them|these|those|it))`;
const ALL = new RegExp(
	`^(?:(?:probably|in fact|actually|it is|they are|that is)\\s+)?(?:` +
		[
			`(?:all|each|every one|everyone|every single one|any|each and every one)(?: (?:three|four|five|two))?(?: (?:of )?(?:the|these|those))?(?: (?:other|above|listed|given|previous|preceding|mentioned))?(?: ${THINGS})?(?: (?:${OTHERS}))*(?: ${THINGS})?(?: (?:mentioned|listed|given|shown|above|here|are|is|can be|may be|could be))*(?: (?:equally )?(?:correct|true|right|valid|possible|applicable|apply|acceptable|appropriate|needed|required))?`,
			`(?:every|any)(?: single)? (?:one of (?:the |these )?)?(?:${THINGS})(?: (?:of (?:the |these )?)?(?:above|listed|given|mentioned|here))*(?: (?:is|are) (?:correct|true|right|valid))?`,
			`all (?:two|three|four|five)(?: of (?:them|these|those))?`,
			`everything(?: (?:above|listed|mentioned|here|else|in the list|of the above))*(?: is (?:correct|true|right))?`,
			`the (?:above|others|rest) are all (?:correct|true|right)`
		].join("|") +
		`)[.!\\s]*$`,
	"i"
);
const NONE = new RegExp(
	`^(?:(?:none|neither|not any|no one|nothing)(?: (?:of (?:the|these|those|them)|above|listed|here))*(?: (?:above|others?|listed|given|mentioned|following|previous|answers?|options?|choices?|these))*|no (?:correct|right) (?:answer|option)|no(?:ne of the)? ${THINGS}(?: (?:above|is|are|correct|listed))*)(?: (?:is|are) (?:correct|true|right))?[.!\\s]*$`,
	"i"
);
const LETTERS =
	/^(?:both |only |all of )?(?:(?:options?|answers?|choices?) )?\(?([a-h]\)?(?:\s*(?:,|and|&|or|\+|,\s*and)\s*\(?[a-h]\)?)+)(?: (?:only|above|are (?:both )?(?:correct|true|right)|together))*[.\s]*$/i;
const BOTH =
	/^both(?: (?:of (?:these|them|the above)|are (?:correct|true|right)|answers?(?: are correct)?|(?:the )?above))+[.\s]*$/i;

export const allOfTheAbove = defineRule({
	id: "question/all-of-the-above",
	version: 1,
	severity: "warning",
	title: "No option stands for all the others",
	kinds: QUESTION,
	*check(item) {
		const choices = choicesOf(item);
		if (choices.length < 3) return;
		for (const [at, choice] of choices.entries())
			if (isAll(choice.text) || namesAllOthers(choice.text, at))
				yield onOption(
					choice,
					`"${choice.text}" is right for whoever knows two of the others`,
					"Put an answer of its own here, or make it a question with several right answers"
				);
	}
});

function isAll(text: string) {
	// "All" or "Any" alone, or of one thing ("all packets"), may be an answer.
	return (
		ALL.test(text) &&
		/\b(?:above|these|those|them|answers?|options?|choices?|alternatives?|listed|mentioned|others?|correct|true|right|apply|everything|previous|preceding|aforementioned|given|statements|responses?|following|two|three|four|five)\b/i.test(
			text
		)
	);
}

/** "A, B and C" where there is nothing beside them, "both" where there are two. */
function namesAllOthers(text: string, at: number) {
	if (BOTH.test(text)) return true;
	const named = lettersIn(text);
	return named.size >= 2 && named.size === at && [...named].every(index => index < at);
}

/** Returns the options, from 0, that a text names by their letters. */
function lettersIn(text: string): Set<number> {
	const [, letters] = LETTERS.exec(text) ?? [];
	const names =
		letters
			?.toLowerCase()
			.replace(/and|or|&|\+/g, " ")
			.match(/[a-h]/g) ?? [];
	return new Set(names.map(name => "abcdefgh".indexOf(name)));
}

export const noneOfTheAbove = defineRule({
	id: "question/none-of-the-above",
	version: 1,
	severity: "info",
	title: "No option denies all the others",
	kinds: QUESTION,
	*check(item) {
		for (const choice of choicesOf(item))
			if (
				NONE.test(choice.text) &&
				/\b(?:above|these|those|them|answers?|options?|choices?|listed|others?|correct|right)\b/i.test(
					choice.text
				)
			)
				yield onOption(
					choice,
					`"${choice.text}" tells nothing about what a learner knows`,
					"Put an answer of its own here"
				);
	}
});

export const complexOptions = defineRule({
	id: "question/complex-options",
	version: 1,
	severity: "info",
	title: "No option combines others",
	kinds: QUESTION,
	*check(item) {
		const choices = choicesOf(item);
		for (const [at, choice] of choices.entries())
			if (lettersIn(choice.text).size >= 2 && !namesAllOthers(choice.text, at))
				yield onOption(
					choice,
					`"${choice.text}" combines other options`,
					"Make it a question with several right answers"
				);
	}
});

/** How much longer the key has to be than the longest and the average of the others. */
const LONGER_THAN_LONGEST = 1.3;
const LONGER_THAN_AVERAGE = 1.6;
const FEWEST_CHARACTERS = 25;
const FEWEST_MORE = 12;

export const longestKey = defineRule({
	id: "question/longest-key",
	version: 1,
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

export const keyMissing = defineRule({
	id: "question/key-missing",
	version: 1,
	severity: "error",
	title: "There is a right answer, and it is one of the options",
	kinds: QUESTION,
	*check(item) {
		const type = (item.questionType ?? "").toLowerCase().replace(/[^a-z]/g, "");
		const choices = choicesOf(item);
		const advice = "Mark the right answer";
		if (["ordering", "matching", "code", "essay"].includes(type)) return;
		if (["numeric", "shorttext", "text"].includes(type)) {
			if (
				isEmptyAnswer(item.answer) &&
				!item.options?.some(({ correct, text }) => correct && text.trim())
			)
				yield {
					field: "answer",
					message: "No right answer is given",
					advice: "Say what is right"
				};
			return;
		}
		if (choices.length === 0)
			yield {
				field: "options",
				message: "The question has no options",
				advice: "Add options, or choose another kind of question"
			};
		else if (!choices.some(({ correct }) => correct))
			yield { field: "options", message: "None of the options is marked as right", advice };
		else if (choices.some(({ correct, text }) => correct && text === ""))
			yield {
				field: "options",
				message: "The option that is marked as right is empty",
				advice
			};
		else if (isGivenElsewhere(item.answer, choices))
			yield {
				field: "answer",
				message: `"${String(item.answer)}" is none of the options`,
				advice
			};
	}
});

function isEmptyAnswer(answer: unknown) {
	if (answer === undefined || answer === null || answer === "") return true;
	return Array.isArray(answer) && answer.length === 0;
}

function isGivenElsewhere(answer: unknown, choices: readonly Choice[]) {
	if (typeof answer !== "string" || answer.trim() === "") return false;
	const given = answer.trim().toLowerCase();
	const at = "abcdefgh".indexOf(given);
	if (given.length === 1 && at >= 0 && at < choices.length) return false;
	return !choices.some(
		({ text, source }) => text.toLowerCase() === given || source.trim().toLowerCase() === given
	);
}

export const severalKeys = defineRule({
	id: "question/several-keys",
	version: 1,
	severity: "error",
	title: "A question with one right answer has one",
	kinds: QUESTION,
	*check(item) {
		const keys = choicesOf(item).filter(({ correct }) => correct);
		if (item.questionType === "single" && keys.length > 1)
			yield onOption(
				keys[1]!,
				`${keys.length} options are marked as right`,
				"Mark one, or make it a question with several right answers"
			);
	}
});

export const fewOptions = defineRule({
	id: "question/few-options",
	version: 1,
	severity: "warning",
	title: "There are enough options to choose from",
	kinds: QUESTION,
	*check(item) {
		const choices = choicesOf(item);
		if (choices.length === 0 || choices.length > 2 || isTrueFalse(choices)) return;
		yield {
			field: "options",
			message: `There ${choices.length === 1 ? "is one option" : "are two options"} only`,
			advice: "Three options are the least"
		};
	}
});

const ABSOLUTE =
	/\b(?:always|never|all|none|every|only|completely|absolutely|entirely|impossible|under no circumstances|in all cases|without exception)\b/i;

export const absoluteTerms = defineRule({
	id: "question/absolute-terms",
	version: 1,
	severity: "info",
	title: "Wrong answers are not told by words such as always and never",
	kinds: QUESTION,
	*check(item) {
		const choices = choicesOf(item);
		const wrong = choices.filter(
			({ correct, text }) =>
				!correct && ABSOLUTE.test(text) && !isAll(text) && !NONE.test(text)
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

/** A remark on the whole of an option. */
export function onOption({ field, source }: Choice, message: string, advice: string): Remark {
	return { field, start: 0, end: source.length, message, advice };
}
