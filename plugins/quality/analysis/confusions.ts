/**
 * Right words in the wrong place, where the words around them leave nothing else to be meant. Each pattern matches the word that
 * is wrong. There are few on purpose: what is right in nine places of ten annoys in the tenth.
 */
const POSSESSIVE = "my|your|his|her|its|our|their";
const ARTICLE = `an?|the|${POSSESSIVE}`;
const MODAL =
	"can|cannot|can't|could|couldn't|may|might|must|should|shouldn't|will|won't|would|wouldn't|don't|didn't|doesn't|never";
const COMPARATIVE =
	"more|less|fewer|rather|other|better|worse|faster|slower|larger|smaller|bigger|greater|higher|lower|longer|shorter|easier|harder|older|younger|newer|cheaper|heavier|lighter|wider|deeper|stronger|weaker|warmer|colder|hotter|cooler|simpler|safer|closer|richer|poorer|thicker|thinner";
const PEOPLE =
	"pupils|students|learners|children|people|patients|participants|players|workers|soldiers|teachers|candidates|customers|visitors|they|we";
const DEGREE =
	"much|many|big|small|long|short|large|high|low|fast|slow|late|early|hot|cold|expensive|difficult|heavy|weak";
const LOST = "weight|money|time|data|track|interest|points|marks|sight";

/** What is wrong, and what is meant. */
export const CONFUSIONS: readonly (readonly [RegExp, string])[] = [
	[/(?<=\b(?:could|should|would|must) )of\b(?! (?:course|necessity))/gi, "have"],
	[/(?<=\b(?:it|he|she|they|we|you|I|that|this|who|which) might )of\b(?! course)/gi, "have"],
	[
		pattern(
			`(?<=\\b(?:${COMPARATIVE}) )then(?= (?:an?|the|one|two|it|that|this|any|what|all|\\d))`
		),
		"than"
	],
	[/(?<=\bin order )too\b/gi, "to"],
	[pattern(`(?<=\\b(?:is|are|was|were) )to(?= (?:${DEGREE})\\b(?! \\w+ing\\b))`), "too"],
	[
		/(?<=^|[.!?;]\s+)its(?= (?:an?|the|important (?:that|to)|(?:im)?possible to|necessary to|easy to|hard to|clear that|not)\b)/gi,
		"it's"
	],
	[
		/\bit's(?= (?:own|name|value|length|size|type|elements?|contents?|arguments?|parameters?|address|header|payload)\b)/gi,
		"its"
	],
	[
		/(?<=\b(?:of|from|into|within|through|under|between|on) )it's(?= (?!(?:an?|the|not|been|going)\b)[a-z])/gi,
		"its"
	],
	[
		/(?<=\b(?!says|means|thinks|does|this|yes|unless|supposed)\w{3,}(?:ed|s) )it's(?= (?!always|sometimes|perhaps|besides|afterwards|nowadays)[a-z]{2,}[^siu\W]s\b(?! (?:who|that|which)\b))/g,
		"its"
	],
	[/\btheir(?= (?:is|are|was|were|has been|have been|will be|exists?)\b)/gi, "there"],
	[/\b(?:there|they're)(?= own\b)/gi, "their"],
	[/\byour(?= (?:welcome to|not (?:allowed|sure|going)|going to|probably)\b)/gi, "you're"],
	[
		/\bwho's(?= (?:job|name|turn|fault|idea|values?|members|role|parents|father|mother)\b)/gi,
		"whose"
	],
	[
		pattern(
			`(?<=\\b(?:${ARTICLE}|some|any|good|bad|legal|medical|expert|professional|for|without|of|on) )advise\\b(?![.\\w-]| [A-Z])`,
			"g"
		),
		"advice"
	],
	[pattern(`(?<=\\b(?:I|we|you|they|${MODAL}) )advice\\b`), "advise"],
	[pattern(`(?<=\\b(?:${ARTICLE}|deep|of|last|short) )breathe\\b`), "breath"],
	[pattern(`(?<=\\b(?:${MODAL}) )breath\\b`), "breathe"],
	[/(?<=\bto )breath(?= (?:in|out|deeply|freely|normally|easily|air|oxygen)\b)/gi, "breathe"],
	[
		pattern(
			`(?<=\\b(?:${MODAL}|you|we|they|I) )loose(?= (?:${ARTICLE}|all|any|some|${LOST})\\b)`
		),
		"lose"
	],
	[pattern(`(?<=\\bto )loose(?= (?:${LOST}|${POSSESSIVE})\\b)`), "lose"],
	[pattern(`\\bloosing(?= (?:${LOST}|${ARTICLE})\\b)`), "losing"],
	[/(?<=\bside[ -])affects\b/gi, "effects"],
	[
		/(?<=\b(?:an?|the|no|little|great|side|opposite|adverse|harmful|positive|negative|greenhouse)[ -])affect(?= (?:of|on|upon)\b)/gi,
		"effect"
	],
	[/(?<=\b(?:does|do|did)(?:n't| not) )effect\b/gi, "affect"],
	[
		pattern(
			`(?<=\\b(?:${PEOPLE}) )where(?= (?!(?:required|needed|indicated|allowed|permitted)\\b)(?:\\w{2,}ed|told|given|made|taken|sent|held|not|able|going|still|being|very|too)\\b)`
		),
		"were"
	],
	[
		/(?<=\ban? )angel(?= of (?:\d|(?:thirty|forty|sixty|ninety|about|incidence|elevation|attack|reflection|refraction)\b))/gi,
		"angle"
	],
	[
		/(?<=\b(?:the|a) )principle(?= of (?:the|a|our|their|his|her) (?:school|college|academy)\b)/gi,
		"principal"
	],
	[/\bweather(?= or not\b)/gi, "whether"],
	[/\bquiet(?= (?:a (?:few|lot)|often|different|similar|likely)\b)/gi, "quite"],
	[/(?<=\b(?:a|one|another|each|every) )peace(?= of\b)/gi, "piece"],
	[/(?<=\b(?:Sahara|Gobi|Negev|Sonoran|Arabian) )dessert\b/gi, "desert"],
	[
		pattern(
			`(?<=\\b(?:I|you|we|they|he|she|have|has|had|to) )past(?= (?:${ARTICLE}) (?:exams?|tests?|course|law|bill|ball)\\b)`
		),
		"passed"
	],
	[/(?<=\b(?:I|we|you|they|not|n't) )no(?= (?:the|what|how|why|when|whether)\b)/gi, "know"]
];

function pattern(source: string, flags = "gi") {
	return new RegExp(source, flags);
}
