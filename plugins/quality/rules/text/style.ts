/** What slips into any text: a word twice, a sentence without end, what was to be filled in later. */
import { placeOf } from "../../analysis/document.ts";
import { sentencesOf, wordsOf } from "../../analysis/sentences.ts";
import { matchesIn } from "../matches.ts";
import { defineRule } from "../rule.ts";

const MOST_WORDS = 45;

export const repeatedWord = defineRule({
	id: "text/repeated-word",
	version: 1,
	severity: "warning",
	title: "No word stands twice",
	*check(_item, { document }) {
		for (const { field, start, end, text, groups } of matchesIn(
			document,
			/\b([a-z]+)\s+\1\b/g
		)) {
			if (/^(?:had|that|blah|very|really|so|no|bye|ha|knock|long|many|is)$/.test(groups[0]!))
				continue;
			yield {
				field,
				start,
				end,
				message: `"${groups[0]}" stands here twice`,
				advice: "Leave one of them out",
				...(!text.includes("\n") && { replacement: groups[0]! })
			};
		}
	}
});

export const longSentence = defineRule({
	id: "text/long-sentence",
	version: 1,
	severity: "info",
	title: "No sentence is longer than a breath",
	*check(_item, { document }) {
		for (const field of document.fields)
			for (const block of field.blocks)
				for (const sentence of sentencesOf(block.text)) {
					const words = wordsOf(sentence.text).length;
					if (words <= MOST_WORDS) continue;
					yield {
						...placeOf(field, block, sentence.start, sentence.text.trimEnd().length),
						message: `The sentence has ${words} words`,
						advice: `Make two of it: ${MOST_WORDS} words are much already`
					};
				}
	}
});

const PLACEHOLDERS =
	/\b(?:lorem ipsum|TODO|TBD|TBC|FIXME|XXX+)\b|\[(?:insert|add|your|to be)\b[^\]\n]{0,60}\]|\bto be (?:written|completed|filled in|added later)\b/g;

export const placeholder = defineRule({
	id: "text/placeholder",
	version: 1,
	severity: "error",
	title: "Nothing was left to be filled in",
	*check(_item, { document }) {
		for (const { field, start, end, text } of matchesIn(document, PLACEHOLDERS))
			yield {
				field,
				start,
				end,
				message: `"${text}" was to be replaced`,
				advice: "Write what belongs here, or leave it out"
			};
	}
});
