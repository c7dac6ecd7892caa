/** What a file holds, told by its first bytes and not by what is said about it. */
import { canonicalType } from "./media-types.ts";

/** As many bytes as are needed to know a type. */
export const SNIFF_BYTES = 4100;

/** Text of no special kind. */
export const PLAIN_TEXT = "text/plain";

const SVG = /^<svg[\s/>]/i;
const HTML =
	/^<(?:!doctype\s+html|html|head|body|script|iframe|style|title|meta|object|embed)[\s/>]/i;

const PREAMBLES = [
	["<!--", "-->"],
	["<?", "?>"]
] as const;

/** The media type of content that begins so; null when it is not known. */
export async function typeOfContent(head: Buffer): Promise<string | null> {
	// Loaded at the first use: a start has no need of it.
	const { fileTypeFromBuffer } = await import("file-type");
	const found = await fileTypeFromBuffer(head);
	if (found && found.mime !== "application/xml") return canonicalType(found.mime);
	const text = textIn(head);
	if (text === null) return found ? "application/xml" : null;
	return typeOfMarkup(text) ?? (found ? "application/xml" : PLAIN_TEXT);
}

/** The text that the bytes begin with; null when they are no text in UTF-8. */
function textIn(head: Buffer): string | null {
	try {
		const isCut = head.length >= SNIFF_BYTES;
		const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: isCut });
		// eslint-disable-next-line no-control-regex -- what no text holds
		return /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text) ? null : text;
	} catch {
		return null;
	}
}

/** HTML and SVG can run scripts, so that they are known wherever they begin behind comments and the like. */
function typeOfMarkup(text: string): string | null {
	const markup = withoutPreamble(text);
	if (SVG.test(markup) || /^<!doctype\s+svg/i.test(markup)) return "image/svg+xml";
	return HTML.test(markup) ? "text/html" : null;
}

/** Without white space, comments and processing instructions at the beginning. */
function withoutPreamble(text: string): string {
	const rest = text.trimStart();
	const [begin, end] = PREAMBLES.find(([mark]) => rest.startsWith(mark)) ?? [];
	if (begin === undefined || end === undefined) return rest;
	const place = rest.indexOf(end, begin.length);
	return place === -1 ? "" : withoutPreamble(rest.slice(place + end.length));
}
