/** Options that the grammar of the stem rules out: whoever reads well needs to know nothing. */
import { defineRule } from "../rule.ts";
import { choicesOf, isTrueFalse, onOption, stemOfQuestion, type Choice } from "./choices.ts";

export const grammarCue = defineRule({
	id: "question/grammar-cue",
	version: 2,
	severity: "warning",
	title: "Every option goes with the stem",
	kinds: ["question"],
	*check(item) {
		const choices = choicesOf(item).filter(({ text }) => text !== "" && !isMeta(text));
		const keys = choices.filter(({ correct }) => correct);
		const others = choices.filter(({ correct }) => !correct);
		if (keys.length === 0 || others.length === 0 || isTrueFalse(choices)) return;
		const stem = plainStem(stemOfQuestion(item).text);
		for (const cue of CUES) {
			const fits = cue(stem, choices);
			if (!fits) continue;
			const wrong = others.filter(choice => fits(choice) === false);
			// An option that fits no better than the key gives nothing away.
			if (!keys.every(choice => fits(choice) === true) || wrong.length === 0) continue;
			// Articles are plain; of the rest only a rule that most others break tells more than chance.
			if (cue !== article && wrong.length * 2 < others.length) continue;
			const [first] = wrong;
			yield onOption(
				first!,
				`"${first!.text}" does not go with the stem, the right answer does`,
				"Let every option complete the stem: put the article into the options, or write all of them alike"
			);
			return;
		}
	}
});

/** Tells for each option whether it goes with the stem; undefined where that cannot be said. */
type Fits = (choice: Choice) => boolean | undefined;
type Cue = (stem: string, choices: readonly Choice[]) => Fits | null;

const CUES: Cue[] = [article, number, modal, infinitive, gerund, predicate, numberOfQuestion];

/** "… is an" before "array" and "list". */
function article(stem: string): Fits | null {
	const [, found] =
		/\b(an?)\s*(?:_+|\.{3}|…|:|-)?\s*[.?]?\s*$/i.exec(stem) ??
		/\b(an?)\s+_{2,}/i.exec(stem) ??
		[];
	if (!found) return null;
	const vowel = found.toLowerCase() === "an";
	return ({ text }) => {
		const begins = beginsWithVowelSound(text);
		return begins === undefined || /^(?:an?|the)\s/i.test(text) ? undefined : begins === vowel;
	};
}

/** "… are" before "routers" and "a switch"; "… is" the other way round. */
function number(stem: string, choices: readonly Choice[]): Fits | null {
	const [, verb] =
		/\b(is|are|was|were)\s*(?:called|known as|named|the)?\s*(?:_+|\.{3}|…|:)?\s*$/i.exec(
			stem
		) ?? [];
	if (!verb || /\b(?:which|what|how|why|when|where|who)\b[^.]*\?/i.test(stem)) return null;
	return agreement(/are|were/i.test(verb), choices);
}

/** "Which devices …?" asks for several, "What is the name …?" for one. */
function numberOfQuestion(stem: string, choices: readonly Choice[]): Fits | null {
	if (/\b(?:following|these|them)\b/i.test(stem)) return null;
	if (
		/\b(?:what|which) (?:are|were) (?:the |these |those )?(?:\w+ )*?\w+s\b/i.test(stem) ||
		asksForSeveral(stem)
	)
		return agreement(true, choices);
	const one =
		/\bwhat (?:is|was) (?:an?|the) (?:\w+ ){0,3}(?:name|term|word|device|type|structure)\b/i;
	return one.test(stem) ? agreement(false, choices) : null;
}

/** "Which devices repeat": the noun is plural, and its verb too. */
function asksForSeveral(stem: string) {
	const [, noun, verb] = /\bwhich (?:\w+ ){0,2}?(\w+s) ([a-z]+)\b/i.exec(stem) ?? [];
	return (
		noun !== undefined &&
		!SINGULAR_IN_S.test(noun) &&
		!/s$|^(?:of|in|on|for|to|from|with|at|by|the|an?|its|their|this|that|these|those|all|more|most|no|into|onto|over|under|between|through|out|up|down|off|as|than|and|or|when|if|after|before|data|only|both|each|every)$/i.test(
			verb!
		)
	);
}

