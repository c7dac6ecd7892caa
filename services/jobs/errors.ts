/** What is refused about tasks, and what a task may fail with. */
import { defineErrors, type InputProblem } from "../../mixins/index.ts";

export const errors = defineErrors("JOBS", {
	ENDED: {
		status: 409,
		message: ({ id, state }: { id: string; state: string }) =>
			`The task "${id}" is ${state}: it cannot be cancelled any more`
	},
	UNDECLARED: {
		status: 500,
		message: ({ job }: { job: string }) =>
			`Nothing that runs here does the job "${job}": declare it under "jobs"`
	},
	BAD_PAYLOAD: {
		status: 500,
		message: ({ job, errors: [first] }: { job: string; errors: InputProblem[] }) =>
			`The payload of "${job}" does not fit: ${first?.pointer ?? ""} ${first?.message ?? ""}`
	},
	BAD_OPTIONS: {
		status: 500,
		message: ({ job, problem }: { job: string; problem: string }) =>
			`The job "${job}" cannot be queued so: ${problem}`
	},
	TOO_LARGE: {
		status: 413,
		message: ({ job, what, bytes }: { job: string; what: string; bytes: number }) =>
			`The ${what} of "${job}" is ${bytes} bytes long, more than can be kept`
	},
	TIMEOUT: {
		status: 500,
		message: ({ seconds }: { seconds: number }) => `It took longer than ${seconds} s`
	},
	NODE_LOST: {
		status: 500,
		message: () => "The node that worked on it is gone"
	},
	LOST: {
		status: 409,
		message: ({ id }: { id: string }) =>
			`The task "${id}" was ended or is worked on elsewhere: this attempt counts no more`
	},
	QUEUE_AWAY: {
		status: 503,
		message: () => "Redis does not answer; tasks are kept and run when it is back",
		retryable: true
	}
});
