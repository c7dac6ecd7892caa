/** Shows where the words of a search stand in a text: as parts, of which those that were found are marked. */

export interface Highlight {
	field: string;
	parts: { text: string; marked: boolean }[];
}

/** How much of a text is shown around the first word that was found. */
const BEFORE = 60;
const SHOWN = 240;
const MAX_WORDS = 10;

/** The places in these fields where words of the search stand; fields without one are left out. */
export function highlightsOf(search: string, fields: Record<string, string>): Highlight[] {
	const stems = stemsOf(search);
	if (stems.length === 0) return [];
	return Object.entries(fields).flatMap(([field, text]) => {
		const parts = highlight(text, stems);
		return parts.length > 0 ? [{ field, parts }] : [];
	});
}

function highlight(text: string, stems: string[]): Highlight["parts"] {
	const places = [...text.matchAll(/[\p{L}\p{N}']+/gu)].filter(([word]) => isFound(word, stems));
	if (places.length === 0) return [];
	const start = startOf(text, places[0]!.index);
	const end = Math.min(text.length, start + SHOWN);
	const parts: Highlight["parts"] = start > 0 ? [{ text: "… ", marked: false }] : [];
	let at = start;
	for (const { 0: word, index } of places) {
		if (index < start || index + word.length > end) continue;
		if (index > at) parts.push({ text: text.slice(at, index), marked: false });
		parts.push({ text: word, marked: true });
		at = index + word.length;
	}
	if (at < end) parts.push({ text: text.slice(at, end), marked: false });
	if (end < text.length) parts.push({ text: " …", marked: false });
	return parts;
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

function isFound(word: string, stems: string[]) {
	return stems.includes(stem(word));
}

/** Close enough to what the store takes for the same word. */
function stem(word: string): string {
	const plain = word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
	return plain.length > 4 ? plain.replace(/(?:ings?|ed|es|s|ly|e)$/, "") : plain;
}
