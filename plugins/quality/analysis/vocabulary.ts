/** The words that may have been meant, each with how frequent it is. */
import type { Frequencies } from "./frequency.ts";
import { guesserOf } from "./guesses.ts";
import { inflects } from "./inflections.ts";

/** What courses use is as frequent there as this. */
const SUBJECT_RANK = 15_000;
/** A form of a frequent word that is in none of the lists. */
const FORM_RANK = 25_000;
/** Any other word that is in none of them. */
const RARE_RANK = 60_000;
/** A shorter word that is rare is like too many others. */
const SHORTEST_RARE = 5;

interface Sources {
	frequencies: Frequencies;
	/** The words of computing, of teaching and of the subjects. */
	subjects: ReadonlySet<string>;
	/** A larger list, of which only those words are meant that the dictionary has, too. */
	listed: Iterable<string>;
	isPlain: (word: string) => boolean;
	isRight: (word: string) => boolean;
}

/** Returns what guesses which words were meant. */
export function loadVocabulary({ frequencies, subjects, listed, isPlain, isRight }: Sources) {
	const ranks = new Map<string, number>();
	for (const [word, rank] of frequencies.ranks) if (isRight(word)) ranks.set(word, rank);
	const frequent = new Set(ranks.keys());
	const rankOf = (word: string) =>
		inflects(word, subjects) ? SUBJECT_RANK : inflects(word, frequent) ? FORM_RANK : RARE_RANK;
	const addRare = (word: string, rank: number) => {
		if (word.length < SHORTEST_RARE || !/^[a-z]+$/.test(word)) return;
		ranks.set(word, Math.min(ranks.get(word) ?? Infinity, rank));
	};
	for (const word of subjects) addRare(word, SUBJECT_RANK);
	for (const word of listed) if (!ranks.has(word) && isPlain(word)) addRare(word, rankOf(word));
	return guesserOf(ranks);
}
