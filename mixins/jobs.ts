/**
 * Jobs: work that outlives the request that asked for it. A task is one piece of such work: a document that
 * is written with the change that causes it, and that says how far the work has come.
 */
import type { Ctx, LyceumBroker } from "./context.ts";
import type { Returns } from "./declarations.ts";
import type { AbilityRules } from "./ability.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { RetryPolicy } from "./streams.ts";

export const TASK_STATES = ["queued", "running", "done", "failed", "cancelled"] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** A kind of work, see `defineJob`. */
export interface JobDefinition<Payload = unknown> extends JobOptions {
	/** `<service>.<what it does>`, e.g. `exercises.check-solutions`. */
	readonly name: string;
	/** Holds the payload's type for the compiler; never set. */
	readonly document?: Payload;
}

export interface JobOptions {
	readonly description: string;
	/** The action of the service that does the work, by its name there; see `jobOf`. */
	readonly action: string;
	/** What the payload has to fit. */
	readonly payload: JsonSchema;
	/** When a failed attempt is made again; the default is after 1 s, 10 s and a minute: four attempts. */
	readonly retry?: RetryPolicy;
	/** How long one attempt may take; the default is an hour. */
	readonly timeoutMs?: number;
	/** How many run at a time on each node; the default is 1. */
	readonly concurrency?: number;
	/** How long a task is kept once it has ended; the default is the setting `TASKS_KEEP_DAYS`. */
	readonly keepMs?: number;
	/** The roles that see everybody's tasks of this job; whoever asked for one sees it anyway. */
	readonly seenBy?: string[];
	/** The roles that may cancel everybody's. */
	readonly cancelledBy?: string[];
}

/** Work that is queued by the clock, once in the whole cluster. */
export interface ScheduleDefinition {
	/** `<service>.<name>`. */
	readonly name: string;
	/** Minute, hour, day, month and weekday, with seconds before them if there are six: `"0 3 * * *"`. */
	readonly cron: string;
	/** The default is UTC. */
	readonly timezone?: string;
	readonly job: JobDefinition;
	readonly payload?: object;
	/** What becomes of the times that passed while no node ran: the last of them is made up for, or none. */
	readonly missed?: "once" | "skip";
}

export interface EnqueueOptions {
	/** A second task of the job with the same key is not made: the first is answered as long as it is kept. */
	key?: string;
	/** From 0, the default, to 9: the higher goes first. */
	priority?: number;
	/** Not before this time; `delayMs` says it from now on. */
	runAt?: Date;
	delayMs?: number;
}

/** What is asked of the kernel. */
export interface NewTask extends EnqueueOptions {
	job: string;
	payload: unknown;
	/** Whose task it is; null for the system's own. */
	askedBy: string | null;
	requestId: string | null;
}

/** Several tasks of one job with a common progress. */
export interface NewBatch extends Omit<NewTask, "payload"> {
	payloads: unknown[];
}

/** A task as whoever asked for it is told. */
export interface QueuedTask {
	id: string;
	state: TaskState;
	progress: number;
}

/** What the action of a job gets, see `jobOf`: its payload as `params`, and what is known of the task. */
export interface JobCtx<Payload = Record<string, unknown>> extends Ctx<Payload> {
	readonly task: {
		readonly id: string;
		/** 1 at the first attempt. */
		readonly attempt: number;
		/** What the attempt before has left by `checkpoint`; undefined at the first. */
		readonly checkpoint: unknown;
		readonly askedBy: string | null;
		readonly batchId: string | null;
	};
	/**
	 * Aborted when the task is cancelled, takes too long, or has to go on elsewhere; the `cause` of its reason is
	 * `cancelled`, `timeout`, `handed over` or `lost`.
	 */
	readonly signal: AbortSignal;
	/** Tells how far it is, from 0 to 1; what is told faster than it is written is passed over. */
	progress(this: void, fraction: number, message?: string): void;
	/**
	 * Keeps where to go on from, in the transaction that is open if there is one: what is written there and
	 * the checkpoint are one fact. Throws when the attempt is not the task's any more.
	 */
	checkpoint(this: void, value: unknown): Promise<void>;
}