/** "The wires are" before "is thicker", "it carries". */
function predicate(stem: string): Fits | null {
	if (!/\b(?:is|are|was|were|be)\s*(?:_+|\.{3}|…|:)?\s*$/i.test(stem)) return null;
	return ({ text }) =>
		!/^(?:is|are|was|were|has|have|does|do|can|will|it|they|he|she|we)\s/i.test(text);
}

function agreement(plural: boolean, choices: readonly Choice[]): Fits | null {
	const numbers = new Map(choices.map(choice => [choice, isPlural(choice.text)]));
	return choice => {
		const own = numbers.get(choice);
		return own === undefined ? undefined : own === plural;
	};
}

/** "… is used to" before "store data" and "storing data". */
function infinitive(stem: string): Fits | null {
	if (
		!/\b(?:is|are|was|used|able|helps|allows \w+|lets \w+|in order|necessary|purpose of [^.?]*? is|function of [^.?]*? is|role of [^.?]*? is|goal of [^.?]*? is|job of [^.?]*? is|designed|needed|intended|meant|serves|exists|has|wants|tries|needs)\s+to\s*(?:_+|\.{3}|…|:)?\s*$/i.test(
			stem
		)
	)
		return null;
	return ({ text }) => {
		const form = verbForm(text);
		return form === "base" ? true : form === "other" ? undefined : false;
	};
}

/** "… should" before "check the fuse", "checking the fuse" and "a new fuse". */
function modal(stem: string): Fits | null {
	if (
		!/\b(?:should|must|can|could|may|might|will|would|shall|cannot|ought to|ha(?:s|ve) to|needs? to)\s*(?:_+|\.{3}|…|:)?\s*$/i.test(
			stem
		)
	)
		return null;
	return ({ text }) => {
		const [first = ""] = text.toLowerCase().match(/[a-z]+/) ?? [];
		return !/^(?:an?|the|to)$/.test(first) && !(/..ing$/.test(first) && !ING_VERBS.test(first));
	};
}

/** Verbs that end like a form of another. */
const ING_VERBS = /^(?:bring|cling|fling|ping|ring|sing|sling|spring|sting|string|swing|wring)$/;

/** "… by" before "sending a frame" and "sends a frame". */
function gerund(stem: string): Fits | null {
	if (
		!/\b(?:by|for|of|before|after|without|when|while|instead of|responsible for|consists of|used for)\s*(?:_+|\.{3}|…|:)?\s*$/i.test(
			stem
		)
	)
		return null;
	return ({ text }) => {
		const form = verbForm(text);
		return form === "gerund"
			? true
			: form === "third" || form === "infinitive" || form === "base"
				? false
				: undefined;
	};
}

const BASES = new Set(
	`accept access add allocate allow apply ask assign authenticate block break build cache call change check choose clean clear close collect combine compare compile compress compute configure connect control convert copy count create declare decrypt define delete deliver describe detect determine display divide double download
edit enable encrypt end ensure enter establish execute extend filter find fix format forward generate get give group handle help hide hold identify import improve increase indicate insert install isolate iterate join keep learn let limit list listen load locate log loop make manage map mark measure merge monitor move multiply name notify open
organize organise parse pass perform pick ping prevent print process produce protect provide raise reach read receive record reduce refer refresh remove rename repeat replace report represent request reserve reset resolve retrieve return reverse route run save scan search secure segment select send separate serve set share show shuffle skip solve sort specify split start stop store store
stream strip submit swap switch synchronize terminate test throw trace track transfer translate transmit transport trim turn update upload use validate verify view wait warn wrap write`.split(
		/\s+/
	)
);

type VerbForm = "base" | "gerund" | "third" | "infinitive" | "noun" | "other";

function verbForm(text: string): VerbForm {
	const [first = ""] = text.toLowerCase().match(/[a-z]+/) ?? [];
	if (/^to [a-z]/i.test(text)) return "infinitive";
	if (BASES.has(first)) return "base";
	if (/^(?:an?|the|its|their|some|any)$/.test(first)) return "noun";
	if (first.endsWith("ing") && isForm(first.slice(0, -3))) return "gerund";
	if (first.endsWith("s") && text.includes(" ") && isForm(first.replace(/e?s$/, "")))
		return "third";
	return "other";
}

