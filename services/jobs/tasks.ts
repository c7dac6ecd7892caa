/**
 * The task documents. What an attempt writes names its lease, so that one which was given up writes nothing;
 * whatever is queued gets another turn, so that what was told of an earlier one moves nothing.
 */
import type { Collection, Filter, UpdateFilter } from "mongodb";
import { newId, type Kernel, type TaskState } from "../../mixins/index.ts";
import { Task, type TaskDocument, type TaskError } from "./task.model.ts";

/** What moves a task to where it runs. */
export interface Turn {
	id: string;
	job: string;
	turn: number;
	priority: number;
	runAt: Date;
}

/** A task that an attempt is made of. */
export type ClaimedTask = TaskDocument & { lease: string };

const UNLEASED = { lease: "", leaseUntil: "" } as const;
const LIVE: TaskState[] = ["queued", "running"];

export class Tasks {
	readonly #kernel: Pick<Kernel, "connection" | "transaction">;
	readonly #nodeId: string;
	readonly #leaseMs: number;

	constructor(
		kernel: Pick<Kernel, "connection" | "transaction">,
		nodeId: string,
		leaseMs: number
	) {
		this.#kernel = kernel;
		this.#nodeId = nodeId;
		this.#leaseMs = leaseMs;
	}

	get documents(): Collection<TaskDocument> {
		return this.#kernel.connection.collection<TaskDocument>(Task.collection);
	}

	/** Begins an attempt; null when the turn is over. */
	async claim(id: string, turn: number): Promise<ClaimedTask | null> {
		const now = new Date();
		const claimed = await this.documents.findOneAndUpdate(
			{ _id: id, state: "queued", turn },
			{
				$set: {
					state: "running",
					lease: newId(),
					leaseUntil: this.#leaseEnd(),
					startedAt: now,
					updatedAt: now,
					nodeId: this.#nodeId
				},
				$inc: { attempts: 1, rev: 1 }
			},
			{ returnDocument: "after" }
		);
		return claimed as ClaimedTask | null;
	}

