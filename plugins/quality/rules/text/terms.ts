/** What a text itself says of a word that no dictionary knows: whether it is rather a term of it than a slip. */
import type { Code, InlineCode } from "mdast";
import type { Dictionary } from "../../analysis/dictionary.ts";
import { nodesOf } from "../../analysis/document.ts";
import type { CheckContext } from "../rule.ts";
import { isKnown, plainForm, type Unknown } from "./unknown-words.ts";

/** A word is reported from these odds on that it is a slip (see `analysis/guesses.ts`). */
const LIKELY = -1;
/** A word of fewer letters is like too many others: it has to be a known misspelling. */
const SHORTEST = 4;
/** So few letters are like those of many words. */
const SHORT = 1.5;
/** What is set off is a term as often. */
const SET_OFF = 1;
/** Who writes a word so often means it. */
const OFTEN = 3;
const REPEATED = 1;
/** Jargon has company: each term beside it that is like no word. */
const COMPANY = 0.5;
const MOST_COMPANY = 3;

/** Judges the unknown words of an item together. */
export function termsOf(
	{ document, glossary }: CheckContext,
	unknown: readonly Unknown[],
	dictionary: Dictionary
) {
	const uses = new Map<string, number>();
	for (const { plain } of unknown) uses.set(plain, (uses.get(plain) ?? 0) + 1);
	const bySentence = Map.groupBy(unknown, ({ sentence }) => sentence);
	const inCode = new Set(
		document.fields
			.flatMap(field => [
				...nodesOf<Code>(field, "code"),
				...nodesOf<InlineCode>(field, "inlineCode")
			])
			.flatMap(({ value }) => value.toLowerCase().split(/[^a-z]+/))
	);

	const isSlip = (word: string, doubts = 0) => {
		const odds = dictionary.guess(word)[0]?.odds;
		if (odds === undefined || word.length < SHORTEST) return false;
		return odds >= LIKELY + doubts + (word.length === SHORTEST ? SHORT : 0);
	};

	/** Returns by how much the odds have to be better. */
	function doubts(word: Unknown) {
		const setOff = setOffAround(word);
		if (isForeign(word) || inCode.has(word.plain) || setOff.some(isForeignPhrase))
			return Infinity;
		const repeated = uses.get(word.plain)! >= OFTEN ? REPEATED : 0;
		return repeated + (setOff.length > 0 ? SET_OFF : 0) + COMPANY * companyOf(word);
	}

	/** How many other terms its sentence has that are like no word. */
	function companyOf({ sentence, plain }: Unknown) {
		const beside = bySentence.get(sentence)!.filter(({ text }) => /^[a-z]/.test(text));
		const terms = new Set(beside.map(other => other.plain).filter(other => !isSlip(other)));
		terms.delete(plain);
		return Math.min(terms.size, MOST_COMPANY);
	}

	/** One of several words beside each other that no dictionary knows, and that are like no word: `beurre blanc`. */
	function isForeign({ block, start, text }: Unknown) {
		const before = /(?<![A-Za-z])([a-z]{4,}) $/.exec(block.text.slice(0, start))?.[1];
		const after = /^ ([a-z]{4,})\b/.exec(block.text.slice(start + text.length))?.[1];
		return [before, after].some(
			beside =>
				beside !== undefined && !isKnown(beside, dictionary, glossary) && !isSlip(beside)
		);
	}

	/** What is set off is in another language when most of it is unknown: *Salmonella enterica*. */
	function isForeignPhrase(text: string) {
		const words = text.match(/\p{L}{3,}/gu) ?? [];
		const strange = words.filter(word => !isKnown(plainForm(word), dictionary, glossary));
		return strange.length >= 2 && strange.length * 2 >= words.length;
	}

	return { doubts, isSlip };
}

/** Returns what emphasis and quotation marks set off around a word. */
function setOffAround({ block: { text, emphasised }, start }: Unknown) {
	const quoted = Array.from(text.matchAll(/[“„«"]([^“”„«»"]+)[”“»"]/g), match => ({
		start: match.index,
		end: match.index + match[0].length
	}));
	return [...emphasised, ...quoted]
		.filter(span => start >= span.start && start < span.end)
		.map(span => text.slice(span.start, span.end));
}
