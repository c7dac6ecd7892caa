/**
 * How hands and ears get a word wrong, and what each such slip says: the less likely it is, the more it costs.
 * The costs were fitted (see the README); they are natural logarithms of odds.
 */
export const SLIPS = {
	/** One letter of a double one is missing: `comittee`. */
	undoubled: 0.9,
	/** A letter was doubled: `untill`. */
	doubled: 2.7,
	/** Two letters are the other way round: `freind`, `swtich`. */
	swapped: 1.4,
	/** A vowel behind the stress, where all sound alike: `relevent`. */
	faintVowel: 3,
	/** Any other vowel for a vowel. */
	vowel: 4.1,
	/** `oxigen`: where the word is spelt as it is heard. */
	iForY: 2.6,
	/** Sounds that are heard as one, letters that stand for another's sound: `presense`. */
	alike: 3.4,
	/** Groups of letters that sound alike: `conclution`, `fotograph`. */
	group: 3.4,
	missingVowel: 2,
	missingConsonant: 2.6,
	/** `rythm`, `sience`. */
	missingSilent: 2,
	addedVowel: 3.6,
	addedConsonant: 5.4,
	/** The key beside it. */
	neighbour: 5.4,
	/** What a word begins with is hardly ever wrong. */
	first: 5.6,
	/** Another ending makes another form of the word. */
	last: 7.9,
	missingLast: 2.6,
	/** Another letter altogether. */
	other: 8
};

const ALIKE = new Set(
	"bp pb cs sc sz zs ck kc qk kq ct tc st ts xc cx xs sx fv vf dt td gk kg gj jg mn nm wv vw uw wu cz zc".split(
		" "
	)
);
const GROUPS = soundAlikes([
	["f", "ph", "gh"],
	["k", "ch", "qu", "c"],
	["x", "cs", "cc", "ks"],
	["tion", "sion", "cion", "ssion", "tian", "cian", "xion"],
	["er", "re"],
	["le", "el", "al", "il"],
	["ie", "y", "ey", "ee", "ea", "ei", "i"],
	["u", "oo", "ou", "ew"],
	["o", "au", "aw", "oa"],
	["y", "igh"],
	["j", "dg"],
	["c", "ss"],
	["sh", "ti", "ci", "ch"],
	["n", "kn", "gn"],
	["r", "wr"],
	["ai", "ei", "ay", "ey"],
	["ous", "us"]
]);
const KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** No word is so far from another that this would not tell. */
export const FAR = Infinity;

const isVowel = (letter: string) =>
	letter === "a" ||
	letter === "e" ||
	letter === "i" ||
	letter === "o" ||
	letter === "u" ||
	letter === "y";

/** Returns what the likeliest slips cost that make one word of another; `FAR` when that is more than the most. */
export function costOf(word: string, meant: string, most: number): number {
	return follow(word, meant, 0, 0, most);
}

/** Passes what is the same, and tries each slip that explains what is not. */
function follow(word: string, meant: string, at: number, other: number, most: number): number {
	while (at < word.length && word[at] === meant[other]) {
		at++;
		other++;
	}
	if (at === word.length && other === meant.length) return 0;
	let least = most;
	let found = FAR;
	const attempt = (cost: number, letters: number, others: number) => {
		if (cost > least) return;
		const total = cost + follow(word, meant, at + letters, other + others, least - cost);
		if (total > least) return;
		found = least = total;
	};
	const [wrong, right] = [word[at], meant[other]];
	if (right !== undefined) attempt(missing(meant, other, at), 0, 1);
	if (wrong !== undefined) attempt(added(word, at), 1, 0);
	if (wrong === undefined || right === undefined) return found;
	attempt(mistaken(word, meant, at, other), 1, 1);
	if (wrong === meant[other + 1] && word[at + 1] === right)
		attempt(at === 0 ? SLIPS.first : SLIPS.swapped, 2, 2);
	for (const [group, by] of GROUPS.get(wrong + right) ?? [])
		if (word.startsWith(group, at) && meant.startsWith(by, other))
			attempt(at === 0 ? SLIPS.first : SLIPS.group, group.length, by.length);
	return found;
}

function missing(meant: string, at: number, place: number) {
	const letter = meant[at]!;
	const before = meant[at - 1];
	if (letter === before || letter === meant[at + 1]) return SLIPS.undoubled;
	if (place === 0) return SLIPS.first;
	if (at === meant.length - 1) return letter === "s" ? SLIPS.last : SLIPS.missingLast;
	if (isSilent(letter, before)) return SLIPS.missingSilent;
	return isVowel(letter) ? SLIPS.missingVowel : SLIPS.missingConsonant;
}

function isSilent(letter: string, before: string | undefined) {
	if (letter === "h") return true;
	return (
		(letter === "c" && before === "s") ||
		(letter === "n" && before === "m") ||
		(letter === "u" && (before === "g" || before === "q"))
	);
}

function added(word: string, at: number) {
	const letter = word[at]!;
	if (letter === word[at - 1] || letter === word[at + 1]) return SLIPS.doubled;
	if (at === 0) return SLIPS.first;
	if (at === word.length - 1) return SLIPS.last;
	return isVowel(letter) ? SLIPS.addedVowel : SLIPS.addedConsonant;
}

function mistaken(word: string, meant: string, at: number, other: number) {
	const [wrong, right] = [word[at]!, meant[other]!];
	const vowels = isVowel(wrong) && isVowel(right);
	const alike = ALIKE.has(wrong + right);
	if (!vowels && !alike && !areNeighbours(wrong, right)) return SLIPS.other;
	if (at === 0 || other === 0) return SLIPS.first;
	if (at === word.length - 1) return SLIPS.last;
	if (wrong === "i" && right === "y") return SLIPS.iForY;
	if (vowels) return at * 2 >= word.length - 1 ? SLIPS.faintVowel : SLIPS.vowel;
	return alike ? SLIPS.alike : SLIPS.neighbour;
}

function areNeighbours(one: string, other: string) {
	if (isVowel(one) !== isVowel(other)) return false;
	const row = KEYS.find(keys => keys.includes(one) && keys.includes(other));
	return row !== undefined && Math.abs(row.indexOf(one) - row.indexOf(other)) === 1;
}

/** Pairs of groups by what they begin with: where both begin alike, a letter is missing or was added. */
function soundAlikes(sets: readonly (readonly string[])[]) {
	const pairs = new Map<string, [string, string][]>();
	for (const set of sets)
		for (const group of set)
			for (const by of set) {
				if (group[0] === by[0] || group.length + by.length < 3) continue;
				const key = group[0]! + by[0]!;
				pairs.set(key, [...(pairs.get(key) ?? []), [group, by]]);
			}
	return pairs;
}
