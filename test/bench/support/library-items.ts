/** Items of a library as large as one likes: lessons with headings, lists and code, and questions; the same each time. */
const SUBJECTS =
	"router switch list dictionary variable function packet server table index queue stack cache thread process socket firewall address loop string".split(
		" "
	);
const VERBS =
	"stores sends reads keeps finds sorts checks moves returns opens closes copies counts blocks names".split(
		" "
	);
const OBJECTS =
	"values frames keys names numbers rows entries bytes requests answers changes errors links files users".split(
		" "
	);
const PLACES =
	"in memory|on the disk|for each port|before the next step|in the order of their keys|without a copy|at the same time|for a short while|until it ends|once a day".split(
		"|"
	);
/** About one sentence in thirty has something to be found. */
const FLAWS = [
	"It will recieve them twice.",
	"Read more [here](https://example.org/more).",
	"![](figure.png)",
	"Each user has his own key."
];

const WORDS_OF_A_LESSON = 12;

export function libraryItem(index: number) {
	const random = randomFrom(index + 1);
	const at = new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString();
	const shared = {
		_id: `65f0c0ff${index.toString(16).padStart(16, "0")}`,
		topics: [pick(SUBJECTS, random)],
		level: pick(["beginner", "intermediate", "advanced"], random),
		language: "en",
		licence: "CC-BY-4.0",
		source: "Own work",
		attachments: [],
		status: "draft",
		sharedWith: [],
		reviewers: [],
		shared: true,
		steps: [],
		publishedRev: null,
		publishedAt: null,
		rev: 1,
		createdAt: at,
		updatedAt: at
	};
	return index % 3 === 2
		? { ...shared, ...question(index, random) }
		: { ...shared, ...lesson(index, random) };
}

function lesson(index: number, random: () => number) {
	const subject = pick(SUBJECTS, random);
	const paragraph = () => Array.from({ length: 5 }, () => sentence(random)).join(" ");
	const code = `\`\`\`python\nfor entry in ${subject}s:\n    print(entry, ${index})\n\`\`\``;
	const body = [
		`# The ${subject}`,
		paragraph(),
		"## How it works",
		paragraph(),
		`- ${sentence(random)}\n- ${sentence(random)}\n- ${sentence(random)}`,
		code,
		"## What to watch",
		...Array.from({ length: WORDS_OF_A_LESSON / 4 }, paragraph)
	].join("\n\n");
	return {
		kind: "lesson",
		title: `The ${subject}, part ${index}`,
		body,
		objectives: [`Explain what a ${subject} does`]
	};
}

function question(index: number, random: () => number) {
	const options = Array.from({ length: 4 }, (_, at) => ({
		text: `It ${pick(VERBS, random)} ${pick(OBJECTS, random)} ${pick(PLACES, random)}`,
		correct: at === index % 4
	}));
	return {
		kind: "question",
		title: `Question ${index}`,
		body: "",
		objectives: [],
		questionType: "single",
		stem: `What does the ${pick(SUBJECTS, random)} number ${index} do with ${pick(OBJECTS, random)} ${pick(PLACES, random)}?`,
		options,
		explanation: sentence(random)
	};
}

function sentence(random: () => number) {
	if (random() < 1 / 30) return pick(FLAWS, random);
	const part = () =>
		`the ${pick(SUBJECTS, random)} ${pick(VERBS, random)} ${pick(OBJECTS, random)} ${pick(PLACES, random)}`;
	const text = random() < 0.5 ? part() : `${part()}, and ${part()}`;
	return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function pick<Entry>(entries: readonly Entry[], random: () => number): Entry {
	return entries[Math.floor(random() * entries.length)]!;
}

/** Mulberry32. */
function randomFrom(seed: number) {
	let state = seed * 0x9e3779b9;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let hash = Math.imul(state ^ (state >>> 15), 1 | state);
		hash = (hash + Math.imul(hash ^ (hash >>> 7), 61 | hash)) ^ hash;
		return ((hash ^ (hash >>> 14)) >>> 0) / 4_294_967_296;
	};
}
