/** A larger list of English words than the dictionary, which knows how to correct, but lacks many terms. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { decodeTrie } from "cspell-trie-lib";

const require = createRequire(import.meta.url);

/** Loads the list; that takes 300 ms and 40 MB. Returns what tells whether a word (in lower case) is in it. */
export function loadMoreWords(): (word: string) => boolean {
	// What the package exports lies beside its list.
	const folder = path.dirname(require.resolve("@cspell/dict-en_us/cspell-ext.json"));
	const words = decodeTrie(gunzipSync(readFileSync(path.join(folder, "en_US.trie.gz"))));
	return word => words.has(word);
}
