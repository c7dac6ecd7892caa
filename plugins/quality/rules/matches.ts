/** Finds patterns in the prose of an item, as places in its source. */
import { placeOf, type ItemDocument, type TextField } from "../analysis/document.ts";
import type { Block } from "../analysis/prose.ts";

export interface Match {
	field: string;
	start: number;
	end: number;
	text: string;
	groups: string[];
	block: Block;
	/** Where the match stands in the block's text. */
	at: number;
}

/** Yields each match of a global pattern in the prose of every field that `wanted` takes. */
export function* matchesIn(
	document: ItemDocument,
	pattern: RegExp,
	wanted: (field: TextField) => boolean = () => true
): Generator<Match> {
	for (const field of document.fields) {
		if (!wanted(field)) continue;
		for (const block of field.blocks)
			for (const match of block.text.matchAll(pattern)) yield toMatch(field, block, match);
	}
}

function toMatch(field: TextField, block: Block, match: RegExpExecArray): Match {
	const [text, ...groups] = match;
	return {
		...placeOf(field, block, match.index, text.length),
		text,
		groups,
		block,
		at: match.index
	};
}
