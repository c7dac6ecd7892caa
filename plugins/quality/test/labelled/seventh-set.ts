/**
 * Spelling alone: one half, drawn at random, of 136 passages that were written and labelled before their author had read the
 * rule. This half is mended on; the other, `forecast-2.ts`, is not.
 */
import { text, type Case } from "./case.ts";

export const SEVENTH_SET: Case[] = [
	// Sound.
	text(
		"A generator yields its items lazily; `itertools.islice` takes the first ten, and a comprehension would build the whole list at once."
	),
	text(
		"Use pip inside a virtualenv, pin what you need in `requirements.txt`, and let pytest discover the tests. Linters such as Ruff and Flake8 run before the commit."
	),
	text(
		"A decorator wraps a callable; `functools.wraps` keeps the docstring. Dunder methods such as `__repr__` are looked up on the class."
	),
	text(
		"A mutex guards the critical section. A deadlock needs mutual exclusion, hold and wait, no preemption, and a circular wait."
	),
	text(
		"The hash of the blob is its name: Git stores trees, commits and annotated tags in the same way, and garbage-collects what is unreachable."
	),
	text(
		"A trunk carries several VLANs; frames are tagged after 802.1Q, except those of the native VLAN. STP blocks the redundant uplink."
	),
	text(
		"The resolver asks a root server, a server for the top-level domain, and at last the authoritative nameserver. CNAME records chain; TTLs count down."
	),
	text(
		"Wireshark dissects the handshake: SYN, SYN-ACK, ACK. Retransmissions and zero windows are coloured black by default."
	),
	text(
		"NAT rewrites the source port; hairpinning, STUN and TURN are workarounds for peers that are both behind it."
	),
	text(
		"A botnet floods the victim with spoofed UDP datagrams; scrubbing centres and anycast spread the load."
	),
	text(
		"Benzaldehyde smells of almonds, isoamyl acetate of bananas. Esters form from a carboxylic acid and an alcohol under reflux."
	),
	text(
		"Avogadro's constant links the mole to the gram; stoichiometry then gives the limiting reagent and the theoretical yield."
	),
	text(
		"In a galvanic cell oxidation happens at the anode. The Nernst equation gives the potential, and a salt bridge of agar closes the circuit."
	),
	text(
		"Chromatography separates the pigments: carotene runs with the solvent front, xanthophyll and chlorophyll b lag behind."
	),
	text(
		"The tort of negligence needs a duty of care, a breach and damage. Donoghue v Stevenson, the snail in the ginger beer, is the leading case."
	),
	text(
		"The appellant argued estoppel in the alternative; the respondent cross-appealed on costs, and the bench reserved judgment."
	),
	text(
		"Soak the chickpeas overnight. Tahini, lemon and cumin make them hummus; serve with pitta, tabbouleh and pickled turnips."
	),
	text(
		"Stretch the mozzarella over San Marzano tomatoes, scatter basil and bake the pizza at 450 °C for ninety seconds."
	),
	text(
		"Rub the fat into the flour until it looks like breadcrumbs. Chill the shortcrust, roll it out and blind-bake it under parchment."
	),
	text(
		"Garam masala, asafoetida and fenugreek are fried in ghee before the dal goes in; naan and basmati come with it."
	),
	text(
		"A googly turns the other way. The umpire raised his finger for leg before wicket, and the batsman walked back to the pavilion at Lord's."
	),
	text(
		"In the peloton the domestiques fetch bidons; the rouleurs lead out the sprinter, and the climbers wait for the Tourmalet."
	),
	text(
		"The quarterback was sacked twice; a fumble in the end zone became a touchdown, and the linebackers won the fourth quarter."
	),
	text(
		"Butterfly comes first in the individual medley. Swimmers tumble-turn, and a false start disqualifies at once."
	),
	text(
		"The paediatrician palpated the abdomen, suspected intussusception and ordered an ultrasound; the radiographer came within minutes."
	),
	text(
		"Haemoglobin carries oxygen. In anaemia the count of erythrocytes falls, ferritin is low and the patient tires easily."
	),
	text(
		"The cochlea turns vibration into nerve impulses; tinnitus, vertigo and hearing loss together point to Ménière's disease."
	),
	text(
		"An orthodontist straightens teeth with brackets and archwires; a periodontist treats the gums, an endodontist the root canals."
	),
	text(
		"The ferry from Oban calls at Craignure; from Tobermory the road runs past Dervaig and Calgary Bay to Salen."
	),
	text(
		"An eigenvector keeps its direction; the matrix is diagonalisable when its eigenvectors span the space. Orthonormal bases simplify the Gram-Schmidt step."
	),
	text(
		"The knot works loose when the rope is wet, and a climber may lose height. It could of course be tied twice, as the guidebook advises."
	),
	text(
		"New managers wanted to effect a change; then the old rule would affect fewer people than before. Its effects were small, and it's gone now."
	),
	text(
		"Zeolites soften the water; biofilm on the membranes is removed by backwashing. The permeate of the reverse osmosis is remineralised."
	),
	text(
		"In the Maghreb the souk closes for the midday prayer; couscous, harissa and tagines are cooked for iftar."
	),

	// With one misspelling or slip each.
	text(
		"Variables that are defined inside a function are not accesible outside it; return them, or pass a list that the caller can read.",
		["text/spelling"]
	),
	text(
		"Use a dictonary when you look values up by key; use a list when the order matters and the positions are small integers.",
		["text/spelling"]
	),
	text("The `for` loop itterates over the rows of the table and adds up the third column.", [
		"text/spelling"
	]),
	text(
		"DHCP asigns an address from the pool to each laptop, together with the gateway, the mask and two resolvers.",
		["text/spelling"]
	),
	text(
		"A stateful firewall keeps a table of sessions, and drops every packet that an unathorized host sends to an inner port.",
		["text/spelling"]
	),
	text(
		"Ocassionally a segment arrives out of order; TCP keeps it in the receive buffer until the gap has been filled.",
		["text/spelling"]
	),
	text(
		"Weigh 5.8 g of sodium cloride, dissolve it in distilled water and make it up to 100 ml in a volumetric flask.",
		["text/spelling"]
	),
	text(
		"Neutralise the acid with potassium hidroxide until the pH meter shows 7, then evaporate the water over a low flame.",
		["text/spelling"]
	),
	text(
		"The mitocondria release the energy of glucose as ATP; a muscle cell has thousands of them.",
		["text/spelling"]
	),
	text(
		"The anaesthetist asks about allergies before the operation, and the patient signs a consent form in the presense of a nurse.",
		["text/spelling"]
	),
	text(
		"High blood presure harms the arteries and the kidneys for years before anybody notices anything.",
		["text/spelling"]
	),
	text("The doctor wrote a perscription for amoxicillin, 500 mg three times a day for a week.", [
		"text/spelling"
	]),
	text(
		"A contract at common law needs an offer, an acceptence, consideration and the intention to be bound.",
		["text/spelling"]
	),
	text(
		"Whoever breaches the lease is lible for the rent that is lost and for the cost of a new tenant.",
		["text/spelling"]
	),
	text(
		"Fry the onions with cumin, coriander and a stick of cinammon, then pour in the coconut milk and let it simmer.",
		["text/spelling"]
	),
	text(
		"Divide the batter between two tins, sprinkel flaked almonds on top and bake for 35 minutes at 180 °C.",
		["text/spelling"]
	),
	text(
		"In the heat a runner should drink regularily, a few mouthfuls every fifteen minutes, and not only at the finish.",
		["text/spelling"]
	),
	text(
		"The Industrial Revolusion began in Lancashire and the Midlands, where coal, canals and cotton came together.",
		["text/spelling"]
	),
	text("Parliament met at Westminster to vote on the tresury's plan to raise the duty on tea.", [
		"text/spelling"
	]),
	text(
		"The epicentre of the earthquacke lay off the coast of Sumatra; the wave reached Sri Lanka in two hours.",
		["text/spelling"]
	),
	text(
		"Multiply the numerators, multiply the denominaters, and cancel what both have in common.",
		["text/spelling"]
	),
	text(
		"In conclution, the survey shows that most commuters would change to the train if it ran every ten minutes.",
		["text/spelling"]
	),
	text(
		"Enviromental noise above 65 dB disturbs sleep; double glazing takes away about 30 dB of it.",
		["text/spelling"]
	),
	text(
		"Commit often, and write a mesage that says why the change was made; the difference already says what it was.",
		["text/spelling"]
	),
	text(
		"Two-factor authentiation asks for something that you know and something that you have, such as a phone.",
		["text/spelling"]
	),
	text(
		"The router keeps a routing table aswell as an ARP cache, and looks at both for every packet.",
		["text/spelling"]
	),
	text("Planned maintainance of the turbines takes place in summer, when there is little wind.", [
		"text/spelling"
	]),
	text(
		"The lawyer aproached the bench, and the judge allowed the exhibit to be shown to the jury.",
		["text/spelling"]
	),
	text(
		"## Fractions and percentages\n\nTo turn a fraction into a percentage, devide the top by the bottom and multiply by a hundred.",
		["text/spelling"]
	),
	text(
		"- Save the file with the extention `.py`.\n- Open a terminal in the same folder.\n- Run `python hello.py`.",
		["text/spelling"]
	),
	text("The nurse could of seen the rash a day earlier, had the chart been filled in.", [
		"text/spelling"
	]),
	text(
		"Sit up straight, take a deep breathe and count slowly to four before you sing the phrase.",
		["text/spelling"]
	),
	text(
		"Ask a solicitor for advise before you sign a lease that runs for more than three years.",
		["text/spelling"]
	),
	text(
		"The pupils where asked to measure the shadow of a stick every hour and to draw a graph.",
		["text/spelling"]
	)
];
