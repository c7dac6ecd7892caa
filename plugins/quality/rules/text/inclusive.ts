/** Words that leave people out, and pronouns that make one gender of all. */
import nlp from "compromise/two";
import { OBJECT } from "../../analysis/prose.ts";
import { sentencesOf } from "../../analysis/sentences.ts";
import { placeOf } from "../../analysis/document.ts";
import { matchesIn } from "../matches.ts";
import { defineRule, type CheckContext, type Remark } from "../rule.ts";
import { TERMS } from "./excluding-terms.ts";

/** Roles that anybody may have: `he` for one of them speaks of half of those. */
const ROLES =
	"student|learner|pupil|user|developer|programmer|engineer|administrator|admin|teacher|instructor|professor|tutor|author|reader|manager|customer|client|candidate|employee|person|child|participant|player|doctor|nurse|secretary|technician|analyst|scientist|researcher|attacker|hacker|operator|tester|designer|owner|beginner|expert|novice|worker|colleague|boss|lawyer|pilot|architect|citizen|individual|visitor|member|applicant|trainee|coder|auditor|consultant|receptionist|patient|parent|driver|leader|examiner|proctor|specialist|electrician|plumber|carpenter|mechanic|chef|cook|baker|waiter|captain|officer|soldier|farmer|musician|singer|conductor|composer|pianist|violinist|artist|actor|writer|editor|journalist|historian|geographer|chemist|biologist|physicist|mathematician|banker|trader|investor|broker|accountant|cashier|clerk|buyer|seller|shopper|tenant|landlord|guest|host|traveller|traveler|passenger|tourist|surgeon|physician|midwife|dentist|pharmacist|paramedic|therapist|carer|caregiver|caretaker|judge|juror|witness|defendant|plaintiff|judge|mediator|negotiator|facilitator|coach|trainer|mentor|supervisor|director|executive|entrepreneur|employer|contractor|apprentice|intern|volunteer|inspector|guard|firefighter|athlete|runner|swimmer|hiker|sailor|diver|gardener|builder|welder|painter|photographer|translator|interpreter|librarian|curator|reviewer|speaker|presenter|listener|subscriber|voter|politician|senator|minister|mayor|sender|recipient|visitor|resident|respondent|interviewer|interviewee";
const GENERIC = new RegExp(
	`\\b(?:a|an|the|each|every|any|one|no|if your|when your|your|some)\\s+(?:[\\w-]+\\s+){0,2}(?:${ROLES})\\b`,
	"i"
);
/** Whoever else does something, by the ending: `A goalkeeper must …`, `Every violist has …`. Things do not do it as `he`. */
const DOER =
	/^\W*(?:an?|each|every|any|no)\s+(?:[\w-]+\s+)?[a-z]{2,}(?:er|or|ist|ian|eer|smith|wright|herd|mate)\s+(?:must|should|shall|can|cannot|may|might|will|would|has to|has|needs|who|always|never|often|is|knows|learns|does)\b/i;
const SOMEBODY =
	/\b(?:someone|somebody|anyone|anybody|everyone|everybody|no one|nobody|whoever)\b(?! else\b)/i;
const GENDERED = /\b(?:he|she|him|his|himself|herself|her|hers)\b/gi;
const BOTH =
	/\b(?:he|she|him|his|her|himself|herself)\s+(?:or|and)\s+(?:he|she|him|his|hers?|himself|herself)\b|\/\s*(?:her|she|his|he)\b|\bs\/he\b/i;
/** `Ada was a programmer`, `Ngozi, a student`: said of one person, whom the writer knows. */
const PREDICATE =
	/(?:\b(?:is|was|as|became|named|called|been|being|am)|\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*,)\s*$/u;

/** `The student, Priya, …`. */
const NAMED_AFTER = /^,? \p{Lu}\p{Ll}+(?:,|\s(?:said|was|is|has|had|did|went)\b)/u;

/** `The customer paid with her card`: a story tells of one, whom the writer knows. */
const TOLD = new RegExp(
	`^the (?:[\\w-]+ ){0,2}(?:${ROLES}) (?:paid|went|said|told|took|gave|came|left|sent|wrote|read|ran|got|made|had|was|did|saw|found|lost|fell|bought|sold|\\w{2,}ed)\\b`,
	"i"
);

