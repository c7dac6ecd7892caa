/**
 * Tasks: the work in the background, for whoever asked for it and for administrators.
 * Promises that what was queued runs, that an attempt which was given up changes nothing, and that a task
 * which was cancelled stays so.
 */
import {
	collection,
	defineService,
	documentErrors,
	visibleTo,
	type AbilityRule,
	type Ctx
} from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { errors } from "./errors.ts";
import {
	TASK_PROGRESSED,
	TASKS_CANCELLED,
	TASKS_WAITING,
	type TasksEnded,
	type TasksWaiting
} from "./events.ts";
import type { Jobs } from "./jobs.ts";
import { Task, type TaskDocument } from "./task.model.ts";
import { taskScreens } from "./console.ts";
import { schedulePage } from "./schedules.schema.ts";

const MEASURE_EVERY_MS = 10_000;

// What a task is, the kernel writes; it goes by itself when its time has passed.
const documents = collection(Task, { only: ["list", "count", "get"] });
const { list, count, get } = documents.actions;

/** Whoever asked for work sees it, and may do without it. */
const own: AbilityRule = {
	action: ["read", "cancel"],
	subject: "Task",
	conditions: { askedBy: "${user.id}" }
};

/** Makes the service's definition. */
export function tasksService(jobs: Jobs, { healthChecks, connection }: Runtime) {
	/** The task, if the caller may cancel it. */
	function findCancellable(ctx: Ctx<unknown>, id: string): Promise<TaskDocument | null> {
		const mayCancel = visibleTo(ctx, "cancel", "Task");
		return connection
			.collection<TaskDocument>(Task.collection)
			.findOne({ $and: [{ _id: id }, mayCancel] } as never);
	}

	return defineService({
		name: "tasks",
		mixins: [documents],
		console: [taskScreens],
		abilities: { student: [own], teacher: [own] },
		emits: [TASK_PROGRESSED, TASKS_CANCELLED, TASKS_WAITING],

		actions: {
			list: { ...list, summary: "List tasks" },
			count: { ...count, summary: "Count tasks" },
			get: { ...get, summary: "Get one task with how far it is, and what came of it" },

			schedules: {
				rest: "GET /schedules",
				can: { action: "read", subject: "Schedule" },
				params: {},
				summary: "List what is queued by the clock, with when it comes next",
				returns: schedulePage,
				async handler() {
					const data = await jobs.scheduler.list();
					return { data, total: data.length };
				}
			},

			cancel: {
				rest: "POST /:id/cancel",
				can: "cancel",
				params: { id: { type: "string", max: 64 } },
				summary: "Cancel a task, or all of a batch that have not ended",
				description: "409 with the code JOBS_ENDED when it has ended already.",
				returns: get.returns,
				async handler(ctx: Ctx<{ id: string }>): Promise<unknown> {
					const { id } = ctx.params;
					const task = await findCancellable(ctx, id);
					if (!task) throw documentErrors.NOT_FOUND({ subject: "Task", id });
					if (!(await jobs.cancel(id))) throw errors.ENDED({ id, state: task.state });
					return ctx.call("tasks.get", { id });
				}
			}
		},

		events: {
			[TASKS_CANCELLED.name](ctx: Ctx<TasksEnded>) {
				if (ctx.nodeID !== ctx.broker.nodeID) jobs.interrupt(ctx.params.ids);
			},

			[TASKS_WAITING.name](ctx: Ctx<TasksWaiting>) {
				if (ctx.nodeID !== ctx.broker.nodeID) jobs.wake(ctx.params.jobs);
			}
		},

		started() {
			healthChecks.set("queue", () => jobs.mover.check());
			this.onStop(() => healthChecks.delete("queue"));
			const tell = (event: string, payload: object) =>
				void this.broker
					.broadcast(event, payload)
					.catch(error => this.logger.warn(`The event ${event} was not sent`, error));
			jobs.start(this.broker.logger, {
				progressed: progress => tell(TASK_PROGRESSED.name, progress),
				cancelled: ids => tell(TASKS_CANCELLED.name, { ids }),
				waiting: names => tell(TASKS_WAITING.name, { jobs: names })
			});
			const measuring = setInterval(() => {
				jobs.measure().catch(error => this.logger.debug("Tasks were not counted", error));
			}, MEASURE_EVERY_MS).unref();
			this.onStop(() => clearInterval(measuring));
		}
	});
}
