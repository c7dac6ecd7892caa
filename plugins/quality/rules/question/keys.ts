/** Options and keys that a question cannot be answered without. */
import { defineRule } from "../rule.ts";
import { choicesOf, isTrueFalse, onOption, type Choice } from "./choices.ts";

const QUESTION = ["question"] as const;

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
