/** Lessons that teachers write, ask each other to review, and publish. */
import { TEACHERS, type Person } from "../people.ts";
import type { Made, Page, Stage } from "../stage.ts";

const [tomas, mei] = TEACHERS as [Person, Person];

const ABOUT = { language: "en", licence: "CC-BY-4.0", source: "Written for our school" };

const LESSONS = [
	{
		author: tomas,
		title: "Reading what sensors say",
		topics: ["files"],
		level: "intermediate",
		objectives: ["Read numbers from a file", "Find the highest of them"],
		body: '# Reading what sensors say\n\nOur station writes a line for every minute: the time and the temperature.\n\n## Read it\n\n```python\nfor line in open("roof.txt"):\n    time, degrees = line.split()\n    print(time, float(degrees))\n```\n\n:::tip[Look first]\nOpen the file in an editor before you read it with a program.\n:::\n\n## Find the highest\n\nKeep the highest number that you have seen so far, and compare each new one with it.\n'
	},
	{
		author: mei,
		title: "Cables, and how to tell them apart",
		topics: ["cabling"],
		level: "beginner",
		objectives: ["Name three kinds of cable", "Choose one for a distance"],
		body: "# Cables, and how to tell them apart\n\nA cable for a network has eight wires in four pairs. Each pair is twisted, so that it disturbs the others less.\n\n## Kinds\n\n| kind | speed | distance |\n| --- | --- | --- |\n| Cat 5e | 1 Gbit/s | 100 m |\n| Cat 6 | 10 Gbit/s | 55 m |\n| Cat 6A | 10 Gbit/s | 100 m |\n\n## Choose\n\nMeasure the way that the cable takes, not the distance of the rooms.\n"
	},
	{
		author: tomas,
		title: "A function for every riddle",
		topics: ["functions"],
		level: "intermediate",
		objectives: ["Split a program into functions"],
		body: "# A function for every riddle\n\nA game is easier to change when each riddle is a function of its own. Say in its name what the riddle is about.\n\n## Begin small\n\nWrite the first riddle without a function. Then give it a name, and call it.\n"
	}
];

export async function writeLessons(stage: Stage): Promise<void> {
	stage.at(1, "16:20");
	for (const { author, ...lesson } of LESSONS) {
		stage.wait(25);
		const item = await stage.as(author, "content.create", {
			kind: "lesson",
			...ABOUT,
			...lesson
		});
		stage.wait(11);
		const reviewers = [stage.idOf(author === tomas ? mei : tomas)];
		await stage.as(author, "content.submit", {
			id: item.id,
			reviewers,
			comment: "Please look at the examples"
		});
	}
}

/** One is published, one waits for its day, one goes back to its author. */
export async function reviewLessons(stage: Stage): Promise<void> {
	stage.at(2, "17:00");
	const [sensors, cables, riddles] = await Promise.all(
		LESSONS.map(({ author, title }) => lessonOf(stage, author, title))
	);
	await stage.as(tomas, "content.approve", { id: cables!.id, comment: "Clear, thank you" });
	stage.wait(6);
	await stage.as(mei, "content.publish", { id: cables!.id });
	stage.wait(9);
	await stage.as(mei, "contentComments.addComment", {
		id: sensors!.id,
		text: "Which unit is it in?",
		quote: "the temperature"
	});
	await stage.as(mei, "content.approve", { id: sensors!.id });
	stage.wait(4);
	await stage.as(mei, "content.reject", {
		id: riddles!.id,
		comment: "An example of a riddle would help"
	});
}

async function lessonOf(stage: Stage, author: Person, title: string): Promise<Made> {
	const { data } = await stage.as<Page>(author, "content.list", { filter: { title } });
	return data[0]!;
}
