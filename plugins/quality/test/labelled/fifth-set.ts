/**
 * What the rules had not been mended on when they first met it; they have been since. It is about language alone: cars,
 * hair, plumbing, tailors, brewing, teeth, eyes, insurance, robots, cheese, wood, mountains.
 */
import { question, text, type Case } from "./case.ts";

export const FIFTH_SET: Case[] = [
	// Sound.
	text(
		"Bleed the brakes from the wheel farthest from the master cylinder. Worn bushings, ball joints and tie rods make the steering wander; the camshaft, the tappets and the sump come next. Bosch and Brembo sell overhaul kits."
	),
	text(
		"Section the hair, apply the bleach to the midlengths and ends first, and tone brassiness with a violet shampoo. A pompadour, a chignon and a French plait are finished with pomade, serum or lacquer."
	),
	text(
		"A P-trap keeps sewer gas out of the room. Sweat copper joints with flux and lead-free solder; PEX is crimped, and CPVC is cemented. A backflow preventer and a pressure-reducing valve protect the mains."
	),
	text(
		"Baste the hem, notch the seam allowance and press it open. Darts shape the bodice, gores the skirt; a placket hides the zip, and interfacing stiffens the collar. Jacquard and gabardine behave differently under the iron."
	),
	text(
		"Mash at 66 °C, lauter, sparge and boil with Saaz or Hallertauer hops. The wort is chilled, the yeast pitched, and the trub left in the kettle. A hydrometer shows the gravity; krausening carbonates the lager."
	),
	text(
		"Brush along the gum line; plaque turns into calculus within days. The dentist takes bitewings, scales below the gingiva, and restores molars with composite, inlays or crowns. Bruxism wears the enamel."
	),
	text(
		"The optometrist notes the sphere, the cylinder and the axis. Presbyopia comes with age, keratoconus with a thin cornea; a slit lamp shows the anterior chamber, and tonometry the pressure."
	),
	text(
		"A deductible of £250 applies; the insurer's actuary reckons with lapses, riders and moral hazard. Lloyd's of London, Allianz and Munich Re carry the excess-of-loss layers."
	),
	text(
		"Inverse kinematics finds the joint angles for a pose of the gripper. Quaternions avoid gimbal lock; a Kalman filter fuses lidar, odometry and the IMU, and ROS publishes them on topics."
	),
	text(
		"Rennet curdles the milk, the curd is cut, cheddared and milled. *Penicillium roqueforti* veins Stilton and Gorgonzola; affineurs in the Jura turn the wheels of Comté for eighteen months."
	),
	text(
		"Rip with the grain, crosscut against it. Dovetails, dowels and biscuits join boards; a scratch stock, a spokeshave and a router plane finish what the planer left. Beech, sapele and wenge dull blades."
	),
	text(
		"Rope up before the bergschrund; place ice screws at the crux, and belay with a munter hitch. Edelrid, Petzl and Mammut sell cams and carabiners. Reinhold Messner climbed Nanga Parbat alone in 1978."
	),
	text(
		"Her great-grandmother's baptism stands in the register of St. Mary's, Whitby: Hannah, daughter of Josiah and Keziah Thackray, fisher, 3 March 1824. Genealogists transcribe such entries letter by letter."
	),
	text(
		"Outbreaks are traced by line lists: who ate what, and when. John Snow mapped the cholera deaths around the pump in Broad Street in 1854; his map still opens many a lecture on epidemiology."
	),
	text(
		"“The blind men and the elephant” is a parable. In a blind tasting nobody sees the label; a dumbwaiter carries the glasses up. The headwaiter, Mr Singh, poured his own choice last."
	),
	text(
		"Call 112 in an emergency, or the helpline 0800 555 0199. The office of the insurer is at 1 Lime Street, London; claims go to claims@example.com with the reference 4417-2290-8873."
	),
	text(
		"A quire has 24 sheets, a ream twenty quires. Gutter, bleed and kerning belong to the printer's trade; Garamond, Baskerville and Bodoni cut punches that foundries still copy."
	),
	text(
		"Skandhas, karma and dukkha are terms of Buddhism; *tawhid* and *zakat* of Islam; *teshuvah* and *tikkun olam* of Judaism. Translators leave them as they are and explain them once."
	),
	text(
		"The escrow agent holds the earnest money; the appraiser compares, the surveyor measures, and the notary attests. Zoning, easements and liens run with the land."
	),
	text(
		"A supercell has a mesocyclone. Hailstones grow in the updraught; gust fronts and derechos follow squall lines. The tephigram shows CAPE, the hodograph the shear."
	),
	text(
		"Watchmakers oil the pallets sparingly; the escapement, the mainspring and the balance decide the rate. A tourbillon evens out positions; Breguet patented it in 1801."
	),
	text(
		"Each climber checks their partner's knot. People with asthma carry their inhaler; deaf guests get a written briefing, and wheelchair users reach the hut by the gondola."
	),
	question("Which tool cuts the thread inside a hole?", [
		"*A tap",
		"A die",
		"A reamer",
		"A broach"
	]),
	question("Which wood comes from a conifer?", ["Oak", "*Spruce", "Birch", "Walnut"]),
	question("A patient cannot read small print at arm's length any more. What is the cause?", [
		"Myopia",
		"*Presbyopia",
		"Cataract",
		"Strabismus"
	]),

	// Flawed.
	text("Drain the oil while the engine is warm, and replace the gaskit of the filter.", [
		"text/spelling"
	]),
	text("Rinse the collor off after thirty minutes, not before.", ["text/spelling"]),
	text("Tighten the compresion fitting by hand, then by half a turn.", ["text/spelling"]),
	text("Measure twise, cut once: a sleeve that is too short cannot be mended.", [
		"text/spelling"
	]),
	text("Sterilise every vessle before the yeast is pitched.", ["text/spelling"]),
	text("Floss removes plaque that the toothbrush dose not reach, especialy between the molars.", [
		"text/spelling"
	]),
	text("Without insurence the owner pays for the damage to the neighbouring flat.", [
		"text/spelling"
	]),
	text("The robot stops as soon as its sensor detectes an obsticle.", ["text/spelling"]),
	text("Let the curd drain over nigth in a cheesecloth.", ["text/spelling"]),
	text("Mountain whether changes fast; turn back in time when thunderclowds build up.", [
		"text/spelling"
	]),
	text("A mechanic should wash his hands before he touches the upholstery.", ["text/inclusive"]),
	text(
		"A seamstress needs patience; she also needs her own scissors. Every tailor must keep his shears sharp.",
		["text/inclusive"]
	),
	text("The foreman assigns two workmen to each boiler.", ["text/inclusive"]),
	text("Even a retard can change a washer.", ["text/inclusive"]),
	text("Old people who suffer from dementia and the deaf need more time in the chair.", [
		"text/inclusive"
	]),
	text("The estimated effort is twelve man-days, which is insane for a leaking tap.", [
		"text/inclusive"
	]),
	text("The previous owner was Sandra Oyelaran, 077 3819 2046, sandra.oyelaran@outlook.com.", [
		"safety/personal-data"
	]),
	text("Policy holder: Ruben Castellanos, born 19.08.1984, passport no. XC4471928.", [
		"safety/personal-data"
	]),
	text("Ring Mrs Ilse Kortmann on +49 170 6638 5512 when the spectacles are ready.", [
		"safety/personal-data"
	]),
	text("The deposit was charged to her card, 5418 7392 0465 7181.", ["safety/personal-data"]),
	question(
		"A person who makes barrels is called a",
		["*cooper", "ostler", "usher", "ironmonger"],
		["question/grammar-cue"]
	),
	question(
		"The teeth that a person gets last are",
		["a canine", "*the wisdom teeth", "an incisor", "a premolar"],
		["question/grammar-cue"]
	),
	question(
		"A lens that is thicker in the middle than at its edge is an example of a",
		["*convex lens", "aspheric mirror", "inverted prism", "opaque screen"],
		["question/grammar-cue"]
	)
];
