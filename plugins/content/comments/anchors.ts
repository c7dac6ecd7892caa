/**
 * Where a comment belongs: a passage of a field, known by its words and those around it, so that it is found again
 * when the text around it, or the passage itself, has changed.
 */

/** The passage as it was when the comment was made. */
export interface Anchor {
	/** Which text: `body`, `stem`, `explanation`, `title` or `summary`. */
	field: string;
	quote: string;
	/** What stood before and after it. */
	prefix: string;
	suffix: string;
	/** Where it began. */
	start: number;
}

export interface Place {
	/** `same` words, words that have `changed` between those around them, or `lost`. */
	state: "same" | "changed" | "lost";
	start: number | null;
	end: number | null;
	/** The line of its beginning, from 1. */
	line: number | null;
}

const CONTEXT = 40;

/** Less of the context than this would be found anywhere. */
const LEAST_CONTEXT = 8;

const LOST: Place = { state: "lost", start: null, end: null, line: null };

/** The anchor of a passage; null when the text does not hold it. With several, the one nearest to `start`. */
export function anchorAt(field: string, text: string, quote: string, start = 0): Anchor | null {
	const at = nearest(text, quote, start);
	if (at === -1) return null;
	return {
		field,
		quote,
		prefix: text.slice(Math.max(0, at - CONTEXT), at),
		suffix: text.slice(at + quote.length, at + quote.length + CONTEXT),
		start: at
	};
}

/** Where the passage is in a text that may have changed since. */
export function findAnchor(text: string, anchor: Anchor): Place {
	return findSame(text, anchor) ?? findChanged(text, anchor) ?? LOST;
}

/** Of the places with the same words, the one whose surroundings are most alike. */
function findSame(text: string, { quote, prefix, suffix, start }: Anchor): Place | null {
	const places = placesOf(text, quote);
	const likeness = (at: number) =>
		commonEnd(text.slice(0, at), prefix) + commonStart(text.slice(at + quote.length), suffix);
	const [best] = places
		.map(at => ({ at, likeness: likeness(at), distance: Math.abs(at - start) }))
		.sort((one, other) => other.likeness - one.likeness || one.distance - other.distance);
	return best ? placeAt(text, "same", best.at, best.at + quote.length) : null;
}

/** What now stands between the words that stood around it. */
function findChanged(text: string, { quote, prefix, suffix, start }: Anchor): Place | null {
	if (prefix.length < LEAST_CONTEXT || suffix.length < LEAST_CONTEXT) return null;
	const before = nearest(text, prefix.slice(-LEAST_CONTEXT * 2), start - LEAST_CONTEXT * 2);
	if (before === -1) return null;
	const from = before + Math.min(prefix.length, LEAST_CONTEXT * 2);
	const to = text.indexOf(suffix.slice(0, LEAST_CONTEXT * 2), from);
	// What is far longer than the passage was is another passage.
	if (to === -1 || to - from > quote.length * 4 + CONTEXT) return null;
	return placeAt(text, "changed", from, to);
}

function placeAt(text: string, state: Place["state"], start: number, end: number): Place {
	return { state, start, end, line: text.slice(0, start).split("\n").length };
}

function nearest(text: string, part: string, start: number): number {
	const [best = -1] = placesOf(text, part).sort(
		(one, other) => Math.abs(one - start) - Math.abs(other - start)
	);
	return best;
}

const MAX_PLACES = 1000;

function placesOf(text: string, part: string): number[] {
	const places: number[] = [];
	if (part === "") return places;
	for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
		places.push(at);
		if (places.length === MAX_PLACES) break;
	}
	return places;
}

function commonStart(one: string, other: string): number {
	let length = 0;
	while (length < other.length && one[length] === other[length]) length++;
	return length;
}

function commonEnd(one: string, other: string): number {
	let length = 0;
	while (length < other.length && one.at(-1 - length) === other.at(-1 - length)) length++;
	return length;
}
