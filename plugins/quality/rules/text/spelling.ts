/** Words that no dictionary and no glossary knows, and right words in the wrong place. */
import { CONFUSIONS } from "../../analysis/confusions.ts";
import { dictionaryOf } from "../../analysis/dictionary.ts";
import { placeOf } from "../../analysis/document.ts";
import type { Guess } from "../../analysis/guesses.ts";
import { MISSPELLINGS } from "../../analysis/misspellings.ts";
import { matchesIn } from "../matches.ts";
import { defineRule, type CheckContext, type Remark } from "../rule.ts";
import { standingOf } from "./names.ts";
import { termsOf } from "./terms.ts";
import { unknownWords, type Unknown } from "./unknown-words.ts";

/** What begins with a capital is a name, unless the odds are so much better. */
const NAME = 2;

export const spelling = defineRule({
	id: "text/spelling",
	version: 4,
	severity: "warning",
	title: "Words are spelt as a dictionary or the glossary has them",
	*check(item, context) {
		if (!/^en\b/i.test(item.language || "en")) return;
		yield* confusedWords(context);
		yield* misspeltWords(context);
	}
});

function* confusedWords({ document }: CheckContext): Generator<Remark> {
	const found = new Set<string>();
	for (const [pattern, meant] of CONFUSIONS)
		for (const { field, start, end, text } of matchesIn(document, pattern)) {
			const place = `${field} ${start}`;
			if (found.has(place)) continue;
			found.add(place);
			const replacement = withCaseOf(text, meant);
			const message = `"${text}" is not what is meant here`;
			yield { field, start, end, message, advice: `Write "${replacement}"`, replacement };
		}
}

/** Terms that the dictionary lacks are like no other word; misspellings are like the word that was meant. */
function* misspeltWords(context: CheckContext): Generator<Remark> {
	const dictionary = dictionaryOf();
	const unknown = [...unknownWords(context, dictionary)];
	if (unknown.length === 0) return;
	const standing = standingOf(context, dictionary);
	const terms = termsOf(context, unknown, dictionary);
	const found = new Set<string>();
	for (const word of unknown) {
		if (found.has(word.plain)) continue;
		const guesses = dictionary.guess(word.plain);
		if (!MISSPELLINGS.has(word.plain)) {
			const stands = standing(word);
			const doubts = terms.doubts(word) + (stands === "doubtful" ? NAME : 0);
			if (stands === "name" || !terms.isSlip(word.plain, doubts)) continue;
		}
		found.add(word.plain);
		yield toRemark(word, guesses);
	}
}

function toRemark(
	{ field, block, start, text, plain }: Unknown,
	guesses: readonly Guess[]
): Remark {
	const certain = MISSPELLINGS.get(plain);
	const place = placeOf(field, block, start, text.length);
	return {
		...place,
		message: `"${text}" is not in the dictionary`,
		advice: `Write ${guesses.map(({ word: each }) => `"${each}"`).join(" or ")}, or add it to the glossary when it is a term`,
		...(certain && !/['’]/.test(text) && { replacement: withCaseOf(text, certain) })
	};
}

function withCaseOf(model: string, word: string) {
	return model[0] === model[0]!.toUpperCase() ? word[0]!.toUpperCase() + word.slice(1) : word;
}
