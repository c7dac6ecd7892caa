/** The words of an item, for the search: Markdown without its marks, by means that no text can make slow. */
import type { Content } from "../item.ts";

/** Longer texts are found by their beginning. */
const MAX_WORDS_LENGTH = 100_000;

/** The words that everybody may find who may read the published item. */
export function openWords(item: Partial<Content> & { choices?: string[] }): string {
	const { body = "", stem = "", choices = [], synonyms = [], objectives = [] } = item;
	return wordsOf([stem, ...choices, body, ...synonyms, ...objectives]);
}

/** The words of the working copy, with those that tell the answers. */
export function allWords(item: Partial<Content>): string {
	const { options = [], pairs = [], explanation = "" } = item;
	const keys = [
		...options.flatMap(({ text, note = "" }) => [text, note]),
		...pairs.flatMap(({ left, right }) => [left, right])
	];
	return wordsOf([openWords(item), ...keys, explanation]);
}

function wordsOf(texts: string[]): string {
	return texts.filter(Boolean).map(plainText).join("\n").slice(0, MAX_WORDS_LENGTH);
}

/** Takes the marks out of Markdown: addresses of links, fences, emphasis, headings, tables. */
function plainText(markdown: string): string {
	return markdown
		.slice(0, MAX_WORDS_LENGTH)
		.replace(/\]\([^)\s]{0,2000}\)/g, " ")
		.replace(/^[ \t]{0,3}(?:`{3,}|~{3,}|#{1,6}|>|:{3,})[^\S\n]?/gm, "")
		.replace(/[*_`|[\]!~]+/g, " ")
		.replace(/[ \t]{2,}/g, " ")
		.trim();
}
