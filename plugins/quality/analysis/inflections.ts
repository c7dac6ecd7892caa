/** The forms of a word that English makes by an ending. */
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

/** Tells whether a word is a form of one that is in the list: `subnetting`, `refactored`, `queries`. */
export function inflects(word: string, words: ReadonlySet<string>) {
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
