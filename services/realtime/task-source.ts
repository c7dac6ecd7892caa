/** Tasks: whoever may see one hears how far it is, until it has ended. */
import { accessErrors, documentErrors, requestErrors, type Caller } from "../../mixins/index.ts";
import type { TaskProgress } from "../jobs/events.ts";
import type { Connection } from "./connection.ts";
import type { Source, Subscribed, Subscription } from "./subscription.ts";

const MAX_ID_LENGTH = 64;
const SCOPE = "tasks.read";

/** The bus may lose what it carries; so often it is looked at what was not heard of. */
const LOOK_EVERY_MS = 5000;

/** The tasks of these that the caller may see; without a caller, all of them. */
export type ReadTasks = (ids: string[], caller?: Caller) => Promise<TaskProgress[]>;

interface Sources {
	read: ReadTasks;
	/** The position of what was told so far, as every subscription's answer names it. */
	position: () => number;
	report: (error: unknown) => void;
}

interface Watching extends Subscription {
	taskId: string;
	/** The revision that was told last. */
	rev: number;
	/** What happened while it was being opened. */
	latest: TaskProgress | null;
}

export class TaskSource implements Source {
	readonly key = "task";
	readonly #sources: Sources;
	readonly #watching = new Map<string, Set<Watching>>();
	#looking: NodeJS.Timeout | undefined;

	constructor(sources: Sources) {
		this.#sources = sources;
	}

	get size(): number {
		return [...this.#watching.values()].reduce((sum, own) => sum + own.size, 0);
	}

	start(): void {
		this.#looking = setInterval(() => {
			this.look().catch(this.#sources.report);
		}, LOOK_EVERY_MS).unref();
	}

	stop(): void {
		clearInterval(this.#looking);
	}

	async open(connection: Connection, request: Record<string, unknown>): Promise<Subscribed> {
		const taskId = readTask(request);
		const id = `task ${taskId}`;
		const known = connection.subscriptions.get(id) as Watching | undefined;
		const watching = known ?? {
			id,
			taskId,
			rev: 0,
			latest: null,
			source: this,
			connection
		};
		// Noted before it is read, so that nothing happens unheard in between.
		this.#add(watching);
		try {
			const read = await this.#require(connection.caller, taskId);
			const task = newer(read, watching.latest);
			watching.rev = Math.max(watching.rev, task.rev);
			connection.subscriptions.set(id, watching);
			return { subscription: id, position: this.#sources.position(), task: shown(task) };
		} catch (error) {
			if (!known) this.close(watching);
			throw error;
		}
	}

	close(subscription: Subscription): void {
		const watching = subscription as Watching;
		const own = this.#watching.get(watching.taskId);
		own?.delete(watching);
		if (own?.size === 0) this.#watching.delete(watching.taskId);
	}

	async callerChanged(subscription: Subscription): Promise<boolean> {
		const { taskId, connection } = subscription as Watching;
		const [task] = await this.#sources.read([taskId], connection.caller);
		return task !== undefined;
	}

	/** Tells all who watch the task. */
	deliver(progress: TaskProgress): void {
		const watching = [...(this.#watching.get(progress.id) ?? [])];
		const isOpen = ({ id, connection }: Watching) => connection.subscriptions.has(id);
		for (const one of watching) if (!isOpen(one)) one.latest = newer(progress, one.latest);
		const behind = watching.filter(one => isOpen(one) && one.rev < progress.rev);
		if (behind.length === 0) return;
		const frame = { subscription: `task ${progress.id}`, ...shown(progress) };
		for (const one of behind) one.rev = progress.rev;
		const connections = behind.map(({ connection }) => connection);
		for (const [door, own] of Map.groupBy(connections, ({ door: one }) => one))
			door.send("progress", frame, own);
	}

	/** Tells of what was not heard. */
	async look(): Promise<void> {
		const ids = [...this.#watching.keys()];
		if (ids.length === 0) return;
		for (const progress of await this.#sources.read(ids)) this.deliver(progress);
	}

	#add(watching: Watching) {
		const own = this.#watching.get(watching.taskId) ?? new Set();
		this.#watching.set(watching.taskId, own.add(watching));
	}

	async #require(caller: Caller, id: string): Promise<TaskProgress> {
		if (caller.scopes && !caller.scopes.includes(SCOPE))
			throw accessErrors.SCOPE_MISSING({ scope: SCOPE });
		if (caller.kind === "guest") throw accessErrors.UNAUTHENTICATED({});
		const [task] = await this.#sources.read([id], caller);
		if (!task) throw documentErrors.NOT_FOUND({ subject: "Task", id });
		return task;
	}
}

function newer(one: TaskProgress, other: TaskProgress | null): TaskProgress {
	return other && other.rev > one.rev ? other : one;
}

/** What is told of a task; its result is asked for with `GET /tasks/{id}`. */
function shown({ id, state, progress, message, error }: TaskProgress) {
	return { task: id, state, progress, message, error };
}

function readTask({ task, ...others }: Record<string, unknown>): string {
	const [unknown] = Object.keys(others);
	if (unknown !== undefined)
		throw invalid(`/${unknown}`, "is not known", others[unknown], "the task alone");
	if (typeof task === "string" && task.length > 0 && task.length <= MAX_ID_LENGTH) return task;
	throw invalid("/task", "is not a task", task, "the id of a task");
}

function invalid(pointer: string, message: string, value: unknown, expected: string) {
	return requestErrors.INVALID({ errors: [{ pointer, message, value, expected }] });
}
