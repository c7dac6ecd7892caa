/** How hands and ears get a word wrong: what is off in any other way is another word, and no misspelling. */

/** Two sounds that are heard as one, letters that stand for the other's sound. */
const ALIKE = new Set(
	"iy yi bp pb cs sc sz zs ck kc qk kq ct tc xc cx fv vf dt td gk kg gj jg mn nm wv vw uw wu".split(
		" "
	)
);
/** Beside each other on the keys of most keyboards. */
const KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** From so many letters on a consonant that is left out, or struck beside its key, tells no other word. */
const LONG = 7;
/** From so many letters on one that was added does not either. */
const LONGER = 9;

const isVowel = (letter: string) => "aeiouy".includes(letter);

/** Tells whether a word is another one with up to so many slips in it (letters swapped, doubled, left out, misheard). */
export function isSlipOf(word: string, meant: string, most: number): boolean {
	if (Math.abs(word.length - meant.length) > most) return false;
	return follows({ word, meant, single: most === 1 }, 0, 0, most);
}

interface Pair {
	word: string;
	meant: string;
	/** With two slips each of them has to be a plain one. */
	single: boolean;
}

function follows(pair: Pair, at: number, other: number, left: number): boolean {
	const { word, meant } = pair;
	while (at < word.length && word[at] === meant[other]) {
		at++;
		other++;
	}
	if (at >= word.length && other >= meant.length) return true;
	if (left === 0) return false;
	return (
		(isSwapped(pair, at, other) && follows(pair, at + 2, other + 2, left - 1)) ||
		(mayBeMissing(pair, other) && follows(pair, at, other + 1, left - 1)) ||
		(mayBeAdded(pair, at) && follows(pair, at + 1, other, left - 1)) ||
		(mayBeMistaken(pair, at, other) && follows(pair, at + 1, other + 1, left - 1))
	);
}

function isSwapped({ word, meant }: Pair, at: number, other: number) {
	return at + 1 < word.length && word[at] === meant[other + 1] && word[at + 1] === meant[other];
}

function mayBeMissing({ meant, word, single }: Pair, at: number) {
	const letter = meant[at];
	if (letter === undefined || at === 0) return false;
	if (letter === meant[at - 1] || letter === meant[at + 1]) return true;
	if (at === meant.length - 1) return single && word.length >= LONG;
	return isVowel(letter)
		? word.length >= LONG - (at > 2 ? 2 : 0)
		: single && word.length >= LONG - 1;
}

function mayBeAdded({ word, single }: Pair, at: number) {
	const letter = word[at];
	if (letter === undefined || at === 0) return false;
	if (letter === word[at - 1] || letter === word[at + 1]) return true;
	if (at === word.length - 1) return false;
	return single && word.length >= (isVowel(letter) ? LONG : LONGER);
}

/** The first letter is hardly ever wrong; another last one makes another form of the word. */
function mayBeMistaken({ word, meant, single }: Pair, at: number, other: number) {
	const [wrong, right] = [word[at], meant[other]];
	if (wrong === undefined || right === undefined || at === 0) return false;
	if (isVowel(wrong) && isVowel(right)) {
		// Behind the stress vowels sound alike: `gaskit`, `relevent`.
		const faint = at > 2 && at < word.length - 1;
		return word.length >= (faint || ALIKE.has(wrong + right) ? LONG - 1 : LONG);
	}
	if (at === word.length - 1) return false;
	if (ALIKE.has(wrong + right)) return word.length >= LONG - (at > 2 ? 2 : 1);
	return single && word.length >= LONG && areNeighbours(wrong, right);
}

function areNeighbours(one: string, other: string) {
	const row = KEYS.find(keys => keys.includes(one) && keys.includes(other));
	if (isVowel(one) !== isVowel(other)) return false;
	return row !== undefined && Math.abs(row.indexOf(one) - row.indexOf(other)) === 1;
}
