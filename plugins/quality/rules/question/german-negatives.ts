/** The word by which a German question asks for what is not. */
const NEGATIVE =
	/\b(?:nicht|nie|niemals|kein(?:e|er|es|en|em)?|außer|ausgenommen|am wenigsten|falsch(?:e|er|es|en)?|unzutreffend(?:e|er|es|en)?|unwahr(?:e|er|es|en)?|unrichtig(?:e|er|es|en)?)(?![\p{L}-])/giu;
/** What reads as a negative and is none. */
const NO_NEGATIVE =
	/\b(?:nicht (?:nur|zuletzt|wahr|gefunden)|ob\b[^,?]*\bnicht|oder nicht|wenn nicht|falsch(?:e|er|es|en)? (?:positiv|negativ)\w*|nicht[- ](?:leiter|metalle?|raucher)\w*)/gi;
/** A clause that says when, why or of whom: its negative does not belong to the question. */
const CLAUSE =
	/(?:^|,)\s*(?:wenn|weil|obwohl|falls|als|während|nachdem|bevor|dass|damit|sobald|solange|sofern|da|indem|(?:in|mit|von|auf|an|bei|zu|für|durch|ohne)?\s*(?:der|die|das|den|dem|denen|deren|dessen|welche[rmns]?))\s[^,?]*(?=,|\?|$)/gi;

/** Returns the word and where it stands; null for a question that asks for what is. */
export function germanNegativeIn(sentence: string): { text: string; index: number } | null {
	if (/^\W*(?:warum|weshalb|wieso)\b/i.test(sentence)) return null;
	// Blanks keep positions as they are.
	const blank = (match: string) => " ".repeat(match.length);
	const main = sentence
		.replace(/"[^"]*"|„[^“”]*[“”]/g, blank)
		.replace(NO_NEGATIVE, blank)
		.replace(CLAUSE, keepingFirst(blank));
	const [found] = main.matchAll(NEGATIVE);
	return found ? { text: found[0], index: found.index } : null;
}

/** "Die Niere filtert …" begins with an article and is no clause. */
function keepingFirst(blank: (match: string) => string) {
	return (match: string, at: number) =>
		at === 0 &&
		!/^\s*(?:wenn|weil|obwohl|falls|während|nachdem|bevor|sobald|solange|sofern)\b/i.test(match)
			? match
			: blank(match);
}
