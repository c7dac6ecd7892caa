/** Shows where the words of a search stand in a text: as parts, of which those that were found are marked. */

export interface Highlight {
	field: string;
	parts: { text: string; marked: boolean }[];
}

/** How much of a text is shown around the first word that was found. */
const BEFORE = 60;
const SHOWN = 240;
const MAX_WORDS = 10;

export type Highlighter = (fields: Record<string, string>) => Highlight[];

type IsFound = (word: string) => boolean;

/** Shows the places in an entry's fields where words of the search stand; fields without one are left out. */
export function highlighter(search: string): Highlighter {
	const isFound = wordTest(search);
	return fields =>
		Object.entries(fields).flatMap(([field, text]) => {
			const parts = highlight(text, isFound);
			return parts.length > 0 ? [{ field, parts }] : [];
		});
}

/** Texts use the same words again and again: each is judged once. */
function wordTest(search: string): IsFound {
	const stems = new Set(stemsOf(search));
	const known = new Map<string, boolean>();
	return word => {
		const before = known.get(word);
		if (before !== undefined) return before;
		const is = stems.has(stem(word));
		known.set(word, is);
		return is;
	};
}

function highlight(text: string, isFound: IsFound): Highlight["parts"] {
	const { start, places } = placesIn(text, isFound);
	if (places.length === 0) return [];
	const end = Math.min(text.length, start + SHOWN);
	const parts: Highlight["parts"] = start > 0 ? [{ text: "… ", marked: false }] : [];
	let at = start;
	for (const { word, index } of places) {
		if (index > at) parts.push({ text: text.slice(at, index), marked: false });
		parts.push({ text: word, marked: true });
		at = index + word.length;
	}
	if (at < end) parts.push({ text: text.slice(at, end), marked: false });
	if (end < text.length) parts.push({ text: " …", marked: false });
	return parts;
}

/** The words that are found in the part of the text that is shown; what comes after it is not looked at. */
function placesIn(text: string, isFound: IsFound) {
	const places: { word: string; index: number }[] = [];
	let start = 0;
	for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}']+/gu)) {
		if (places.length > 0 && index + word.length > start + SHOWN) break;
		if (!isFound(word)) continue;
		if (places.length === 0) start = startOf(text, index);
		if (index + word.length <= start + SHOWN) places.push({ word, index });
	}
	return { start, places };
}

/** Begins with a whole word. */
function startOf(text: string, first: number) {
	if (first <= BEFORE) return 0;
	const space = text.indexOf(" ", first - BEFORE);
	return space === -1 || space > first ? first : space + 1;
}

function stemsOf(search: string): string[] {
	const wanted = search.replace(/-"[^"]*"|(?<!\S)-\S+/g, " ");
	return [...wanted.matchAll(/[\p{L}\p{N}']+/gu)].slice(0, MAX_WORDS).map(([word]) => stem(word));
}

/** Close enough to what the store takes for the same word. */
function stem(word: string): string {
	const plain = word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
	return plain.length > 4 ? plain.replace(/(?:ings?|ed|es|s|ly|e)$/, "") : plain;
}
