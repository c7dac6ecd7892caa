/**
 * What the rules met once, to forecast how they do on material outside of the project: sport, photography, textiles,
 * animals, the press, rail, shops, statistics, the stage, tourism, chess, bees, pottery, libraries, philosophy.
 */
import { question, text, type Case } from "./case.ts";

const FENCE = "```";
const code = (language: string, ...lines: string[]) =>
	[FENCE + language, ...lines, FENCE].join("\n");
const paragraphs = (...parts: string[]) => parts.join("\n\n");
/** A made-up secret in two parts, so that no scanner takes this file for a leak. */
const made = (...parts: string[]) => parts.join("");

const RAKU =
	"In raku firing the pot is taken from the kiln while it glows. It is laid into a bin of sawdust, the lid is closed, and the smoke draws the oxygen out of the glaze. Copper turns red, and the bare clay turns black. Each piece cracks in a pattern of its own.";

export const FOURTH_SET: Case[] = [
	// Sound.
	text(
		paragraphs(
			"# Exposure",
			"Aperture, shutter speed and ISO make up the exposure triangle. At f/2.8 the bokeh is creamy; at f/16 diffraction softens the edges of the frame.",
			"## Metering",
			"Spot metering reads 2–5 % of the viewfinder. Ansel Adams placed skin in Zone VI and bracketed in doubt; mirrorless bodies by Fujifilm, Nikon and Sony show zebras instead.",
			"> [!TIP]\n> Shoot raw, then lift the shadows in Darktable or Lightroom."
		)
	),
	text(
		"The warp is stretched on the loom, the weft is beaten in by the reed. A heddle lifts the ends; selvedges do not fray. Tweed, chambray, organza and crêpe de Chine differ in yarn and weave; polyester is calendered."
	),
	text(
		"A ewe that is off her feed may have ketosis; check the rumen and the faeces. Vaccinate dogs against distemper, parvovirus and leptospirosis, cats against panleukopenia, and microchip them before rehoming."
	),
	text(
		"The lede answers who, what, when and where; the nut graf says why it matters. Subeditors at *The Guardian* and *Le Monde* check bylines, standfirsts and pull quotes against the style guide."
	),
	text(
		"Points are moved by the interlocking; the signaller sets a route, and the axle counter proves that the section is clear. ETCS Level 2 sends movement authorities by GSM-R. Deutsche Bahn, SNCF and ÖBB run it between Nuremberg and Erfurt, Paris and Strasbourg, Vienna and St. Pölten."
	),
	text(
		paragraphs(
			"# Linear regression",
			"The estimator $\\hat\\beta = (X^\\top X)^{-1} X^\\top y$ minimises the squared residuals.",
			code(
				"python",
				"import numpy as np",
				"",
				"rng = np.random.default_rng(42)",
				"x = rng.normal(size=(100, 2))",
				"y = x @ np.array([1.5, -2.0]) + rng.normal(scale=0.1, size=100)",
				"beta, *_ = np.linalg.lstsq(x, y, rcond=None)",
				"print(beta.round(2))"
			),
			"Heteroscedastic errors and multicollinearity widen the intervals. Use `statsmodels` for $p$-values, and winsorise outliers only with a reason."
		)
	),
	text(
		"Stanislavski asked for emotional memory, Brecht for alienation, Grotowski for poverty. The proscenium frames the stage; flats, gauzes and a cyclorama hide the flies and the wings."
	),
	text(
		"In the Sicilian Najdorf, White may reply 6.Bg5, 6.Be3 or the quiet 6.Be2. Kasparov, Fischer and Polugaevsky played it; zugzwang, zwischenzug and fianchetto are words that chess took from others."
	),
	text(
		"A strong colony builds drone comb in May. The beekeeper, or apiarist, looks for queen cells, adds a super above the excluder, and treats varroa mites with oxalic acid when there is no brood."
	),
	text(
		"The DDC puts photography at 770, UDC at 77. MARC 21 field 245 holds the title; RDA and BIBFRAME replace AACR2. Shelving, weeding and interlibrary loans follow."
	),
	text(
		"For Kant, the categorical imperative binds every rational being; for Bentham and Mill, utility decides. Hume's guillotine parts *is* from *ought*. Simone de Beauvoir asked what it means to become a woman, and she answered in 1949."
	),
	text(
		"Periodisation splits the season into macrocycles, mesocycles and microcycles. Plyometrics, fartleks and tempo runs raise the VO₂max; delayed-onset soreness peaks after 48 hours. Eliud Kipchoge ran 1:59:40 in Vienna on 12 October 2019."
	),
	text(
		"The cross-dock at Venlo handles 14,000 parcels an hour. Pallets are shrink-wrapped, labelled with GS1-128 and an SSCC such as 340123450000000018, and slotted by ABC analysis; incoterms like DAP and FCA divide the risk."
	),
	text(
		"Planogram, facing and shrinkage are words of the shop floor. A till roll, an EAN such as 4006381333931 and the loyalty card link a basket to a customer; they may object to that under article 21 of the GDPR."
	),
	text(
		"Visit the Alhambra early: the Nasrid Palaces admit 300 people each half hour. Machu Picchu, Angkor Wat and Petra limit numbers, too. Tickets are sold at <https://example.org/alhambra> or by telephone: +34 555 010 199."
	),
	text(
		code(
			"sql",
			"-- Books that nobody borrowed: it's a left join.",
			"SELECT b.title, 'O''Reilly' AS publisher",
			"FROM books AS b",
			"LEFT JOIN loans AS l ON l.book_id = b.id AND l.returned_at IS NULL",
			"WHERE l.id IS NULL AND b.title NOT LIKE '%(reprint)%'",
			"ORDER BY b.title;"
		)
	),
	text(
		code(
			"bash",
			"#!/usr/bin/env bash",
			"# It's safe to run this twice.",
			'case "$1" in',
			"  start) echo 'starting' ;;",
			'  stop|halt) echo "done for today" ;;',
			'  *) echo "usage: $0 {start|stop}" >&2; exit 2 ;;',
			"esac",
			'while read -r line; do echo "${line%%#*}"; done < list.txt',
			'if [[ -z "$HOME" ]]; then echo no home; fi'
		)
	),
	text(
		code(
			"yaml",
			"stages: [build, deploy]",
			"deploy:",
			"  stage: deploy",
			"  variables:",
			"    REGISTRY_PASSWORD: $CI_REGISTRY_PASSWORD",
			'    API_TOKEN: "{{ vault_api_token }}"',
			"  script:",
			'    - docker login -u "$CI_REGISTRY_USER" --password-stdin < token.txt'
		)
	),
	text(
		"The Bauhaus opened in Weimar in 1919, moved to Dessau in 1925 and closed in Berlin in 1933. Gunta Stölzl led the weaving workshop; her students came from all over Europe. Today its buildings are UNESCO sites."
	),
	text(
		"![A stoneware bowl with a tenmoku glaze](attachment:bowl.jpg)\n\nFire it to cone 10, and cool it slowly.",
		[],
		{
			attachments: ["bowl.jpg"],
			objectives: ["Fire a stoneware bowl to cone 10"]
		}
	),
	text(
		"You stand at the start of the trail. Drink a cup of water. Put your map where you can reach it. Walk at a pace at which you can still talk.",
		[],
		{ level: "beginner" }
	),
	text(
		"Schutzkleidung, Rauchgerät und Stockmeißel liegen bereit, bevor der Imker den Deckel hebt. Die Königin ist gezeichnet; ihre Farbe nennt das Jahr.",
		[],
		{ language: "de" }
	),
	question("Which piece can jump over others in chess?", [
		"The bishop",
		"*The knight",
		"The queen",
		"The rook"
	]),
	question(
		"A sample of 36 runners has a mean pulse of 58 and a standard deviation of 6. What is the standard error of the mean?",
		["0.17", "*1.00", "6.00", "9.67"],
		[],
		{ explanation: "The standard error is 6 / √36 = 1." }
	),
	question(
		"A dog that was left in a parked car pants, drools and staggers. What should you do first?",
		[
			"*Cool it with lukewarm water",
			"Wrap it in a woollen blanket",
			"Wait whether it will recover",
			"Feed it with something salty"
		]
	),
	question(
		"A customer wants to return shoes that she has not worn. The receipt is 12 days old. What does the policy above allow?",
		["A repair", "*A full refund", "A voucher only", "An exchange only"]
	),
	question("Which lens distortion makes straight lines bow outwards?", [
		"*Barrel distortion",
		"Pincushion distortion",
		"Chromatic aberration",
		"Vignetting"
	]),
	question("The philosopher who drank hemlock was", ["Plato", "*Socrates", "Zeno", "Epicurus"]),
	question("How long is a marathon?", ["21.1 km", "*42.2 km", "50 km", "100 km"]),
	question("Which of these libraries hold a Gutenberg Bible? (Choose two.)", [
		"*The British Library",
		"*The Library of Congress",
		"The Library of Alexandria",
		"The Laurentian Library"
	]),
	text(
		"Saddle soap, neatsfoot oil and beeswax keep tack supple. A farrier trims the hooves every six to eight weeks; laminitis, thrush and navicular disease show in the gait."
	),
	text(
		"Ballet steps keep their French names: plié, tendu, jeté, pas de bourrée. Martha Graham built on contraction and release, Merce Cunningham on chance, and Pina Bausch on gestures of the everyday."
	),
	text(
		"Purl, knit, yarn over, and knit two together: k2tog leans right, ssk left. Block the shawl on wires; merino blooms, and superwash grows."
	),
	text(
		"The gauge of the Iberian network is 1,668 mm. Talgo's variable-gauge trainsets change over in a few seconds at Zaragoza; Renfe and Adif share the depot."
	),
	text(
		"A sommelier decants a Barolo an hour ahead; tannins soften, and the nebbiolo opens. Riesling from the Mosel shows petrol, slate and lime."
	),
	text(
		"Firefighters enter in pairs, with a thermal camera and a charged hose. Flashover follows when the smoke layer ignites; the incident commander calls a mayday, and the crew's air is logged."
	),
	text(
		"> “News is what somebody somewhere wants to suppress; all the rest is advertising.”\n\nThe line is ascribed to Lord Northcliffe, and to several others. Quote Investigator traced it in 2013."
	),
	text(
		"Write the release for the 14 May embargo. Contact: press@example.com, tel. 020 7946 0321. Boilerplate, dateline and caption follow; ### marks the end."
	),
	text(
		code(
			"javascript",
			'const scores = new Map([["Ann", 21], ["Bo", 18]]);',
			"for (const [name, score] of scores) {",
			'  console.log(`${name.padEnd(5)} ${score >= 20 ? "pass" : "fail"}`);',
			"}"
		)
	),
	text(
		"Random forests bag decision trees; gradient boosting (XGBoost, LightGBM, CatBoost) fits each to the residuals. Overfitting shows as a gap between the training and the validation loss, hyperparameters are tuned by cross-validation, and SHAP values explain a prediction."
	),
	text(
		"In 1851 the Great Exhibition drew six million visitors to Paxton's Crystal Palace. By the end of that year Thomas Cook had sold excursions to 150,000 of them."
	),
	question("Which of the strokes is swum on the back?", [
		"Butterfly",
		"Crawl",
		"*Backstroke",
		"Breaststroke"
	]),
	question(
		"A train leaves at 9:40 and arrives at 12:05. How long does the journey take?",
		["2 h 15 min", "*2 h 25 min", "2 h 45 min", "3 h 25 min"],
		[],
		{ explanation: "From 9:40 to 12:00 it is 2 h 20 min, and five more make 2 h 25 min." }
	),
	question(
		"A journalist receives a leaked document whose origin cannot be confirmed. What comes next?",
		[
			"Publish it before the others",
			"*Look for a second source",
			"Delete it at once",
			"Send it to a friend"
		]
	),
	question("Which stitches join two pieces of knitting?", [
		"*Grafting stitches",
		"Slipped stitches",
		"Dropped stitches",
		"Moss stitches"
	]),

	// Flawed.
	text("The apreture decides how much light falls on the sensor, and how deep the field is.", [
		"text/spelling"
	]),
	text(
		"A referee may show the yellow card for dissent; a second one means that the player is send off imediatly.",
		["text/spelling"]
	),
	text("Bees comunicate by dancing: the angle of the waggle run tells where the nectar is.", [
		"text/spelling"
	]),
	text(
		"Parcels that are undeliverable go back to the sender, exept when the recipient has moved.",
		["text/spelling"]
	),
	text(
		"The play's protagonist is torn betweeen duty and love, as in most tragedys of the time.",
		["text/spelling"]
	),
	text("The median is less sensetive to outliers than the mean.", ["text/spelling"]),
	text("A goalkeeper must command his area; if he hesitates, he is lost.", ["text/inclusive"]),
	text("Ask the cameraman to pan left, and man the phones during the broadcast.", [
		"text/inclusive"
	]),
	text("Only a madman would travel there in winter; the natives are primitive people.", [
		"text/inclusive"
	]),
	text("The tour is not fit for cripples, and the disabled pay half.", ["text/inclusive"]),
	text("A librarian should know her collection by heart.", ["text/inclusive"]),
	text("Lost property: call our station manager, Brigitte Ansorge, at 0151 7394 6628.", [
		"safety/personal-data"
	]),
	text("Send the galley proofs to the editor's private address, o.lindqvist@hotmail.com.", [
		"safety/personal-data"
	]),
	text(
		"| member | born | address |\n| --- | --- | --- |\n| Margit Halloran | 11.04.1978 | 52 Priory Lane, Norwich |",
		["safety/personal-data"]
	),
	text(
		"The owner of the horse, Mr Declan Rafferty, pays from account GB93 BARC 2004 1573 9182 64.",
		["safety/personal-data"]
	),
	text(
		code(
			"shell",
			`mysqldump --host=db.shop.io --user=till --password=${made("k7#Vw", "2!zRq9t")} stock > stock.sql`
		),
		["safety/secret"]
	),
	text(
		code(
			"json",
			"{",
			`  "apiKey": "${made("d36b8375fb53493e", "4818c9c8467f1fa4329aa1fd")}",`,
			'  "region": "eu-west-1"',
			"}"
		),
		["safety/secret"]
	),
	text(
		code(
			"yaml",
			"mqtt:",
			`  url: ${made("mqtts://hive07:", "9xPq-Lw4tVz")}@broker.beehub.net:8883`
		),
		["safety/secret"]
	),
	text("At the moment (spring 2021) the museum is closed because of the pandemic.", [
		"meta/stale-date"
	]),
	text("The high-speed line will be opened in December 2022 and cut the journey to two hours.", [
		"meta/stale-date"
	]),
	text("The latest edition of the rules of golf is that of 2019.", ["meta/stale-date"]),
	text(code("python", "scores = [3, 1, 2", "print(sorted(scores))"), ["code/syntax"]),
	text(code("sql", "INSERT INTO loans (book_id, member_id VALUES (7, 12);"), ["code/syntax"]),
	text(code("bash", 'if [ -d "$1" ]; then', '  echo "found"'), ["code/syntax"]),
	text(code("json", "{ 'title': 'Emma', 'year': 1815 }"), ["code/syntax"]),
	text("# Kilns\n\nThey are hot.\n\n### Cones\n\nThey bend.", ["structure/heading-order"]),
	text("A net is 1.07 m high at its posts and 0.914 m in the middle.", ["structure/objectives"], {
		objectives: ["State the height of a tennis net", "Score a tie-break"]
	}),
	text("[Here](https://example.org/timetable) you find the timetable.", ["a11y/link-text"]),
	text("The score sheet is [attached](attachment:scores.pdf).", ["link/broken"], {
		attachments: []
	}),
	text("![](https://example.org/loom.jpg)", ["a11y/alt-text"]),
	text("Glaze is glass that clings to clay.", ["meta/licence"], { licence: "tbd" }),
	text(RAKU, ["duplicate/near"]),
	text(RAKU.replace("sawdust", "dry leaves").replace("Each piece", "Every piece"), [
		"duplicate/near"
	]),
	text(
		"Phenomenological investigations of intersubjectivity necessitate methodological suspension of naturalistic presuppositions, whereby constitutive accomplishments of transcendental consciousness, ordinarily inconspicuous, become thematically accessible; consequently, epistemological foundationalism presupposes reflective self-interpretation irreducible to empirical psychology.",
		["text/readability"],
		{ level: "beginner" }
	),
	question(
		"Which of these lenses is not a prime lens?",
		["35 mm f/2", "50 mm f/1.4", "*24–70 mm f/2.8", "85 mm f/1.8"],
		["question/negative-stem"]
	),
	question(
		"Why is a bibliography sorted?",
		[
			"For looks",
			"*So that a reader who knows the author, but neither the title nor the year, finds the entry at once",
			"By tradition",
			"To save paper"
		],
		["question/longest-key"]
	),
	question(
		"A male sheep is called a",
		["*ram", "ewe", "stallion", "ox"],
		["question/grammar-cue"]
	),
	question(
		"A person who keeps bees is an",
		["*apiarist", "farrier", "fletcher", "cooper"],
		["question/grammar-cue"]
	),
	question(
		"The parts of a flower that make pollen are the",
		["pistil", "*stamens", "sepal", "receptacle"],
		["question/grammar-cue"]
	),
	question(
		"What wears out a running shoe?",
		["Distance", "Heat", "Moisture", "*Every one of the above"],
		["question/all-of-the-above"]
	),
	question(
		"What is the term of a public-domain waiver?",
		["*Unlimited", "70 years", "seventy years", "25 years"],
		["question/duplicate-options"]
	),
	question(
		"How many players has a team of handball on the court?",
		["5–6", "*7–8", "6–7", "9–11"],
		["question/duplicate-options"]
	),
	question(
		"Who wrote the *Critique of Pure Reason*?",
		["Hegel", "*Kant", "Fichte", "Marx"],
		["question/no-explanation"],
		{
			explanation: "The answer is B."
		}
	),
	question(
		"Which fibre comes from a worm?",
		["Silk", "Linen", "Jute", "Hemp"],
		["question/key-missing"]
	)
];