export const inclusive = defineRule({
	id: "text/inclusive",
	version: 3,
	severity: "warning",
	title: "The wording leaves nobody out",
	*check(_item, context) {
		yield* excludingTerms(context);
		yield* genericPronouns(context);
	}
});

function* excludingTerms({ document }: CheckContext): Generator<Remark> {
	const seen = new Set<string>();
	for (const { pattern, instead } of TERMS)
		for (const { field, start, end, text, block, at } of matchesIn(document, pattern)) {
			if (isMentioned(block.text, at, text.length) || overlaps(seen, field, start, end))
				continue;
			yield {
				field,
				start,
				end,
				message: `"${text}" leaves people out`,
				advice: `Say it in other words: ${instead}`
			};
		}
}

/** One passage is reported once, also where two patterns fit. */
function overlaps(seen: Set<string>, field: string, start: number, end: number) {
	const places = Array.from({ length: end - start }, (_, at) => `${field}:${start + at}`);
	if (places.some(place => seen.has(place))) return true;
	for (const place of places) seen.add(place);
	return false;
}

/** A word in quotes that is spoken about ("formerly called …") is not used. */
function isMentioned(text: string, at: number, length: number) {
	const quoted = /["“'‘*]$/.test(text.slice(0, at)) && /^["”'’*]/.test(text.slice(at + length));
	const before = text.slice(Math.max(0, at - 80), at);
	const after = text.slice(at + length, at + length + 80);
	const replaced =
		/\b(?:instead of|rather than|formerly|previously|replaces?|replaced|avoid|outdated term|older term|once called|used to be called|historically called|in place of|do not (?:say|write|use)|don't (?:say|write|use))\b[^.;]*$/i;
	const obsolete =
		/^["”'’*]?,?\s*(?:(?:is|are|was|were) (?:an? )?(?:outdated|deprecated|discouraged|avoided|now called|no longer used|offensive|older))/i;
	return replaced.test(before) || (quoted && obsolete.test(after)) || obsolete.test(after);
}

function* genericPronouns({ document }: CheckContext): Generator<Remark> {
	for (const field of document.fields)
		for (const block of field.blocks) {
			let before = false;
			for (const sentence of sentencesOf(block.text.replaceAll(OBJECT, " "))) {
				const anybody = startOfAnybody(sentence.text);
				// The person of the sentence before is still the one who is spoken of; a question tells of a case.
				const from = before && field.name !== "stem" ? 0 : anybody;
				before = anybody >= 0;
				if (from < 0 || BOTH.test(sentence.text)) continue;
				const pronouns = Array.from(sentence.text.matchAll(GENDERED));
				const pronoun = pronouns.find(each => each.index >= from);
				// Whom a pronoun stands for before anybody is named is somebody who is known already.
				if (!pronoun || pronouns[0]!.index < from) continue;
				if (namesSomebody(sentence.text)) continue;
				const told = field.name === "stem" && isVignette(sentence.text, block.text);
				if (told && /^(?:she|hers?|herself)$/i.test(pronoun[0])) continue;
				yield {
					...placeOf(field, block, sentence.start + pronoun.index, pronoun[0].length),
					message: `"${pronoun[0]}" speaks of a person who may be of any gender`,
					advice: `Write "they", "them" or "their", or speak to the reader as "you"`
				};
			}
		}
}

/** Returns where a sentence speaks of anybody of a kind, -1 when it does not. */
function startOfAnybody(sentence: string) {
	const found = GENERIC.exec(sentence) ?? SOMEBODY.exec(sentence) ?? DOER.exec(sentence);
	if (!found || PREDICATE.test(sentence.slice(0, found.index))) return -1;
	if (NAMED_AFTER.test(sentence.slice(found.index + found[0].length))) return -1;
	if (TOLD.test(sentence.slice(found.index))) return -1;
	return found.index;
}

/** What a question tells before it asks: "A witness repeats what somebody told her. What is this called?" Nobody means all by "her". */
function isVignette(sentence: string, text: string) {
	return /^\s*an?\s/i.test(sentence) && !sentence.includes("?") && text.includes("?");
}

function namesSomebody(sentence: string) {
	return nlp(sentence).has("(#FirstName|#Honorific)");
}
