/** The demo's week, day by day. */
import type { Stage } from "../stage.ts";
import { openSchool, meetTeachers } from "./first-day.ts";
import { attendLessons, installAttendance, upgradeAttendance } from "./attendance.ts";
import { keepBooks } from "./administration.ts";
import { checkLibrary, workOnFindings } from "./quality.ts";
import { makeProjects, moveProjects, tidyProjects } from "./projects.ts";
import { learn } from "./learning.ts";
import { reviewLessons, writeLessons } from "./lessons.ts";

type Act = (stage: Stage) => Promise<void>;

const DAYS: [title: string, acts: Act[]][] = [
	["The school is opened", [meetTeachers, checkLibrary, makeProjects]],
	["Teachers write, students begin", [learn(1), writeLessons]],
	["Findings become tasks", [learn(2), workOnFindings, reviewLessons]],
	["A plugin is uploaded", [installAttendance, learn(3), attendLessons(3), moveProjects]],
	["The books are kept", [learn(4), attendLessons(4), keepBooks]],
	["The plugin is upgraded", [upgradeAttendance, learn(5), attendLessons(5)]],
	["What is done is tidied up", [learn(6), attendLessons(6), tidyProjects]]
];

/** Plays the whole week; `tell` hears of each day. */
export async function playWeek(
	stage: Stage,
	password: string,
	tell: (line: string) => void
): Promise<void> {
	await openSchool(stage, password);
	for (const [index, [title, acts]] of DAYS.entries()) {
		tell(`  day ${index + 1} of ${DAYS.length}  ${title}`);
		for (const act of acts) await act(stage);
		await stage.idle();
	}
}
