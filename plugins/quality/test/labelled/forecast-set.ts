/**
 * Spelling alone, run once after everything was mended, and nothing was mended on it: this is the forecast. Subjects that
 * no other set has: trams, tea, theatre lights, falconry, perfume, cement, radio, circus, ice, glass, carpets, mines, locks, toys.
 */
import { text, type Case } from "./case.ts";

export const FORECAST_SET: Case[] = [
	// Sound.
	text(
		"The bogies of a tram carry the traction motors; sand is blown onto the rail when the wheels slip, and the pantograph collects 600 V."
	),
	text(
		"Oolong is withered, bruised and half oxidised; matcha is stone-ground tencha. Gyokuro is shaded, lapsang smoked, and rooibos no tea at all."
	),
	text(
		"Rig the fresnels and the profile spots, hang the gels, and patch the dimmers by DMX. A gobo throws a pattern; the followspot picks up the tenor."
	),
	text(
		"A falconer hoods the bird, ties the jesses with a falconer's knot, and swings the lure. Peregrines stoop; goshawks and harriers fly low."
	),
	text(
		"The top note of bergamot fades within minutes; vetiver, labdanum and oakmoss stay. Absolutes are won by enfleurage, essential oils by steam."
	),
	text(
		"Clinker is ground with gypsum. Fly ash, pozzolana and slag replace part of it; slump, curing and carbonation decide how long the concrete lasts."
	),
	text(
		"A superheterodyne mixes the signal down; the squelch mutes the noise. Hams exchange QSL cards, and repeaters, baluns and dummy loads are home-made."
	),
	text(
		"The tightrope, the trapeze and the teeterboard came from fairs. Clowns, jugglers and contortionists rehearse in the ring; the ringmaster wears a top hat."
	),
	text(
		"A Zamboni shaves the ice, washes it and lays down a thin film. Curlers pebble the sheet; the skip calls the line, and the sweepers polish it."
	),
	text(
		"Gather on the blowpipe, marver it, and swing out the bubble. Annealing relieves the stress; millefiori, latticino and sandblasting decorate."
	),
	text(
		"Kilims are flatwoven; Persian carpets are knotted on cotton with the Senneh knot. Madder, indigo and weld dye the wool."
	),
	text(
		"Shafts, adits and stopes open the seam. Firedamp is methane; the shotfirer tests for it, and the banksman signals the winding engine."
	),
	text(
		"A pin tumbler lock opens when all pins meet the shear line. Bump keys, rakes and tension wrenches defeat cheap ones; wafer locks are easier still."
	),
	text(
		"Meccano, Märklin and Steiff filled shop windows. Spinning tops, jigsaws and hobby horses are older; teddy bears date from 1902."
	),
	text(
		"The sextons of St Giles ring changes: Plain Bob Doubles, Grandsire Triples and a quarter peal of Stedman."
	),
	text(
		"Cuttings root in perlite; grafting needs a scion and a stock. Espaliers, cordons and pleached limes line the walk at Hidcote."
	),
	text(
		"The Inuktitut word for it was borrowed by whalers. Umiaks and kayaks were sewn from sealskin; harpoons had toggling heads."
	),
	text(
		"Origami starts with a valley fold, a mountain fold or a squash fold. Kirigami adds cuts, and modular models interlock."
	),
	// Flawed.
	text("Boil fresh water, and warm the pot befor the leaves go in.", ["text/spelling"]),
	text("The spotlight follows the singer acros the stage.", ["text/spelling"]),
	text("A falcon recognises the wistle of its keeper from far away.", ["text/spelling"]),
	text("Perfumes contain alchohol, water and fragrant oils.", ["text/spelling"]),
	text("Concrete is strong in compression and weak in tention.", ["text/spelling"]),
	text("The antena should be as long as half of the wave.", ["text/spelling"]),
	text("Acrobats practice the same movment for years.", ["text/spelling"]),
	text("Molten glass must be cooled slowly, othewise it cracks.", ["text/spelling"]),
	text("The pattern of a carpet is simetrical in both directions.", ["text/spelling"]),
	text("Miners carried canarys to be warned of gas.", ["text/spelling"]),
	text("Turn the key untill the bolt snaps back.", ["text/spelling"]),
	text("A wooden toy must not have any sharp egdes.", ["text/spelling"]),
	text("The stem is cut at an angel of forty-five degrees, and the leafs are stripped of.", [
		"text/spelling"
	]),
	text("Fold the paper in half, and unfold it agian.", ["text/spelling"]),
	text("The conducter stops the tram at the next crossing.", ["text/spelling"]),
	text("The bells are rung in a diferent order each time.", ["text/spelling"])
];
