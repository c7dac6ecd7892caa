/** More that is sound, by the same examiner as `third-questions.ts`: what rules are tempted to call a flaw. */
import { question, text, type Case } from "./case.ts";

const FENCE = "```";
const code = (language: string, ...lines: string[]) =>
	[FENCE + language, ...lines, FENCE].join("\n");

export const THIRD_SOUND: Case[] = [
	// History, geography.
	text(
		"Süleyman I besieged Vienna in 1529; Kara Mustafa Pasha did so again in 1683, when King John III Sobieski of Poland relieved the city. Prince Eugene of Savoy then took Buda, Zenta and Belgrade."
	),
	text(
		"The Meiji Restoration ended the Tokugawa shogunate. The daimyō gave up their domains, the samurai their stipends, and Edo became Tokyo."
	),
	text(
		"Kyrgyzstan, Tajikistan and Uzbekistan share the Fergana Valley. The Syr Darya and the Amu Darya once fed the Aral Sea; irrigation of cotton left Moynaq, a former port, in the desert."
	),
	text(
		"The Köppen classification uses letters: *Cfb* is an oceanic climate, *Dfc* a subarctic one and *BWh* a hot desert. Bergen is Cfb, Yakutsk Dfd, and Khartoum BWh."
	),
	text(
		"“We shall fight on the beaches,” said Churchill on 4 June 1940. The speech was not broadcast; he recorded it for Decca in 1949."
	),
	// Finance.
	text(
		"The Sarbanes–Oxley Act (2002) followed the collapses of Enron and WorldCom. Section 404 asks for internal controls; KPMG, Deloitte, EY and PricewaterhouseCoopers audit them."
	),
	text(
		"Net present value discounts each cash flow: $NPV = \\sum_{t=0}^{n} \\frac{C_t}{(1+i)^t}$. With $i = 8\\,\\%$, an outlay of \\$1,000 and five inflows of \\$300, the NPV is about \\$198.",
		[],
		{ level: "advanced" }
	),
	text(
		"| account | debit | credit |\n| --- | ---: | ---: |\n| 1200 Bank | 1,190.00 | |\n| 8400 Revenue | | 1,000.00 |\n| 1776 VAT 19 % | | 190.00 |\n\nThe invoice no. 2026-0417 is due within 30 days; a reminder follows after 14 more."
	),
	// Music.
	text(
		"Bebop grew up at Minton's Playhouse in Harlem with Charlie Parker, Dizzy Gillespie and Thelonious Monk. Its harmonies use ninths, flattened fifths and tritone substitutions over ii–V–I turnarounds."
	),
	text(
		"Antonín Dvořák wrote his Ninth in New York; Leoš Janáček, Bedřich Smetana and Bohuslav Martinů followed other paths. Clara Schumann published her *Drei Romanzen* in 1855."
	),
	text(
		"A guitar is tuned E2–A2–D3–G3–B3–E4. Drop D lowers the sixth string; a capo at the second fret raises all six by a whole tone. Hammer-ons, pull-offs and palm-muting are written above the tablature."
	),
	// Aviation.
	text(
		"“Mayday, mayday, mayday, Speedbird 9, engine failure, descending through flight level three-seven-zero.” In 1982 all four engines of a Boeing 747 flamed out in the ash of Galunggung; Captain Eric Moody and his crew restarted them."
	),
	text(
		"V1, VR and V2 depend on mass, flaps, pressure altitude and the state of the runway. The FMC of an A320neo computes them; the crew cross-checks with the QRH. ETOPS-180 lets twins fly up to 180 minutes from an alternate aerodrome."
	),
	// Chemistry.
	text(
		"Sodium dodecyl sulphate (SDS) denatures proteins; polyacrylamide gels part them by mass. Stain with Coomassie Brilliant Blue R-250, destain in methanol and acetic acid, and compare with the ladder in kDa."
	),
	text(
		"2-Methylpropan-2-ol reacts by SN1, bromoethane by SN2. Cycloalkanes, alkynes and ketones are next; the IUPAC name of aspirin is 2-acetoxybenzoic acid."
	),
	text(
		"The Haber–Bosch process makes ammonia from nitrogen and hydrogen at 450 °C and 200 bar over an iron catalyst. Fritz Haber won the Nobel Prize in Chemistry of 1918; Clara Immerwahr, his wife, had opposed his work on chlorine."
	),
	// Nursing.
	text(
		"The Waterlow and Braden scales rate the risk of pressure ulcers. Turn bedbound patients every two hours, offload the heels, and chart erythema, maceration and slough."
	),
	text(
		"A patient says: “My dad was blind in one eye, and Mum's deaf.” The nurse notes a family history of glaucoma and otosclerosis and asks which words the family prefers."
	),
	text(
		"Insulin aspart acts within 15 minutes, glargine lasts a day. Metformin is paused before contrast media; SGLT2 inhibitors such as empagliflozin can cause ketoacidosis with a near-normal glucose."
	),
	// Electrical installation.
	text(
		"A 32 A ring final circuit in 2.5 mm² twin-and-earth is fed at both ends. Test continuity (r1, rn, r2), insulation at 500 V DC, polarity, Zs and the trip time of the RCD; write them onto the certificate of BS 7671:2018+A2:2022."
	),
	text(
		"The voltage drop is $\\Delta U = \\frac{2 \\cdot l \\cdot I \\cdot \\rho}{A}$. For copper, $\\rho = 0.0178\\ \\Omega\\,\\text{mm}^2/\\text{m}$; a drop of 3 % of 230 V is 6.9 V. NYM-J 3×1.5 will do up to about 18 m."
	),
	// Hygiene.
	text(
		"HACCP has seven principles, from the hazard analysis to record keeping. A critical control point may be the core temperature of a roast, the pH of sushi rice or the metal detector behind the slicer."
	),
	text(
		"Sous-vide, blast-chilling and vacuum packing keep flavour, but *Clostridium botulinum* is anaerobic: keep pouches below 3 °C. Ceviche is marinated, not cooked."
	),
	// Soft skills.
	text(
		"“I hear you, Priya,” said Oluwaseun. “Let's take ten and come back.” De-escalation works because it slows things down; nobody wins an argument at 5:55 p.m. on a Friday."
	),
	text(
		"Tuckman's stages are forming, storming, norming and performing; adjourning was added in 1977. Belbin names nine roles, e.g. plant, shaper and completer-finisher; the MBTI is popular but poorly validated."
	),
	// Databases, cloud.
	text(
		`Connect with a placeholder, never with the real thing:\n\n${code("javascript", 'import { MongoClient } from "mongodb";', "", 'const client = new MongoClient(process.env.MONGO_URL ?? "mongodb://user:password@localhost:27017/test");', "await client.connect();", 'const cursor = client.db("shop").collection("orders").find({ total: { $gte: 100 } });', "for await (const order of cursor) console.log(order._id);")}`
	),
	text(
		code(
			"sql",
			"WITH RECURSIVE chain AS (",
			"  SELECT id, manager_id, 1 AS depth FROM staff WHERE manager_id IS NULL",
			"  UNION ALL",
			"  SELECT s.id, s.manager_id, chain.depth + 1 FROM staff s JOIN chain ON s.manager_id = chain.id",
			")",
			"SELECT depth, COUNT(*) FROM chain GROUP BY depth ORDER BY depth;"
		)
	),
	text(
		code(
			"yaml",
			"apiVersion: apps/v1",
			"kind: Deployment",
			"metadata: { name: web, labels: { app: web } }",
			"spec:",
			"  replicas: 3",
			"  selector: { matchLabels: { app: web } }",
			"---",
			"apiVersion: v1",
			"kind: Secret",
			"metadata: { name: web }",
			"stringData:",
			"  password: <replace-me>"
		)
	),
	text(
		code(
			"console",
			"$ curl -s https://api.example.com/v1/orders -H 'Authorization: Bearer $TOKEN' | jq '.items[].id'",
			'"6f1c0b9e-3a57-4d0a-9a53-0f4c7f6f2b11"',
			"$ git log --oneline | head -1",
			"9fceb02 fix: round totals"
		)
	),
	text(
		code(
			"python",
			"from dataclasses import dataclass",
			"",
			"@dataclass(frozen=True)",
			"class Flight:",
			"    number: str",
			"    seats: int = 180",
			"",
			"    @property",
			"    def full(self) -> bool:",
			"        return self.seats == 0",
			"",
			"flights = {f.number: f for f in (Flight('BA117'), Flight('LH400', 0))}",
			"print([n for n, f in flights.items() if not f.full], sep='\\n')"
		)
	),
	text(
		"Use `terraform state rm module.vpc` with care: it forgets, it does not destroy. The S3 backend locks through DynamoDB; `tfvars` files stay out of Git, see `.gitignore`."
	),
	// Security.
	text(
		"Heartbleed (CVE-2014-0160) let anybody read 64 kB of memory of a server; Log4Shell (CVE-2021-44228) let them run code. CVSS rates them 7.5 and 10.0. Kerberoasting, credential stuffing and typosquatting are others' topics."
	),
	text(
		"Bell–LaPadula protects confidentiality (“no read up, no write down”), Biba integrity. Clark–Wilson adds well-formed transactions, and Brewer–Nash is known as the Chinese Wall."
	),
	text(
		"> [!NOTE]\n> Exam objective 2.4: given a scenario, analyse potential indicators of malware: ransomware, rootkits, keyloggers, spyware, logic bombs.\n\nA SIEM correlates logs; a SOAR acts upon them; an EDR agent quarantines the endpoint."
	),
	// Form: links, quotations, dates that do not age.
	text(
		"Sources: Braudel, F. (1972), *The Mediterranean*, vol. I, Collins; Pirenne, H. (1925), *Medieval Cities*; see also <https://example.org/braudel> and doi:10.1000/xyz123."
	),
	text(
		"The exhibition ran from 3 May to 7 September 2014; the catalogue was reprinted in 2019. The museum now shows the tapestry in a room of its own."
	),
	text(
		"Contact the course office at courses@example.edu, +1 (202) 555-0186, or in room B-214. The imaginary pupil “Max Mustermann” lives in Musterstraße 12, 12345 Musterstadt."
	),
	text(
		"# Rests\n\n## Whole and half rests\n\nOne hangs, the other sits.\n\n# Dots\n\n## Single dots\n\nA dot adds half of the value.\n\n### Ties\n\nA tie joins two notes.\n\n# Tuplets\n\nThree in the time of two."
	),
	// Questions.
	question(
		"A Linux server at Initech shows a load average of 14 on four cores, but the CPU is 90 % idle. Which of the following should the administrator check first?",
		[
			"The number of open ports",
			"*Processes that wait for the disk",
			"The version of the kernel",
			"Users that have logged in twice"
		]
	),
	question(
		"You are the nurse in charge of a night shift. Mr Okafor, 81, has fallen beside his bed; he is alert, and his left leg is shortened and rotated outwards. Which injury do you suspect?",
		["A sprained ankle", "*A fractured hip", "A torn meniscus", "A ruptured tendon"]
	),
	question(
		"A trader buys 100 shares at $42.50 and sells them at $47.30. The commission is $9.95 for each order. What is the profit, rounded to cents?",
		["$470.05", "*$460.10", "$480.00", "$499.90"],
		[],
		{ explanation: "100 × ($47.30 − $42.50) − 2 × $9.95 = $480.00 − $19.90 = $460.10." }
	),
	question("Which clause limits the groups that `GROUP BY` has formed?", [
		"`WHERE`",
		"*`HAVING`",
		"`LIMIT`",
		"`DISTINCT`"
	]),
	question(
		"A user reports that e-mail cannot be sent, but web pages load. Which port does the technician test?",
		["TCP 53", "TCP 443", "*TCP 587", "UDP 123"]
	),
	question("Complete the sentence: The natural minor scale on A contains", [
		"one sharp",
		"two flats",
		"*no accidentals",
		"three sharps"
	]),
	question("A cook finds a blue plaster in a bowl of salad. What is the right thing to do?", [
		"Take it out and serve the salad",
		"*Discard the salad and report it",
		"Rinse the salad with cold water",
		"Ask the guests whether they mind"
	]),
	question("The ratio of the frequencies of an octave is", ["3 : 2", "4 : 3", "*2 : 1", "5 : 4"]),
	question("Which band of annual rainfall does a hot desert have?", [
		"*below 250 mm",
		"250 to 499 mm",
		"500 to 999 mm",
		"1,000 mm and more"
	]),
	question("Evaluate $\\int_0^2 3x^2\\,dx$.", ["$4$", "$6$", "*$8$", "$12$"], [], {
		explanation: "The antiderivative is $x^3$, and $2^3 - 0^3 = 8$."
	}),
	question("Which two of these are layer-2 attacks?", [
		"*ARP spoofing",
		"SQL injection",
		"*MAC flooding",
		"DNS hijacking",
		"Cross-site scripting"
	]),
	question(
		"Read the output. What is wrong?\n\n```text\n$ ping -c 1 192.0.2.7\nFrom 198.51.100.1 icmp_seq=1 Destination Host Unreachable\n```",
		[
			"The name server does not answer",
			"*The router finds no such host",
			"The cable of the client is cut",
			"The firewall resets the session"
		]
	)
];
