/** What an administrator does in between: a look at the exercises, an account that rests, a course that is made. */
import { ADMINISTRATOR, STUDENTS, TEACHERS } from "../people.ts";
import type { Page, Stage } from "../stage.ts";

export async function keepBooks(stage: Stage): Promise<void> {
	stage.at(4, "17:30");
	await stage.task(await stage.as(ADMINISTRATOR, "exercises.check"));
	stage.wait(5);
	await stage.as(ADMINISTRATOR, "users.update", {
		id: stage.idOf(STUDENTS[3]!),
		isActive: false
	});
	stage.wait(40);
	await stage.as(ADMINISTRATOR, "users.update", {
		id: stage.idOf(STUDENTS[3]!),
		isActive: true
	});
	stage.wait(3);
	await stage.as(ADMINISTRATOR, "auth.forgotPassword", { email: TEACHERS[1]!.email });
	await removeExercises(stage);
}

/** Two of the exercises are given up: they can be restored for thirty days. */
async function removeExercises(stage: Stage) {
	const { data } = await stage.as<Page>(ADMINISTRATOR, "exercises.list", {
		sort: "-title",
		pageSize: "2"
	});
	for (const { id } of data) {
		stage.wait(2);
		await stage.as(ADMINISTRATOR, "exercises.remove", { id });
	}
}
