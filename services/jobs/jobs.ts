/** The jobs of a node: what is queued, what this node does of it, and what is told about it. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Service, ServiceBroker } from "moleculer";
import type { JobDefinition, ScheduleDefinition } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { Attempts } from "./attempts.ts";
import type { AttemptParts } from "./attempt.ts";
import { Batches } from "./batches.ts";
import { BullMover } from "./bull/bull-mover.ts";
import { Catalogue } from "./catalogue.ts";
import { Enqueuer } from "./enqueue.ts";
import type { TaskProgress } from "./events.ts";
import { JobMetrics } from "./metrics.ts";
import type { Mover } from "./mover.ts";
import { ProgressWriter } from "./progress-writer.ts";
import { progressOf } from "./read-progress.ts";
import { Reconciler } from "./reconciler.ts";
import { Scheduler } from "./scheduler.ts";
import { StoreMover } from "./store-mover.ts";
import type { TaskDocument } from "./task.model.ts";
import { hasEnded, Tasks, turnOf, type Turn } from "./tasks.ts";
import { Worker, type Doer } from "./worker.ts";

export interface JobsOptions {
	/** Where Bull is; null leaves it to the store. */
	redisUrl: string | null;
	nodeId: string;
	/** After how long a node that gives no sign of life counts as dead. */
	leaseMs: number;
	/** How long a task goes on in a generation that was replaced. */
	handOverMs: number;
	/** How often it is looked for what was lost. */
	reconcileMs: number;
	/** How long tasks are kept that have ended, unless their job says it. */
	keepMs: number;
}

/** How nodes tell each other; the broker's broadcasts. */
export interface Neighbours {
	progressed(progress: TaskProgress): void;
	cancelled(ids: string[]): void;
	waiting(jobs: string[]): void;
}

type Logger = Pick<ServiceBroker["logger"], "warn" | "debug">;

const NOBODY: Neighbours = {
	progressed: () => undefined,
	cancelled: () => undefined,
	waiting: () => undefined
};

export class Jobs {
	readonly tasks: Tasks;
	readonly metrics = new JobMetrics();
	readonly mover: Mover;
	readonly attempts: Attempts;
	readonly scheduler: Scheduler;
	readonly enqueuer: Enqueuer;
	readonly #catalogue = new Catalogue();
	readonly #batches: Batches;
	readonly #reconciler: Reconciler;
	readonly #workers = new Map<string, Worker>();
	readonly #options: JobsOptions;
	#neighbours = NOBODY;
	#logger: Logger | null = null;
	#isStopping = false;

