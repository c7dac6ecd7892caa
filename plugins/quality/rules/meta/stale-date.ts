/** Dates that were the present or the future when the text was written. */
import { sentencesOf, type Piece } from "../../analysis/sentences.ts";
import { placeOf } from "../../analysis/document.ts";
import { defineRule } from "../rule.ts";

/** So many years may go by before "as of" is doubted. */
const FRESH_YEARS = 2;

const MONTHS =
	"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
/** Not the edition of a standard, such as ISO 9001:2015. */
const YEAR = "(?<!:)((?:19|20)\\d\\d)";
const WHEN = `(?:(?:the )?(?:early|late|mid|end of|start of|beginning of|spring|summer|autumn|fall|winter|q[1-4]|first|second|third|fourth|next)?[ -]*(?:half of|quarter of)?\\s*(?:(?:\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?)?(?:${MONTHS})\\.?,?\\s*(?:\\d{1,2}(?:st|nd|rd|th)?,?)?\\s*(?:of\\s+)?)?|\\d{1,2}[./]\\d{1,2}[./])${YEAR}(?:-\\d\\d-\\d\\d)?`;

/** What says that the present of the text is meant. */
const PRESENT = [
	`\\b(?:as of|as at|at the time of writing|last (?:updated|reviewed|checked|verified|revised)|(?:accurate|correct|current|valid|up[- ]to[- ]date) (?:as of|in|for|at)|(?:prices?|figures?|numbers?|data|statistics) (?:from|as of|for))\\b[^.;!?]{0,25}?\\b${WHEN}`,
	`\\b(?:currently|nowadays|today|at present|at the moment|right now|presently|these days)\\b[^.;!?]{0,12}?[(,]?\\s*\\(?(?:in |as of )?${WHEN}`,
	`\\b(?:in |as of )?${WHEN}[^.;!?]{0,8}?\\b(?:is currently|are currently|is now the|is the (?:current|latest|newest|most recent)|are the (?:current|latest|newest|most recent))\\b`,
	`\\b(?:this year|current year|this month|this (?:spring|summer|autumn|fall|winter))\\b\\s*[,(]?\\s*\\(?${WHEN}`,
	`\\b(?:latest|newest|most recent|current|newly released|brand[- ]new)\\b(?:(?!\\bat the time\\b|\\bwas\\b|\\bwere\\b)[^.;!?]|\\.\\d){0,60}?(?:\\bis\\b|\\bare\\b|\\(|\\bfrom\\b|\\breleased in\\b|\\breleased\\b|\\bof\\b|,)(?:[^.;!?]|\\.\\d){0,40}?\\b${WHEN}`,
	`\\b(?:recently|just|newly)\\b,?[^.;!?]{0,40}?\\b(?:in|on|since|of)\\s+${WHEN}`,
	`\\bin ${YEAR},? the (?:current|latest|newest|most recent)\\b`,
	`\\bnew (?:in|for|since) ${YEAR}\\b`,
	`\\bnow (?:in|that it is|it is) ${WHEN}`,
	`\\b(?:now|today|to date|so far|up to now)\\s*[,(]\\s*(?:in |as of )?${WHEN}`,
	`\\b(?:is|are) (?:still )?(?:the )?(?:most (?:popular|used|common|widely used)|standard|recommended|supported)\\b[^.;!?]{0,40}?\\b(?:in|as of) ${WHEN}`
];

/** What says that something is still to come. */
const FUTURE = [
	`\\b(?:will|shall|is going to|are going to|is due|are due|is expected|are expected|is scheduled|are scheduled|is planned|are planned|plans? to|intends? to|is set to|are set to|is about to|upcoming|forthcoming|coming soon|soon|to be (?:released|published|held|launched|removed|retired|replaced))\\b(?:[^.;!?]|\\.\\d){0,80}?\\b(?:in|on|by|from|until|before|after|during|for|at|of)?\\s*${WHEN}`,
	`\\b(?:starting|beginning|effective|from|by|in|on|after|until|before) (?:on |in |from )?${WHEN},?(?:[^.;!?]|\\.\\d){0,60}?\\b(?:will|shall|is going to|are going to)\\b(?! have been)`,
	`\\b(?:register|apply|submit|enrol|enroll|sign up|book|hurry|upgrade|migrate|switch|renew|send|hand in|respond|complete)\\b[^.;!?]{0,50}?\\b(?:by|before|until|no later than)\\s+(?:the\\s+)?${WHEN}`,
	`\\b(?:deadline|due date|closing date|exam date|next exam|next session|next run|offer (?:is )?valid|valid until|expires?|available until|supported until|open until|end of (?:life|support))\\b[^.;!?]{0,30}?\\b${WHEN}`,
	`\\b(?:starts?|begins?|ends?|closes?|opens?|takes? place|is held|are held|expires?|retires?|applies|apply) (?:on|in|at|from) (?:the )?(?:\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?)?(?:${MONTHS})\\.?,?\\s*(?:\\d{1,2}(?:st|nd|rd|th)?,?)?\\s*(20\\d\\d)`,
	`\\b(?:close|end|start|begin) on (?:the )?\\d{1,2}(?:st|nd|rd|th)?\\s+(?:${MONTHS})\\s+(20\\d\\d)`,
	`\\bnext (?:year|version|release|major version|edition)\\b[^.;!?]{0,25}?[(,]\\s*(?:expected |due |planned )?(?:in |for )?${WHEN}`
];

