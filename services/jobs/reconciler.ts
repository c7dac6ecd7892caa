/**
 * Finds what was lost: running tasks whose node is gone, queued ones that nobody moves, and batches whose end
 * nobody noticed. Every node looks; what each writes is fenced, so that two of them do no harm.
 */
import { errors } from "./errors.ts";
import type { Batches } from "./batches.ts";
import type { Mover } from "./mover.ts";
import type { TaskDocument } from "./task.model.ts";
import { turnOf, type Tasks } from "./tasks.ts";

const PAGE = 500;

interface ReconcilerParts {
	tasks: Tasks;
	mover: Mover;
	batches: Batches;
	everyMs: number;
	changed: (task: TaskDocument) => void;
	failed: (error: unknown) => void;
}

export class Reconciler {
	readonly #parts: ReconcilerParts;
	#timer: NodeJS.Timeout | undefined;
	#work: Promise<void> | null = null;

	constructor(parts: ReconcilerParts) {
		this.#parts = parts;
	}

	start(): void {
		this.#timer = setInterval(() => void this.look(), this.#parts.everyMs).unref();
	}

	async stop(): Promise<void> {
		clearInterval(this.#timer);
		await this.#work;
	}

	/** Looks for all that may be lost; one look at a time. */
	look(): Promise<void> {
		this.#work ??= this.#look()
			.catch(this.#parts.failed)
			.finally(() => {
				this.#work = null;
			});
		return this.#work;
	}

	/** Tells the mover of everything that is queued of these jobs, because it may have forgotten it. */
	async tell(jobs: string[]): Promise<void> {
		const { tasks, mover } = this.#parts;
		if (jobs.length === 0) return;
		let last = "";
		for (;;) {
			const turns = await tasks.queuedAfter(last, jobs, PAGE);
			if (turns.length > 0) await mover.push(turns);
			if (turns.length < PAGE) return;
			last = turns.at(-1)!.id;
		}
	}

	async #look() {
		await this.#takeUp();
		await this.tell(await this.#forgotten());
		await this.#parts.batches.workOutAll();
	}

	/** A death counts as an attempt: the work may have been its cause. */
	async #takeUp() {
		const { tasks, mover, changed } = this.#parts;
		const { type: code, message } = errors.NODE_LOST({});
		for (const task of await tasks.abandoned(PAGE)) {
			const taken = await tasks.takeUp(task, { code, message });
			if (!taken) continue;
			changed(taken);
			if (taken.state === "queued") await mover.push([turnOf(taken)]);
		}
	}

	/** The jobs of which more is queued than the mover knows. */
	async #forgotten(): Promise<string[]> {
		const { tasks, mover } = this.#parts;
		const queued = [...(await tasks.count("queued"))];
		const looks = queued.map(async ([job, count]) =>
			(await mover.lacks(job, count)) ? [job] : []
		);
		return (await Promise.all(looks)).flat();
	}
}
