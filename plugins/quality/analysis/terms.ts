/** The words that say what a sentence is about. */
const COMMON = new Set(
	`a about above after again all also an and any are as ask at be because been before being between both but by can could did do does doing done during
each either else etc every few for from further get give given has have having he her here his how i if in into is it its itself just let like
make made makes making many may me might more most much must my need no nor not of off on once one only or other our out over own per rather same several
shall she should so some such than that the their them then there these they this those through to together too two under up upon us use used useful user uses using
various very via was we well were what when where whether which while who whom whose why will with within without would you your
able analyse analyze apply appreciate assess basic basics build calculate choose classify common compare concept concepts configure construct contrast correct correctly create define
demonstrate describe design determine develop differ difference differences different differentiate discuss distinguish effectively evaluate example examples explain explore familiar find follow
fundamental fundamentals general good identify implement important interpret introduce introduction key know knowledge learn learner learners list main name own perform practical predict principle principles proper properly purpose
read recall recognise recognize relevant role select show simple situation solve state student students summarise summarize task tasks tell term terms thing things topic topics two typical understand understanding way ways work working works write writing`
		.split(/\s+/)
		.filter(Boolean)
);

/** Returns the stems of the words of a text that are no common ones, each once. */
export function keyTerms(text: string): string[] {
	const words = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}+#]*/gu) ?? [];
	return [...new Set(words.filter(word => !COMMON.has(word)).map(stemOf))];
}

/** Returns the share of the terms that a text has. */
export function shareOf(terms: readonly string[], text: ReadonlySet<string>): number {
	return terms.filter(term => text.has(term)).length / terms.length;
}

const ENDINGS = [
	/(?:isation|ization|ations?|ating|ated|ates?|ising|izing|ised|ized|ises|izes)$/,
	/(?:ingly|edly|ments?|ings?|ers?|ors?|ions?|able|ive|es|ed|ly|s|e)$/
];

/** Cuts the endings off that forms of one word differ in; good enough to compare, not to read. */
export function stemOf(word: string): string {
	let stem = word.replace(/(?:ies|ied)$/, "y");
	// Until nothing is left to cut: `processes`, `process` and `processing` meet in the end.
	for (let before = ""; before !== stem;) {
		before = stem;
		for (const ending of ENDINGS) {
			const cut = stem.replace(ending, "");
			if (cut.length >= 3) stem = cut;
		}
	}
	return stem.replace(/([^aeiouls])\1$/, "$1");
}