function isForm(cut: string) {
	return (
		BASES.has(cut) ||
		BASES.has(`${cut}e`) ||
		BASES.has(cut.replace(/(.)\1$/, "$1")) ||
		BASES.has(cut.replace(/i$/, "y"))
	);
}

const IRREGULAR_PLURALS =
	/^(?:people|teeth|feet|geese|lice|oxen|fungi|nuclei|bacteria|alumni|stimuli|radii|loci|foci|cacti|larvae|vertebrae|formulae|antennae|algae|hypotheses|theses|crises|analyses|diagnoses|parentheses|bases|oases|spectra|strata|quanta|errata|data|children|men|women|indices|matrices|vertices|criteria|phenomena|media|mice|axes|schemata)$/;
const SINGULAR_IN_S =
	/(?:ss|us|is|as|os|ics|news|series|species|dns|https?|tls|ios|css|aws|gas|lens|bus|bias|alias|canvas|virus|status|process|access|address|class|windows|always|kubernetes|redis|does)$/i;

/** Whether an option names several things; undefined for what is no plain noun. */
function isPlural(text: string): boolean | undefined {
	if (/^(?:an?|one|each|every)\s/i.test(text)) return false;
	if (/[`=(){}[\]<>]|\d/.test(text) || text.split(" ").length > 8) return undefined;
	const list = /^[\w-]+(?:, [\w-]+)*,? and [\w-]+$/.test(text);
	const head = text.replace(
		/\s+(?:of|that|which|who|with|for|in|on|to|from|used|by|at|into|between|without|than|within)\s.*$/i,
		""
	);
	const words = head.replace(/[.,;:!?]+$/, "").split(/\s+/);
	// "Cache the results", "stores names": a verb comes first.
	if (
		words.slice(1).some(word => /^(?:the|an?|its|their)$/i.test(word)) ||
		isVerb(text, words.length)
	)
		return undefined;
	const last = words.at(-1)!;
	if (
		/^(?:two|three|four|many|several|some|both|these|those)$/i.test(words[0]!) ||
		IRREGULAR_PLURALS.test(last.toLowerCase())
	)
		return true;
	if (/^[A-Z]{2,}$/.test(last) || !/^[a-z-]+$/i.test(last))
		return /^[A-Z]{2,}s$/.test(last) ? true : undefined;
	if (/(?:ly|ed)$/.test(last)) return undefined;
	return list || (last.endsWith("s") && !SINGULAR_IN_S.test(last));
}

/** Whether "an" goes before a text; undefined where that is not sure. */
function beginsWithVowelSound(text: string): boolean | undefined {
	const [word = ""] = /^[\p{L}\d]+/u.exec(text.replace(/^["'“‘(*`_]+/, "")) ?? [];
	if (word === "") return undefined;
	if (/^\d/.test(word)) return /^(?:8|11$|18$|11\D|18\D|80)/.test(word);
	// Letters one by one: an FTP, an HTTP, a URL. Which of them are spoken as words is known of few.
	if (/^[A-Z]{2,}s?$/.test(word))
		return /^(?:LAN|RAM|ROM|NAT|SIM|RAID|NATO|MAC|SQL|LIFO|FIFO|RIP|REST|RFID|MAN|LIDAR|LED)S?$/i.test(
			word
		) && !/^(?:LED|SQL|RFID)/.test(word)
			? false
			: /^[AEFHILMNORSX]/.test(word);
	if (/^(?:hour|honest|honou?r|heir)/i.test(word)) return true;
	if (/^(?:uni(?![nm])|use|usu|util|eu|one\b|once|ubiq|ura|uri|ufo|url)/i.test(word))
		return false;
	return /^[aeiou]/i.test(word);
}

function isMeta(text: string) {
	return /\b(?:of the above|of these|both [a-d]\b|[a-d] and [a-d]$)/i.test(text);
}

function plainStem(text: string) {
	return text.replace(/[*`]|(?<=\s)_(?=\w)|(?<=\w)_(?=\s|$)/g, "").trim();
}

/** A word or two that may be a verb ("name", "return value") is taken for a noun among nouns. */
function isVerb(text: string, words: number) {
	const form = verbForm(text);
	return form === "base" ? words > 2 : form !== "other" && form !== "noun";
}
