/** What students do every day: they open exercises, take hints, and say what they think of lessons. */
import { STUDENTS, type Person } from "../people.ts";
import type { Made, Page, Stage } from "../stage.ts";

const SAID: [kind: string, rating: number, text: string][] = [
	["praise", 5, "The first one that I understood at once."],
	["unclear", 2, "Where does the second number come from?"],
	["typo", 3, "There is a word twice in the second paragraph."],
	["wrong", 2, "My computer shows something else."],
	["praise", 4, "More of these, please."],
	["outdated", 2, "The picture shows an older version."]
];

/** A day of learning; each student does a little less or more than the one before. */
export function learn(day: number) {
	return async (stage: Stage): Promise<void> => {
		stage.at(day, "13:00");
		const exercises = await readAll(stage, STUDENTS[0]!, "exercises.list");
		const lessons = await readAll(stage, STUDENTS[0]!, "contentPublished.list");
		for (const [index, student] of STUDENTS.entries()) {
			if ((index + day) % 4 === 0) continue;
			stage.wait(4);
			await takeHints(stage, student, exercises, day * 3 + index * 2);
			if ((index + day) % 3 === 0) await rate(stage, student, lessons, day * 5 + index);
		}
	};
}

async function readAll(stage: Stage, student: Person, action: string) {
	const { data } = await stage.as<Page>(student, action, { pageSize: "100", sort: "id" });
	return data;
}

async function takeHints(stage: Stage, student: Person, exercises: Made[], from: number) {
	for (const step of [0, 1]) {
		const exercise = exercises[(from + step) % exercises.length]!;
		const { remaining } = await stage.as<{ remaining: number }>(student, "exercises.hints", {
			id: exercise.id
		});
		if (remaining === 0) continue;
		stage.wait(3);
		await stage.as(student, "exercises.releaseHint", { id: exercise.id });
	}
}

async function rate(stage: Stage, student: Person, lessons: Made[], from: number) {
	const [kind, rating, text] = SAID[from % SAID.length]!;
	const { id: itemId } = lessons[(from * 7) % lessons.length]!;
	stage.wait(2);
	await stage.as(student, "qualityFeedback.create", { itemId, kind, rating, text });
}
