/** The dictionary is American: what British authors write is led back to what it knows. */
const ENDINGS: [RegExp, string][] = [
	[
		/([a-z]{2})our(?=$|s$|ed$|ing$|al$|ally$|able$|ably$|ful$|less$|ite$|ites$|er$|ers$|hood$|ism$)/,
		"$1or"
	],
	[/is(e|es|ed|er|ers|ing|ation|ations|ational|able)$/, "iz$1"],
	[/ys(e|es|ed|er|ers|ing)$/, "yz$1"],
	[/(cent|met|lit|fib|theat|calib|sab|lust|spect|meag|somb)re(s?)$/, "$1er$2"],
	[/(cent)r(ed|ing)$/, "$1er$2"],
	[/ogue(s?|d)$/, "og$1"],
	[
		/([aeiou]l)l(ed|ing|er|ers|ings|ation|ations|ous|ously|en|ens|ery|ist|ists|ization|isation)$/,
		"$1$2"
	],
	[/(lic|def|off|pret)ence(s?)$/, "$1ense$2"],
	[/practis/, "practic"],
	[/(judg|acknowledg|abridg|lodg)ement/, "$1ment"],
	[/(^a|^ha|^pa|^encyclop|^orthop|^arch)ae/, "$1e"],
	[/([a-z]?)(?:ae|oe)(?=[a-z]{3})/, "$1e"],
	[/^ageing$/, "aging"],
	[/(install|enrol|fulfil|instal|distil|skil|wil)(ment|ments|s|ful|fully)$/, "$1l$2"],
	[/^(enrol|fulfil|distil|instil)$/, "$1l"]
];

const WORDS: Record<string, string> = {
	grey: "gray",
	greys: "grays",
	greyed: "grayed",
	programme: "program",
	programmes: "programs",
	cheque: "check",
	cheques: "checks",
	tyre: "tire",
	tyres: "tires",
	plough: "plow",
	mould: "mold",
	whilst: "while",
	amongst: "among",
	artefact: "artifact",
	artefacts: "artifacts",
	storey: "story",
	storeys: "stories",
	kerb: "curb",
	draught: "draft",
	jewellery: "jewelry",
	aluminium: "aluminum",
	learnt: "learned",
	spelt: "spelled",
	sulphur: "sulfur",
	maths: "math",
	sceptic: "skeptic",
	sceptical: "skeptical",
	manoeuvre: "maneuver",
	manoeuvres: "maneuvers",
	orientated: "oriented",
	disc: "disk",
	discs: "disks",
	instalment: "installment",
	pyjamas: "pajamas",
	cosy: "cozy",
	moustache: "mustache",
	anaemia: "anemia",
	encyclopaedia: "encyclopedia",
	archaeology: "archeology",
	archaeological: "archeological",
	foetus: "fetus",
	tonne: "ton",
	tonnes: "tons",
	cypher: "cipher",
	analogue: "analog",
	catalogued: "cataloged",
	licenced: "licensed",
	focussed: "focused",
	focusses: "focuses",
	focussing: "focusing",
	biassed: "biased",
	speciality: "specialty",
	specialities: "specialties",
	acknowledgement: "acknowledgment",
	judgement: "judgment",
	omelette: "omelet",
	yoghurt: "yogurt",
	gaol: "jail",
	neighbour: "neighbor",
	connexion: "connection"
};

/** Returns the American spellings that a British one may stand for. */
export function americanForms(word: string): string[] {
	const forms = ENDINGS.filter(([ending]) => ending.test(word)).map(([ending, by]) =>
		word.replace(ending, by)
	);
	const known = WORDS[word];
	// Two at once: `colourisation` is `colorization`.
	const twice = forms.flatMap(form =>
		ENDINGS.filter(([ending]) => ending.test(form)).map(([ending, by]) =>
			form.replace(ending, by)
		)
	);
	return [...(known ? [known] : []), ...forms, ...twice];
}
