/** The work that outlives the request that asks for it. */
import { defineJob, type ScheduleDefinition } from "lyceum";

export interface CheckPayload {
	checkId: string;
}

export const CHECK = defineJob<CheckPayload>("quality.check", {
	description: "Checks an item, a collection or the whole library",
	action: "runCheck",
	payload: {
		type: "object",
		properties: { checkId: { type: "string", examples: ["65f0c0ffee65f0c0ffee65f0"] } },
		required: ["checkId"],
		additionalProperties: false
	},
	retry: { delaysMs: [1000, 10_000] },
	concurrency: 1
});

const WATCH_JOB = defineJob<object>("quality.watch", {
	description:
		"Starts the checks of monitors whose time has come, and ends waivers whose time is over",
	action: "watch",
	payload: { type: "object", additionalProperties: false }
});

export const JOBS = [CHECK, WATCH_JOB];

export const WATCH: ScheduleDefinition = {
	name: "quality.watch",
	cron: "*/5 * * * *",
	job: WATCH_JOB,
	payload: {},
	missed: "once"
};
