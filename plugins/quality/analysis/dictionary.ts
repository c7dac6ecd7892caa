/** Tells which words are English, also British ones, compounds and derivations that the dictionary lacks. */
import dictionary from "dictionary-en";
import { LRUCache } from "lru-cache";
import nspell from "nspell";
import { americanForms } from "./british.ts";
import { MISSPELLINGS } from "./misspellings.ts";
import { loadMoreWords } from "./more-words.ts";
import { SUBJECT_WORDS } from "./subject-words.ts";
import { TECHNICAL_WORDS } from "./technical-words.ts";

/** What the dictionary lacks: the words of computing, of teaching and of the subjects. */
const MORE_WORDS = new Set([...TECHNICAL_WORDS, ...SUBJECT_WORDS]);

const PREFIX =
	/^(?:anti|auto|bi|co|counter|cross|cyber|de|dis|down|electro|extra|hyper|in|infra|inter|intra|macro|meta|micro|mid|mini|mis|multi|nano|neuro|non|out|over|para|photo|poly|post|pre|proto|pseudo|quasi|re|semi|sub|super|supra|tele|tri|trans|ultra|un|under|uni|up|web)-?/;
const SUFFIXES = ["able", "less", "like", "ness", "wise", "proof", "ful", "ability"];
const INFLECTIONS = [
	"s",
	"es",
	"ed",
	"d",
	"ing",
	"er",
	"ers",
	"r",
	"rs",
	"ly",
	"able",
	"ation",
	"ations"
];
/** Shorter parts would let too many misspellings pass for compounds. */
const SHORTEST_PART = 4;
/** A shorter word with an s more than another is a slip as often. */
const SHORTEST_PLURAL = 5;
const SUGGESTIONS = 3;

export interface Dictionary {
	/** Tells whether a word (in lower case, without an apostrophe's s) is right. */
	knows(word: string, glossary: ReadonlySet<string>): boolean;
	/** Returns what may have been meant, the likeliest first. */
	suggest(word: string): string[];
}

/** Loads the dictionary and the larger list; that takes half a second and 80 MB. */
function loadDictionary(): Dictionary {
	const speller = nspell(dictionary as unknown as { aff: Buffer; dic: Buffer });
	const known = new LRUCache<string, boolean>({ max: 20_000 });
	const suggested = new LRUCache<string, string[]>({ max: 20_000 });

	// Rare words are no parts of others: `vair` and `able` would make `vairable` one.
	const isListed = loadMoreWords();
	const plain = (word: string) =>
		MORE_WORDS.has(word) || speller.correct(word) || americanForms(word).some(isAmerican);
	const isAmerican = (form: string) => speller.correct(form) || MORE_WORDS.has(form);

	function isWord(word: string): boolean {
		const cached = known.get(word);
		if (cached !== undefined) return cached;
		const found =
			!MISSPELLINGS.has(word) &&
			(plain(word) || isListed(word) || isDerived(word) || isCompound(word));
		known.set(word, found);
		return found;
	}

	function isDerived(word: string) {
		const rest = word.replace(PREFIX, "");
		if (rest !== word && rest.length >= SHORTEST_PART && plain(rest)) return true;
		const suffix = SUFFIXES.find(ending => word.endsWith(ending));
		if (
			suffix &&
			word.length - suffix.length >= SHORTEST_PART &&
			plain(word.slice(0, -suffix.length))
		)
			return true;
		if (isPlural(word) || isAdverb(word)) return true;
		return inflects(word, MORE_WORDS);
	}

	/** `deprecations`: the dictionary lacks the plurals of what is rarely counted. */
	function isPlural(word: string) {
		if (!/[^s]s$/.test(word) || /(?:[^aeiou]y|[sxz]|[cs]h|en|people)s$/.test(word))
			return false;
		return (
			word.length > SHORTEST_PLURAL &&
			plain(word.slice(0, -1)) &&
			!plain(`${word.slice(0, -1)}es`)
		);
	}

	/** `unrecoverably`, `idempotently`. */
	function isAdverb(word: string) {
		const adjective = word.replace(/([ai]b)ly$/, "$1le");
		if (adjective !== word) return isWord(adjective);
		return (
			/(?:al|ic|ive|ous|ent|ant|ful|less|ed|ing)ly$/.test(word) && plain(word.slice(0, -2))
		);
	}

	function isCompound(word: string) {
		if (hasLetterTwice(word)) return false;
		for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART; at++)
			if (speller.correct(word.slice(0, at)) && speller.correct(word.slice(at))) return true;
		return false;
	}

	/** `bindding` is no compound of `bind` and `ding`: a letter was struck twice. */
	function hasLetterTwice(word: string) {
		return Array.from(word.matchAll(/(.)\1/g)).some(({ index }) =>
			speller.correct(word.slice(0, index) + word.slice(index + 1))
		);
	}

	/** The words that have two letters the other way round: the likeliest slip of a short one. */
	function swapped(word: string) {
		return Array.from({ length: word.length - 2 }, (_, at) => at + 1)
			.filter(at => word[at] !== word[at + 1])
			.map(at => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2))
			.filter(form => speller.correct(form));
	}

	return {
		knows: (word, glossary) => glossary.has(word) || inflects(word, glossary) || isWord(word),
		suggest(word) {
			const certain = MISSPELLINGS.get(word);
			if (certain) return [certain];
			const cached =
				suggested.get(word) ??
				[...new Set([...swapped(word), ...speller.suggest(word)])].slice(0, SUGGESTIONS);
			suggested.set(word, cached);
			return cached;
		}
	};
}

/** Tells whether a word is a form of one that is in the list: `subnetting`, `refactored`, `queries`. */
function inflects(word: string, words: ReadonlySet<string>) {
	for (const ending of INFLECTIONS) {
		if (!word.endsWith(ending)) continue;
		const base = word.slice(0, -ending.length);
		if (base.length < 3) continue;
		if (words.has(base) || words.has(`${base}e`)) return true;
		if (/(.)\1$/.test(base) && words.has(base.slice(0, -1))) return true;
		if (base.endsWith("i") && words.has(`${base.slice(0, -1)}y`)) return true;
	}
	return false;
}

let loaded: Dictionary | undefined;

/** Returns the dictionary, loaded once for a thread. */
export function dictionaryOf(): Dictionary {
	return (loaded ??= loadDictionary());
}
