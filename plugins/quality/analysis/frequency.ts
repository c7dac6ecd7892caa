/** How often words are used, from subtitles and from an encyclopedia; two lists of a package that judges passwords. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

export interface Frequencies {
	/** The place of each word in the list that has it further up; 0 is the most frequent. */
	ranks: ReadonlyMap<string, number>;
	/** What the encyclopedia has: names and terms, and hardly a misspelling. */
	encyclopedic: ReadonlySet<string>;
}

/** Loads both lists; that takes 20 ms. */
export function loadFrequencies(): Frequencies {
	const encyclopedia = listOf("wikipedia");
	const ranks = new Map<string, number>();
	for (const list of [encyclopedia, listOf("commonWords")])
		for (const [rank, word] of list.entries())
			if (!((ranks.get(word) ?? Infinity) <= rank)) ranks.set(word, rank);
	return { ranks, encyclopedic: new Set(encyclopedia) };
}

function listOf(name: string): string[] {
	// The package exports no single lists; all of them would be ten times as much.
	const folder = path.join(path.dirname(require.resolve("@zxcvbn-ts/language-en")), "..", "src");
	const list = JSON.parse(readFileSync(path.join(folder, `${name}.json`), "utf8")) as string[];
	return list.filter(word => /^[a-z]{3,}$/.test(word));
}
