/** One attempt at a task: calls the action that does the work, and writes what came of it while it counts. */
import type { Service } from "moleculer";
import type { JobDefinition } from "../../mixins/index.ts";
import { DEFAULT_DELAYS_MS } from "./enqueue.ts";
import { errors } from "./errors.ts";
import { jobContext } from "./job-context.ts";
import type { ProgressWriter } from "./progress-writer.ts";
import { requireSmall } from "./size.ts";
import type { TaskDocument, TaskError } from "./task.model.ts";
import type { ClaimedTask, Tasks } from "./tasks.ts";

const DEFAULT_TIMEOUT_MS = 60 * 60 * 1000;

/** How long a handler that was told to stop may take to keep a checkpoint and end. */
export const LAST_WORDS_MS = 5000;

/** How long the outcome waits for a store that is away. */
const WRITE_AGAIN_MS = 500;

export type Interruption = "cancelled" | "lost" | "handed over" | "timeout";

type Outcome = { result: unknown } | { error: unknown };

export interface AttemptParts {
	tasks: Tasks;
	progress: ProgressWriter;
	/** Hears of each change of a task's state. */
	changed: (task: TaskDocument) => void;
	/** Hears how long an attempt took. */
	measured: (task: ClaimedTask, milliseconds: number) => void;
	failed: (what: string, error: unknown) => void;
	/** True once this node ends: what cannot be written now is taken up by another, or after the next start. */
	isStopping: () => boolean;
}

type Action = (params: unknown, options: object) => Promise<unknown>;

export class Attempt {
	readonly task: ClaimedTask;
	readonly service: Service;
	readonly #definition: JobDefinition;
	readonly #parts: AttemptParts;
	readonly #controller = new AbortController();
	#interruption: Interruption | null = null;
	#isOver = false;

	constructor(
		task: ClaimedTask,
		service: Service,
		definition: JobDefinition,
		parts: AttemptParts
	) {
		this.task = task;
		this.service = service;
		this.#definition = definition;
		this.#parts = parts;
	}

	/** Never throws; resolves when the outcome is written, or counts no more. */
	async run(): Promise<void> {
		const startedAt = performance.now();
		const { timeoutMs = DEFAULT_TIMEOUT_MS } = this.#definition;
		const timer = setTimeout(() => this.interrupt("timeout"), timeoutMs);
		try {
			const outcome = await this.#outcome();
			this.#isOver = true;
			await this.#parts.progress.settle(this.task._id);
			await this.#settle(outcome);
		} finally {
			this.#isOver = true;
			clearTimeout(timer);
			this.#parts.measured(this.task, performance.now() - startedAt);
		}
	}

	/** Tells the handler to stop, and why; the first reason counts. */
	interrupt(why: Interruption): void {
		if (this.#interruption !== null || this.#isOver) return;
		this.#interruption = why;
		const reason = new DOMException(`The task was ${why}`, "AbortError");
		this.#controller.abort(Object.assign(reason, { cause: why }));
	}

	/** Null when the handler was told to stop and did not end in time. */
	#outcome(): Promise<Outcome | null> {
		const work = this.#work().then(
			result => ({ result }),
			(error: unknown) => ({ error })
		);
		const { signal } = this.#controller;
		return new Promise(resolve => {
			void work.then(resolve);
			const stopWaiting = () => {
				const timer = setTimeout(() => resolve(null), LAST_WORDS_MS);
				void work.then(() => clearTimeout(timer));
			};
			if (signal.aborted) stopWaiting();
			else signal.addEventListener("abort", stopWaiting, { once: true });
		});
	}

	async #work(): Promise<unknown> {
		const { task, service } = this;
		const { action } = this.#definition;
		const run = (service.actions as Record<string, Action>)[action]!;
		const ctx = jobContext(service, task, this.#controller.signal, {
			progress: (fraction, message) => this.#progress(fraction, message),
			checkpoint: value => this.#checkpoint(value)
		});
		const result = await run(task.payload, { ctx });
		requireSmall(task.job, "result", result);
		return result;
	}

	#progress(fraction: number, message?: string) {
		if (!(fraction >= 0 && fraction <= 1))
			throw new RangeError(`progress: ${fraction} is no number from 0 to 1`);
		if (!this.#isOver) this.#parts.progress.tell(this.task, fraction, message);
	}

	async #checkpoint(value: unknown) {
		requireSmall(this.task.job, "checkpoint", value);
		const isKept = !this.#isOver && (await this.#parts.tasks.checkpoint(this.task, value));
		if (isKept) return;
		this.interrupt("lost");
		throw errors.LOST({ id: this.task._id });
	}

	/** Until the store takes it: what was done must not be done once more because nobody could note it. */
	async #settle(outcome: Outcome | null) {
		for (;;) {
			try {
				const changed = await this.#write(outcome);
				if (changed) this.#parts.changed(changed);
				return;
			} catch (error) {
				this.#parts.failed(`The outcome of the task ${this.task._id} waits`, error);
				if (this.#parts.isStopping()) return;
				await new Promise(resolve => setTimeout(resolve, WRITE_AGAIN_MS));
			}
		}
	}

	#write(outcome: Outcome | null): Promise<TaskDocument | null> {
		const { tasks } = this.#parts;
		const why = this.#interruption;
		if (why === "cancelled" || why === "lost") return Promise.resolve(null);
		if (outcome && "result" in outcome) return tasks.finish(this.task, outcome.result);
		if (why === "handed over") return tasks.handBack(this.task);
		return this.#fail(why === "timeout" ? this.#tooLong() : outcome!.error);
	}

	#fail(error: unknown): Promise<TaskDocument | null> {
		const { task } = this;
		this.#parts.failed(`The task ${task._id} failed at attempt ${task.attempts}`, error);
		const delays = this.#definition.retry?.delaysMs ?? DEFAULT_DELAYS_MS;
		const delay = isFinal(error) ? undefined : delays[task.attempts - 1];
		return this.#parts.tasks.fail(task, describe(error), delay ?? null);
	}

	#tooLong() {
		return errors.TIMEOUT({
			seconds: (this.#definition.timeoutMs ?? DEFAULT_TIMEOUT_MS) / 1000
		});
	}
}

/** What was asked for is wrong: it will be the next time, too. */
function isFinal(error: unknown): boolean {
	const { code, retryable } = (error ?? {}) as { code?: unknown; retryable?: unknown };
	return typeof code === "number" && code >= 400 && code < 500 && retryable !== true;
}

const MAX_ERROR_LENGTH = 500;

/** A catalogue's error is meant to be read; of any other its owner is told no more than that it happened. */
function describe(error: unknown): TaskError {
	const { type, message = "" } = (error ?? {}) as { type?: unknown; message?: string };
	if (typeof type === "string" && type !== "")
		return { code: type, message: message.slice(0, MAX_ERROR_LENGTH) };
	return { code: "JOBS_FAILED", message: "The work failed; the log says why" };
}
