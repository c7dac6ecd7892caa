/** Passages of authors whom the rules have never met, see `blind-questions.ts`. */
import { text, type Case } from "./case.ts";

const FENCE = "```";
const code = (language: string, ...lines: string[]) =>
	[FENCE + language, ...lines, FENCE].join("\n");
const de = { language: "de" };

export const BLIND_PASSAGES: Case[] = [
	// Spelling: sound.
	text(
		"Mitochondria, ribosomes and the endoplasmic reticulum lie in the cytoplasm; the nucleolus makes ribosomal RNA."
	),
	text(
		"The plaintiff sought an injunction, and the tortfeasor's insurer settled before the tribunal convened."
	),
	text(
		"Sauté the shallots, deglaze with vermouth, and finish the beurre blanc off the heat; julienne the courgettes."
	),
	text(
		"I'm gonna be honest with you: y'all shouldn't've bothered. It ain't over till it's over."
	),
	text(
		"Photosynthesis happens in the thylakoids, and the Calvin cycle in the stroma of the chloroplast."
	),
	text(
		"The appellee waived her right to a hearing; subrogation and estoppel were pleaded in the alternative."
	),
	text(
		"Whisk the yolks with caster sugar, fold in the mascarpone, and dust the tiramisu with cocoa."
	),
	text(
		"Lactobacilli turn lactose into lactic acid, which curdles the casein and gives yoghurt its tang."
	),
	text(
		"Gregor Mendel crossed peas in Brno; Rosalind Franklin photographed DNA at King's College."
	),
	text(
		"Der Zellkern steuert die Zelle. Die Mitochondrien liefern die Energie, die sie dafür braucht.",
		[],
		de
	),
	// Spelling: flawed.
	text("The heart pumps oxigen through the body.", ["text/spelling"]),
	text("Every citizen has a right to a fair trail and to a laywer of his choice.", [
		"text/spelling",
		"text/inclusive"
	]),
	text("Add the tomatos and let the sauce simmer for twenty minuets.", ["text/spelling"]),
	text("Photosinthesis turns light into sugar.", ["text/spelling"]),
	text("The judgement was overturned becuase the jury had been mislead.", ["text/spelling"]),
	text("Knead the doe untill it is smooth.", ["text/spelling"]),
	text("Evolution favours individuels that leave more offspring.", ["text/spelling"]),
	text("A contract is bindding once it has been signed by both parties.", ["text/spelling"]),
	text("The restaurent serves brekfast from eight.", ["text/spelling"]),
	text("He could of called, but he definitly forgot.", ["text/spelling"]),
	text("The recepie calls for two table spoons of vinigar.", ["text/spelling"]),
	text("Antibiotics are prescriped against bacterial infections.", ["text/spelling"]),
	text("The defendent was aquitted of all charges.", ["text/spelling"]),
	text("Its important that you're bag is not left unattended.", ["text/spelling"]),

	// Readability.
	text(
		"A seed needs water to wake up. First a small root grows down. Then a green shoot grows up to the light. The leaves open, and the plant can make its own food.",
		[],
		{ level: "beginner" }
	),
	text(
		"Put the pan on the stove. Heat it well. Add some oil. When the oil is hot, put the fish in. Turn it after three minutes.",
		[],
		{ level: "beginner" }
	),
	text(
		"Notwithstanding the aforementioned provisions concerning jurisdictional competence, the interpretative application of supranational constitutional principles necessitates comprehensive consideration of institutional proportionality, particularly where administrative discretionary determinations fundamentally compromise individually guaranteed procedural entitlements.",
		["text/readability"],
		{ level: "beginner" }
	),
	text(
		"Intracellular phosphorylation cascades, whose spatiotemporal compartmentalization is orchestrated by multivalent scaffolding macromolecules, differentially modulate transcriptional reprogramming subsequent to receptor oligomerization and thereby determine developmental heterogeneity across histologically indistinguishable progenitor populations.",
		["text/readability"],
		{ level: "beginner" }
	),

	// Inclusive language.
	text("Every doctor should ask his patients about allergies before he prescribes.", [
		"text/inclusive"
	]),
	text("The chairman opens the meeting and reads the agenda.", ["text/inclusive"]),
	text("Even a housewife can follow this recipe.", ["text/inclusive"]),
	text("The policemen and firemen arrived together.", ["text/inclusive"]),
	text("Only a crazy person would skip the warm-up, and a lame excuse does not help.", [
		"text/inclusive"
	]),
	text("Mankind has baked bread for ten thousand years.", ["text/inclusive"]),
	text("The manpower of the kitchen was cut by half.", ["text/inclusive"]),
	text("The defendant gave her statement, and she asked for a lawyer of her own."),
	text("A master stock is kept for years; a master's degree takes two."),
	text("Asked about his studies, Darwin said that he had learnt most on board of the Beagle."),
	text("The guild's craftspeople and the chairs of both committees signed the charter."),

	// Personal data.
	text("Questions? Write to our tutor at maria.huber@gmx.at or call her after six.", [
		"safety/personal-data"
	]),
	text(
		"For the case study, Peter Novak of 14 Elm Street, Leeds, born on 3 May 1987, was charged with theft.",
		["safety/personal-data"]
	),
	text("You can reach the laboratory's manager, Dr Okafor, on her mobile: 07911 482 306.", [
		"safety/personal-data"
	]),
	text("Transfer the fee to DE89 3704 0044 0532 0130 00 before the course begins.", [
		"safety/personal-data"
	]),
	text(
		"Bei Fragen erreichen Sie Frau Lindner unter 0171 4839207 oder sabine.lindner@web.de.",
		["safety/personal-data"],
		de
	),
	text("Her card, 4539 1488 0343 6467, was charged twice by the hotel.", [
		"safety/personal-data"
	]),
	text("Write to the school's office at office@example.org."),
	text("The constitution of 1787 has seven articles; 27 amendments followed until 1992."),
	text("A call to 999 or 112 is free of charge."),
	text("ISBN 978-0-13-468599-1 is the book that the course is based on."),
	text("Das Gesetz vom 23. Mai 1949 trat am 24. Mai 1949 in Kraft.", [], de),

	// Headings.
	text(
		"# The cell\n\nAll living things are made of cells.\n\n### The nucleus\n\nIt holds the DNA.",
		["structure/heading-order"]
	),
	text(
		"## Zutaten\n\nMehl, Wasser, Salz.\n\n#### Mehl\n\nAm besten Type 550.",
		["structure/heading-order"],
		de
	),
	text(
		"## Facts of the case\n\nA snail was in the bottle.\n\n### The claim\n\nShe sued the maker.\n\n## Judgment\n\nShe won.\n\n### Reasons\n\nThe maker owed her care."
	),
	text(
		"## Prepare\n\nWash the rice.\n\n### Soak\n\nTwenty minutes.\n\n#### Drain\n\nUse a sieve.\n\n## Cook\n\nTen minutes."
	),

	// Alternative texts and link texts.
	text("This is what it looks like:\n\n![](attachment:leaf.png)", ["a11y/alt-text"], {
		attachments: ["leaf.png"]
	}),
	text("So sieht der Teig aus:\n\n![IMG_2034.jpg](attachment:teig.jpg)", ["a11y/alt-text"], {
		...de,
		attachments: ["teig.jpg"]
	}),
	text('<img src="attachment:court.png"> shows the plan of the court room.', ["a11y/alt-text"], {
		attachments: ["court.png"]
	}),
	text("![Cross-section of a leaf with its stomata on the lower side](attachment:leaf.png)", [], {
		attachments: ["leaf.png"]
	}),
	text("The ruling can be read [here](https://example.org/ruling).", ["a11y/link-text"]),
	text("To see the video, [click this link](https://example.org/video).", ["a11y/link-text"]),
	text("Mehr dazu finden Sie [hier](https://example.org/mehr).", ["a11y/link-text"], de),
	text("Das Rezept als Video: [weiterlesen](https://example.org/video)", ["a11y/link-text"], de),
	text("[https://example.org/a/b/c?id=17](https://example.org/a/b/c?id=17) has the tables.", []),
	text(
		"See [the ruling of the House of Lords](https://example.org/ruling) and [the tables of nutrients](https://example.org/tables)."
	),
	text("Lesen Sie [das Urteil des Bundesgerichtshofs](https://example.org/urteil).", [], de),

	// Links.
	text("The diagram is in [the appendix](attachment:appendix.pdf).", ["link/broken"], {
		attachments: ["leaf.png"]
	}),
	text("Go to [the section on yeast](#the-yeast).\n\n## Flour\n\nFlour is milled grain.", [
		"link/broken"
	]),
	text("See [the table of doses]().", ["link/broken"]),
	text("Go to [the section on yeast](#yeast).\n\n## Yeast\n\nYeast is a fungus."),
	text("Siehe [den Abschnitt über Hefe](#hefe).\n\n## Hefe\n\nHefe ist ein Pilz.", [], de),

	// Code.
	text(
		`Count the seeds:\n\n${code("python", "seeds = 12", "for seed in range(seeds)", "    print(seed)")}`,
		["code/syntax"]
	),
	text(
		`The dose by weight:\n\n${code("javascript", "const dose = weight => {", "  return weight * 0.5;")}`,
		["code/syntax"]
	),
	text(`The recipe as data:\n\n${code("json", '{ "flour": 500, "water": 350, }')}`, [
		"code/syntax"
	]),
	text(
		`Count the seeds:\n\n${code("python", "seeds = 12", "for seed in range(seeds):", "    print(seed)")}`
	),
	text(`The recipe as data:\n\n${code("yaml", "flour: 500", "steps:", "  - mix", "  - rest")}`),

	// Licence and dates.
	text(
		"Cells divide by mitosis. Each of the two new cells has the same chromosomes.",
		["meta/licence"],
		{ licence: "" }
	),
	text("Der Teig muss eine Stunde ruhen.", ["meta/licence"], { ...de, licence: undefined }),
	text("As of 2017, the fee for the small claims court is 35 pounds.", ["meta/stale-date"]),
	text(
		"The latest figures, from March 2015, show that one in five households bakes its own bread.",
		["meta/stale-date"]
	),
	text("Stand 2016 beträgt der Mindestlohn 8,50 Euro.", ["meta/stale-date"], de),
	text("In 1928 Fleming noticed that a mould had killed his bacteria."),
	text("Im Jahr 1896 trat das Gesetz noch nicht in Kraft; das geschah erst 1900.", [], de),

	// Secrets.
	text("Log in to the laboratory's server with the password: Tr0ub4dor&3xKq and start the run.", [
		"safety/secret"
	]),
	text(
		`Set the key first:\n\n${code("bash", "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ81LmT0vA")}`,
		["safety/secret"]
	),
	text("A password is a secret word; choose one that nobody can guess."),

	// Objectives.
	text(
		"Yeast eats sugar and gives off carbon dioxide, which makes the dough rise.",
		["structure/objectives"],
		{ objectives: ["Explain how glaciers shape valleys"] }
	),
	text("Yeast eats sugar and gives off carbon dioxide, which makes the dough rise.", [], {
		objectives: ["Explain why dough rises"]
	}),

	// The same again, but for a few words.
	text(
		"The kidneys filter about one hundred and eighty litres of blood plasma every day. Most of the water is taken back in the loop of Henle, so that only one to two litres leave the body as urine. Hormones decide how much that is.",
		["duplicate/near"]
	),
	text(
		"The kidneys filter about one hundred and eighty litres of blood plasma each day. Most of the water is taken back in the loop of Henle, so that only one to two litres leave the body as urine. Hormones decide how much that is.",
		["duplicate/near"]
	),
	text(
		"The liver stores sugar as glycogen and makes bile, which the gall bladder keeps until fat arrives. It also breaks alcohol down, about a tenth of a gram for each kilogram of the body in an hour."
	)
];