	constructor(runtime: Runtime, options: JobsOptions) {
		this.#options = options;
		const tasks = new Tasks(runtime, options.nodeId, options.leaseMs);
		const changed = (task: TaskDocument) => this.#changed(task);
		const failed = (error: unknown) =>
			this.#warn("Work on tasks failed; it is tried again", error);
		this.tasks = tasks;
		this.mover = this.#moverFor(runtime, failed);
		this.enqueuer = new Enqueuer({
			kernel: runtime,
			tasks,
			catalogue: this.#catalogue,
			keepMs: options.keepMs,
			queued: turns => this.#push(turns)
		});
		this.attempts = new Attempts(this.#attemptParts(changed, failed), options.leaseMs);
		this.#batches = new Batches({ tasks, changed, failed });
		this.#reconciler = new Reconciler({
			tasks,
			mover: this.mover,
			batches: this.#batches,
			everyMs: options.reconcileMs,
			changed,
			failed
		});
		this.scheduler = new Scheduler({
			kernel: runtime,
			enqueue: task => this.enqueuer.enqueue(task),
			failed
		});
		runtime.enqueue = task => this.enqueuer.enqueue(task);
		runtime.enqueueBatch = batch => this.enqueuer.enqueueBatch(batch);
	}

	/** Connects to what moves tasks. */
	async open(): Promise<void> {
		await this.mover.open();
	}

	/** Begins to look after tasks; from now on it tells the other nodes and the log. */
	start(logger: Logger, neighbours: Neighbours): void {
		this.#logger = logger;
		this.#neighbours = neighbours;
		this.attempts.start();
		this.#reconciler.start();
		void this.#reconciler.look();
	}

	/** Begins nothing more, and hands over what is worked on. */
	async stop(): Promise<void> {
		this.#isStopping = true;
		this.scheduler.stop();
		const workers = [...this.#workers.values()].map(worker => worker.stop());
		this.#workers.clear();
		await this.attempts.handOverAll();
		await Promise.all(workers);
		this.attempts.stop();
		this.#batches.stop();
		await this.#reconciler.stop();
	}

	close(): Promise<void> {
		return this.mover.close();
	}

	/** Knows what a service declares, as long as it is there. */
	declare(service: Service, jobs: JobDefinition[]): void {
		this.#catalogue.add(service, jobs);
	}

	forget(service: Service): void {
		this.#catalogue.remove(service);
	}

	/** Gives tasks to a service that has started. */
	attach(service: Service, jobs: JobDefinition[], schedules: ScheduleDefinition[]): void {
		if (this.#isStopping) return;
		for (const definition of jobs) {
			const worker = this.#workers.get(definition.name) ?? this.#workerFor(definition.name);
			this.#workers.set(definition.name, worker);
			worker.add({ service, definition });
		}
		for (const schedule of schedules) this.scheduler.add(service, schedule);
	}

	/** How long a task may keep a service that was replaced. */
	get handOverMs(): number {
		return this.#options.handOverMs;
	}

	isWorking(service: Service): boolean {
		return this.attempts.isWorking(service);
	}

	/** Gives nothing more to a service, and waits for what it works on, for as long as a task may stay. */
	async detach(service: Service): Promise<void> {
		this.#giveNothingMore(service);
		await this.attempts.endOf(service, this.handOverMs);
	}

	/** Gives nothing more to a service, and hands over what it works on. */
	leave(service: Service): void {
		this.#giveNothingMore(service);
		this.attempts.handOver(service);
	}

	#giveNothingMore(service: Service) {
		this.scheduler.remove(service);
		for (const [name, worker] of this.#workers) {
			worker.remove(service);
			if (worker.isIdle) this.#workers.delete(name);
		}
	}

	/** Cancels tasks of this filter with all that belong to them; answers how many. */
	async cancel(id: string): Promise<TaskDocument | null> {
		const [cancelled] = await this.tasks.cancel({ _id: id });
		if (!cancelled) return null;
		const members = await this.tasks.cancel({ batchId: id });
		const all = [cancelled, ...members];
		all.forEach(task => this.#changed(task));
		const ids = all.map(({ _id }) => _id);
		this.interrupt(ids);
		this.#neighbours.cancelled(ids);
		return cancelled;
	}

	/** Ends the attempts of this node at tasks that were cancelled. */
	interrupt(ids: string[]): void {
		this.attempts.interrupt(ids, "cancelled");
	}

	/** Looks for what another node has queued. */
	wake(jobs: string[]): void {
		if (this.mover instanceof StoreMover) this.mover.wake(jobs);
	}

	async measure(): Promise<void> {
		const jobs = [...this.#workers.keys()];
		for (const state of ["queued", "running"] as const)
			this.metrics.counted(state, await this.tasks.count(state), jobs);
	}

	#attemptParts(
		changed: (task: TaskDocument) => void,
		failed: (error: unknown) => void
	): AttemptParts {
		const { tasks } = this;
		return {
			tasks,
			progress: new ProgressWriter({ tasks, changed, failed }),
			changed,
			measured: ({ job }, milliseconds) => this.metrics.measured(job, milliseconds),
			failed: (what, error) => this.#warn(what, error),
			isStopping: () => this.#isStopping
		};
	}

	#workerFor(job: string) {
		// As whoever attaches first: what wakes a job is the work of another service.
		const run = AsyncLocalStorage.bind((id: string, turn: number, doer: Doer) =>
			this.attempts.run(id, turn, doer)
		);
		return new Worker(job, this.mover, run);
	}

	#moverFor(runtime: Runtime, failed: (error: unknown) => void): Mover {
		const { redisUrl } = this.#options;
		if (redisUrl !== null)
			return new BullMover(redisUrl, runtime.connection.db!.databaseName, {
				failed,
				found: () => void this.#reconciler.look()
			});
		return new StoreMover({
			tasks: this.tasks,
			tellOthers: jobs => this.#neighbours.waiting(jobs),
			failed
		});
	}

	/** What cannot be moved now is found by the reconciler. */
	#push(turns: Turn[]) {
		this.mover
			.push(turns)
			.catch(error => this.#warn("Tasks wait until they can be moved", error));
	}

	#changed(task: TaskDocument) {
		const { state, progress, batchId } = task;
		this.metrics.changed(task);
		if (state === "queued") this.#push([turnOf(task)]);
		if (batchId !== undefined && (progress > 0 || hasEnded(task))) this.#batches.touch(batchId);
		this.#neighbours.progressed(progressOf(task));
	}

	#warn(what: string, error: unknown) {
		this.#logger?.warn(what, error);
	}
}
