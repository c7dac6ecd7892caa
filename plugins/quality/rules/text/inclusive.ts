/** Words that leave people out, with what to say instead. */
import nlp from "compromise/two";
import { OBJECT } from "../../analysis/prose.ts";
import { sentencesOf } from "../../analysis/sentences.ts";
import { placeOf } from "../../analysis/document.ts";
import { matchesIn } from "../matches.ts";
import { defineRule, type CheckContext, type Remark } from "../rule.ts";

interface Term {
	pattern: RegExp;
	instead: string;
	/** True when the first word of `instead` may be put in its place without a second look. */
	safe?: boolean;
}

const TERMS: Term[] = [
	{ pattern: /\bwhite-?\s?list(?:s|ed|ing)?\b/gi, instead: "allowlist" },
	{ pattern: /\bblack-?\s?list(?:s|ed|ing)?\b/gi, instead: "blocklist or denylist" },
	{
		pattern: /\bmasters?\s*(?:[/–-]|and|or|to|with|\band its|-to-)\s*(?:\w+\s)?slaves?\b/gi,
		instead: "primary and replica, or controller and worker"
	},
	{
		pattern:
			/\bslaves?\b(?!\s+(?:trade|trader|traders|owner|owners|ship|ships|labou?r|state|states|revolt|rebellion|narrative))/gi,
		instead: "replica, secondary or worker"
	},
	{ pattern: /\b(?:man|men)[- ]hours?\b/gi, instead: "person-hours" },
	{ pattern: /\bman[- ](?:days?|months?)\b/gi, instead: "person-days" },
	{ pattern: /\bman-?power\b/gi, instead: "workforce or staff" },
	{ pattern: /\bmankind\b/gi, instead: "humanity" },
	{ pattern: /\bman[- ]?made\b/gi, instead: "artificial" },
	{
		pattern:
			/\b(?:un)?manned\b(?=\s+(?:by|desk|booth|station|helpdesk|mission|vehicle|aircraft|service|counter|around))/gi,
		instead: "staffed, crewed or uncrewed"
	},
	{ pattern: /\bchairm[ae]n\b/gi, instead: "chair" },
	{
		pattern:
			/\b(?:sales|business|police|fire|repair|service|crafts|trades|news|weather|mail|post|spokes|foremost|congress|council|middle|handy|line|camera|anchor|door|delivery|barrow|dust|draughts|drafts|ferry|fisher|night-?watch|sports|stunt|ranch|rifle|milk|garbage|cattle|aircraft|service|alder|assembly|select|working|jury|marks)m[ae]n\b(?! [A-Z])/g,
		instead: "a word for both, such as salesperson, firefighter or technician"
	},
	{ pattern: /\bforem[ae]n\b/gi, instead: "supervisor" },
	{
		pattern:
			/\b(?:hey|hi|hello|ok|okay|you|these|those|the|our|both|all you|new|tech|it|security|smart)[, ]+guys\b/gi,
		instead: "everyone, people or folks"
	},
	{ pattern: /^guys\b|(?<=[.!?]\s)guys\b/gi, instead: "everyone" },
	{
		pattern:
			/\bgirls\b(?=\s+(?:in|from|at)\s+(?:the\s+)?(?:office|reception|accounts|accounting|support|marketing|hr)\b)/gi,
		instead: "women or colleagues"
	},
	{ pattern: /\bladies and gentlemen\b/gi, instead: "everyone" },
	{
		pattern:
			/\bman (?:the|a|our) (?:desks?|phones?|booths?|stalls?|stations?|pumps?|counter|barricades|gate|hotline|ship|post)\b|\bmanning (?:levels?|tables?|the)\b/gi,
		instead: "staff or crew"
	},
	{
		pattern:
			/\b(?:man up|grow a pair|be a man|like a girl|throws? like a girl|ballsy|man flu|old wives['’] tales?|no job for a (?:lady|woman|girl)|the (?:fairer|weaker) sex|girl friday|tea lady|dinner ladies|dinner lady|salesgirls?|cleaning wom[ae]n|career girls?|working girls?|lady (?:doctors?|drivers?|lawyers?|engineers?|pilots?)|male nurses?|authoress(?:es)?|poetess(?:es)?|air hostess(?:es)?|usherettes?|comediennes?)\b/gi,
		instead: "a word for everybody"
	},
	{
		pattern:
			/\b(?:deaf[- ](?:and[- ]dumb|mutes?)|mongoloids?|midgets?|half-castes?|colou?red (?:people|person|folks?|man|men|wom[ae]n)|negro(?:es)?|illegal (?:aliens?|immigrants?)|the (?:insane|mad|crippled|retarded|senile|mentally retarded|autistic|wheelchair-bound)|mentally (?:retarded|handicapped|defective)|birth defects?|harelip|sex change|transvestites?|hermaphrodites?|cretins?|senile old)\b/gi,
		instead: "the words that those people use for themselves"
	},
	{ pattern: /\bhousewi(?:fe|ves)\b/gi, instead: "homemaker" },
	{
		pattern:
			/\b(?:female|woman|women|lady|male) (?:programmer|developer|engineer|doctor|scientist|nurse|pilot|coder|hacker|boss)s?\b(?=[^.]*\b(?:surprising|even|despite|although|just as well)\b)/gi,
		instead: "the profession alone"
	},
	{
		pattern:
			/\b(?:your|his|my|a|even a|even your|their) (?:grand)?(?:mother|grandma|granny|mom|mum)\b(?=\s+(?:could|can|would|will|understands?|uses?)\b)/gi,
		instead: "anybody or a newcomer"
	},
	{ pattern: /\bsanity[- ]check(?:s|ed|ing)?\b/gi, instead: "quick check or confidence check" },
	{
		pattern: /\bsane (?:defaults?|values?|settings?|configuration|choices?)\b/gi,
		instead: "sensible"
	},
	{
		pattern:
			/\b(?:insanely?|insane|crazy|crazily|(?:(?:go|goes|going|went|gone|is|are|was|were|be|drives?|driving|drove) (?:\w+ )?|totally |completely )nuts(?! (?:and|or|in)\b)|lunatic|psycho|schizophrenic|bipolar|psychotic)\b(?!\s+(?:disorder|patients?|illness|symptoms?|and bolts|transistors?|junction|encoding|signal\w*|line))/gi,
		instead: "surprising, wild, very or inconsistent"
	},
	{
		pattern:
			/\b(?:lame|dumb|retarded|moronic|idiotic|stupid)\b(?!\s+(?:delegation|server delegation|terminals?|switch(?:es)?))/gi,
		instead: "a word that says what is wrong"
	},
	{
		pattern: /\b(?:idiot|moron|imbecile|retard|spaz|spastic)s?(?:-proof)?\b/gi,
		instead: "a word that says what is meant, such as foolproof"
	},
	{ pattern: /\bcrippl(?:e|es|ed|ing)\b/gi, instead: "limit, slow down or break" },
	{
		pattern:
			/\b(?:blind to|turn(?:s|ed|ing)? a blind eye|falls? on deaf ears|tone[- ]deaf|deaf to|blindly (?:trust|follow|accept|copy|copies)\w*)\b/gi,
		instead: "ignore, or without checking"
	},
	{
		pattern:
			/\b(?:suffer(?:s|ed|ing)? from|afflicted (?:with|by)|victims? of) (?:\w+ )?(?:autism|dyslexia|adhd|blindness|deafness|a disability|disabilities|epilepsy|down(?:['’]s)? syndrome|cerebral palsy|multiple sclerosis|paraplegia|dwarfism|a stammer|a stutter|tourette\w*|asperger\S*|dementia)\b/gi,
		instead: "has"
	},
	{
		pattern: /\b(?:wheelchair[- ]bound|confined to a wheelchair)\b/gi,
		instead: "wheelchair user"
	},
	{
		pattern:
			/\bthe (?:disabled|handicapped|blind|deaf|mentally ill|elderly|poor)\b(?=\s+(?:can|cannot|may|need|use|are|who|and|to|will|have|should|must|often|rely)\b|[.,;:!?]|$)/gi,
		instead: "people with disabilities, blind people, older people"
	},
	{
		pattern:
			/\bhandicapped\b(?!\s+(?:can|cannot|may|need|use|are|who|and|to|will|have|should|must|often|rely)\b)/gi,
		instead: "disabled or accessible"
	},
	{
		pattern:
			/\b(?:able-bodied|normal (?:people|users?|person|students?|learners?|kids|children)|healthy users?)\b/gi,
		instead: "people without disabilities, or most users"
	},
	{
		pattern: /\bgrand-?father(?:ed|ing)(?:[- ]in)?\b|\bgrandfather clauses?\b/gi,
		instead: "legacy or exempted"
	},
	{
		pattern:
			/\b(?:tribal knowledge|spirit animal|low man on the totem pole|pow-?wow|off the reservation|circle the wagons)\b/gi,
		instead: "a plain phrase, such as shared knowledge or meeting"
	},
	{
		pattern:
			/\b(?:gyp|gypped|jipped|gypsy cab|indian giver|oriental(?:s)?|eskimos?|redskins?|third[- ]world|first[- ]world problems?|uncivili[sz]ed|primitive (?:people|tribes?|cultures?))\b/gi,
		instead: "a neutral word"
	},
	{
		pattern: /\b(?:nazi|rapist?|raped|pimp(?:ed|ing)? (?:out|up|your))\b/gi,
		instead: "a neutral word"
	},
	{
		pattern: /\b(?:he|him|his)\s*\/\s*(?:she|her|hers)\b|\bs\/he\b|\(s\)he\b/gi,
		instead: "they"
	},
	{
		pattern: /\b(?:black|white)[- ]?hat(?:s)?\b(?=\s+(?:hackers?|attackers?|seo))/gi,
		instead: "malicious, or ethical"
	},
	{
		pattern:
			/\b(?:housekeeper|cleaning lady|cleaning ladies|stewardess(?:es)?|waitress(?:es)?|actress(?:es)?)\b/gi,
		instead: "cleaner, flight attendant, server or actor"
	},
	{
		pattern:
			/\b(?:freshm[ae]n|middlem[ae]n|layman(?:'s)?|laymen(?:'s)?|workm[ae]n|workmanlike|gentlem[ae]n's agreement|man[- ]in[- ]the[- ]street|common man|average man|founding fathers)\b/gi,
		instead: "first-year student, intermediary, plain language, worker or most people"
	}
];

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
	version: 2,
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
