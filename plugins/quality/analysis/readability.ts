/**
 * How hard a text is to read: the Flesch–Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom, 1975,
 * "Derivation of new readability formulas", Research Branch Report 8-75), in years of school.
 * Terms of the subject count as two syllables at most: whoever learns a subject meets its words again and again.
 */
import { syllable } from "syllable";
import type { TextField } from "./document.ts";
import { sentencesOf, wordsOf } from "./sentences.ts";

export interface Readability {
	words: number;
	sentences: number;
	grade: number;
}

/** A list entry of fewer words is a label and no sentence. */
const SHORTEST_SENTENCE = 5;
const TERM_SYLLABLES = 2;

/** Returns how hard the prose of some fields is, or null when there is none. */
export function readabilityOf(
	fields: readonly (TextField | undefined)[],
	isTerm: (word: string) => boolean
): Readability | null {
	let words = 0;
	let sentences = 0;
	let syllables = 0;
	for (const sentence of fields.flatMap(paragraphSentences)) {
		sentences++;
		words += sentence.length;
		for (const word of sentence) syllables += syllablesOf(word, isTerm);
	}
	if (sentences === 0) return null;
	const grade = 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;
	return { words, sentences, grade: Math.round(grade * 10) / 10 };
}

function paragraphSentences(field: TextField | undefined): string[][] {
	return (field?.blocks ?? [])
		.filter(({ kind }) => kind === "paragraph")
		.flatMap(({ text }) => sentencesOf(text))
		.map(({ text }) => wordsOf(text).map(word => word.text))
		.filter(words => words.length >= SHORTEST_SENTENCE);
}

function syllablesOf(word: string, isTerm: (word: string) => boolean) {
	if (/^[A-Z0-9]{2,}s?$/.test(word)) return TERM_SYLLABLES;
	const count = Math.max(1, syllable(word));
	return count > TERM_SYLLABLES && isTerm(word.toLowerCase()) ? TERM_SYLLABLES : count;
}
