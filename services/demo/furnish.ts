/** What comes at the first start, once there is somebody to look at it: files, failures, and an account that is locked. */
import { STUDENTS, type Person } from "./people.ts";
import { Visitor } from "./visitor.ts";

const FILES: [name: string, mediaType: string, content: string][] = [
	[
		"roof.csv",
		"text/csv",
		"time,degrees\n2026-03-02T08:00:00Z,4.1\n2026-03-02T08:01:00Z,4.2\n2026-03-02T08:02:00Z,4.2\n"
	],
	["riddles.md", "text/markdown", "# Riddles\n\n1. What has keys and opens no door?\n"],
	["timetable.txt", "text/plain", "Monday    Python\nTuesday   Networks\nWednesday Projects\n"],
	[
		"broken-questions.csv",
		"text/csv",
		"title,type,stem\nA question without options,single,Why?\n"
	]
];

const WRONG_TRIES = 5;

/** Reports of the week are files as well: the first of these tells whether all are there. */
export async function isFurnished(visitor: Visitor): Promise<boolean> {
	const name = FILES[0]![0];
	const { total } = await visitor.list(`/files?filter[name]=${encodeURIComponent(name)}`);
	return total > 0;
}

export async function furnish(
	visitors: Visitor[],
	tell: (line: string) => void,
	stopping: AbortSignal
): Promise<void> {
	const [, teacher, , student] = visitors as [Visitor, Visitor, Visitor, Visitor];
	const administrator = visitors[0]!;
	tell("Files are uploaded …");
	const files: string[] = [];
	for (const [index, file] of FILES.entries())
		files.push(await upload([teacher, student, administrator][index % 3]!, file));
	if (stopping.aborted) return;
	tell("Work is done in the background, and some of it fails …");
	await administrator.send("POST", "/content/imports", { fileId: files.at(-1), format: "qti" });
	await administrator.send("POST", "/quality/checks", { all: true });
	await teacher.send("POST", "/attendance/register");
	await cancelled(teacher);
	if (stopping.aborted) return;
	tell("Somebody forgets a password …");
	await lockOut(visitors, STUDENTS[4]!);
}

async function upload(visitor: Visitor, [name, type, content]: (typeof FILES)[number]) {
	const form = new FormData();
	form.set("file", new Blob([content], { type }), name);
	const { body } = await visitor.send("POST", "/files", form);
	return body.id as string;
}

async function cancelled(visitor: Visitor) {
	const { body } = await visitor.send("POST", "/attendance/summary", { seconds: 900 });
	await visitor.send("POST", `/tasks/${String(body.taskId)}/cancel`);
}

/** Each try is refused, so that nothing is sent in this person's name. */
async function lockOut(visitors: Visitor[], person: Person) {
	for (let tried = 0; tried < WRONG_TRIES; tried++)
		await visitors[0]!.trySignIn(person, `Wrong-password-${tried}`);
}
