/** The words of an item that no dictionary and no glossary knows. */
import type { Dictionary } from "../../analysis/dictionary.ts";
import type { TextField } from "../../analysis/document.ts";
import { OBJECT, type Block } from "../../analysis/prose.ts";
import { sentencesOf, wordsOf, type Piece } from "../../analysis/sentences.ts";
import type { CheckContext } from "../rule.ts";

const SHORTEST_WORD = 3;

export interface Unknown {
	field: TextField;
	block: Block;
	sentence: Piece;
	/** Where it stands in the sentence. */
	at: number;
	/** Where it stands in the block. */
	start: number;
	text: string;
	/** As dictionaries have it. */
	plain: string;
}

/** Yields each of them wherever it stands; what is no plain word (an identifier, a path) is left out. */
export function* unknownWords(
	{ document, glossary }: CheckContext,
	dictionary: Dictionary
): Generator<Unknown> {
	for (const field of document.fields)
		for (const block of field.blocks)
			for (const sentence of sentencesOf(block.text))
				for (const { text, start: at } of wordsOf(sentence.text)) {
					const start = sentence.start + at;
					if (!isPlainWord(text, block, start)) continue;
					const plain = plainForm(text);
					if (isKnown(plain, dictionary, glossary)) continue;
					yield { field, block, sentence, at, start, text, plain };
				}
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

/** Returns a word in lower case, without an apostrophe's s. */
export function plainForm(word: string) {
	return word
		.toLowerCase()
		.replaceAll("’", "'")
		.replace(/'s$|s'$/, match => (match === "s'" ? "s" : ""));
}

/** Tells whether a word, or each part of one with hyphens, is in a dictionary or in the glossary. */
export function isKnown(
	word: string,
	dictionary: Dictionary,
	glossary: ReadonlySet<string>
): boolean {
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
