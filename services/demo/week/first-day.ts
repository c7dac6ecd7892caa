/** The first day: accounts, a role, a key for a program, and the content that comes with the plugin. */
import { ADMINISTRATOR, STUDENTS, TEACHERS, type Person } from "../people.ts";
import type { Page, Stage } from "../stage.ts";

/** Makes the accounts; only those whom a visitor may sign in as have a password. */
export async function openSchool(stage: Stage, password: string): Promise<void> {
	const { data } = await stage.broker.call<Page, object>("users.list", { pageSize: "1" });
	stage.know(ADMINISTRATOR, data[0]!.id);
	stage.at(0, "07:40");
	await stage.as(ADMINISTRATOR, "users.update", {
		id: data[0]!.id,
		name: ADMINISTRATOR.name,
		username: ADMINISTRATOR.key
	});
	const samples = await stage.as(ADMINISTRATOR, "contentImports.samples");
	// One after the other: each password takes a while, and only so many may wait for their turn.
	for (const person of [...TEACHERS, ...STUDENTS]) await enrol(stage, person, password);
	await stage.task(samples);
}

async function enrol(stage: Stage, person: Person, password: string) {
	const { key, name, email, role, signsIn, about } = person;
	const user = await stage.as(ADMINISTRATOR, "users.create", {
		email,
		name,
		username: key,
		roles: [role],
		...(signsIn && { password }),
		...(role === "student" && { gradeLevel: "10" }),
		...(about && { bio: about })
	});
	stage.know(person, user.id);
}

/** What an administrator sets up before anybody works. */
export async function meetTeachers(stage: Stage): Promise<void> {
	stage.at(0, "08:05");
	await stage.as(ADMINISTRATOR, "roles.create", {
		name: "assistant",
		description: "Helps in lessons: sees every project, changes none",
		rules: [
			{ action: "read", subject: "Project" },
			{ action: "read", subject: "User", fields: ["name", "username"] }
		]
	});
	stage.wait(4);
	await stage.as(ADMINISTRATOR, "users.update", {
		id: stage.idOf(STUDENTS[6]!),
		roles: ["student", "assistant"]
	});
	stage.wait(6);
	await stage.as(ADMINISTRATOR, "apiKeys.create", {
		name: "Timetable export",
		scopes: ["projects.read", "users.read"]
	});
	stage.wait(3);
	await stage.as(ADMINISTRATOR, "qualityPolicies.create", {
		name: "What students see",
		gate: "error",
		glossary: ["Kubernetes", "microbit"],
		rules: [{ rule: "text/spelling", severity: "warning" }]
	});
}
