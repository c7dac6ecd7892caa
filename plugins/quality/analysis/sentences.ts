/** Splits English prose into sentences and words, each with its position. */
export interface Piece {
	text: string;
	start: number;
}

const ABBREVIATION =
	/(?:^|[\s("])(?:e\.g|i\.e|etc|cf|vs|approx|resp|no|fig|figs|eq|sec|ch|vol|ed|eds|al|dr|mr|mrs|ms|prof|st|inc|ltd|jr|sr|[A-Za-z]|[ap]\.m|u\.[sk])\.\s*$/i;

const sentenceBreaks = new Intl.Segmenter("en", { granularity: "sentence" });

/** Returns the sentences of a text; `e.g.` and names such as `Dr. Chan` end none. */
export function sentencesOf(text: string): Piece[] {
	const sentences: Piece[] = [];
	for (const { segment, index } of sentenceBreaks.segment(text)) {
		const last = sentences.at(-1);
		if (last && ABBREVIATION.test(last.text) && !segment.startsWith("\n")) last.text += segment;
		else sentences.push({ text: segment, start: index });
	}
	return sentences.filter(({ text: sentence }) => /\p{L}/u.test(sentence));
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’.\-_/][\p{L}\p{M}\p{N}]+)*/gu;

/** Returns what stands between spaces and punctuation, with inner hyphens, apostrophes, dots and slashes. */
export function wordsOf(text: string): Piece[] {
	return Array.from(text.matchAll(WORD), match => ({ text: match[0], start: match.index }));
}
