/**
 * Queues work by the clock. Every node knows when; who moves the schedule's document on to that time queues
 * the task in the same transaction, under a key of name and time, so that it is queued once in the cluster.
 */
import { Cron } from "croner";
import type { Collection } from "mongodb";
import type { Service } from "moleculer";
import type { Kernel, NewTask, QueuedTask, ScheduleDefinition } from "../../mixins/index.ts";

/** The last time of each schedule that was looked after. */
export const SCHEDULES = "taskSchedules";

/** Timers go no further, and a clock that was set is noticed. */
const MAX_WAIT_MS = 60_000;
const DUPLICATE_KEY = 11000;

interface ScheduleDocument {
	_id: string;
	lastAt: Date;
}

interface SchedulerParts {
	kernel: Pick<Kernel, "connection" | "transaction">;
	enqueue: (task: NewTask) => Promise<QueuedTask>;
	failed: (error: unknown) => void;
}

/** A schedule as it is shown. */
export interface ListedSchedule {
	name: string;
	job: string;
	description: string;
	cron: string;
	timezone: string;
	missed: "once" | "skip";
	nextAt: Date | null;
	/** Up to when it was looked after: the last time that was due, or when it was new. */
	lastAt: Date | null;
}

interface Clock {
	definition: ScheduleDefinition;
	cron: Cron;
	/** The services that bring it; it runs as long as there is one. */
	services: Set<Service>;
	timer: NodeJS.Timeout | undefined;
}

export class Scheduler {
	readonly #parts: SchedulerParts;
	readonly #clocks = new Map<string, Clock>();

	constructor(parts: SchedulerParts) {
		this.#parts = parts;
	}

	/** Begins to look after a schedule; of two generations' the newer counts. */
	add(service: Service, definition: ScheduleDefinition): void {
		const known = this.#clocks.get(definition.name);
		clearTimeout(known?.timer);
		const clock: Clock = {
			definition,
			cron: new Cron(definition.cron, { timezone: definition.timezone ?? "UTC" }),
			services: new Set([...(known?.services ?? []), service]),
			timer: undefined
		};
		this.#clocks.set(definition.name, clock);
		void this.#look(clock);
	}

	remove(service: Service): void {
		for (const [name, clock] of this.#clocks) {
			clock.services.delete(service);
			if (clock.services.size > 0) continue;
			clearTimeout(clock.timer);
			this.#clocks.delete(name);
		}
	}

	/** The schedules that are looked after, with when each comes next and when it was due last. */
	async list(): Promise<ListedSchedule[]> {
		const known = await this.#schedules
			.find({ _id: { $in: [...this.#clocks.keys()] } })
			.toArray();
		const last = new Map(known.map(({ _id, lastAt }) => [_id, lastAt]));
		return [...this.#clocks.values()]
			.map(({ definition, cron }) => ({
				name: definition.name,
				job: definition.job.name,
				description: definition.job.description,
				cron: definition.cron,
				timezone: definition.timezone ?? "UTC",
				missed: definition.missed ?? ("once" as const),
				nextAt: cron.nextRun(),
				lastAt: last.get(definition.name) ?? null
			}))
			.sort((one, other) => one.name.localeCompare(other.name));
	}

	stop(): void {
		for (const { timer } of this.#clocks.values()) clearTimeout(timer);
		this.#clocks.clear();
	}

	/** Queues what is due and waits for what comes next; what fails is tried again. */
	async #look(clock: Clock) {
		const now = Date.now();
		let wait = 1000;
		try {
			const last = await this.#lastOf(clock, new Date(now));
			const due = lastDue(clock, last, now);
			if (due !== null) await this.#fire(clock, due);
			wait = (clock.cron.nextRun(new Date(now))?.getTime() ?? Infinity) - Date.now();
		} catch (error) {
			this.#parts.failed(error);
		}
		if (this.#clocks.get(clock.definition.name) !== clock) return;
		const next = Math.min(Math.max(wait, 0), MAX_WAIT_MS);
		clock.timer = setTimeout(() => void this.#look(clock), next).unref();
	}

	/** Up to when it was looked after; one that is new begins now. */
	async #lastOf({ definition }: Clock, now: Date): Promise<Date> {
		const _id = definition.name;
		const known = await this.#schedules.findOne({ _id });
		if (known) return known.lastAt;
		await this.#schedules.insertOne({ _id, lastAt: now }).catch((error: { code?: unknown }) => {
			if (error.code !== DUPLICATE_KEY) throw error;
		});
		return now;
	}

	/** A time that was missed by more than a minute is passed over where the schedule says so. */
	#fire({ definition }: Clock, at: Date): Promise<void> {
		const { name, job, payload = {}, missed = "once" } = definition;
		const isMissed = Date.now() - at.getTime() > MAX_WAIT_MS;
		return this.#parts.kernel.transaction(async session => {
			const { matchedCount } = await this.#schedules.updateOne(
				{ _id: name, lastAt: { $lt: at } },
				{ $set: { lastAt: at } },
				{ session }
			);
			if (matchedCount === 0 || (isMissed && missed === "skip")) return;
			const key = `${name}@${at.toISOString()}`;
			await this.#parts.enqueue({
				job: job.name,
				payload,
				key,
				askedBy: null,
				requestId: null
			});
		});
	}

	get #schedules(): Collection<ScheduleDocument> {
		return this.#parts.kernel.connection.collection<ScheduleDocument>(SCHEDULES);
	}
}

/** The last of the times since then that have come; null when none has. */
function lastDue({ cron }: Clock, since: Date, now: number): Date | null {
	const [last] = cron.previousRuns(1, new Date(now + 1));
	return last && last > since ? last : null;
}
