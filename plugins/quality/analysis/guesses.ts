/** What a word that is in no dictionary was meant to be: the likelier, the more frequent a word is and the fewer slips lead to it. */
import { costOf } from "./slips.ts";

export interface Guess {
	word: string;
	/** How much likelier a slip is than a word that the dictionaries lack (the logarithm of the odds). */
	odds: number;
}

/** Fitted together with the costs of slips: each letter of a word, and each tenfold of its rank. */
const START = 7.15;
const PER_LETTER = 0.71;
/** Short words are like many others: each letter that is there tells more. */
const PER_SHORT_LETTER = 0.86;
const SHORT = 7;
const PER_TENFOLD = -2.55;
/** A longer word is no likelier to be like another by chance. */
const LONGEST = 12;
/** Guesses below it are of no use to anybody. */
const LEAST_ODDS = -3;
/** Guesses that are so much less likely than the best one are of no use either. */
const WORST = 3;
/** The most letters that a word has more or fewer than what was meant. */
const MOST_LETTERS = 2;
/** The most letters of the alphabet that one of the two words alone has. */
const MOST_OTHERS = 4;

/** What a word may begin with instead; words hardly ever begin wrong. */
const BEGINNINGS: Record<string, string> = {
	c: "cksq",
	k: "kcq",
	q: "qck",
	s: "scp",
	f: "fpv",
	j: "jg",
	g: "gj",
	n: "nkgp",
	r: "rw",
	z: "zsx",
	a: "aeiou",
	e: "eaiou",
	i: "ieau",
	o: "oau",
	u: "uaoi",
	h: "hw"
};

interface Candidate {
	word: string;
	letters: number;
	/** The odds before any slip. */
	odds: number;
}

/** Puts words, each with its rank, where those that are like another are found quickly. */
export function guesserOf(ranks: Iterable<readonly [string, number]>) {
	const shelves = new Map<string, Candidate[]>();
	for (const [word, rank] of ranks) {
		const shelf = word[0]! + word.length;
		const candidate = { word, letters: lettersOf(word), odds: oddsOf(rank) };
		if (shelves.get(shelf)?.push(candidate) === undefined) shelves.set(shelf, [candidate]);
	}

	/** Returns the likeliest words that were meant, the likeliest first. */
	return function guess(word: string, most: number): Guess[] {
		const guesses: Guess[] = [];
		const letters = lettersOf(word);
		const length = oddsOfLength(word.length);
		for (const each of candidatesFor(shelves, word)) {
			if (each.word === word || countOf(each.letters ^ letters) > MOST_OTHERS) continue;
			const odds = each.odds + length;
			const worst = guesses.length < most ? LEAST_ODDS : guesses.at(-1)!.odds;
			const cost = odds > worst ? costOf(word, each.word, odds - worst) : Infinity;
			if (cost > odds - worst) continue;
			guesses.push({ word: each.word, odds: odds - cost });
			guesses.sort((one, other) => other.odds - one.odds);
			guesses.length = Math.min(guesses.length, most);
		}
		return guesses.filter(({ odds }) => odds >= guesses[0]!.odds - WORST);
	};
}

function* candidatesFor(shelves: ReadonlyMap<string, Candidate[]>, word: string) {
	for (const first of BEGINNINGS[word[0]!] ?? word[0]!)
		for (
			let length = word.length - MOST_LETTERS;
			length <= word.length + MOST_LETTERS;
			length++
		)
			yield* shelves.get(first + length) ?? [];
}

function oddsOfLength(length: number) {
	return (
		PER_LETTER * Math.min(Math.max(length, SHORT), LONGEST) -
		PER_SHORT_LETTER * Math.max(0, SHORT - length)
	);
}

/** With less than ten times as many uses a word is hardly rarer. */
function oddsOf(rank: number) {
	return START + PER_TENFOLD * Math.log10(rank + 10);
}

/** Returns which letters a word has, a bit for each. */
function lettersOf(word: string) {
	let letters = 0;
	for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) - 97);
	return letters;
}

function countOf(bits: number) {
	let count = 0;
	for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
	return count;
}
