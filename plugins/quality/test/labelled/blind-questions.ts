/**
 * Questions of authors whom the rules had never met: biology, law, cooking, everyday English, German. They were
 * written and labelled before the rules ran on them. What that first run showed was mended in the rules; four
 * labels were mended, too: three flaws that their author had not seen, and an address that is its own text.
 */
import { question, type Case } from "./case.ts";

const de = { language: "de" };
const DE_EXPLANATION =
	"Das folgt aus dem vorangehenden Abschnitt, der den Unterschied an zwei Beispielen zeigt.";
const german = { ...de, explanation: DE_EXPLANATION };

export const BLIND_QUESTIONS: Case[] = [
	// Sound ones.
	question("Where in a plant cell does photosynthesis take place?", [
		"*In the chloroplasts",
		"In the mitochondria",
		"In the vacuole",
		"In the cell wall"
	]),
	question(
		"A pea plant with the genotype Tt is crossed with one that is tt. What share of the offspring is short?",
		["None", "A quarter", "*Half", "Three quarters"]
	),
	question("Which chamber of the heart pumps blood into the aorta?", [
		"The right atrium",
		"The right ventricle",
		"The left atrium",
		"*The left ventricle"
	]),
	question("What has to be proved beyond reasonable doubt in a criminal trial?", [
		"*Each element of the offence",
		"The character of the accused",
		"The damage of the victim",
		"The cost of the proceedings"
	]),
	question(
		"Tom sends an offer by post on Monday, and Ann posts her acceptance on Wednesday. When is the contract made under the postal rule?",
		["On Monday", "*On Wednesday", "When Tom reads the letter", "When Ann is paid"]
	),
	question("Who bears the burden of proof in a civil claim?", [
		"The judge",
		"*The claimant",
		"The defendant",
		"The witness"
	]),
	question("At which core temperature is a roast chicken safe to eat?", [
		"52 °C",
		"60 °C",
		"*74 °C",
		"95 °C"
	]),
	question("You have whisked egg whites to stiff peaks. How do you bring them into the batter?", [
		"Beat them in at high speed",
		"*Fold them in with a spatula",
		"Pour the batter over them",
		"Melt them with the butter"
	]),
	question("Which of these ingredients make bread dough rise?", [
		"*Fresh yeast",
		"*Sourdough starter",
		"Olive oil",
		"Sea salt"
	]),
	question('Your colleague says: "I\'m snowed under." What does she mean?', [
		"She is on holiday",
		"*She has too much work",
		"She feels cold",
		"She missed her train"
	]),
	question('Complete the sentence: "If I ___ you, I would call the landlord."', [
		"am",
		"was being",
		"*were",
		"will be"
	]),
	question("Why do leaves change their colour in autumn?", [
		"*Chlorophyll breaks down and other pigments show",
		"The roots send dyes up into the leaves",
		"The cold makes the cell walls reflect red",
		"Insects leave pigments behind on the leaf"
	]),
	question("Which document does a tenant sign at the start of a tenancy?", [
		"A will",
		"*A lease",
		"A deed of gift",
		"A summons"
	]),
	question("What does blanching do to green beans?", [
		"*It keeps their colour",
		"It makes them sweeter",
		"It removes all of the fibre",
		"It adds salt to the pods"
	]),
	question("A witness repeats in court what somebody else told her. What do lawyers call this?", [
		"*Hearsay",
		"Perjury",
		"Slander",
		"Mitigation"
	]),
	question(
		"Antibiotics work against bacteria, not against viruses. Against which of these diseases do they help?",
		["Influenza", "Measles", "*Strep throat", "The common cold"]
	),
	question(
		"Welches Organ bildet die Galle?",
		["Der Magen", "*Die Leber", "Die Milz", "Die Niere"],
		[],
		german
	),
	question(
		"Wie lange dauert in Deutschland die gesetzliche Gewährleistung bei neuen Waren?",
		["Sechs Monate", "Ein Jahr", "*Zwei Jahre", "Fünf Jahre"],
		[],
		german
	),
	question(
		"Welche Zutat bindet eine helle Mehlschwitze?",
		["*Mehl", "Essig", "Zucker", "Petersilie"],
		[],
		german
	),
	question(
		"In welcher Stadt hat der Bundesgerichtshof seinen Sitz?",
		["Berlin", "*Karlsruhe", "Leipzig", "Kassel"],
		[],
		german
	),

	// All of the above.
	question(
		"What do plants need in order to grow?",
		["Water", "Light", "Carbon dioxide", "*All of the above"],
		["question/all-of-the-above"]
	),
	question(
		"Which remedies may a court grant for breach of contract?",
		["Damages", "Rescission", "Specific performance", "*Any of these remedies"],
		["question/all-of-the-above"]
	),
	question(
		"What can go wrong when you temper chocolate?",
		[
			"It seizes because of water",
			"It blooms because it cooled too slowly",
			"It burns because the heat was too high",
			"*Every one of the things listed above"
		],
		["question/all-of-the-above"]
	),
	question(
		"Was gehört in ein Grundrezept für Hefeteig?",
		["Mehl", "Hefe", "Wasser", "*Alle oben genannten"],
		["question/all-of-the-above"],
		german
	),
	question(
		"Wodurch kann ein Vertrag enden?",
		["Durch Erfüllung", "Durch Kündigung", "Durch Aufhebung", "*Alle Antworten sind richtig"],
		["question/all-of-the-above"],
		german
	),

	// The longest is right.
	question(
		"What is an enzyme?",
		[
			"A sugar",
			"*A protein that speeds up a chemical reaction in the cell without being used up by it",
			"A kind of fat",
			"A small organ"
		],
		["question/longest-key"]
	),
	question(
		"What is consideration in contract law?",
		[
			"Politeness towards the other side",
			"*Something of value that each party gives, or promises to give, in exchange for the promise of the other",
			"A written contract",
			"A duty of the court"
		],
		["question/longest-key"]
	),
	question(
		"What is meant by deglazing a pan?",
		[
			"Scrubbing it",
			"Oiling it",
			"*Loosening the browned bits from its bottom with wine or stock so that they flavour the sauce",
			"Cooling it"
		],
		["question/longest-key"]
	),
	question(
		"Was versteht man unter Osmose?",
		[
			"Eine Zellteilung",
			"*Die Diffusion von Wasser durch eine Membran, die gelöste Stoffe nicht oder nur schlecht durchlässt",
			"Eine Krankheit",
			"Einen Farbstoff"
		],
		["question/longest-key"],
		german
	),

	// Negative stems.
	question(
		"Which of these is not an insect?",
		["The ant", "The moth", "*The spider", "The beetle"],
		["question/negative-stem"]
	),
	question(
		"Which ingredient does a classic mayonnaise not contain?",
		["Egg yolk", "Oil", "*Cream", "Lemon juice"],
		["question/negative-stem"]
	),
	question(
		"All of the following are torts except:",
		["Negligence", "Nuisance", "*Theft", "Trespass"],
		["question/negative-stem"]
	),
	question(
		"Which statement about mitosis is false?",
		[
			"It makes two cells",
			"*It halves the number of chromosomes",
			"It begins with prophase",
			"It happens in skin"
		],
		["question/negative-stem", "question/longest-key"]
	),
	question(
		"You shouldn't do one of these things when oil catches fire. Which?",
		[
			"Turn off the heat",
			"Put a lid on the pan",
			"*Pour water on it",
			"Leave the pan where it is"
		],
		["question/negative-stem"]
	),
	question(
		"Which evidence is never admitted in a civil court?",
		["A letter", "*A confession made under torture", "A photograph", "A bank statement"],
		["question/negative-stem", "question/longest-key"]
	),
	question(
		"Welches Tier ist kein Säugetier?",
		["Der Wal", "Die Fledermaus", "*Der Pinguin", "Der Igel"],
		["question/negative-stem"],
		german
	),
	question(
		"Welche Aussage über Kaufverträge ist falsch?",
		[
			"Sie können mündlich geschlossen werden",
			"*Sie brauchen immer eine Unterschrift",
			"Sie verpflichten beide Seiten",
			"Sie entstehen durch Angebot und Annahme"
		],
		["question/negative-stem"],
		german
	),
	question(
		"Was gehört nicht in eine Hollandaise?",
		["Eigelb", "Butter", "*Mehl", "Zitronensaft"],
		["question/negative-stem"],
		german
	),
	// No negatives, though a word looks like it.
	question("A patient cannot see at night. Which vitamin does she lack?", [
		"*Vitamin A",
		"Vitamin C",
		"Vitamin D",
		"Vitamin K"
	]),
	question("When a buyer does not pay in time, what may the seller ask for?", [
		"*Interest on the price",
		"A new contract",
		"A prison sentence",
		"The name of the bank"
	]),
	question(
		"Wer haftet, wenn ein Hund, den niemand anleint, ein Fahrrad umwirft?",
		["*Der Halter", "Die Gemeinde", "Der Radfahrer", "Die Versicherung des Vermieters"],
		[],
		german
	),

	// Duplicate options.
	question(
		"How many chromosomes does a human body cell have?",
		["23", "*46", "48", "46"],
		["question/duplicate-options"]
	),
	question(
		"How is rice cooked by absorption?",
		[
			"*In just as much water as it takes up",
			"In plenty of boiling water",
			"in just as much water as it takes up.",
			"In steam alone"
		],
		["question/duplicate-options"]
	),
	question(
		"Which court hears appeals from the Crown Court?",
		["*The Court of Appeal", "Court of Appeal", "The County Court", "The Family Court"],
		["question/duplicate-options"]
	),
	question(
		"Welche Blutgruppe gilt als Universalspender?",
		["A positiv", "*0 negativ", "B negativ", "0 negativ"],
		["question/duplicate-options"],
		german
	),

	// Explanations.
	question(
		"Which gas do plants give off in sunlight?",
		["*Oxygen", "Nitrogen", "Methane", "Helium"],
		["question/no-explanation"],
		{ explanation: "" }
	),
	question(
		"Who decides on the facts in a jury trial?",
		["The judge", "*The jury", "The clerk", "The bailiff"],
		["question/no-explanation"],
		{ explanation: "The correct answer is B." }
	),
	question(
		"Which flour has the most gluten?",
		["Rice flour", "Cake flour", "*Bread flour", "Corn flour"],
		["question/no-explanation"],
		{ explanation: "tbd" }
	),
	question(
		"Welches Gas atmen wir vor allem ein?",
		["*Stickstoff", "Sauerstoff", "Argon", "Kohlendioxid"],
		["question/no-explanation"],
		{ ...de, explanation: "Siehe oben." }
	),
	question(
		"Wie heißt die kleinste Einheit des Lebens?",
		["*Die Zelle", "Das Atom", "Das Organ", "Das Molekül"],
		["question/no-explanation"],
		{ ...de, explanation: "Antwort A ist richtig." }
	),
	question(
		"Why is salt added to the water for pasta?",
		[
			"*It seasons the pasta",
			"It lowers the boiling point",
			"It keeps the water clear",
			"It stops the pasta from swelling"
		],
		[],
		{ explanation: "Salt has little effect on the boiling point; it is there for the taste." }
	),

	// Keys.
	question(
		"Which bone is the longest of the human body?",
		["The tibia", "The humerus", "The femur", "The radius"],
		["question/key-missing"]
	),
	question("How many grams are in a kilogram?", [], ["question/key-missing"], {
		questionType: "numeric"
	}),
	question(
		"Welches Gericht entscheidet über Verfassungsbeschwerden?",
		["Der Bundesgerichtshof", "Das Bundesverfassungsgericht", "Das Landgericht"],
		["question/key-missing"],
		german
	),

	// Grammar cues.
	question(
		"A person who studies birds is an",
		["botanist", "*ornithologist", "geologist", "chemist"],
		["question/grammar-cue"]
	),
	question(
		"The organ that filters the blood is a",
		["*kidney", "artery", "intestine", "oesophagus"],
		["question/grammar-cue"]
	),
	question(
		"The parts of a contract are",
		["a signature", "*offer and acceptance", "a witness", "a stamp"],
		["question/grammar-cue"]
	),
	question(
		"To thicken a sauce, a cook can use an",
		["roux", "starch", "*egg yolk", "cream"],
		["question/grammar-cue"]
	),
	question("The vessels that carry blood away from the heart are called", [
		"*arteries",
		"veins",
		"capillaries",
		"valves"
	]),
	question("Somebody who makes a will is called", [
		"an executor",
		"*a testator",
		"a trustee",
		"an heir"
	]),
	question("Bread is baked in", ["a pan of oil", "*an oven", "a freezer", "a bowl of ice"])
];
