/** What the nodes tell each other of tasks. */

import { defineEvent, TASK_STATES, type TaskState } from "../../mixins/index.ts";

/** How far a task is; never its payload or result. */
export interface TaskProgress {
	id: string;
	state: TaskState;
	progress: number;
	message: string | null;
	error: { code: string; message: string } | null;
	/** Raised by each write, so that what comes late is known. */
	rev: number;
}

export interface TasksEnded {
	ids: string[];
}

/** Jobs that have something to do. */
export interface TasksWaiting {
	jobs: string[];
}

const text = { type: "string" } as const;

export const TASK_PROGRESSED = defineEvent<TaskProgress>(
	"tasks.task.progressed",
	"A task was begun, has come further or has ended",
	{
		type: "object",
		properties: {
			id: text,
			state: { type: "string", enum: [...TASK_STATES] },
			progress: { type: "number", minimum: 0, maximum: 1 },
			message: { type: ["string", "null"] },
			error: {
				type: ["object", "null"],
				properties: { code: text, message: text },
				required: ["code", "message"]
			},
			rev: { type: "integer" }
		},
		required: ["id", "state", "progress", "message", "error", "rev"]
	}
);

const listOf = (name: string) => ({
	type: "object" as const,
	properties: { [name]: { type: "array" as const, items: text } },
	required: [name]
});

export const TASKS_CANCELLED = defineEvent<TasksEnded>(
	"tasks.task.cancelled",
	"Tasks were cancelled: whoever works on them stops",
	listOf("ids")
);

export const TASKS_WAITING = defineEvent<TasksWaiting>(
	"tasks.task.queued",
	"Jobs have something to do",
	listOf("jobs")
);
