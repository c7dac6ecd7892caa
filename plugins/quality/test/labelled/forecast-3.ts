/**
 * Spelling alone: passages by an author who had read neither the rule nor any other set. Nothing is mended on it: it says how the
 * rule does on texts that it has not met.
 */
import { text, type Case } from "./case.ts";

export const FORECAST_3: Case[] = [
	// Sound.
	text(
		"Run `pip install -r requirements.txt` inside the virtual environment, then check with `python -m pytest` that all tests pass before you open a pull request."
	),
	text(
		"The enzyme acetylcholinesterase hydrolyses acetylcholine in the synaptic cleft; organophosphates such as sarin inhibit it irreversibly."
	),
	text(
		"In OSPF, routers within an area share the same link-state database, and the designated router reduces the number of adjacencies on a broadcast segment."
	),
	text(
		"Simmer the stock for 45 minutes, skim off the scum, and strain it through muslin before you make the velouté."
	),
	text(
		"Johann Sebastian Bach composed *The Well-Tempered Clavier* in two books, each with a prelude and fugue in all twenty-four major and minor keys."
	),
	text(
		"The Meiji Restoration of 1868 ended the Tokugawa shogunate and returned power, at least nominally, to the emperor, who soon moved from Kyoto to Tokyo."
	),
	text(
		"Under the GDPR, a data controller must normally notify the supervisory authority of a personal data breach within 72 hours."
	),
	text(
		"A convertible bond pays a coupon like any other bond but gives the holder an option to exchange it for the issuer's shares."
	),
	text(
		"**Tip:** if your PostgreSQL query is slow, run `EXPLAIN ANALYZE` and look for sequential scans on large tables."
	),
	text(
		"The standard enthalpy of formation of liquid water is −285.8 kJ/mol, so its synthesis from H₂ and O₂ is strongly exothermic."
	),
	text(
		"In cricket, a googly is a delivery by a leg-spinner that turns the opposite way from the stock ball, deceiving the batter."
	),
	text(
		"An adult may take 500 mg of paracetamol orally every six hours as needed, but should never exceed 4 g in any 24-hour period."
	),
	text(
		"Cast on 48 stitches, join in the round without twisting, and work 2×2 ribbing until the cuff measures five centimetres."
	),
	text(
		"Ludwig Wittgenstein argued in the *Tractatus Logico-Philosophicus* that the limits of my language mean the limits of my world."
	),
	text(
		"The color of the labels in your chart should contrast with the background; check the ratio with the analyzer at [WebAIM](https://webaim.org/resources/contrastchecker/)."
	),
	text(
		"Lake Titicaca lies at about 3,812 m above sea level on the border between Peru and Bolivia, and it is navigable by large vessels."
	),
	text(
		"*Saccharomyces cerevisiae* ferments glucose to ethanol and carbon dioxide under anaerobic conditions, which is why brewers exclude oxygen after pitching."
	),
	text(
		"The tort of negligence requires a duty of care, a breach of that duty and damage caused by the breach, as *Donoghue v Stevenson* established in 1932."
	),
	text(
		"Kubernetes schedules pods onto nodes; if a liveness probe fails, the kubelet restarts the container according to its `restartPolicy`."
	),
	text(
		"With pandas, `df.groupby('region')['sales'].mean()` returns the average sales for each region as a Series."
	),
	text(
		"The quadriceps extend the knee and the hamstrings flex it; an imbalance between the two increases the risk of an ACL injury."
	),
	text(
		"When you practise your scales, set the metronome to 60 bpm and raise it by four beats only when every semiquaver is even."
	),
	text(
		"Frida Kahlo was born in Coyoacán in 1907, and her self-portraits draw on Mexican folk art, surrealism and her own physical suffering."
	),
	text(
		"The Black–Scholes model assumes constant volatility and lognormally distributed prices, yet traders quote an implied volatility that varies with strike and maturity."
	),
	text(
		"A TCP connection opens with a three-way handshake: SYN, SYN-ACK and ACK. UDP skips this step, so latency is lower but delivery isn't guaranteed."
	),
	text(
		"To cut a dovetail joint, scribe the baseline with a marking gauge, saw the tails first, and pare to the line with a bevel-edged chisel."
	),
	text(
		"Patients with atrial fibrillation are often prescribed an anticoagulant such as apixaban or warfarin to lower the risk of ischaemic stroke."
	),
	text(
		"The Saxons, Angles and Jutes settled in Britain during the fifth and sixth centuries, and Bede later chronicled their conversion to Christianity."
	),
	text(
		"Blanch the haricots verts for three minutes, refresh them in iced water, and toss with shallots, Dijon mustard and crème fraîche."
	),
	text(
		"Titrate 25.0 mL of the hydrochloric acid against 0.100 mol/L NaOH, using phenolphthalein as the indicator, until a faint pink colour persists."
	),
	text(
		"Mitosis proceeds through prophase, metaphase, anaphase and telophase, followed by cytokinesis, in which the cytoplasm divides."
	),
	text(
		"I couldn't get my regex to match an optional hyphen until someone on the forum told me to try `-?` instead of `-*`."
	),
	text(
		"Maryam Mirzakhani became the first woman to win the Fields Medal in 2014 for her work on Riemann surfaces and their moduli spaces."
	),
	text(
		"In French, *être* and *avoir* serve as auxiliaries in the passé composé; most verbs of motion take the former."
	),
	text(
		"Place the fulcrum closer to the load and you will need less effort: a lever multiplies force, but never work."
	),
	text(
		"The auditor found that the company had capitalised operating expenses, thereby overstating its EBITDA by roughly £2.4 million."
	),
	text(
		"The pipeline runs on GitHub Actions. Every push to `main` triggers the linter, the unit tests and a build of the Docker image."
	),
	text(
		"Hadrian's Wall stretches some 117 km from Wallsend on the Tyne to Bowness-on-Solway, and parts of it survive near Housesteads."
	),
	text(
		"Sediment carried by the Ganges and Brahmaputra has built one of the world's largest deltas, much of which is covered by the Sundarbans mangrove forest."
	),
	text(
		"For a watercolour wash, tilt the board slightly, load a mop brush with ultramarine, and let gravity draw the bead of paint downwards."
	),
	text(
		"An INNER JOIN returns only the rows that match in both tables, whereas a LEFT OUTER JOIN keeps every row from the first."
	),
	text(
		"Dribble with your fingertips rather than your palm, keep your head up, and pivot on your non-dominant foot before you attempt a hook shot."
	),
	text(
		"The half-life of carbon-14 is about 5,730 years, so radiocarbon dating is unreliable for samples older than roughly 50,000 years."
	),
	text(
		"Please upload your essay as a PDF to Moodle by 23:59 on Friday; late submissions lose five percentage points per working day."
	),
	text(
		"Chimamanda Ngozi Adichie sets *Half of a Yellow Sun* during the Biafran War and tells it from the viewpoints of Ugwu, Olanna and Richard."
	),
	text(
		"A haiku traditionally has seventeen morae, arranged five, seven and five, and includes a seasonal word known as *kigo*."
	),
	text(
		"Set the multimeter to DC volts before you probe the 3.3 V rail of the ESP32, and never measure resistance on a powered circuit."
	),
	text(
		"The plaintiff's counsel objected to the affidavit as hearsay, but the judge admitted it under the business records exception."
	),
	text(
		"Dyslexia affects the accuracy and fluency of reading; teachers can help by offering audiobooks, generous spacing and explicit phonics instruction."
	),
	text(
		"The Hagia Sophia in Istanbul, completed in 537 under Justinian, rests its vast dome on four pendentives high above the nave."
	),
	// Flawed.
	// membrain
	text(
		"The mitochondria are often called the powerhouse of the cell, but they also play a role in calcium storage. Make sure you can label the inner membrain on the diagram.",
		["text/spelling"]
	),
	// seperate
	text(
		"Before you begin the lab, please seperate the coarse sand from the gravel using the 2 mm sieve.",
		["text/spelling"]
	),
	// wich
	text(
		"A **primary key** must be unique and may not be null, wich is why an auto-incrementing integer is such a common choice.",
		["text/spelling"]
	),
	// responsability
	text(
		"The Treaty of Versailles, signed in June 1919, forced Germany to accept responsability for the war and to pay heavy reparations.",
		["text/spelling"]
	),
	// choclate
	text(
		"Whisk the egg whites until stiff peaks form, then gently fold them into the choclate mixture with a metal spoon.",
		["text/spelling"]
	),
	// orignal
	text(
		"When you call `sorted()`, Python returns a new list; the orignal list is left unchanged.",
		["text/spelling"]
	),
	// definately
	text(
		"I definately understood the part about subnet masks, but I got lost when we moved on to CIDR notation.",
		["text/spelling"]
	),
	// attendence
	text("Please note that attendence at the Thursday seminar counts for 10% of the final grade.", [
		"text/spelling"
	]),
	// wheras
	text(
		"An oxidising agent is reduced during the reaction, wheras a reducing agent is oxidised.",
		["text/spelling"]
	),
	// rythm
	text(
		"The rythm in bar 12 is syncopated, so count the quavers out loud before you try it on the instrument.",
		["text/spelling"]
	),
	// principle
	text(
		"Compound interest is calculated on the principle plus any interest already earned, so the balance grows faster each year.",
		["text/spelling"]
	),
	// neatley
	text(
		"In contract law, consideration must be sufficient but need not be adequate; a peppercorn will do. The judgment in *Chappell v Nestlé* illustrates this neatley.",
		["text/spelling"]
	),
	// immediatly
	text(
		"Always wash your hands before you change a dressing, and dispose of the used gauze immediatly in the clinical waste bin.",
		["text/spelling"]
	),
	// apear
	text(
		"Chlorophyll absorbs mainly red and blue light and reflects green, which is why most leaves apear green to us.",
		["text/spelling"]
	),
	// stich
	text(
		"Knit two rows, then slip the first stich purlwise and carry on in the contrasting colour until the piece measures 15 cm.",
		["text/spelling"]
	),
	// nieghbours
	text(
		"The router keeps a table of nieghbours and exchanges hello packets with them every ten seconds by default.",
		["text/spelling"]
	),
	// cieling
	text(
		"Michelangelo painted the cieling of the Sistine Chapel between 1508 and 1512, standing on scaffolding he had designed himself.",
		["text/spelling"]
	),
	// statment
	text(
		"In this module you will learn how to write a `SELECT` statment, filter rows with `WHERE` and group the results.",
		["text/spelling"]
	),
	// recieve
	text(
		"Remember to recieve the ball with an open body position so that you can see the rest of the pitch.",
		["text/spelling"]
	),
	// goverment
	text(
		"Our goverment has three branches: the legislative, the executive and the judicial. Each one can check the power of the others.",
		["text/spelling"]
	),
	// persistant
	text(
		"The patient presented with a persistant cough, night sweats and a low-grade fever of 37.9 °C.",
		["text/spelling"]
	),
	// peice
	text(
		"Use a peice of 120-grit sandpaper along the grain before you apply the first coat of varnish.",
		["text/spelling"]
	),
	// enviroment
	text(
		"I have tried to deploy the container twice, but it keeps failing with an error about a missing enviroment variable.",
		["text/spelling"]
	),
	// neccessarily
	text(
		"Inflation erodes purchasing power, so a nominal return of 4% is not neccessarily a real gain.",
		["text/spelling"]
	),
	// cristals
	text(
		"Magma that cools slowly underground forms large cristals, while lava that cools quickly at the surface forms small ones.",
		["text/spelling"]
	),
	// solilquy
	text(
		"Hamlet's famous solilquy in Act 3 asks whether it is nobler to endure suffering or to end it.",
		["text/spelling"]
	),
	// Their
	text(
		"Their are two kinds of loops in Python, `for` and `while`, and you should know when to use each.",
		["text/spelling"]
	),
	// Pythagorus
	text(
		"To find the hypotenuse, square both shorter sides, add the results, and take the square root. Pythagorus is said to have proved this around 500 BC.",
		["text/spelling"]
	),
	// occured
	text(
		"The Great Barrier Reef is the largest coral reef system on Earth, and mass bleaching has occured there several times since 1998.",
		["text/spelling"]
	),
	// untill
	text(
		"Knead the dough for ten minutes untill it is smooth and elastic, then leave it to prove in an oiled bowl.",
		["text/spelling"]
	),
	// interupting
	text(
		"Good listeners ask questions, summarise what they have heard and avoid interupting the speaker.",
		["text/spelling"]
	),
	// mergeing
	text(
		"Git lets you keep several branches at the same time, and mergeing them is usually straightforward unless two people edited the same lines.",
		["text/spelling"]
	),
	// recomend
	text(
		"We recomend that you back up your database with `pg_dump` before running any of the migrations in this chapter.",
		["text/spelling"]
	),
	// Britian
	text(
		"The Industrial Revolution began in Britian in the late eighteenth century, fuelled by coal, iron and cotton.",
		["text/spelling"]
	),
	// diesease
	text(
		"Vaccines train the immune system to recognise an antigen, so that the body can respond more quickly if it later encounters the diesease.",
		["text/spelling"]
	),
	// truely
	text(
		"Bees communicate the direction of food by means of a waggle dance. It is truely one of the most remarkable behaviours in the insect world.",
		["text/spelling"]
	),
	// sumary
	text(
		"For next week's class, read chapters 4 and 5 and write a short sumary of about **200 words**.",
		["text/spelling"]
	),
	// modifys
	text(
		"An adverb modifys a verb, an adjective or another adverb; many adverbs in English end in *-ly*.",
		["text/spelling"]
	),
	// vigourously
	text(
		"Sodium reacts vigourously with water, producing hydrogen gas and a solution of sodium hydroxide.",
		["text/spelling"]
	),
	// sucess, transfered
	text(
		"The play was a sucess in London's West End and transfered to Broadway the following spring.",
		["text/spelling"]
	),
	// loose
	text("You will loose marks if you forget to include the units in your final answer.", [
		"text/spelling"
	]),
	// effects
	text(
		"The camera's aperture controls how much light enters, and it also effects the depth of field.",
		["text/spelling"]
	),
	// Acording
	text(
		"Acording to Keynes, governments should spend more in a recession in order to stimulate demand.",
		["text/spelling"]
	),
	// reasonible
	text(
		"Employers must make reasonible adjustments for disabled workers under the [Equality Act 2010](https://www.legislation.gov.uk/ukpga/2010/15).",
		["text/spelling"]
	),
	// sholders
	text(
		"In yoga, keep your sholders relaxed and your spine long as you move from downward dog into plank.",
		["text/spelling"]
	),
	// teh
	text(
		"A firewall inspects traffic at teh edge of the network and drops any packets that match a deny rule.",
		["text/spelling"]
	),
	// diffrence, useing
	text(
		"The learner should be able to explain the diffrence between weather and climate, useing at least two examples from the UK.",
		["text/spelling"]
	),
	// frequencys
	text(
		"The Fourier transform decomposes a signal into its frequencys, which makes it easier to filter out noise.",
		["text/spelling"]
	),
	// freind, realy
	text(
		"My freind suggested that I use spaced repetition to memorise the kanji, and it has realy helped.",
		["text/spelling"]
	),
	// permanantly
	text(
		"Welding without a mask can damage your eyes permanantly, even if the exposure lasts only a few seconds.",
		["text/spelling"]
	)
];