const GERMAN_MONTHS =
	"januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember";
const GERMAN_WHEN = `(?:(?:im jahr|anfang|mitte|ende|frühjahr|sommer|herbst|winter|im|seit)\\s+)*(?:\\d{1,2}\\.\\s*(?:\\d{1,2}\\.\\s*)?)?(?:(?:${GERMAN_MONTHS})\\s+)?${YEAR}`;

/** What says in German that the present of the text is meant. */
const GERMAN_PRESENT = [
	`(?<!\\p{L})stand(?: vom| der dinge| im)?:?\\s+${GERMAN_WHEN}`,
	`(?<!\\p{L})(?:derzeit|zurzeit|zur zeit|aktuell|heute|momentan|gegenwärtig|heutzutage)[^.;!?]{0,12}?\\(?${GERMAN_WHEN}`,
	`(?<!\\p{L})(?:neueste|aktuelle|jüngste)[nrs]?\\s[^.;!?]{0,40}?(?:von|aus|vom|ist|stammt|stammen)\\s[^.;!?]{0,20}?${GERMAN_WHEN}`
];

/** What says in German that something is still to come. */
const GERMAN_FUTURE = [
	`(?<!\\p{L})(?:bis spätestens|anmeldeschluss|einsendeschluss|abgabefrist|gültig bis|anmeldung(?:en)? bis|bewerbung(?:en)? bis)[^.;!?]{0,25}?${GERMAN_WHEN}`
];

/** A sentence that looks back says so; what it calls new was new then. */
const LOOKING_BACK =
	/\b(?:at the time(?! of writing)|back then|in those days|used to be|was then|were then|had been|originally|historically|announced that|predicted|promised|believed|wrote in|said in|for example, a (?:date|timestamp)|until it was|was (?:supported|valid|available|used|expected|planned|scheduled|due)|were (?:supported|valid|available|used|expected|planned|scheduled|due))\b/i;

const inAnyCase = (pattern: string) => new RegExp(pattern, "giu");
const PRESENTS = [
	...PRESENT.map(pattern => new RegExp(pattern, "gi")),
	...GERMAN_PRESENT.map(inAnyCase)
];
const FUTURES = [
	...FUTURE.map(pattern => new RegExp(pattern, "gi")),
	...GERMAN_FUTURE.map(inAnyCase)
];

export const staleDate = defineRule({
	id: "meta/stale-date",
	version: 3,
	severity: "warning",
	title: "What a text calls present or future is not long past",
	depends: true,
	*check(_item, { document, now }) {
		for (const field of document.fields)
			for (const block of field.blocks)
				for (const sentence of sentencesOf(block.text)) {
					if (LOOKING_BACK.test(sentence.text)) continue;
					const stale = staleIn(withoutQuotations(sentence), now);
					if (!stale) continue;
					yield {
						...placeOf(field, block, sentence.start + stale.index, stale.text.length),
						message: `"${stale.text.trim()}" was true then: it speaks of ${stale.year} as the ${stale.tense}`,
						advice: "Check whether it still holds; say when something happened instead of that it is new"
					};
				}
	}
});

/** What somebody said was true when it was said. Blanks keep positions as they are. */
function withoutQuotations({ text, start }: Piece): Piece {
	const bare = text.replace(/“[^”]*”|"[^"]*"|„[^“]*“|«[^»]*»/g, match =>
		" ".repeat(match.length)
	);
	return { text: bare, start };
}

function staleIn({ text }: Piece, now: Date) {
	const present = find(text, PRESENTS, year => year < now.getUTCFullYear() - FRESH_YEARS);
	if (present) return { ...present, tense: "present" };
	const future = find(text, FUTURES, (year, match) => endOf(year, match) < now.getTime());
	return future && { ...future, tense: "future" };
}

function find(text: string, patterns: RegExp[], isStale: (year: number, match: string) => boolean) {
	for (const pattern of patterns)
		for (const match of text.matchAll(pattern)) {
			const year = Number(match.slice(1).find(group => group !== undefined));
			if (isStale(year, match[0])) return { year, text: match[0], index: match.index };
		}
	return null;
}

/** The last moment that a date may mean: the end of its month where one is named, else of its year. */
function endOf(year: number, match: string) {
	const month = new RegExp(`\\b(${MONTHS})\\b[^a-z]*${year}`, "i")
		.exec(match)?.[1]
		?.slice(0, 3)
		.toLowerCase();
	const index = month
		? "jan feb mar apr may jun jul aug sep oct nov dec".split(" ").indexOf(month)
		: 11;
	const iso = new RegExp(`${year}-(\\d\\d)-`).exec(match)?.[1];
	return Date.UTC(year, iso ? Number(iso) : index + 1, 1);
}
