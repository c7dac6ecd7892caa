/** Questions that ask for what is not. */
import { parseMarkdown } from "../../analysis/markdown.ts";
import { proseOf, sourceOffset, type Block } from "../../analysis/prose.ts";
import { sentencesOf, type Piece } from "../../analysis/sentences.ts";
import { defineRule } from "../rule.ts";
import { stemOfQuestion } from "./choices.ts";
import { germanNegativeIn } from "./german-negatives.ts";

const INSTRUCTION =
	/^\W*(?:\(?(?:choose|select|pick|mark|tick|check)\b[^?:]{0,40}(?:one|two|three|four|all|best|answers?|options?|apply|that apply)\b[^?]*|there (?:is|are) (?:one|two|three) (?:correct )?answers?.*)$/i;

/** A question that says nothing by itself. */
const BARE_QUESTION =
	/^\W*(?:which|what|who|where|when|how)(?: (?:one|is it|of them|are they))?\W*$/i;

const NEGATIVE =
	/\b(?:not|all but one|never|except(?:ing)?(?: for)?|excluding|cannot|neither|least(?= (?:likely|appropriate|suitable|important|secure|effective|efficient|accurate|useful))|\w+n[’']t|un(?:true|likely)(?= to be)?)\b/gi;
const FALSE_STATEMENT =
	/\b(?:which|identify|select|choose|find|mark|pick|what)\b.*\b(?:statements?|claims?|sentences?|following|these|options?|answers?|assertions?|one)\b.*?\b((?:is|are)\s+(?:false|incorrect|untrue|wrong|inaccurate|invalid))\b\s*[?:.]?\s*$|\b(?:which|identify|select|choose|find|mark|pick|what)\b.*?\b((?:false|incorrect|untrue|wrong|inaccurate)\s+(?:statement|claim|sentence|answer|option|assertion|one))\b/i;
/** What reads as a negative and is the name of something, or no negative at all. */
const NO_NEGATIVE = [
	/\bnot\s+(?:only|just|yet|equals?|equal to|found|null|in\b|none|applicable|authori[sz]ed|operator|operators|gate|gates|keyword|function|modified|acceptable|allowed|implemented|a number)\b/i,
	/\b(?:404|403|405|the|an?|operators?|boolean|logical|bitwise|and,? or,? (?:and )?|keyword|if|or)\s+not\b(?=\s+(?:operator|gate|keyword|found|\w+ operator|expression)|\s*(?:,|\?|$|do\b|mean\b))/i,
	/\bwhether\b.*\bor not\b/i,
	/\bor not\b/i,
	/\bexcept\s+(?:clauses?|blocks?|statements?|keywords?|branch(?:es)?|handlers?|suite|part|and\b)/i,
	/\b(?:try|a bare|the|an?|bare)[ -/]+except\b(?!\s*[?:.]?\s*$|\s+for\b)/i,
	/\bat least\b/i,
	/\bcan(?:not|['’]t) (?:help|wait)\b/i,
	/\bif not\b/i,
	/\bwhy not\b/i
];
const SUBORDINATE =
	/\b(?:when|whenever|if|because|although|though|while|since|unless|after|before|where|so that|such that|in order|even if|until|once|given that|as long as|in case|provided that|assuming)\b[^,;:?]*(?=[,;:?]|$)/gi;
const RELATIVE =
	/(?<=\w\s|\w,\s)(?:that|who|whom|whose|which(?!\s+of\b)(?=\s+(?:is|are|was|were|does|do|did|has|have|had|can|cannot|could|will|would|should|may|might|must|\w+s|\w+ed)\b)|than|as)\b[^,;:?]*(?=[,;:?]|$)/gi;
const IMPERATIVE = /^\W*(?:identify|select|choose|find|mark|pick|name|give|state)\b/i;

export const negativeStem = defineRule({
	id: "question/negative-stem",
	version: 2,
	severity: "warning",
	title: "A question asks for what is, not for what is not",
	kinds: ["question"],
	*check(item) {
		const { field, text } = stemOfQuestion(item);
		const asking = askingSentence(text);
		if (!asking) return;
		const german = /^de\b/i.test(item.language ?? "");
		const negative = (german ? germanNegativeIn : negativeIn)(asking.sentence.text);
		if (!negative) return;
		const start = asking.sentence.start + negative.index;
		// What is set in bold cannot be missed; that is how a negative is written that cannot be avoided.
		if (asking.block.strong.some(span => span.start <= start && start < span.end)) return;
		const capitals = negative.text === negative.text.toUpperCase();
		const from = sourceOffset(asking.block, start);
		yield {
			field,
			start: from,
			end: from + negative.text.length,
			...(capitals && { severity: "info" as const }),
			message: `The question asks for the opposite: "${negative.text}"`,
			advice: capitals
				? "Ask for what is true; where that cannot be, set the word in bold"
				: "Ask for what is true, or at least set the word in bold: it is easily missed"
		};
	}
});

/** The sentence that asks: the last with a question mark, else the last that is no instruction. */
function askingSentence(text: string): { block: Block; sentence: Piece } | undefined {
	const sentences = proseOf(parseMarkdown(text), text).flatMap(block =>
		sentencesOf(block.text).map(sentence => ({ block, sentence }))
	);
	const last = sentences.findLastIndex(({ sentence }) => sentence.text.includes("?"));
	// "… one of these things. Which?" asks with the sentence before.
	if (last > 0 && BARE_QUESTION.test(sentences[last]!.sentence.text)) return sentences[last - 1];
	return (
		sentences.findLast(({ sentence }) => /\ball but one\b/i.test(sentence.text)) ??
		sentences.findLast(({ sentence }) => sentence.text.includes("?")) ??
		sentences.findLast(({ sentence }) => !INSTRUCTION.test(sentence.text)) ??
		sentences.at(-1)
	);
}

function negativeIn(sentence: string): { text: string; index: number } | null {
	const opposite = FALSE_STATEMENT.exec(sentence);
	if (opposite) {
		const text = (opposite[1] ?? opposite[2])!;
		return { text, index: sentence.indexOf(text, opposite.index) };
	}
	if (/^\W*why\b/i.test(sentence)) return null;
	// Blanks keep positions as they are.
	const blank = (match: string) => " ".repeat(match.length);
	let main = sentence.replace(/"[^"]*"|“[^”]*”|(?<!\w)['‘][^'’]*['’](?!\w)/g, blank);
	for (const pattern of NO_NEGATIVE) main = main.replace(pattern, blank);
	main = main.replace(SUBORDINATE, keepingExcept(blank));
	if (!IMPERATIVE.test(main)) main = main.replace(RELATIVE, keepingExcept(blank));
	const [found] = main.matchAll(NEGATIVE);
	return found ? { text: found[0], index: found.index } : null;
}

/** "…, when all are true except": the exception belongs to the question, wherever it stands at the end. */
function keepingExcept(blank: (match: string) => string) {
	return (match: string) => {
		const at = match.search(/\bexcept(?: for)?\b\s*:?\s*$/i);
		return at < 0 ? blank(match) : blank(match.slice(0, at)) + match.slice(at);
	};
}