	/** The next turns of a job that are due, in their order. */
	due(job: string, limit: number): Promise<Turn[]> {
		return this.#turns(
			{ state: "queued", job, runAt: { $lte: new Date() } },
			{ priority: -1, runAt: 1, _id: 1 },
			limit
		);
	}

	/** Those of the jobs of which something is due. */
	async dueJobs(jobs: string[]): Promise<string[]> {
		const runAt = { $lte: new Date() };
		const due = await this.documents
			.aggregate<{ _id: string }>([
				{ $match: { state: "queued", job: { $in: jobs }, runAt } },
				{ $group: { _id: "$job" } }
			])
			.toArray();
		return due.map(({ _id: job }) => job);
	}

	/** What is queued of jobs, page by page by id. */
	queuedAfter(id: string, jobs: string[], limit: number): Promise<Turn[]> {
		return this.#turns(
			{ state: "queued", job: { $in: jobs }, _id: { $gt: id } },
			{ _id: 1 },
			limit
		);
	}

	/** How many tasks of each job are in a state. */
	async count(state: TaskState): Promise<Map<string, number>> {
		const counts = await this.documents
			.aggregate<{ _id: string; count: number }>([
				{ $match: { state, members: { $exists: false } } },
				{ $group: { _id: "$job", count: { $sum: 1 } } }
			])
			.toArray();
		return new Map(counts.map(({ _id: job, count }) => [job, count]));
	}

	/** Says that attempts live; answers the ids of those that still count. */
	async keepAlive(attempts: ReadonlyMap<string, string>): Promise<Set<string>> {
		const ids = [...attempts.keys()];
		await this.documents.updateMany(
			{ _id: { $in: ids }, state: "running", lease: { $in: [...attempts.values()] } },
			{ $set: { leaseUntil: this.#leaseEnd() } }
		);
		const held = await this.documents
			.find({ _id: { $in: ids }, state: "running" }, { projection: { lease: 1 } })
			.toArray();
		return new Set(held.filter(({ _id, lease }) => attempts.get(_id) === lease).map(byId));
	}

	/** Writes for an attempt; null when it does not count any more. */
	async write(
		{ _id, lease }: ClaimedTask,
		fields: Partial<TaskDocument>
	): Promise<TaskDocument | null> {
		return this.#change({ _id, lease, state: "running" }, { $set: fields });
	}

	/** Keeps a checkpoint, in the transaction that is open if there is one; false when the attempt is over. */
	async checkpoint({ _id, lease }: ClaimedTask, checkpoint: unknown): Promise<boolean> {
		return this.#kernel.transaction(async session => {
			const { matchedCount } = await this.documents.updateOne(
				{ _id, lease, state: "running" },
				{ $set: { checkpoint, updatedAt: new Date() }, $inc: { rev: 1 } },
				{ session }
			);
			return matchedCount === 1;
		});
	}

	async finish(task: ClaimedTask, result: unknown): Promise<TaskDocument | null> {
		return this.#change(
			{ _id: task._id, lease: task.lease, state: "running" },
			{
				$set: {
					state: "done",
					progress: 1,
					...(result !== undefined && { result }),
					...endOf(task)
				},
				$unset: { ...UNLEASED, checkpoint: "", error: "" }
			}
		);
	}

	/** Ends a task that failed, or queues it for its next attempt. */
	async fail(
		task: ClaimedTask,
		error: TaskError,
		retryInMs: number | null
	): Promise<TaskDocument | null> {
		const filter = { _id: task._id, lease: task.lease, state: "running" as const };
		if (retryInMs === null)
			return this.#change(filter, {
				$set: { state: "failed", error, ...endOf(task) },
				$unset: UNLEASED
			});
		return this.#queueAgain(filter, { error, runAt: new Date(Date.now() + retryInMs) });
	}

	/** Queues a task again whose attempt was broken off by us: it does not count. */
	async handBack({ _id, lease }: ClaimedTask): Promise<TaskDocument | null> {
		return this.#queueAgain({ _id, lease, state: "running" }, { runAt: new Date() }, -1);
	}

	/** Cancels what a filter takes of those that have not ended; answers those that it was. */
	async cancel(filter: Filter<TaskDocument>): Promise<TaskDocument[]> {
		const cancelled: TaskDocument[] = [];
		const live = { $and: [filter, { state: { $in: LIVE } }] } as Filter<TaskDocument>;
		for await (const task of this.documents.find(live)) {
			const changed = await this.#change(
				{ _id: task._id, state: { $in: LIVE } },
				{ $set: { state: "cancelled", ...endOf(task) }, $unset: UNLEASED }
			);
			if (changed) cancelled.push(changed);
		}
		return cancelled;
	}

	/** Those of some tasks that were cancelled. */
	async cancelledOf(ids: string[]): Promise<Set<string>> {
		const found = await this.documents
			.find({ _id: { $in: ids }, state: "cancelled" }, { projection: { _id: 1 } })
			.toArray();
		return new Set(found.map(({ _id }) => _id));
	}

	/** The running tasks whose node gives no sign of life. */
	abandoned(limit: number): Promise<TaskDocument[]> {
		return this.documents
			.find({ state: "running", leaseUntil: { $lt: new Date() } })
			.limit(limit)
			.toArray();
	}

	/** Queues an abandoned task again, or ends it with `error` after its last attempt. */
	async takeUp(task: TaskDocument, error: TaskError): Promise<TaskDocument | null> {
		const { _id, lease, leaseUntil, attempts, attemptsAllowed } = task;
		const filter = { _id, lease, leaseUntil, state: "running" } as Filter<TaskDocument>;
		if (attempts < attemptsAllowed)
			return this.#queueAgain(filter, { error, runAt: new Date() });
		return this.#change(filter, {
			$set: { state: "failed", error, ...endOf(task) },
			$unset: UNLEASED
		});
	}

	#turns(
		filter: Filter<TaskDocument>,
		sort: Record<string, 1 | -1>,
		limit: number
	): Promise<Turn[]> {
		return this.documents
			.find(filter, { projection: { job: 1, turn: 1, priority: 1, runAt: 1 } })
			.sort(sort)
			.limit(limit)
			.map(turnOf)
			.toArray();
	}

	#queueAgain(filter: Filter<TaskDocument>, fields: Partial<TaskDocument>, attempts = 0) {
		return this.#change(filter, {
			$set: { state: "queued", ...fields },
			$unset: UNLEASED,
			$inc: { turn: 1, attempts }
		});
	}

	#change(filter: Filter<TaskDocument>, update: UpdateFilter<TaskDocument>) {
		return this.documents.findOneAndUpdate(
			filter,
			{
				...update,
				$set: { ...update.$set, updatedAt: new Date() },
				$inc: { ...update.$inc, rev: 1 }
			},
			{ returnDocument: "after" }
		);
	}

	#leaseEnd() {
		return new Date(Date.now() + this.#leaseMs);
	}
}

export function turnOf({
	_id: id,
	job,
	turn,
	priority,
	runAt
}: Pick<TaskDocument, "_id" | "job" | "turn" | "priority" | "runAt">): Turn {
	return { id, job, turn, priority, runAt };
}

export function hasEnded({ state }: Pick<TaskDocument, "state">): boolean {
	return !LIVE.includes(state);
}

/** What the end of a task sets, whatever end it is. */
export function endOf({ keepMs }: Pick<TaskDocument, "keepMs">) {
	const now = Date.now();
	return { finishedAt: new Date(now), expiresAt: new Date(now + keepMs) };
}

function byId({ _id }: { _id: string }) {
	return _id;
}
