/**
 * Spelling alone: the other half of the passages of `seventh-set.ts`, drawn at random. Nothing is mended on it: it is run once,
 * after everything was mended, and says how the rule does on texts that it has not met.
 */
import { text, type Case } from "./case.ts";

export const FORECAST_2: Case[] = [
	// Sound.
	text(
		"NumPy broadcasts a scalar over an ndarray; pandas aligns two Series by their index, and Matplotlib plots the DataFrame."
	),
	text(
		"Refactoring the monolith into microservices moved the bottleneck from the database to the serialization of JSON payloads."
	),
	text(
		"Kubernetes restarts a pod whose liveness probe fails; the kubelet pulls the image, and an ingress terminates TLS."
	),
	text(
		"Unicode normalisation matters: an umlaut may be one code point or a vowel and a combining diaeresis. UTF-8 is a superset of ASCII."
	),
	text(
		"The type checker infers the return type; a nullable parameter needs a guard, and an unhandled enum member is an error at compile time."
	),
	text(
		"OSPF floods link-state advertisements within an area; an ABR summarises the prefixes, and EIGRP keeps feasible successors."
	),
	text(
		"IPv6 hosts autoconfigure by SLAAC: the router advertises a prefix, and duplicate address detection comes before the address is used."
	),
	text(
		"With PoE the access point gets its power over the twisted pair; a patch panel and keystone jacks keep the cabinet tidy."
	),
	text(
		"The alkali metals react with water, caesium most violently. Halogens form salts; noble gases hardly react, though xenon hexafluoride exists."
	),
	text(
		"Buffer solutions of acetic acid and sodium acetate resist a change of pH; Henderson and Hasselbalch gave the formula."
	),
	text(
		"A barrister takes silk and becomes a KC; in Scotland the advocate pleads before the Court of Session."
	),
	text(
		"The conveyancer searches the land register, checks easements and covenants, and exchanges contracts before completion."
	),
	text(
		"Habeas corpus brings the detainee before a court. Mens rea and actus reus must both be proven beyond reasonable doubt."
	),
	text(
		"Sweat the shallots in butter, deglaze with vermouth, add the stock and reduce. Mount the beurre blanc with cold butter."
	),
	text(
		"Dashi is made of kombu and katsuobushi. Miso, tofu and wakame turn it into soup; ramen needs a tare as well."
	),
	text(
		"Temper the couverture at 31 °C so that the bonbons snap and shine. Ganache is cream and chocolate, nothing more."
	),
	text(
		"The scrum-half feeds the ball; hookers strike for it, and the flankers break as soon as it is out. A knock-on gives the put-in to the others."
	),
	text(
		"Metoprolol slows the heart; warfarin needs regular INR checks, and ibuprofen should not be taken with either of them."
	),
	text(
		"Osteoporosis thins the trabeculae; a fall on the outstretched hand breaks the distal radius, the so-called Colles' fracture."
	),
	text(
		"Streptococci are Gram-positive cocci in chains; penicillin stops them, and resistant strains of staphylococci need vancomycin."
	),
	text(
		"Ouagadougou is the capital of Burkina Faso, Antananarivo that of Madagascar, and Bishkek lies at the foot of the Ala-Too."
	),
	text(
		"The Danube passes Regensburg, Passau, Linz, Bratislava and Novi Sad, and reaches the Black Sea through the delta at Tulcea."
	),
	text(
		"From Albuquerque the train follows the Rio Grande to Socorro; the mesas of the Zuni and the Acoma lie to the west."
	),
	text(
		"Mount Kosciuszko is climbed from Thredbo. Wagga Wagga and Gundagai lie on the Murrumbidgee, Wollongong on the coast."
	),
	text(
		"The colour of the grey aluminium tyre lever faded. The programme was cancelled, and the jewellery was catalogued by the councillors."
	),
	text(
		"The color of the gray aluminum fender faded. The program was canceled, and the jewelry was cataloged by the counselors at the theater."
	),
	text(
		"Ms. Nguyen and Dr. Okonkwo chaired the session; Siobhán O'Rourke, Wojciech Kowalczyk and Anne-Sophie Lefèvre read papers."
	),
	text(
		"Euler, Lagrange and Noether stand behind the calculus of variations; Chebyshev and Kolmogorov made probability rigorous."
	),
	text(
		"A fugue begins with the subject; the countersubject follows. Pizzicato, legato and sforzando are played as Scarlatti wrote them."
	),
	text(
		"They walked past the principal's office, where the prizes were kept, and passed on the principle that everybody learns at their own pace."
	),
	text(
		"Ewes lamb in April. The shearer rolls the fleece; crutching, drenching and dagging keep the flock free of flystrike."
	),
	text(
		"The kerning of the serif typeface was off; hyphenation and widows were left to the typesetter, and the colophon names the foundry."
	),
	text(
		"Tectonic plates drift apart at the mid-ocean ridge; gabbro, peridotite and pillow basalts make up the ophiolite."
	),
	text(
		"The gamelan of Yogyakarta is tuned to slendro or pelog; metallophones, gongs and the rebab play together."
	),

	// With one misspelling or slip each.
	text(
		"The interpretor reads the file from top to bottom and stops at the first `SyntaxError`, even when the line is never reached.",
		["text/spelling"]
	),
	text(
		"Recursion needs a base case. Without one the calls go on indefinately, until Python gives up with a `RecursionError`.",
		["text/spelling"]
	),
	text(
		"A tuple is immutible: once it has been made, no element can be replaced. A list of lists can be changed in place.",
		["text/spelling"]
	),
	text(
		"Each switch learns the MAC adress of the sender from the frames that arrive on a port, and floods what it does not know.",
		["text/spelling"]
	),
	text(
		"Encription turns plain text into ciphertext. Only the holder of the key can turn it back.",
		["text/spelling"]
	),
	text(
		"An exothermic reaction gives off heat. A catalist lowers the activation energy and comes out of the reaction unchanged.",
		["text/spelling"]
	),
	text(
		"Add the titrant drop by drop and swirl the flask untill the phenolphthalein stays pink for thirty seconds.",
		["text/spelling"]
	),
	text(
		"Keep the mixture in an ice bath: its temprature must not rise above 5 °C while the nitric acid is added.",
		["text/spelling"]
	),
	text(
		"Photosinthesis takes place in the chloroplasts, where chlorophyll absorbs red and blue light.",
		["text/spelling"]
	),
	text(
		"Pnuemonia is an inflammation of the alveoli; the lungs fill with fluid, and the X-ray shows white patches.",
		["text/spelling"]
	),
	text(
		"The plaintif files a claim with the county court, and the defendant has twenty-one days in which to answer it.",
		["text/spelling"]
	),
	text(
		"The High Court granted an injuction against the newspaper, which held until the trial in March.",
		["text/spelling"]
	),
	text(
		"Marinate the lamb in yoghurt and garlic overnight, thread it on skewers and grill it over glowing charcole.",
		["text/spelling"]
	),
	text(
		"The goalkeaper may not handle a deliberate pass from a team-mate's foot; the punishment is an indirect free kick.",
		["text/spelling"]
	),
	text("Never begin by streching cold muscles; jog for ten minutes first and wear a tracksuit.", [
		"text/spelling"
	]),
	text(
		"The Amazon and its tributeries drain a third of South America, from the Andes to the Atlantic.",
		["text/spelling"]
	),
	text(
		"An isoseles triangle has two sides of the same length, and the angles at its base are equal.",
		["text/spelling"]
	),
	text(
		"If the conection to the broker is lost, the client waits a second, then two, then four, before it tries again.",
		["text/spelling"]
	),
	text("The orchestra is made up of four familys: strings, woodwind, brass and percussion.", [
		"text/spelling"
	]),
	text(
		"The theorum of Pythagoras holds for right-angled triangles only; for all others use the law of cosines.",
		["text/spelling"]
	),
	text(
		"Dijkstra's algorythm finds the shortest path in a graph whose edges have no negative weights.",
		["text/spelling"]
	),
	text(
		"Before you upgrade, check the compatability of every plugin with the new release and make a backup.",
		["text/spelling"]
	),
	text(
		"A route that changes propogates from neighbour to neighbour, and RIP needs minutes until all tables agree.",
		["text/spelling"]
	),
	text(
		"Grant each account only the priviledges that its work needs, and take them away when the work is done.",
		["text/spelling"]
	),
	text("She payed the fine within the week, and so the bailiff never came to the house.", [
		"text/spelling"
	]),
	text(
		"The experiment was repeted with pond water, and under the microscope we counted eleven paramecia.",
		["text/spelling"]
	),
	text(
		"The parser does not no the type of a variable before the program runs; that is what is meant by dynamic typing.",
		["text/spelling"]
	),
	text(
		"For most loops Python is slower then C, but a program is written in a tenth of the time.",
		["text/spelling"]
	),
	text("In 1998 the company moved it's headquarters from Leeds to Rotterdam and sold the mill.", [
		"text/spelling"
	]),
	text("Their are three kinds of rock: igneous, sedimentary and metamorphic.", ["text/spelling"]),
	text("The vaccine has few side affects: a sore arm, a headache, seldom a fever.", [
		"text/spelling"
	]),
	text("Beat the egg yokes with the sugar until they are pale, then fold in the whites.", [
		"text/spelling"
	]),
	text(
		"The camel crosses the Sahara dessert with a load of salt and goes ten days without water.",
		["text/spelling"]
	),
	text("If you loose your password, follow the link on the login page and choose a new one.", [
		"text/spelling"
	])
];
