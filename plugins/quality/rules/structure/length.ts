/** How long texts and their paragraphs are. */
import { plainText } from "../../analysis/document.ts";
import { wordsOf } from "../../analysis/sentences.ts";
import { defineRule } from "../rule.ts";

const FEWEST_WORDS = 60;
const MOST_WORDS = 4000;
const MOST_WORDS_WITHOUT_HEADING = 700;
const LONGEST_PARAGRAPH = 180;

export const length = defineRule({
	id: "structure/length",
	version: 1,
	severity: "info",
	title: "A lesson is neither a note nor a book",
	kinds: ["lesson", "article"],
	*check(_item, { document }) {
		const field = document.field("body");
		const words = wordsOf(plainText(field)).length;
		const headings = field?.blocks.some(({ kind }) => kind === "heading");
		if (words > 0 && words < FEWEST_WORDS)
			yield {
				field: "body",
				message: `The text has ${words} words only`,
				advice: "Say more, or make it a part of another item"
			};
		if (words > MOST_WORDS)
			yield {
				field: "body",
				message: `The text has ${words} words`,
				advice: "Make several items of it"
			};
		else if (words > MOST_WORDS_WITHOUT_HEADING && !headings)
			yield {
				field: "body",
				message: `${words} words without a heading`,
				advice: "Divide the text by headings"
			};
	}
});

export const longParagraph = defineRule({
	id: "structure/long-paragraph",
	version: 1,
	severity: "info",
	title: "No paragraph fills the screen",
	*check(_item, { document }) {
		const field = document.field("body");
		for (const block of field?.blocks ?? []) {
			const words = wordsOf(block.text).length;
			if (words <= LONGEST_PARAGRAPH) continue;
			yield {
				field: "body",
				start: block.node.position!.start.offset!,
				end: block.node.position!.end.offset!,
				message: `The paragraph has ${words} words`,
				advice: "Divide it, or make a list of it"
			};
		}
	}
});

export const emptyBody = defineRule({
	id: "structure/empty-body",
	version: 1,
	severity: "error",
	title: "There is a text",
	kinds: ["lesson", "article", "glossary"],
	*check(item) {
		if (!item.body?.trim())
			yield {
				field: "body",
				message: "There is no text",
				advice: "Write it, or remove the item"
			};
	}
});
