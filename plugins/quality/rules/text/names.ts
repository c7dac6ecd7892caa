/** Which words that no dictionary knows are names, and which are in another language. */
import type { Dictionary } from "../../analysis/dictionary.ts";
import type { TextField } from "../../analysis/document.ts";
import type { CheckContext } from "../rule.ts";
import { isKnown, plainForm, type Unknown } from "./unknown-words.ts";

/** A shorter word with a capital is a name too often. */
const SHORTEST_CAPITAL = 6;
/** No name ends like this: the `Industrial Revolusion`. */
const ABSTRACT = /^.{4,}(?:[st]ion|ment|ity|ness|[ae]nce|ism|ology)s?$/;

export type Standing = "plain" | "doubtful" | "name";

/** Returns what tells of a word whether it is a name; one that may be is doubtful. */
export function standingOf(context: CheckContext, dictionary: Dictionary) {
	const names = namesIn(context.document.fields);
	for (const name of namesAmongOptions(context, dictionary)) names.add(name);

	return ({ text, plain, sentence, at, block, field }: Unknown): Standing => {
		if (text[0] === text[0]!.toLowerCase()) return "plain";
		if (text.length < SHORTEST_CAPITAL || /['’]s?$/.test(text)) return "name";
		if (ABSTRACT.test(plain)) return "doubtful";
		const title = block.kind === "heading" || field.name === "title";
		const first = /^[^\p{L}]*$/u.test(sentence.text.slice(0, at));
		if ((!first && !title) || names.has(plain)) return "name";
		const after = sentence.text.slice(at + text.length);
		return /^\s+(?:\p{Lu}|v[ao]n\b|de\b)/u.test(after) ? "name" : "doubtful";
	};
}

/** What is written with a capital in the middle of a sentence is taken for a name everywhere. */
function namesIn(fields: readonly TextField[]): Set<string> {
	const names = new Set<string>();
	for (const { blocks, name } of fields)
		for (const { text, kind } of blocks)
			if (kind === "paragraph" && name !== "title")
				for (const match of text.matchAll(/(?<=[\p{Ll},;] )\p{Lu}\p{Ll}+/gu))
					names.add(match[0].toLowerCase());
	return names;
}

/** One word each, all with a capital, and two of them no words at all: `Plato`, `Zeno`, `Epicurus`. */
function namesAmongOptions({ document, glossary }: CheckContext, dictionary: Dictionary) {
	const options = document.fields
		.filter(({ name }) => /^options\[\d+\]\.text$/.test(name))
		.map(({ blocks }) => blocks.map(({ text }) => text).join(" "));
	const words = options.flatMap(text => /^\p{Lu}[\p{Ll}’'-]+$/u.exec(text)?.[0] ?? []);
	const named = words.map(plainForm).filter(word => !isKnown(word, dictionary, glossary));
	return words.length === options.length && named.length > 1 ? named : [];
}
