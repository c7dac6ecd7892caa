/** Puts marks around passages of a text that was rendered, without changing anything else of it. */
import { placesOf } from "./passages.ts";

export interface Marked {
	id: string;
	/** The passage as the source has it. */
	quote: string;
	/** How many like it stand before it in the source. */
	nth: number;
}

/** The HTML with a `<mark data-comment="id">` around each passage that is found. */
export function markPassages(html: string, passages: readonly Marked[], chosen?: string): string {
	if (passages.length === 0) return html;
	const { body } = new DOMParser().parseFromString(html, "text/html");
	for (const { id, quote, nth } of passages) {
		const places = placesOf(body.textContent ?? "", quote);
		const place = places[Math.min(nth, places.length - 1)];
		if (!place) continue;
		for (const piece of piecesOf(body, place.start, place.end)) surround(piece, id, chosen);
	}
	return body.innerHTML;
}

/** The parts of text nodes that lie between two places of the whole text. */
function piecesOf(root: HTMLElement, start: number, end: number): Range[] {
	const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	const pieces: Range[] = [];
	let at = 0;
	for (let node = walker.nextNode(); node && at < end; node = walker.nextNode()) {
		const { length } = node as Text;
		const from = Math.max(start - at, 0);
		const to = Math.min(end - at, length);
		at += length;
		if (from >= to || !node.textContent?.slice(from, to).trim()) continue;
		const piece = root.ownerDocument.createRange();
		piece.setStart(node, from);
		piece.setEnd(node, to);
		pieces.push(piece);
	}
	return pieces;
}

function surround(piece: Range, id: string, chosen: string | undefined) {
	const mark = piece.startContainer.ownerDocument!.createElement("mark");
	mark.dataset.comment = id;
	if (id === chosen) mark.className = "is-chosen";
	piece.surroundContents(mark);
}
