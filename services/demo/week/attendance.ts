/** A plugin that is uploaded while the school works, used every day, and upgraded. */
import { packAttendance } from "../attendance-package.ts";
import { ADMINISTRATOR, STUDENTS, TEACHERS } from "../people.ts";
import type { Stage } from "../stage.ts";

/** A visit that is longer than a lesson, which the plugin's consumer fails at. */
const FAR_TOO_LONG = 240;

export async function installAttendance(stage: Stage): Promise<void> {
	stage.at(3, "07:50");
	await upload(stage, "1.0.0");
	stage.wait(5);
	await stage.as(ADMINISTRATOR, "plugins.changeSettings", {
		name: "attendance",
		registerToken: "a-token-that-nobody-is-shown"
	});
}

export async function upgradeAttendance(stage: Stage): Promise<void> {
	stage.at(5, "08:00");
	await upload(stage, "1.1.0");
}

function upload(stage: Stage, version: string) {
	const file = { field: "package", filename: `attendance-${version}.tgz` };
	return packAttendance(version).then(bytes =>
		stage.send(ADMINISTRATOR, "plugins.install", { trust: "in-process", $file: file }, bytes)
	);
}

/** A day's visits; one of them a day cannot be counted. */
export function attendLessons(day: number) {
	return async (stage: Stage): Promise<void> => {
		stage.at(day, "14:50");
		const [tomas, mei] = TEACHERS;
		for (const [index, student] of STUDENTS.entries()) {
			if ((index * 3 + day) % 5 === 0) continue;
			stage.wait(1);
			await stage.as(index % 2 === 0 ? tomas! : mei!, "attendance.create", {
				studentId: stage.idOf(student),
				lesson: index % 2 === 0 ? "Python, afternoon" : "Networks, afternoon",
				minutes: index === day ? FAR_TOO_LONG : 70 + ((index * 7 + day) % 20),
				startedAt: new Date(Date.now() - 5_400_000).toISOString()
			});
		}
		stage.wait(10);
		await stage.task(await stage.as(tomas!, "attendance.register"));
		await stage.task(await stage.as(mei!, "attendance.summarize", { seconds: 0 }));
	};
}
