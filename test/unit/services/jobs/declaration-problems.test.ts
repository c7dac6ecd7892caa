import { expect } from "chai";
import { defineJob, type JobOptions, type LyceumSchema } from "../../../../mixins/index.ts";
import { jobProblems } from "../../../../services/jobs/declaration-problems.ts";

const sound: JobOptions = {
	description: "Tidies up",
	action: "tidy",
	payload: { type: "object", properties: { days: { type: "integer" } }, required: ["days"] }
};

/** What is wrong with one job, and a schedule of it, of a plugin whose manifest names both. */
function problems(job: Partial<JobOptions>, schedule: object = {}, name = "desk.tidy") {
	const definition = defineJob<{ days: number }>(name, { ...sound, ...job });
	const nightly = { name: "desk.nightly", cron: "0 3 * * *", payload: { days: 1 } };
	const schema = {
		name: "desk",
		actions: { tidy: { handler: () => null } },
		jobs: [definition],
		schedules: [{ ...nightly, job: definition, ...schedule }]
	} as unknown as LyceumSchema;
	return jobProblems({ jobs: ["tidy"], schedules: ["nightly"] }, [schema]);
}

/** A plugin with such problems is refused with `PLUGINS_BAD_JOBS`. */
describe("what is wrong with declared jobs", () => {
	it("is nothing when all fits", () => {
		expect(problems({})).to.deep.equal([]);
	});

	const cases: [what: string, job: Partial<JobOptions>, schedule: object, says: RegExp][] = [
		[
			"an action that is not there",
			{ action: "sweep" },
			{},
			/"sweep", which is no action of "desk"/
		],
		["a schema that is none", { payload: { type: "thing" } }, {}, /schema is none/],
		["delays that are none", { retry: { delaysMs: [-1] } }, {}, /retry\.delaysMs/],
		["no time at all", { timeoutMs: 0 }, {}, /timeoutMs/],
		["half a place", { concurrency: 0.5 }, {}, /concurrency/],
		[
			"a time that is none",
			{},
			{ cron: "at night" },
			/"desk\.nightly" has a time that is none/
		],
		["a time that never comes", {}, { cron: "0 0 30 2 *" }, /never due/],
		["a zone that is none", {}, { timezone: "Mars/Olympus" }, /time that is none/],
		[
			"a payload that does not fit",
			{},
			{ payload: { days: "1" } },
			/payload that does not fit: \/days/
		]
	];
	for (const [what, job, schedule, says] of cases)
		it(`is ${what}`, () => {
			expect(problems(job, schedule).join("; ")).to.match(says);
		});

	it("is a name that belongs to somebody else, or that the manifest does not have", () => {
		const [first, ...more] = problems({}, {}, "other.sweep");
		expect(first).to.match(/not named "desk\."/);
		expect(more.join("; ")).to.match(/"sweep" is not in the manifest's provides\.jobs/);
		expect(more.join("; ")).to.match(/provides the job "tidy", which nothing declares/);
	});
});
