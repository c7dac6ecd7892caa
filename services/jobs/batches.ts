/** How far batches are: what their tasks say, worked out a few times a second. */
import type { TaskState } from "../../mixins/index.ts";
import type { TaskDocument } from "./task.model.ts";
import { endOf, type Tasks } from "./tasks.ts";

const WORK_OUT_EVERY_MS = 200;

interface Share {
	_id: TaskState;
	count: number;
	progress: number;
}

interface BatchesParts {
	tasks: Tasks;
	changed: (task: TaskDocument) => void;
	failed: (error: unknown) => void;
}

export class Batches {
	readonly #parts: BatchesParts;
	readonly #timers = new Map<string, NodeJS.Timeout>();

	constructor(parts: BatchesParts) {
		this.#parts = parts;
	}

	/** A task of the batch has changed. */
	touch(id: string): void {
		if (this.#timers.has(id)) return;
		const timer = setTimeout(() => {
			this.#timers.delete(id);
			void this.workOut(id).catch(this.#parts.failed);
		}, WORK_OUT_EVERY_MS).unref();
		this.#timers.set(id, timer);
	}

	/** Looks at all that have not ended: the node that was to do it may have died. */
	async workOutAll(): Promise<void> {
		const open = this.#parts.tasks.documents.find(
			{ state: "running", members: { $gt: 0 } },
			{ projection: { _id: 1 } }
		);
		for await (const { _id } of open) await this.workOut(_id);
	}

	stop(): void {
		this.#timers.forEach(clearTimeout);
		this.#timers.clear();
	}

	async workOut(id: string): Promise<void> {
		const { documents } = this.#parts.tasks;
		const batch = await documents.findOne({ _id: id, state: "running" });
		if (!batch) return;
		const shares = await documents
			.aggregate<Share>([
				{ $match: { batchId: id } },
				{ $group: { _id: "$state", count: { $sum: 1 }, progress: { $sum: "$progress" } } }
			])
			.toArray();
		const fields = stateOf(batch, shares);
		if (fields.state === undefined && fields.progress === batch.progress) return;
		const changed = await documents.findOneAndUpdate(
			{ _id: id, state: "running", rev: batch.rev },
			{ $set: { ...fields, updatedAt: new Date() }, $inc: { rev: 1 } },
			{ returnDocument: "after" }
		);
		if (changed) this.#parts.changed(changed);
		else this.touch(id);
	}
}

function stateOf(batch: TaskDocument, shares: Share[]): Partial<TaskDocument> {
	const members = batch.members!;
	const count = (state: TaskState) => shares.find(({ _id }) => _id === state)?.count ?? 0;
	const [failed, cancelled] = [count("failed"), count("cancelled")];
	const waiting = count("queued") + count("running");
	// Those that have ended without success count as far as anything can come of them.
	const reached = shares.reduce(
		(sum, { _id, count: own, progress }) =>
			sum + (_id === "failed" || _id === "cancelled" ? own : progress),
		0
	);
	if (waiting > 0) return { progress: Math.min(reached / members, 1) };
	const state = failed > 0 ? "failed" : cancelled > 0 ? "cancelled" : "done";
	const result = { done: members - failed - cancelled, failed, cancelled };
	const error = { code: "JOBS_BATCH", message: `${failed} of ${members} tasks failed` };
	return { state, progress: 1, result, ...(failed > 0 && { error }), ...endOf(batch) };
}
