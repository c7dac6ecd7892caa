/** Looks for exercises that are not complete: a job, because there may be many. No code is run for it. */
import {
	defineJob,
	type JobCtx,
	type ScheduleDefinition,
	type ServiceMembers,
	type Stored
} from "lyceum";
import { Exercise } from "./exercise.model.ts";
import type { Settings } from "./settings.ts";

export const CHECK = defineJob<object>("exercises.check", {
	description: "Looks for exercises that are not complete",
	action: "checkAll",
	payload: { type: "object", additionalProperties: false },
	timeoutMs: 10 * 60 * 1000,
	seenBy: ["teacher"]
});

export const WEEKLY_CHECK: ScheduleDefinition = {
	name: "exercises.weekly-check",
	cron: "0 3 * * 1",
	job: CHECK
};

/** How many exercises are looked at between two checkpoints. */
const AT_ONCE = 100;

/** More would say nothing more, and a result is to stay small. */
const MAX_INCOMPLETE = 500;

interface Incomplete {
	id: string;
	title: string;
	problems: string[];
}

export interface CheckResult {
	checked: number;
	incomplete: Incomplete[];
}

/** Goes through all exercises by their ids, from where an earlier attempt came to. */
export async function checkAll(
	service: ServiceMembers<Settings>,
	{ task, signal, progress, checkpoint }: JobCtx<object>
): Promise<CheckResult> {
	const model = service.model(Exercise);
	const total = await model.countDocuments();
	let { last, checked, incomplete } = (task.checkpoint as Reached | undefined) ?? START;
	for (;;) {
		signal.throwIfAborted();
		const exercises = await model
			.find({ _id: { $gt: last } })
			.sort({ _id: 1 })
			.limit(AT_ONCE)
			.lean<(Exercise & Stored)[]>();
		if (exercises.length === 0) return { checked, incomplete };
		checked += exercises.length;
		incomplete = [...incomplete, ...exercises.flatMap(reportOf)].slice(0, MAX_INCOMPLETE);
		last = exercises.at(-1)!._id;
		await checkpoint({ last, checked, incomplete });
		progress(Math.min(checked / total, 1), `${checked} of ${total} exercises`);
	}
}

interface Reached extends CheckResult {
	last: string;
}

const START: Reached = { last: "", checked: 0, incomplete: [] };

function reportOf(exercise: Exercise & Stored): Incomplete[] {
	const problems = problemsOf(exercise);
	return problems.length > 0 ? [{ id: exercise._id, title: exercise.title, problems }] : [];
}

/** What a learner, or whoever evaluates submissions, would miss. */
export function problemsOf(exercise: Exercise): string[] {
	const { solutionCode, starterCode, testCases, hints } = exercise;
	const findings: [isFound: boolean, problem: string][] = [
		[solutionCode.trim() === "", "has no solution"],
		[solutionCode !== "" && solutionCode === starterCode, "gives its solution away"],
		[testCases.length === 0, "has no test case"],
		[testCases.length > 0 && testCases.every(({ hidden }) => !hidden), "hides no test case"],
		[hints.length === 0, "has no hint"]
	];
	return findings.filter(([isFound]) => isFound).map(([, problem]) => problem);
}
