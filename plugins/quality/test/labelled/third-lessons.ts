/** Lessons of several paragraphs as an outside examiner wrote them, see `third-questions.ts`. */
import { text, type Case } from "./case.ts";

const FENCE = "```";
const code = (language: string, ...lines: string[]) =>
	[FENCE + language, ...lines, FENCE].join("\n");
const paragraphs = (...parts: string[]) => parts.join("\n\n");

const HANDOVER =
	"A handover at the bedside follows SBAR: situation, background, assessment, recommendation. The nurse who leaves tells who the patient is and why they are here, what has happened so far, what she or he makes of it, and what has to be done next. The nurse who comes asks back, and reads the open orders aloud. Both look at the drip, the drains and the dressing together.";
const CADENCE =
	"A cadence is the end of a phrase. The authentic cadence goes from the dominant to the tonic and closes; the half cadence stops on the dominant and asks for more. In the deceptive cadence the dominant goes to the submediant, and the ear is led astray. The plagal cadence, from the subdominant to the tonic, is known from the amen of hymns.";
const EARTHING =
	"In a TN-S system, neutral and protective earth run as separate conductors from the transformer to the last socket. In a TN-C-S system they share one conductor up to the building and are parted there. In a TT system each building has an earth electrode of its own. The system decides which protective device will trip in time.";

