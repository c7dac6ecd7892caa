/** Tells which words are English, also British ones, compounds and derivations that the dictionary lacks. */
import dictionary from "dictionary-en";
import { LRUCache } from "lru-cache";
import nspell from "nspell";
import { americanForms } from "./british.ts";
import { loadFrequencies } from "./frequency.ts";
import type { Guess } from "./guesses.ts";
import { inflects } from "./inflections.ts";
import { MISSPELLINGS } from "./misspellings.ts";
import { loadMoreWords } from "./more-words.ts";
import { SUBJECT_WORDS } from "./subject-words.ts";
import { TECHNICAL_WORDS } from "./technical-words.ts";
import { loadVocabulary } from "./vocabulary.ts";

/** What the dictionary lacks: the words of computing, of teaching and of the subjects. */
const MORE_WORDS = new Set([...TECHNICAL_WORDS, ...SUBJECT_WORDS]);

const PREFIX =
	/^(?:anti|auto|bi|co|counter|cross|cyber|de|dis|down|electro|extra|hyper|in|infra|inter|intra|macro|meta|micro|mid|mini|mis|multi|nano|neuro|non|out|over|para|photo|poly|post|pre|proto|pseudo|quasi|re|semi|sub|super|supra|tele|tri|trans|ultra|un|under|uni|up|web)-?/;
const SUFFIXES = ["able", "less", "like", "ness", "wise", "proof", "ful", "ability"];
/** Shorter parts would let too many misspellings pass for compounds. */
const SHORTEST_PART = 4;
/** A shorter word with an s more than another is a slip as often. */
const SHORTEST_PLURAL = 5;
/** From these odds on a word that may be made of others is rather a slip. */
const LIKELIER_SLIP = 1;
const SUGGESTIONS = 3;

export interface Dictionary {
	/** Tells whether a word (in lower case, without an apostrophe's s) is right. */
	knows(word: string, glossary: ReadonlySet<string>): boolean;
	/** Returns what may have been meant, the likeliest first. */
	guess(word: string): readonly Guess[];
}

/** Loads the dictionary and the lists; that takes a second and 110 MB. */
function loadDictionary(): Dictionary {
	const speller = nspell(dictionary as unknown as { aff: Buffer; dic: Buffer });
	const known = new LRUCache<string, boolean>({ max: 20_000 });
	const guessed = new LRUCache<string, readonly Guess[]>({ max: 20_000 });
	const frequencies = loadFrequencies();
	const listed = loadMoreWords();

	const plain = (word: string) =>
		MORE_WORDS.has(word) || speller.correct(word) || americanForms(word).some(isAmerican);
	const isAmerican = (form: string) => speller.correct(form) || MORE_WORDS.has(form);
	// Rare words are no parts of others: `vair` and `able` would make `vairable` one.
	const isListed = (word: string) => listed.has(word) || frequencies.encyclopedic.has(word);
	const guesser = loadVocabulary({
		frequencies,
		subjects: MORE_WORDS,
		listed: listed.words(),
		isPlain: word => speller.correct(word),
		isRight: word => !MISSPELLINGS.has(word) && (listed.has(word) || plain(word))
	});

	function isWord(word: string): boolean {
		const cached = known.get(word);
		if (cached !== undefined) return cached;
		const found = !MISSPELLINGS.has(word) && (plain(word) || isListed(word) || isMade(word));
		known.set(word, found);
		return found;
	}

	/** `presure` may be made of `pre` and `sure`, but is another word with a slip. */
	function isMade(word: string) {
		if (!isDerived(word) && !isCompound(word)) return false;
		return (guess(word)[0]?.odds ?? 0) < LIKELIER_SLIP;
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

	function guess(word: string): readonly Guess[] {
		const certain = MISSPELLINGS.get(word);
		if (certain) return [{ word: certain, odds: Infinity }];
		const cached = guessed.get(word) ?? guesser(word, SUGGESTIONS);
		guessed.set(word, cached);
		return cached;
	}

	return {
		knows: (word, glossary) => glossary.has(word) || inflects(word, glossary) || isWord(word),
		guess
	};
}

let loaded: Dictionary | undefined;

/** Returns the dictionary, loaded once for a thread. */
export function dictionaryOf(): Dictionary {
	return (loaded ??= loadDictionary());
}
