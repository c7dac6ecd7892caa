/** Writes new tasks: once for each key, and with the change that causes them. */
import {
	newId,
	type JobDefinition,
	type Kernel,
	type NewBatch,
	type NewTask,
	type QueuedTask
} from "../../mixins/index.ts";
import { payloadProblems } from "../streams/payload.ts";
import type { Catalogue } from "./catalogue.ts";
import { errors } from "./errors.ts";
import { requireSmall } from "./size.ts";
import { Task, type TaskDocument } from "./task.model.ts";
import { turnOf, type Tasks, type Turn } from "./tasks.ts";

export const DEFAULT_DELAYS_MS = [1000, 10_000, 60_000];

const DUPLICATE_KEY = 11000;
const MAX_PRIORITY = 9;
const MAX_KEY_LENGTH = 200;
const MAX_BATCH = 10_000;

interface EnqueuerParts {
	kernel: Pick<Kernel, "transaction" | "writeTogether" | "afterCommit" | "actingPlugin">;
	tasks: Tasks;
	catalogue: Catalogue;
	/** How long tasks are kept whose job does not say it. */
	keepMs: number;
	/** Hears of what was queued, after it was committed. */
	queued: (turns: Turn[]) => void;
}

export class Enqueuer {
	readonly #parts: EnqueuerParts;

	constructor(parts: EnqueuerParts) {
		this.#parts = parts;
	}

	/** Queues one task; the one that has the same key already is answered in its place. */
	async enqueue(wanted: NewTask): Promise<QueuedTask> {
		const definition = this.#requireSound(wanted, [wanted.payload]);
		return this.#once(wanted, () => [this.#documentOf(definition, wanted, wanted.payload)]);
	}

	/** Queues a task for each payload, and one that stands for all. */
	async enqueueBatch(wanted: NewBatch): Promise<QueuedTask> {
		const { payloads, key: _key, ...common } = wanted;
		const definition = this.#requireSound(wanted, payloads);
		if (payloads.length === 0 || payloads.length > MAX_BATCH)
			throw bad(wanted.job, `a batch has 1 to ${MAX_BATCH} payloads, got ${payloads.length}`);
		return this.#once(wanted, () => {
			const whole = this.#documentOf(definition, wanted, null);
			const batchId = whole._id;
			const members = payloads.map(payload => ({
				...this.#documentOf(definition, common, payload),
				batchId
			}));
			return [{ ...whole, state: "running", members: members.length }, ...members];
		});
	}

	/** Writes the documents unless the first one's key is there. */
	#once({ job, key }: NewTask | NewBatch, make: () => TaskDocument[]): Promise<QueuedTask> {
		const { kernel, tasks } = this.#parts;
		const documents = make();
		if (key === undefined && documents.length === 1) return this.#writeOne(documents[0]!);
		return kernel.transaction(async session => {
			const wanted = key !== undefined && { key: keyOf(job, key) };
			const known = wanted && (await tasks.documents.findOne(wanted, { session }));
			if (known) return present(known);
			await tasks.documents.insertMany(documents, { session }).catch(asTransient);
			return this.#written(documents);
		});
	}

	/** Without a transaction of its own, which costs more than the task. */
	async #writeOne(document: TaskDocument): Promise<QueuedTask> {
		const { collection } = Task;
		await this.#parts.kernel.writeTogether([{ kind: "insert", collection, document }]);
		return this.#written([document]);
	}

	#written(documents: TaskDocument[]): QueuedTask {
		const { kernel, queued } = this.#parts;
		const turns = documents.filter(({ state }) => state === "queued").map(turnOf);
		kernel.afterCommit(() => queued(turns));
		return present(documents[0]!);
	}

	#requireSound(wanted: NewTask | NewBatch, payloads: unknown[]): JobDefinition {
		const { catalogue, kernel } = this.#parts;
		const { job } = wanted;
		kernel.actingPlugin()?.requireAction(job);
		const definition = catalogue.find(job);
		if (!definition) throw errors.UNDECLARED({ job });
		const problem = optionsProblem(wanted);
		if (problem !== null) throw bad(job, problem);
		for (const payload of payloads) {
			const problems = payloadProblems(definition.payload, payload);
			if (problems.length > 0) throw errors.BAD_PAYLOAD({ job, errors: problems });
			requireSmall(job, "payload", payload);
		}
		return definition;
	}

	#documentOf(
		{ retry, keepMs = this.#parts.keepMs }: JobDefinition,
		{
			job,
			key,
			priority = 0,
			runAt,
			delayMs = 0,
			askedBy,
			requestId
		}: Omit<NewTask, "payload">,
		payload: unknown
	): TaskDocument {
		const now = new Date();
		return {
			_id: newId(),
			job,
			state: "queued",
			progress: 0,
			attempts: 0,
			attemptsAllowed: (retry?.delaysMs ?? DEFAULT_DELAYS_MS).length + 1,
			priority,
			runAt: runAt ?? new Date(now.getTime() + delayMs),
			askedBy,
			requestId,
			payload,
			keepMs,
			turn: 1,
			...(key !== undefined && { key: keyOf(job, key) }),
			rev: 1,
			createdAt: now,
			updatedAt: now
		};
	}
}

function optionsProblem({ priority = 0, runAt, delayMs = 0, key }: NewTask | NewBatch) {
	if (!Number.isInteger(priority) || priority < 0 || priority > MAX_PRIORITY)
		return `its priority is ${priority}, expected a whole number from 0 to ${MAX_PRIORITY}`;
	if (runAt !== undefined && Number.isNaN(runAt.getTime()))
		return "its runAt is no time, expected a Date";
	if (!Number.isFinite(delayMs) || delayMs < 0)
		return `its delayMs is ${delayMs}, expected 0 or more`;
	if (key !== undefined && (key === "" || key.length > MAX_KEY_LENGTH))
		return `its key is ${JSON.stringify(key)}, expected 1 to ${MAX_KEY_LENGTH} characters`;
	return null;
}

function bad(job: string, problem: string) {
	return errors.BAD_OPTIONS({ job, problem });
}

/** Another transaction wrote the same key meanwhile: this one begins anew and finds it. */
function asTransient(error: { code?: unknown; addErrorLabel?: (label: string) => void }): never {
	if (error.code === DUPLICATE_KEY) error.addErrorLabel?.("TransientTransactionError");
	throw error;
}

function keyOf(job: string, key: string) {
	return `${job} ${key}`;
}

function present({ _id: id, state, progress }: TaskDocument): QueuedTask {
	return { id, state, progress };
}
