/** Short passages as an outside examiner wrote them, see `third-questions.ts`. */
import { text, type Case } from "./case.ts";

const FENCE = "```";
const code = (language: string, ...lines: string[]) =>
	[FENCE + language, ...lines, FENCE].join("\n");
/** A made-up secret in two parts, so that no scanner takes this file for a leak. */
const made = (...parts: string[]) => parts.join("");

export const THIRD_PASSAGES: Case[] = [
	// Spelling: sound.
	text(
		"Charlemagne was crowned in Rome on Christmas Day 800 by Pope Leo III. Alcuin of York, Einhard and Paul the Deacon made his court at Aachen a centre of learning."
	),
	text(
		"The Scherzo modulates to the relative minor; its trio is marked *ma non troppo*, with pizzicato cellos, muted violas and a cantabile melody in the cor anglais."
	),
	text(
		"Titrate 25 mL of the analyte with 0.1 M NaOH, using phenolphthalein as the indicator; record the burette reading at the equivalence point and repeat until two titres are concordant."
	),
	text(
		"EBITDA, amortisation and depreciation are reconciled in note 7. The collateralised tranche yields 45 basis points over EURIBOR; the unhedged tranche does not."
	),
	text(
		"Administer 5 mg of salbutamol by nebuliser, and auscultate for wheeze afterwards. Contraindications include tachyarrhythmia and thyrotoxicosis; watch for hypokalaemia."
	),
	text(
		"The isthmus of Tehuantepec lies between Oaxaca and Veracruz. Loess plateaus, drumlins and eskers are left behind by wind and by glaciers; a tarn fills a cirque."
	),
	text(
		"METAR EDDF 121250Z 24015G27KT 9999 FEW030 BKN045 18/09 Q1013 NOSIG. The ailerons control roll, the elevator pitch and the rudder yaw; flaps and slats raise the lift coefficient."
	),
	text(
		"Terraform's `plan` shows a diff of the infrastructure; `apply` makes it so. Kubernetes, Helm, Istio, Grafana, Prometheus and PostgreSQL are deployed by Argo CD, and Ansible provisions the hypervisors."
	),
	text(
		"The color of the program's dialog can be customized: open the catalog, select a gray theme, and analyze the contrast ratio. Travelers favor dark themes."
	),
	text(
		"The colour of the programme was criticised by the labour organisation, whose travellers had catalogued grey aluminium tyres and a cancelled theatre licence."
	),
	text(
		"Wire the DPDT switch as shown: L1 to terminal 3, neutral to the busbar. Crimp ferrules onto stranded conductors, and torque the lugs of the RCBO to 2.5 N·m."
	),
	text(
		"Bain-marie units hold food hot; they do not reheat it. *Listeria monocytogenes*, *Salmonella enterica* and norovirus are killed above 75 °C, *Clostridium perfringens* spores are not."
	),
	text(
		"A normalised schema has no transitive dependencies. Denormalising speeds reads up, but upserts and backfills get costlier; sharding and replicas bring eventual consistency."
	),
	text(
		"Security Onion bundles Suricata, Zeek and Wazuh. An IDS alert is triaged, enriched with WHOIS data and deduplicated; phishers spoof, smishers text and pharmers poison DNS."
	),
	text(
		"Mr Nguyen, Ms O'Sullivan and Dr. Wójcik met at Fraunhofer's offices in Kaiserslautern; afterwards they dined with Siobhán McAllister near Llanfairpwll."
	),
	text(
		"> “Wer nicht wagt, der nicht gewinnt”, the proverb goes; the French say *qui ne risque rien n'a rien*.\n\nBoth mean that nothing ventured is nothing gained."
	),
	text(
		"Micro-teaching, peer-assessment and role-play are used in re-training. Non-verbal cues, e.g. eye contact, matter as much as words; cf. Mehrabian (1971), pp. 43–44, et al."
	),

	// Spelling: flawed, as hands and ears err.
	text(
		"The Magna Carta was sealed at Runnymede in June 1215. It was a peace treaty betwen King John and his rebellious barons, and it failed within three months.",
		["text/spelling"]
	),
	text(
		"Diversification reduces the unsystematic risk of a portfolio. Systematic risk, on the other hand, can not be elimnated, only hedged.",
		["text/spelling"]
	),
	text(
		"An oxbow lake forms when a meander is cut off from the river. Over the years sedimant fills it, and it becomes a marsh.",
		["text/spelling"]
	),
	text(
		"A fugue opens with its subject in one voice. The second voice answers in the dominant, usualy a fifth higher, while the first continues with the countersubject.",
		["text/spelling"]
	),
	text(
		"Carburettor ice is most likley at temperatures between −5 °C and 20 °C and at a high humidity. Apply full carburettor heat at the first sign.",
		["text/spelling"]
	),
	text(
		"A catalyst lowers the activation energy of a reaction without being consumed. It does not change the equillibrium constant.",
		["text/spelling"]
	),
	text(
		"Wash your hands before and after every contact with a patient. Gloves do not replace hand hygene.",
		["text/spelling"]
	),
	text(
		"Never work on a live circuit. Isolate it, secure it agianst reconnection and prove that it is dead.",
		["text/spelling"]
	),
	text(
		"Give feedback soon, in private, and about what somebody did, not about who they are. People definately remember how it felt.",
		["text/spelling"]
	),
	text(
		"An index speeds up lookups, but it has to be maintained on each insert. It is therefor wise to drop those that no query uses. Temporay tables need none.",
		["text/spelling"]
	),
	text(
		"The shared responsiblity model says who secures what: the provider the cloud, the customer what is in it.",
		["text/spelling"]
	),
	text(
		"Multi-factor authentification asks for something that you know, have or are. A PIN and a password are two of the same kind.",
		["text/spelling"]
	),

	// Inclusive language: sound.
	text(
		"In a man-in-the-middle attack, the attacker relays and alters what two parties send. Mutual TLS makes it much harder, as Moxie Marlinspike showed with sslstrip."
	),
	text(
		"The study was randomised, placebo-controlled and double-blind. A blind review hides the names of the authors from those who judge."
	),
	text(
		"Marie Curie shared her first Nobel Prize with her husband Pierre and with Henri Becquerel; Linus Pauling won his second, for peace, in 1962."
	),
	text(
		"She holds a master's degree from Manchester, plays golf with a handicap of 12 and pays by Mastercard. The master key opens every room on the Isle of Man."
	),
	text(
		"The parent process forks a child; `kill -9` ends it without mercy, and an orphan is adopted by PID 1. A zombie has ended, but nobody has waited for it."
	),
	text(
		"Each nurse introduces themselves to the patient and checks their name band; the chair of the ward round then reads out the plan."
	),
	text(
		"Patients who use a wheelchair, people with epilepsy and older adults need more time to leave the aircraft; the crew brief them one by one."
	),
	text(
		"HMS *Victory* was launched in 1765; Nelson fell on her deck at Trafalgar. His last words are disputed."
	),

	// Inclusive language: flawed.
	text(
		"A good pilot knows his aircraft. Before each flight he walks around it, and he never skips the checklist.",
		["text/inclusive"]
	),
	text(
		"The charge nurse hands over to her colleague at the bedside; every nurse should bring her own notes.",
		["text/inclusive"]
	),
	text(
		"Replication copies each write of the master to its slaves. A slave never accepts writes of its own.",
		["text/inclusive"]
	),
	text(
		"Add the address of the partner to the whitelist of the firewall; all others are on the blacklist.",
		["text/inclusive"]
	),
	text(
		"The project needs 40 man-hours, and the manpower of the night shift will not do. Tell the guys in time.",
		["text/inclusive"]
	),
	text("He has been confined to a wheelchair since the accident and suffers from epilepsy.", [
		"text/inclusive"
	]),
	text(
		"Any idiot can set up a budget: it would be crazy to leave that to the accountants, who are lame anyway.",
		["text/inclusive"]
	),
	text(
		"Stewardesses demonstrate the oxygen masks while the captain and his co-pilot read the checklist. Ask a stewardess for help.",
		["text/inclusive"]
	),
	text(
		"Firemen and policemen were the first at the scene. Such disasters are as old as mankind.",
		["text/inclusive"]
	),
	text(
		"Normal people understand the form at once; for the handicapped and the mentally retarded there is a helper.",
		["text/inclusive"]
	),

	// Personal data: sound.
	text(
		"Write to help@example.org or call 555-0142. In the example, Jane Doe of 12 Main Street, Anytown, has the account number 000000000."
	),
	text(
		"Wolfgang Amadeus Mozart was born on 27 January 1756 in Getreidegasse 9, Salzburg, and died in Vienna on 5 December 1791."
	),
	text(
		"Report security flaws to security@apache.org or to info@bsi.bund.de; the office of the city is open from 8:00 to 16:00."
	),
	text(
		"An IBAN has up to 34 characters: two for the country, two check digits, and then the bank and the account, as in `DEkk BBBB BBBB CCCC CCCC CC`. A test card is 4111 1111 1111 1111."
	),
	text(
		"In the table, replace `123-45-6789` by asterisks. The range 10.0.0.0/8 is private, 192.0.2.0/24 is for documents, and 2001:db8::/32 is the same for IPv6."
	),
	text(
		"The Boeing 787-9, serial number 34 8197, made flight 020 7946; its part 0445-110-369 is made in batches of 12-34-56-78. ISBN 978-0-13-110362-7, DOI 10.1000/182."
	),
	text(
		"Angela Merkel, born in Hamburg on 17 July 1954, was chancellor from 2005 to 2021. Her office was at Willy-Brandt-Straße 1, Berlin."
	),

	// Personal data: flawed.
	text(
		"For a copy of the score ask our second violin, Henrike Bohnsack: henrike.bohnsack@gmail.com, mobile 0171 6284 915.",
		["safety/personal-data"]
	),
	text("Sample row: Curtis Laramore, SSN 418-62-7093, hired in March, salary $61,200.", [
		"safety/personal-data"
	]),
	text("Refunds are paid to Annika Voss, IBAN DE64 2005 0550 1274 9382 65, within two weeks.", [
		"safety/personal-data"
	]),
	text(
		"The patient, Gareth Pritchard, DOB 02.11.1963, lives at 14 Alder Grove, Leeds LS6 2QT, and was seen in the clinic on Tuesday.",
		["safety/personal-data"]
	),
	text(
		"Questions about the wiring plan go to the electrician, Tomasz Zielinski, at +48 601 738 254.",
		["safety/personal-data"]
	),
	text(
		"The test customer paid with her card 4539 8172 6340 9186, expiry 09/27, and was refunded the next day.",
		["safety/personal-data"]
	),
	text(
		code(
			"json",
			"{",
			'  "name": "Patricia Kellerman",',
			'  "email": "p.kellerman84@yahoo.com",',
			'  "phone": "(617) 482-9136"',
			"}"
		),
		["safety/personal-data"]
	),
	text(
		"Transfer the deposit to our treasurer Loïc Guérin, FR81 3000 4008 2800 0192 3746 543, before the concert.",
		["safety/personal-data"]
	),

	// Secrets: sound.
	text(
		`Set the key before you start:\n\n${code("shell", "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "export AWS_SECRET_ACCESS_KEY=<your-secret-key>", "aws s3 ls")}`
	),
	text(
		code(
			"yaml",
			"services:",
			"  db:",
			"    image: postgres:16",
			"    environment:",
			"      POSTGRES_PASSWORD: ${DB_PASSWORD}",
			"      DATABASE_URL: postgres://app:${DB_PASSWORD}@db:5432/shop"
		)
	),
	text(
		"Check the download: its SHA-256 is e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, and the commit is 9fceb02d0ae598e95dc970b74767f19372d61af8."
	),
	text(
		code(
			"python",
			"import os",
			"",
			'password = os.environ["DB_PASSWORD"]',
			'token = input("Your token: ")',
			'dsn = f"mysql://root:{password}@localhost/shop"'
		)
	),
	text(
		"A token of GitHub begins with `ghp_` and a live key of Stripe with `sk_live_`; `sk_test_xxxxxxxxxxxxxxxxxxxxxxxx` is a placeholder."
	),
	text(
		code(
			"text",
			"-----BEGIN PUBLIC KEY-----",
			"MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf",
			"9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ==",
			"-----END PUBLIC KEY-----"
		)
	),

	// Secrets: flawed.
	text(
		code(
			"ini",
			"[default]",
			`aws_access_key_id = ${made("AKIA", "Q7ZLX3NVTB5WMJ2R")}`,
			`aws_secret_access_key = ${made("IF4tEu2Mk5qrJiBQBNmL", "zPIcGNik6aeDQzPSgnbw")}`
		),
		["safety/secret"]
	),
	text(
		`Clone it with ${made("https://oauth2:gh", "p_zauA3YXrQnRYy7k7UL0Nh7spTkp6wDnLDJqb")}@github.com/acme-tools/ledger.git and run the tests.`,
		["safety/secret"]
	),
	text(
		`The lab's key is:\n\n${code("text", made("-----BEGIN RSA PRIVATE", " KEY-----"), "MIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu", "KUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQJAIJLixBy2qpFoS4DSmoEm", made("-----END RSA PRIVATE", " KEY-----"))}`,
		["safety/secret"]
	),
	text(
		code(
			"python",
			"import psycopg",
			"",
			`conn = psycopg.connect("${made("postgresql://ledger:", "vG7!pQz2Lk9")}@db.northwind-bank.net:5432/ledger")`
		),
		["safety/secret"]
	),
	text(
		code(
			"javascript",
			`const stripe = require("stripe")("${made("sk_li", "ve_ZP7sEkEIUpiWnwfnTX0dISPK")}");`,
			"stripe.charges.list({ limit: 3 });"
		),
		["safety/secret"]
	),
	text(
		code(
			"yaml",
			"notify:",
			`  slack_token: ${made("xox", "b-2847561930-5738291046-dPD5hYLd4R0dWrYVawUzq")}`,
			'  channel: "#alerts"'
		),
		["safety/secret"]
	),
	text(
		code(
			"shell",
			`curl -H "Authorization: Bearer ${made("eyJhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiI4ODEyIiwicm9sZSI6ImFkbWluIn0.", "q3Jx0bM7uT1vYc5nR8sWkZ2pLdFhGaE4")}" https://api.skyfreight.io/v1/flights`
		),
		["safety/secret"]
	),
	text(
		`The map needs a key of Google: ${made("AIza", "SyB9kQw3Xn7Lr2Vt5Zm8Yp1Hc4Jd6Gf0Ke")} works for all of our pages.`,
		["safety/secret"]
	),
	text(
		code(
			"javascript",
			"const config = {",
			'  user: "svc_reports",',
			`  password: "${made("Tr0ub4", "dor&3xQ9")}",`,
			'  host: "10.2.0.14"',
			"};"
		),
		["safety/secret"]
	),

	// Stale dates: sound.
	text(
		"In 1914, Europe's alliances turned a murder in Sarajevo into a war. By 1918 four empires had fallen; the present borders of the Balkans were drawn much later."
	),
	text(
		"TLS 1.3 was published as RFC 8446 in August 2018. In 2015, the fare was still three dollars; the current fare is on the operator's page."
	),
	text(
		"According to the census of 2011, 56.1 million people lived in England and Wales (Office for National Statistics, 2012)."
	),
	text(
		"At that time, in 1969, the Concorde was the newest airliner of the world, and Duke Ellington had recently turned 70."
	),

	// Stale dates: flawed.
	text(
		"Currently, in 2015, the base rate of the Bank of England is 0.5 %, and most economists expect it to rise.",
		["meta/stale-date"]
	),
	text(
		"As of 2017, the newest version of PostgreSQL is 10. It brings declarative partitioning.",
		["meta/stale-date"]
	),
	text(
		"The new terminal of the airport is expected to open in autumn 2019. It will have 24 gates.",
		["meta/stale-date"]
	),
	text("The exam SY0-501 is due to be replaced in 2020; register now for the new one.", [
		"meta/stale-date"
	]),
	text(
		"The population of Lagos is now (2016) about 14 million, and today's growth is the fastest of the continent.",
		["meta/stale-date"]
	),
	text("This year, 2018, the standard BS 7671 gets its eighteenth edition.", ["meta/stale-date"]),

	// Links and their texts: sound.
	text(
		"See the [minutes of the Congress of Vienna](https://example.org/vienna) and the [table of half-lives](#half-lives).\n\n## Half-lives\n\nIodine-131 has one of eight days."
	),
	text(
		"The [operating manual](attachment:manual.pdf) says more on [stall recovery](#stall-recovery).\n\n## Stall recovery\n\nLower the nose first.",
		[],
		{
			attachments: ["manual.pdf"]
		}
	),
	text(
		"Read [RFC 1918][rfc] before the next lesson, and click the button *Here be dragons* in the simulator.\n\n[rfc]: https://www.rfc-editor.org/rfc/rfc1918"
	),

	// Links that lead nowhere.
	text(
		"The scale is drawn in [the first figure](attachment:circle-of-fifths.svg).",
		["link/broken"],
		{
			attachments: ["circle.svg"]
		}
	),
	text(
		"For the limits of exposure see [the table of limits](#limits).\n\n## Limit values\n\nBenzene: 1 ppm.",
		["link/broken"]
	),
	text("The syllabus is on [the site of the board]().", ["link/broken"]),
	text("More on hedging: [the guide of the exchange](htps://example.org/hedging).", [
		"link/broken"
	]),
	text("The [chart of the airfield](attachment:EDDF%20chart.pdf) has to be on board.", [
		"link/broken"
	]),
	text("![A wiring diagram of a two-way switch](attachment:two-way.png)", ["link/broken"], {
		attachments: ["two-way.jpg"]
	}),

	// Link texts that say nothing.
	text("To see the map of the trade winds, [click here](https://example.org/winds).", [
		"a11y/link-text"
	]),
	text("The recording of the symphony is [here](https://example.org/symphony).", [
		"a11y/link-text"
	]),
	text("Vaccines need a cold chain. [Read more](https://example.org/cold-chain)", [
		"a11y/link-text"
	]),
	text("The balance sheet is behind this [link](https://example.org/balance).", [
		"a11y/link-text"
	]),
	text("Der Plan der Kläranlage steht [hier](https://example.org/plan).", ["a11y/link-text"], {
		language: "de"
	}),
	text('The form is <a href="https://example.org/form">this page</a>.', ["a11y/link-text"]),

	// Alternative texts: sound.
	text(
		"![The Gulf Stream as a red band from Florida to Norway](https://example.org/gulf-stream.png)"
	),
	text('<img src="https://example.org/neuron.png" alt="A neuron with its axon and dendrites">'),

	// Images without one.
	text("The terminals are numbered:\n\n![](https://example.org/terminals.png)", [
		"a11y/alt-text"
	]),
	text("![IMG_4417.JPG](https://example.org/keyboard.jpg)", ["a11y/alt-text"]),
	text("The cockpit: ![image](https://example.org/cockpit.png)", ["a11y/alt-text"]),
	text('<p><img src="https://example.org/ecg.png" width="600"></p>', ["a11y/alt-text"]),
	text("| before | after |\n| --- | --- |\n| ![](https://example.org/a.png) | clean |", [
		"a11y/alt-text"
	]),
	text("![screenshot-2024-03-11.png](https://example.org/console.png)", ["a11y/alt-text"]),

	// Licences.
	text(
		"A cadence ends a phrase. The perfect one goes from the dominant to the tonic.",
		["meta/licence"],
		{
			licence: undefined
		}
	),
	text("Debits stand on the left, credits on the right.", ["meta/licence"], { licence: "" }),
	text("The mole is the unit of the amount of substance.", ["meta/licence"], {
		licence: "unknown"
	}),
	text("A fuse melts when the current is too high.", ["meta/licence"], { licence: "TODO" }),
	text("Raw meat lies below cooked food in the refrigerator.", ["meta/licence"], {
		licence: " "
	}),
	text("Silk was carried from Chang'an to Antioch.", [], { licence: "MIT" }),
	text("Whisk, fold, and rest: a short vocabulary of the pastry kitchen.", [], {
		licence: "All rights reserved"
	})
];
