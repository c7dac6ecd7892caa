/**
 * Passages of a text, in its Markdown and as it is shown: what is between the words differs (marks, breaks,
 * addresses of links), the words do not. So a passage is looked for by its words.
 */

export interface Range {
	start: number;
	end: number;
}

/** What stands between two words: anything that is no letter or digit, and the address of a link. */
const BETWEEN = String.raw`(?:\]\([^)\n]{0,500}\)|[^\p{L}\p{N}]){1,60}?`;

const MAX_WORDS = 120;

/** Where these words stand in a text, in their order. */
export function placesOf(text: string, words: string): Range[] {
	const known = wordsIn(words);
	if (known.length === 0) return [];
	const edge = String.raw`(?![\p{L}\p{N}])`;
	const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])${known.join(BETWEEN)}${edge}`, "gu");
	return [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
		start: index,
		end: index + found.length
	}));
}

/** The passage of the source that was chosen in the text as it is shown: the one that is as far down. */
export function passageIn(
	source: string,
	shown: string,
	chosen: Range
): (Range & { quote: string }) | null {
	const { start: from, end } = wholeWords(shown, chosen);
	const words = shown.slice(from, end);
	const before = placesOf(shown, words).filter(({ start }) => start < from).length;
	const places = placesOf(source, words);
	const place = places[Math.min(before, places.length - 1)];
	return place ? { ...place, quote: source.slice(place.start, place.end) } : null;
}

/** Whoever begins within a word means all of it. */
function wholeWords(text: string, { start, end }: Range): Range {
	const [before] = /[\p{L}\p{N}]*$/u.exec(text.slice(0, start))!;
	const [after] = /^[\p{L}\p{N}]*/u.exec(text.slice(end))!;
	const [first, last] = [text[start], text[end - 1]].map(one => /[\p{L}\p{N}]/u.test(one ?? ""));
	return { start: first ? start - before.length : start, end: last ? end + after.length : end };
}

function wordsIn(text: string): string[] {
	const plain = text.replaceAll(/\]\([^)\n]*\)/g, "] ");
	return [...plain.matchAll(/[\p{L}\p{N}]+/gu)].slice(0, MAX_WORDS).map(([word]) => word);
}