export const THIRD_LESSONS: Case[] = [
	// Sound ones of several paragraphs.
	text(
		paragraphs(
			"# The Hanseatic League",
			"From the 13th to the 17th century, the Hanse linked towns from Novgorod to London. Lübeck was its leading city; Hamburg, Danzig (today's Gdańsk), Riga and Bergen were others.",
			"## Goods",
			"| from | good | to |\n| --- | --- | --- |\n| Novgorod | furs, wax | Bruges |\n| Bergen | stockfish | Lübeck |\n| Lüneburg | salt | Scania |",
			"## Decline",
			"> “The Hanse did not fall; it fell asleep.” (an old saying in Lübeck)",
			"When Dutch ships sailed around Skagen, the tolls of the Sound no longer mattered to them. The last Hansetag met in 1669 (Dollinger 1970, p. 370)."
		)
	),
	text(
		paragraphs(
			"# Compound interest",
			"If you save $P$ at the rate $r$ for $n$ years, you end with",
			"$$A = P\\left(1 + \\frac{r}{m}\\right)^{mn}$$",
			"where $m$ is the number of times a year that interest is paid.",
			code(
				"python",
				"def amount(principal: float, rate: float, years: int, times: int = 12) -> float:",
				'    """Return what the principal grows to."""',
				"    return principal * (1 + rate / times) ** (times * years)",
				"",
				"",
				'print(f"{amount(1000, 0.05, 10):.2f}")  # 1647.01'
			),
			"> [!TIP]\n> The rule of 72: money doubles in about 72 / 6 = 12 years at 6 %."
		),
		[],
		{
			objectives: [
				"Calculate compound interest for monthly payments",
				"Estimate with the rule of 72 when money doubles"
			]
		}
	),
	text(
		paragraphs(
			"# Indexes in PostgreSQL",
			"`EXPLAIN ANALYZE` shows how a query is run. Look for `Seq Scan` on large tables:",
			code(
				"sql",
				"CREATE INDEX CONCURRENTLY idx_orders_placed ON orders (placed_at DESC) WHERE cancelled IS FALSE;",
				"",
				"EXPLAIN (ANALYZE, BUFFERS)",
				"SELECT customer_id, SUM(total) AS spent",
				"FROM orders",
				"WHERE placed_at > NOW() - INTERVAL '30 days'",
				"GROUP BY customer_id",
				"HAVING SUM(total) > 100;"
			),
			"B-trees serve `=`, `<` and `BETWEEN`; GIN serves arrays, `jsonb` and full-text search; BRIN suits huge append-only tables. VACUUM and autovacuum reclaim dead tuples."
		)
	),
	text(
		paragraphs(
			"# A first pipeline",
			code(
				"yaml",
				"# SPDX-License-Identifier: Apache-2.0",
				"name: build",
				"on:",
				"  push:",
				"    branches: [main]",
				"jobs:",
				"  test:",
				"    runs-on: ubuntu-latest",
				"    steps:",
				"      - uses: actions/checkout@v4",
				"      - run: npm ci && npm test"
			),
			"## On your own machine",
			code(
				"shell",
				"#!/bin/sh",
				"set -eu",
				'for file in "$@"; do',
				'  if [ -f "$file" ]; then',
				'    echo "checking $file"',
				"  fi",
				"done"
			),
			"The runner checks out the repository, restores the cache and reports the status back to GitHub."
		)
	),
	text(
		paragraphs(
			"# Reading a METAR",
			"Setext titles and lists are fine, too.",
			"## The groups\n\n1. the station, e.g. EGLL for London Heathrow\n2. day and time in UTC (`141150Z`)\n3. wind: `27008KT` is from 270° at 8 kn",
			"### Clouds",
			"FEW is 1–2 oktas, SCT 3–4, BKN 5–7 and OVC 8; `CB` marks cumulonimbus.",
			"## Exercises",
			"Decode `KJFK 141151Z 31015G25KT 10SM FEW250 22/10 A3002`."
		)
	),
	text(
		paragraphs(
			"# Acids and bases",
			"According to Brønsted and Lowry, an acid donates a proton and a base accepts it: $\\text{HCl} + \\text{H}_2\\text{O} \\rightarrow \\text{H}_3\\text{O}^+ + \\text{Cl}^-$.",
			"The $\\mathrm{p}K_a$ of acetic acid (ethanoic acid, CH₃COOH) is 4.76; that of ammonium, NH₄⁺, is 9.25.",
			"> [!WARNING]\n> Add acid to water, never water to acid. Wear goggles and nitrile gloves; NaOH pellets are hygroscopic.",
			"Buffers follow the Henderson–Hasselbalch equation."
		)
	),
	text(
		paragraphs(
			"# Allergens on the menu",
			"EU Regulation No 1169/2011 names 14 allergens: cereals with gluten, crustaceans, eggs, fish, peanuts, soybeans, milk, nuts, celery, mustard, sesame, sulphites, lupin and molluscs.",
			"- Label every container with the day of production.\n- Keep a separate chopping board for gluten-free bread.\n- Ask when in doubt: “May contain traces” is not a shrug.",
			"At Ristorante Da Giuseppe in Trieste, the sous-chef keeps the matrix beside the pass; the maître d' has a copy."
		)
	),
	text(
		paragraphs(
			"# Shared responsibility",
			"Amazon Web Services, Microsoft Azure and Google Cloud Platform split the duties alike (Mather, Kumaraswamy & Latif, 2009).",
			"| | IaaS | PaaS | SaaS |\n| --- | --- | --- | --- |\n| data | customer | customer | customer |\n| operating system | customer | provider | provider |\n| hypervisor | provider | provider | provider |",
			code(
				"json",
				"{",
				'  "Version": "2012-10-17",',
				'  "Statement": [',
				'    { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }',
				"  ]",
				"}"
			),
			"The policy denies access without TLS. Its `Version` is that of the language, not a date to bring up to date."
		)
	),
	text(
		paragraphs(
			"# Debouncing input",
			code(
				"javascript",
				"/*! Copyright (c) Example Ltd. Licensed under the MIT License. */",
				"export function debounce(fn, ms = 250) {",
				"  let timer;",
				"  return (...args) => {",
				"    clearTimeout(timer);",
				"    timer = setTimeout(() => fn(...args), ms);",
				"  };",
				"}",
				"",
				'document.querySelector("#search")?.addEventListener("input", debounce(e => console.log(e.target.value)));'
			),
			"The callback runs once the user has stopped typing. Throttling, by contrast, runs it at a steady rate; lodash has both."
		)
	),
	text(
		paragraphs(
			"# Comparing lists",
			code(
				"python",
				"# Comments in code are no headings.",
				"### Not even this one.",
				"prices = {'tin': 24.1, 'zinc': 2.6}",
				"cheap = [name for name, price in prices.items() if price < 10]",
				"match cheap:",
				"    case []:",
				'        print("none")',
				"    case [first, *rest]:",
				"        print(first, len(rest))"
			),
			"## Output",
			code("text", "zinc 0", "{ this is [ not code )")
		)
	),
	text(
		paragraphs(
			"# Giving feedback",
			"Say what you saw, what it did to you, and what you would like instead. “You are unreliable” judges a person; “You came at 9:20 on Monday and Tuesday, and I had to open alone” can be answered.",
			"Marshall Rosenberg called it nonviolent communication. Brené Brown, Kim Scott and Amy Edmondson write about candour and psychological safety at work."
		),
		[],
		{ level: "beginner", objectives: ["Give feedback that says what you saw"] }
	),
	text(
		paragraphs(
			"# Die Sonatenhauptsatzform",
			"Die Exposition stellt zwei Themen vor, die Durchführung verarbeitet sie, und die Reprise bringt beide in der Grundtonart.",
			"## Beispiele",
			"Beethoven weitet in der *Eroica* (1803) die Coda zu einer zweiten Durchführung; Haydn kommt oft mit einem einzigen Thema aus."
		),
		[],
		{ language: "de", objectives: ["Exposition, Durchführung und Reprise unterscheiden"] }
	),

	// Heading levels that are skipped.
	text(
		paragraphs(
			"# The Ottoman Empire",
			"It lasted from about 1299 to 1922.",
			"### The janissaries",
			"They were the sultan's household troops."
		),
		["structure/heading-order"]
	),
	text(
		paragraphs(
			"# Volcanoes",
			"## Shield volcanoes",
			"Mauna Loa is one.",
			"#### Lava",
			"Theirs is thin and basaltic."
		),
		["structure/heading-order"]
	),
	text(
		paragraphs(
			"Keyboards\n=========",
			"They have black and white keys.",
			"#### The harpsichord",
			"Its strings are plucked."
		),
		["structure/heading-order"]
	),
	text(
		paragraphs(
			"## Hand tools",
			"Use insulated ones.",
			"### Pliers",
			"For wires.",
			"##### Side cutters",
			"They cut copper."
		),
		["structure/heading-order"]
	),
	text(
		"<h1>Vital signs</h1>\n\n<p>There are five.</p>\n\n<h3>Pulse</h3>\n\n<p>Count it for a minute.</p>",
		["structure/heading-order"]
	),
	text(
		paragraphs(
			"# Meetings",
			"## Before",
			"Send an agenda.",
			"## After",
			"Send the minutes.",
			"#### Whom to",
			"All who were invited."
		),
		["structure/heading-order"]
	),

	// Objectives that the text does not cover.
	text(
		"A capacitor stores charge on two plates. Between them lies a dielectric, and the capacitance grows with the area of the plates.",
		["structure/objectives"],
		{
			objectives: [
				"Describe how a capacitor stores charge",
				"Select a fuse for a motor circuit"
			]
		}
	),
	text(
		"Double-entry bookkeeping records each transaction twice: once as a debit, once as a credit. The sums of both sides are equal.",
		["structure/objectives"],
		{ objectives: ["Record transactions by double entry", "Prepare a cash-flow statement"] }
	),
	text(
		"The Nile flows north from Lake Victoria to the Mediterranean. Its floods once brought fertile silt to the fields.",
		["structure/objectives"],
		{ objectives: ["Trace the course of the Nile", "Compare monsoon climates in Asia"] }
	),
	text(
		"Roman concrete contained volcanic ash from Pozzuoli. It set under water, which made the harbour of Caesarea possible.",
		["structure/objectives"],
		{ objectives: ["Explain why Gothic cathedrals need flying buttresses"] }
	),
	text(
		"To list your buckets, run `aws s3 ls`. To copy a file into one, run `aws s3 cp`.",
		["structure/objectives"],
		{ objectives: ["List and copy files in buckets", "Rotate encryption keys on a schedule"] }
	),
	text(
		"Wash hands for at least 20 seconds with soap, and dry them with a paper towel.",
		["structure/objectives"],
		{
			objectives: [
				"Wash hands in the right way",
				"Calibrate a probe thermometer in ice water"
			]
		}
	),

	// Too hard, or just right, for the level.
	text(
		"Notwithstanding the ostensibly heterogeneous constitutional configurations of the constituent principalities, the institutional architecture of the Confederation necessitated perpetual multilateral negotiation, the procedural intricacies of which systematically disadvantaged peripheral representatives; consequently, centralising tendencies, articulated predominantly by administrative functionaries, gradually consolidated jurisdictional competences.",
		["text/readability"],
		{ level: "beginner" }
	),
	text(
		"Securitisation of heterogeneous receivables facilitates the redistribution of idiosyncratic counterparty exposures across institutional intermediaries, whose regulatory capitalisation requirements correspondingly deteriorate or ameliorate according to the subordination characteristics of the respective tranches and the correlation assumptions underlying their probabilistic valuation methodologies.",
		["text/readability"],
		{ level: "beginner" }
	),
	text(
		"Physiological compensation in haemorrhagic hypovolaemia encompasses catecholamine-mediated peripheral vasoconstriction, neurohormonal conservation of intravascular volume and progressive redistribution of cardiac output, the insufficiency of which inevitably precipitates microcirculatory decompensation, irreversible cellular dysfunction and multisystem deterioration.",
		["text/readability"],
		{ level: "beginner" }
	),
	text(
		"Aerodynamic phenomenology in transonic configurations, particularly the interdependence of shock-induced boundary-layer separation and compressibility-related longitudinal instability, necessitates sophisticated computational characterisation, experimental verification and conservative operational limitation throughout certification programmes of contemporary commercial transportation aeroplanes.",
		["text/readability"],
		{ level: "beginner" }
	),
	text(
		"Organisational communication competencies presuppose metacognitive reflexivity concerning intersubjective expectations, sociocultural presuppositions and institutionally sedimented asymmetries, notwithstanding the methodological difficulties encountered in operationalising corresponding developmental interventions within heterogeneous multidisciplinary constellations.",
		["text/readability"],
		{ level: "beginner" }
	),
	text(
		"A river starts as a small stream in the hills. Rain and snow feed it. It runs down, grows, and cuts a valley. Near the sea it slows and drops its mud. That is how a delta is made.",
		[],
		{ level: "beginner" }
	),
	text(
		"A loan costs money. The bank asks for interest, a share of what you owe. If you pay late, the bank adds a fee. Read the small print before you sign, and ask what the loan will cost in all.",
		[],
		{ level: "beginner" }
	),
	text(
		"A residual-current device compares the current that leaves with the current that returns. If some of it flows to earth through a person, the two differ, and the device opens the circuit within 40 milliseconds. Test it twice a year with its button.",
		[],
		{ level: "intermediate" }
	),

	// Code that does not parse.
	text(code("python", "def tempo(bpm)", "    return 60 / bpm", "", "print(tempo(120))"), [
		"code/syntax"
	]),
	text(code("json", "{", '  "airport": "LHR",', '  "runways": [ "09L", "27R", ]', "}"), [
		"code/syntax"
	]),
	text(
		code(
			"javascript",
			"const total = orders.reduce((sum, order) => sum + order.total, 0;",
			"console.log(total);"
		),
		["code/syntax"]
	),
	text(code("sql", "SELECT name, SUM(balance FROM accounts GROUP BY name;"), ["code/syntax"]),
	text(code("yaml", "server:", "\tport: 8080", "\thost: example.org"), ["code/syntax"]),
	text(code("shell", "for host in web1 web2; do", '  ssh "$host uptime', "done"), [
		"code/syntax"
	]),
	text(code("python", "for mass in masses:", "print(mass)", "total = sum(masses"), [
		"code/syntax"
	]),
	text(
		code(
			"javascript",
			"function greet(name) {",
			"  if (name) {",
			'    return "Hi, " + name;',
			"}"
		),
		["code/syntax"]
	),

	// Near-duplicates.
	text(HANDOVER, ["duplicate/near"]),
	text(HANDOVER.replace("Both look at", "Then both look at").replace("aloud", "out loud"), [
		"duplicate/near"
	]),
	text(CADENCE, ["duplicate/near"]),
	text(`${CADENCE} Listen for it in the next piece that you play.`, ["duplicate/near"]),
	text(EARTHING, ["duplicate/near"]),
	text(`# Earthing\n\n${EARTHING.replace("parted", "split")}`, ["duplicate/near"]),
	text(
		"A cadence ends a phrase as a full stop ends a sentence. Play G major, then C major: you hear that the music has come home. Play C major, then G major: it waits for an answer."
	),
	text(
		"SBAR stands for situation, background, assessment and recommendation. Submarine crews of the US Navy invented it; hospitals took it up in the 1990s because it makes telephone calls short and complete."
	)
];
