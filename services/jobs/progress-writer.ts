/** Writes how far tasks are: the last that was told, a few times a second, however often it is told. */
import { MAX_MESSAGE_LENGTH, type TaskDocument } from "./task.model.ts";
import type { ClaimedTask, Tasks } from "./tasks.ts";

const WRITE_EVERY_MS = 200;

interface Told {
	task: ClaimedTask;
	latest: { progress: number; message?: string } | null;
	timer: NodeJS.Timeout | null;
	writing: Promise<void> | null;
}

interface ProgressWriterParts {
	tasks: Tasks;
	changed: (task: TaskDocument) => void;
	failed: (error: unknown) => void;
}

export class ProgressWriter {
	readonly #parts: ProgressWriterParts;
	readonly #told = new Map<string, Told>();

	constructor(parts: ProgressWriterParts) {
		this.#parts = parts;
	}

	tell(task: ClaimedTask, progress: number, message?: string): void {
		const known = this.#told.get(task._id);
		const told = known ?? { task, latest: null, timer: null, writing: null };
		this.#told.set(task._id, told);
		told.latest = {
			progress,
			...(message !== undefined && { message: message.slice(0, MAX_MESSAGE_LENGTH) })
		};
		if (told.timer === null) this.#write(told);
	}

	/** Forgets a task whose attempt is over, once nothing of it is being written. */
	async settle(id: string): Promise<void> {
		const told = this.#told.get(id);
		if (!told) return;
		this.#told.delete(id);
		clearTimeout(told.timer ?? undefined);
		told.latest = null;
		await told.writing;
	}

	#write(told: Told) {
		const { latest } = told;
		if (latest === null || told.writing) return;
		told.latest = null;
		told.writing = this.#parts.tasks
			.write(told.task, latest)
			.then(changed => (changed ? this.#parts.changed(changed) : undefined))
			.catch(this.#parts.failed)
			.finally(() => {
				told.writing = null;
			});
		told.timer = setTimeout(() => {
			told.timer = null;
			this.#write(told);
		}, WRITE_EVERY_MS).unref();
	}
}
