/** What is wrong with the jobs and schedules that a plugin declares, before anything of it runs. */
import { Cron } from "croner";
import type { JobDefinition, LyceumSchema, ScheduleDefinition } from "../../mixins/index.ts";
import { payloadProblems, schemaFault } from "../streams/payload.ts";

interface Provisions {
	jobs?: string[];
	schedules?: string[];
}

const PART = /^[a-z][A-Za-z0-9]*([.-][A-Za-z0-9]+)*$/;
const MAX_DELAYS = 19;
const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;
const MAX_CONCURRENCY = 100;

/** One sentence for each thing that is wrong; empty when nothing is. */
export function jobProblems(provided: Provisions, schemas: LyceumSchema[]): string[] {
	const jobs = schemas.flatMap(schema => schema.jobs ?? []);
	const schedules = schemas.flatMap(schema => schema.schedules ?? []);
	return [
		...schemas.flatMap(schema =>
			(schema.jobs ?? []).flatMap(job =>
				aboutJob(job, schema).map(saying(`the job "${job.name}"`))
			)
		),
		...schemas.flatMap(({ name, schedules: own = [] }) =>
			own.flatMap(schedule =>
				aboutSchedule(schedule, name, jobs).map(saying(`the schedule "${schedule.name}"`))
			)
		),
		...differences("job", jobs, provided.jobs ?? []),
		...differences("schedule", schedules, provided.schedules ?? [])
	];
}

function aboutJob(job: JobDefinition, { name: service, actions = {} }: LyceumSchema): string[] {
	const { name, action, payload, retry, timeoutMs, concurrency, keepMs } = job;
	const delays = retry?.delaysMs ?? [];
	const fault = schemaFault(payload);
	return [
		...ownName(name, service),
		...(actions[action] ? [] : [`is done by "${action}", which is no action of "${service}"`]),
		...(fault === null ? [] : [`has a payload whose schema is none: ${fault}`]),
		...(delays.length <= MAX_DELAYS && delays.every(delay => isWithin(delay, 0, DAY_MS))
			? []
			: [`has retry.delaysMs other than up to ${MAX_DELAYS} numbers up to a day`]),
		...(isWithin(timeoutMs ?? 1, 1, DAY_MS)
			? []
			: ["has a timeoutMs that is no number up to a day"]),
		...(isWithin(keepMs ?? 1, 1, YEAR_MS)
			? []
			: ["has a keepMs that is no number up to a year"]),
		...(Number.isInteger(concurrency ?? 1) && isWithin(concurrency ?? 1, 1, MAX_CONCURRENCY)
			? []
			: [`has a concurrency that is no whole number from 1 to ${MAX_CONCURRENCY}`])
	];
}

function aboutSchedule(
	{ name, cron, timezone, job, payload = {} }: ScheduleDefinition,
	service: string,
	jobs: JobDefinition[]
): string[] {
	const declared = jobs.find(other => other.name === job?.name);
	const isSound = declared && schemaFault(declared.payload) === null;
	const [problem] = isSound ? payloadProblems(declared.payload, payload) : [];
	return [
		...ownName(name, service),
		...cronFault(cron, timezone),
		...(declared ? [] : [`queues "${job?.name}", which is no job of this plugin`]),
		...(problem
			? [`has a payload that does not fit: ${problem.pointer} ${problem.message}`]
			: [])
	];
}

function ownName(name: string, service: string): string[] {
	const isOwn = name.startsWith(`${service}.`) && PART.test(name.slice(service.length + 1));
	return isOwn
		? []
		: [`is not named "${service}." and what it does, such as "${service}.tidy-up"`];
}

function cronFault(cron: string, timezone = "UTC"): string[] {
	try {
		const next = new Cron(cron, { timezone, paused: true }).nextRun();
		return next === null ? [`is never due: "${cron}"`] : [];
	} catch (error) {
		return [`has a time that is none: ${(error as Error).message}`];
	}
}

/** What the manifest says and what the code declares are the same. */
function differences(what: string, declared: { name: string }[], provided: string[]): string[] {
	const names = declared.map(({ name }) => name.slice(name.indexOf(".") + 1));
	return [
		...names
			.filter(name => !provided.includes(name))
			.map(name => `the ${what} "${name}" is not in the manifest's provides.${what}s`),
		...provided
			.filter(name => !names.includes(name))
			.map(name => `the manifest provides the ${what} "${name}", which nothing declares`)
	];
}

function isWithin(value: unknown, least: number, most: number) {
	return typeof value === "number" && value >= least && value <= most;
}

function saying(what: string) {
	return (problem: string) => `${what} ${problem}`;
}
