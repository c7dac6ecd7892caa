/** Projects of teachers and students: made, worked on, handed over, removed. */
import { STUDENTS, TEACHERS, type Person } from "../people.ts";
import type { Made, Page, Stage } from "../stage.ts";

const [tomas, mei] = TEACHERS as [Person, Person];
const [ada, ben, chloe, dmitri, esra, farid, grace, hana] = STUDENTS as [
	Person,
	Person,
	Person,
	Person,
	Person,
	Person,
	Person,
	Person
];

interface Plan {
	owner: Person;
	name: string;
	description: string;
	tags: string[];
	dueInDays: number;
	members: [Person, "viewer" | "editor" | "manager"][];
}

const PLANS: Plan[] = [
	{
		owner: tomas,
		name: "Weather station",
		description: "Measure the weather on the roof and publish it every minute.",
		tags: ["python", "physics"],
		dueInDays: 21,
		members: [
			[ada, "manager"],
			[ben, "editor"],
			[chloe, "viewer"]
		]
	},
	{
		owner: mei,
		name: "A network for the maker space",
		description: "Plan, cable and measure a network of twelve machines.",
		tags: ["networking"],
		dueInDays: 12,
		members: [
			[dmitri, "editor"],
			[esra, "editor"]
		]
	},
	{
		owner: ada,
		name: "Reading group",
		description: "One book a month, and a page about each.",
		tags: ["books"],
		dueInDays: 40,
		members: [
			[hana, "editor"],
			[grace, "viewer"]
		]
	},
	{
		owner: ben,
		name: "Bus times on the wall",
		description: "A screen in the hall that shows the next buses.",
		tags: ["python", "hardware"],
		dueInDays: 9,
		members: [[farid, "editor"]]
	},
	{
		owner: mei,
		name: "Exam preparation, networking",
		description: "Questions of former years, solved together.",
		tags: ["networking", "exam"],
		dueInDays: 30,
		members: [
			[ada, "viewer"],
			[farid, "viewer"],
			[grace, "editor"]
		]
	},
	{
		owner: tomas,
		name: "Escape room in Python",
		description: "Six riddles; each room is a function.",
		tags: ["python", "games"],
		dueInDays: 5,
		members: [
			[chloe, "manager"],
			[hana, "editor"]
		]
	},
	{
		owner: esra,
		name: "School garden by numbers",
		description: "Count what grows, and draw it.",
		tags: ["biology", "statistics"],
		dueInDays: 55,
		members: []
	},
	{
		owner: tomas,
		name: "Old quiz nights",
		description: "What is left of last year's evenings.",
		tags: ["games"],
		dueInDays: 1,
		members: []
	}
];

export async function makeProjects(stage: Stage): Promise<void> {
	stage.at(0, "10:00");
	for (const { owner, members, dueInDays, ...fields } of PLANS) {
		stage.wait(17);
		const dueOn = new Date(Date.now() + dueInDays * 86_400_000).toISOString();
		const { id } = await stage.as(owner, "projects.create", { ...fields, dueOn });
		for (const [member, role] of members) {
			stage.wait(1);
			const userId = stage.idOf(member);
			await stage.as(owner, "projects.addMember", { id, userId, role });
		}
	}
}

/** Work begins on most of them. */
export async function moveProjects(stage: Stage): Promise<void> {
	stage.at(3, "15:10");
	for (const { owner, name } of PLANS.slice(0, 6)) {
		stage.wait(6);
		const { id } = await projectOf(stage, owner, name);
		await stage.as(owner, "projects.update", { id, status: "active" });
	}
	stage.wait(12);
	const station = await projectOf(stage, ada, "Weather station");
	await stage.as(ada, "projects.update", {
		id: station.id,
		description: `${String(station.description)} The first sensor is on the roof.`
	});
}

/** The last day: one is done, one is handed over, one is removed. */
export async function tidyProjects(stage: Stage): Promise<void> {
	stage.at(6, "16:00");
	const escape = await projectOf(stage, tomas, "Escape room in Python");
	await stage.as(tomas, "projects.update", { id: escape.id, status: "done" });
	stage.wait(8);
	const buses = await projectOf(stage, ben, "Bus times on the wall");
	await stage.as(ben, "projects.transfer", {
		id: buses.id,
		userId: stage.idOf(farid),
		note: "I change schools in spring"
	});
	stage.wait(15);
	const quiz = await projectOf(stage, tomas, "Old quiz nights");
	await stage.as(tomas, "projects.remove", { id: quiz.id });
}

async function projectOf(stage: Stage, person: Person, name: string): Promise<Made> {
	const { data } = await stage.as<Page>(person, "projects.list", { filter: { name } });
	return data[0]!;
}
