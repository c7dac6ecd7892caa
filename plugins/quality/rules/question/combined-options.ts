/** Options that stand for others, after Haladyna, Downing and Rodriguez (2002), "A review of multiple-choice item-writing guidelines". */
import { defineRule } from "../rule.ts";
import { choicesOf, onOption } from "./choices.ts";

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

/** "Any of these remedies": whatever they are called, the other options are meant. */
const ALL_OF_THESE =
	/^(?:all|any|each|every one|either) (?:one )?of (?:these|those)(?: \w+){0,2}[.!\s]*$/i;

/** What German options point at the others with, and what they say of them. */
const GERMAN_POINTING =
	"(?:(?:von|der|die|den|dieser|diesen|diese|dieses|oben|vorher|zuvor|hier|davon|zwei|drei|vier|fünf|ist|sind|richtig|korrekt|wahr|zutreffend|möglich|stimmt|stimmen|trifft|treffen|zu|(?:genannt|aufgeführt|obig|angegeben|vorstehend|aufgezählt|ander)(?:e|en|er|es)|antwort(?:en|möglichkeiten)?|option(?:en)?|möglichkeit(?:en)?|aussagen?|punkte|nennungen)[.!\\s]*)+";
const GERMAN_ALL = new RegExp(`^(?:alles?|sämtliche|jede[rs]?) ${GERMAN_POINTING}$`, "i");
const GERMAN_NONE = new RegExp(`^(?:keine?[rs]?|nichts) ${GERMAN_POINTING}$`, "i");

export const allOfTheAbove = defineRule({
	id: "question/all-of-the-above",
	version: 2,
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

/** Tells whether an option stands for all the others. */
export function isAll(text: string) {
	// "All" or "Any" alone, or of one thing ("all packets"), may be an answer.
	if (ALL_OF_THESE.test(text) || GERMAN_ALL.test(text)) return true;
	return (
		ALL.test(text) &&
		/\b(?:above|these|those|them|answers?|options?|choices?|alternatives?|listed|mentioned|others?|correct|true|right|apply|everything|previous|preceding|aforementioned|given|statements|responses?|following|two|three|four|five)\b/i.test(
			text
		)
	);
}

/** "A, B and C" where there is nothing beside them, "both" where there are two. */
export function namesAllOthers(text: string, at: number) {
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

/** Tells whether an option denies all the others. */
export function isNone(text: string) {
	if (GERMAN_NONE.test(text)) return true;
	return (
		NONE.test(text) &&
		/\b(?:above|these|those|them|answers?|options?|choices?|listed|others?|correct|right)\b/i.test(
			text
		)
	);
}

export const noneOfTheAbove = defineRule({
	id: "question/none-of-the-above",
	version: 2,
	severity: "info",
	title: "No option denies all the others",
	kinds: QUESTION,
	*check(item) {
		for (const choice of choicesOf(item))
			if (isNone(choice.text))
				yield onOption(
					choice,
					`"${choice.text}" tells nothing about what a learner knows`,
					"Put an answer of its own here"
				);
	}
});

export const complexOptions = defineRule({
	id: "question/complex-options",
	version: 2,
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