/** Declares a kind of work; the service whose action does it names it under `jobs`. */
export function defineJob<Payload>(name: string, options: JobOptions): JobDefinition<Payload> {
	return Object.freeze({ name, ...options });
}

/** What the action of a job was called with; throws where it was called by somebody else. */
export function jobOf<Payload>(ctx: Ctx<Payload>): JobCtx<Payload> {
	if ("task" in ctx && "checkpoint" in ctx) return ctx as JobCtx<Payload>;
	throw new Error(`${ctx.action?.name ?? "This"} is the work of a job: queue a task of it`);
}

/**
 * Queues a task in the open transaction, or in one of its own: it runs once the transaction has committed,
 * and never otherwise.
 */
export function enqueue<Payload>(
	ctx: Ctx<unknown>,
	{ name: job }: JobDefinition<Payload>,
	payload: Payload,
	options: EnqueueOptions = {}
): Promise<QueuedTask> {
	return kernelOf(ctx).enqueue({ ...options, ...whoAsks(ctx), job, payload });
}

/** Queues a task for each payload, and answers the one that stands for all of them. */
export function enqueueBatch<Payload>(
	ctx: Ctx<unknown>,
	{ name: job }: JobDefinition<Payload>,
	payloads: Payload[],
	options: EnqueueOptions = {}
): Promise<QueuedTask> {
	return kernelOf(ctx).enqueueBatch({ ...options, ...whoAsks(ctx), job, payloads });
}

/** What a route of long work answers. */
export interface Accepted {
	id: string;
	taskId: string;
	state: TaskState;
	progress: number;
}

/** For `returns` of an action that answers with `accepted`. */
export const acceptedTask: Returns = {
	status: 202,
	schema: {
		type: "object",
		properties: {
			id: { type: "string" },
			taskId: { type: "string" },
			state: { type: "string", enum: [...TASK_STATES] },
			progress: { type: "number", minimum: 0, maximum: 1 }
		},
		required: ["id", "taskId", "state", "progress"],
		additionalProperties: false
	},
	example: {
		id: "65f0c0ffee65f0c0ffee65f0",
		taskId: "65f0c0ffee65f0c0ffee65f0",
		state: "queued",
		progress: 0
	}
};

/** Makes the answer a 202 with the task's address, the same when the request is repeated. */
export async function accepted(ctx: Ctx<unknown>, task: QueuedTask): Promise<Accepted> {
	const { id, state, progress } = task;
	const answer = { id, taskId: id, state, progress };
	ctx.meta.$statusCode = 202;
	ctx.meta.$location = `/api/v1/tasks/${id}`;
	const kernel = kernelOf(ctx);
	await kernel.transaction(session => kernel.keepAnswer(ctx, answer, session));
	return answer;
}

/** Queues a task and answers it as accepted, both or neither. */
export function startTask<Payload>(
	ctx: Ctx<unknown>,
	job: JobDefinition<Payload>,
	payload: Payload,
	options: EnqueueOptions = {}
): Promise<Accepted> {
	return kernelOf(ctx).transaction(async () =>
		accepted(ctx, await enqueue(ctx, job, payload, options))
	);
}

/** The rules of those who see and cancel other people's tasks, beside a service's own. */
export function withTaskRules(
	abilities: AbilityRules | undefined,
	jobs: JobDefinition[]
): AbilityRules | undefined {
	const rules: AbilityRules = { ...abilities };
	const add = (roles: string[] = [], action: string, job: string) => {
		for (const role of roles)
			rules[role] = [
				...(rules[role] ?? []),
				{ action, subject: "Task", conditions: { job } }
			];
	};
	for (const { name, seenBy, cancelledBy } of jobs) {
		add(seenBy, "read", name);
		add(cancelledBy, "cancel", name);
	}
	return Object.keys(rules).length > 0 ? rules : abilities;
}

function kernelOf(ctx: Ctx<unknown>) {
	return (ctx.broker as LyceumBroker).kernel;
}

function whoAsks(ctx: Ctx<unknown>) {
	return { askedBy: ctx.meta.caller?.id ?? null, requestId: ctx.requestID ?? null };
}
