/** Words that leave people out, with what to say instead. */
interface Term {
	pattern: RegExp;
	instead: string;
}

/** Each with the patterns that spare what is meant in another way, such as the slave trade or nuts and bolts. */
export const TERMS: readonly Term[] = [
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
