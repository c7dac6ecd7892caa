/** Words that no dictionary and no glossary knows. */
import { dictionaryOf, type Dictionary } from "../../analysis/dictionary.ts";
import type { Guess } from "../../analysis/guesses.ts";
import { placeOf, type TextField } from "../../analysis/document.ts";
import { MISSPELLINGS } from "../../analysis/misspellings.ts";
import { OBJECT, type Block } from "../../analysis/prose.ts";
import { sentencesOf, wordsOf, type Piece } from "../../analysis/sentences.ts";
import { matchesIn } from "../matches.ts";
import { defineRule, type CheckContext, type Remark } from "../rule.ts";

/** A word that is missing from the dictionaries is reported from these odds on that it is a slip (see `analysis/guesses.ts`). */
const LIKELY = -1;
/** What begins with a capital is a name unless more speaks against it. */
const LIKELIER = 1;
/** A word of fewer letters is like too many others: it has to be a known misspelling. */
const SHORTEST_NEAR = 4;
const SHORTEST_WORD = 3;
/** A shorter word with a capital is a name too often. */
const SHORTEST_CAPITAL = 6;

/** Right words in the wrong place, where nothing else can be meant. */
const CONFUSIONS: [RegExp, (match: string) => string][] = [
	[/\b(?:could|should|would|must|might) of\b/gi, match => match.replace(/of$/i, "have")],
	[
		/\b(?:more|less|rather|other|better|faster|slower|larger|smaller|greater|higher|lower|longer|shorter|easier) then\b(?= (?:a|an|the|one|two|it|that|this|any|\d))/gi,
		match => match.replace(/then$/i, "than")
	],
	[/\bin order too\b/gi, () => "in order to"],
	[
		/(?<=^|[.!?;]\s+)its (?:a|an|the|important (?:that|to)|(?:im)?possible to|necessary to|easy to|hard to|clear that|not)\b/gi,
		match => match.replace(/^(it)s/i, "$1's")
	],
	[
		/\bit's (?:own|name|value|length|size|type|elements?|contents?|arguments?|parameters?|address|header|payload)\b/gi,
		match => match.replace(/'s/, "s")
	]
];

export const spelling = defineRule({
	id: "text/spelling",
	version: 3,
	severity: "warning",
	title: "Words are spelt as a dictionary or the glossary has them",
	*check(item, context) {
		if (!/^en\b/i.test(item.language || "en")) return;
		yield* confusedWords(context);
		const dictionary = dictionaryOf();
		const found = new Set<string>();
		for (const { field, block, word } of unknownWords(context, dictionary)) {
			const lower = plainForm(word.text);
			if (found.has(lower)) continue;
			if (isForeign(block, word, dictionary, context.glossary)) continue;
			// Terms that the dictionary lacks are like no other word; misspellings are like the word that was meant.
			if (!isNear(lower, dictionary)) continue;
			found.add(lower);
			yield toRemark(field, block, word, dictionary.guess(lower));
		}
	}
});

function* confusedWords({ document }: CheckContext): Generator<Remark> {
	for (const [pattern, correct] of CONFUSIONS)
		for (const { field, start, end, text } of matchesIn(document, pattern))
			yield {
				field,
				start,
				end,
				message: `"${text}" is not what is meant here`,
				advice: `Write "${correct(text)}"`,
				replacement: correct(text)
			};
}

interface Unknown {
	field: TextField;
	block: Block;
	word: Piece;
}

function* unknownWords(context: CheckContext, dictionary: Dictionary): Generator<Unknown> {
	const names = namesIn(context.document.fields);
	for (const name of namesAmongOptions(context, dictionary)) names.add(name);
	for (const field of context.document.fields)
		for (const block of field.blocks)
			for (const sentence of sentencesOf(block.text))
				for (const word of wordsOf(sentence.text)) {
					const position = sentence.start + word.start;
					const first = /^[^\p{L}]*$/u.test(sentence.text.slice(0, word.start));
					if (!isPlainWord(word.text, block, position)) continue;
					const lower = plainForm(word.text);
					if (isKnown(lower, dictionary, context.glossary)) continue;
					const capital = word.text[0] !== word.text[0]!.toLowerCase();
					if (capital && !MISSPELLINGS.has(lower)) {
						const title = block.kind === "heading" || field.name === "title";
						if ((!first && !title) || names.has(lower)) continue;
						if (!looksMistyped(word.text, sentence.text, word.start, dictionary))
							continue;
					}
					yield { field, block, word: { text: word.text, start: position } };
				}
}

/** One of several words beside each other that no dictionary knows, and that are like no word: `beurre blanc`. */
function isForeign(
	block: Block,
	{ text: word, start }: Piece,
	dictionary: Dictionary,
	glossary: ReadonlySet<string>
) {
	if (MISSPELLINGS.has(plainForm(word))) return false;
	if (isInForeignPhrase(block, start, dictionary, glossary)) return true;
	const before = /(?<![A-Za-z])([a-z]{4,}) $/.exec(block.text.slice(0, start))?.[1];
	const after = /^ ([a-z]{4,})\b/.exec(block.text.slice(start + word.length))?.[1];
	return [before, after].some(
		beside =>
			beside !== undefined &&
			!isKnown(beside, dictionary, glossary) &&
			!isNear(beside, dictionary)
	);
}

/** Emphasis and quotation marks set off what is in another language, when most of it is unknown: *Salmonella enterica*. */
function isInForeignPhrase(
	{ text, emphasised }: Block,
	start: number,
	dictionary: Dictionary,
	glossary: ReadonlySet<string>
) {
	const quoted = Array.from(
		text.matchAll(/[“„«"]([^“”„«»"]+)[”“»"]/g),
		({ 0: { length }, index }) => ({
			start: index,
			end: index + length
		})
	);
	return [...emphasised, ...quoted].some(span => {
		if (start < span.start || start >= span.end) return false;
		const words = text.slice(span.start, span.end).match(/\p{L}{3,}/gu) ?? [];
		const unknown = words.filter(word => !isKnown(plainForm(word), dictionary, glossary));
		return unknown.length >= 2 && unknown.length * 2 >= words.length;
	});
}

/** One word each, all with a capital, and two of them no words at all: `Plato`, `Zeno`, `Epicurus`. */
function namesAmongOptions({ document, glossary }: CheckContext, dictionary: Dictionary) {
	const options = document.fields
		.filter(({ name }) => /^options\[\d+\]\.text$/.test(name))
		.map(({ blocks }) => blocks.map(({ text }) => text).join(" "));
	const words = options.flatMap(text => /^\p{Lu}[\p{Ll}’'-]+$/u.exec(text)?.[0] ?? []);
	const named = words.map(plainForm).filter(word => !isKnown(word, dictionary, glossary));
	return words.length === options.length && named.length > 1 ? named : [];
}

/** What is written with a capital in the middle of a sentence is taken for a name everywhere. */
function namesIn(fields: readonly TextField[]): Set<string> {
	const names = new Set<string>();
	for (const { blocks, name } of fields)
		for (const { text, kind } of blocks)
			if (kind === "paragraph" && name !== "title")
				for (const match of text.matchAll(/(?<=[\p{Ll},;] )\p{Lu}\p{Ll}+/gu))
					names.add(match[0].toLowerCase());
	return names;
}

/** Leaves out identifiers, abbreviations, parts of paths and flags, and what is not in plain letters. */
function isPlainWord(word: string, block: Block, position: number) {
	if (word.length < SHORTEST_WORD || !/^[A-Za-z]+(?:['’-][A-Za-z]+)*$/.test(word)) return false;
	if (/^[A-Z]{2,}(?:['’]?s)?$/.test(word) || /[a-z][A-Z]|^[A-Z]{2,}[a-z]|-[A-Z]{2}/.test(word))
		return false;
	const before = block.text[position - 1] ?? " ";
	const after = block.text.slice(position + word.length, position + word.length + 2);
	if (/[@#$%&\\/._~=<>:-]/.test(before) && !/[—–]/.test(before) && !/\s/.test(before))
		return false;
	if (before === OBJECT || after.startsWith(OBJECT)) return false;
	return !/^(?:[@_=\\/~^]|\(\)|[.:]\w|<)/.test(after);
}

function plainForm(word: string) {
	return word
		.toLowerCase()
		.replaceAll("’", "'")
		.replace(/'s$|s'$/, match => (match === "s'" ? "s" : ""));
}

function isKnown(word: string, dictionary: Dictionary, glossary: ReadonlySet<string>): boolean {
	if (dictionary.knows(word, glossary)) return true;
	if (!word.includes("-")) return false;
	return word
		.split("-")
		.every(
			part =>
				part.length < SHORTEST_WORD ||
				/^(?:th|nd|st|rd|multi|micro|inter|intra|anti|semi|pseudo|meta|auto)$/.test(part) ||
				dictionary.knows(part, glossary)
		);
}

/** A capital at the start of a sentence: a name, unless it is very near to a common word. */
function looksMistyped(word: string, sentence: string, at: number, dictionary: Dictionary) {
	if (word.length < SHORTEST_CAPITAL || /['’]s?$/.test(word)) return false;
	if (/^\s+(?:\p{Lu}|v[ao]n\b|de\b)/u.test(sentence.slice(at + word.length))) return false;
	return isNear(word.toLowerCase(), dictionary, LIKELIER);
}

function isNear(word: string, dictionary: Dictionary, odds = LIKELY) {
	if (MISSPELLINGS.has(word)) return true;
	return word.length >= SHORTEST_NEAR && (dictionary.guess(word)[0]?.odds ?? -Infinity) >= odds;
}

function toRemark(field: TextField, block: Block, word: Piece, guesses: readonly Guess[]): Remark {
	const certain = MISSPELLINGS.get(plainForm(word.text));
	const place = placeOf(field, block, word.start, word.text.length);
	return {
		...place,
		message: `"${word.text}" is not in the dictionary`,
		advice: `Write ${guesses.map(({ word: each }) => `"${each}"`).join(" or ")}, or add it to the glossary when it is a term`,
		...(certain && !/['’]/.test(word.text) && { replacement: withCaseOf(word.text, certain) })
	};
}

function withCaseOf(model: string, word: string) {
	return model[0] === model[0]!.toUpperCase() ? word[0]!.toUpperCase() + word.slice(1) : word;
}
