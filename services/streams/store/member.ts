/** A member of a group on this node: works on each partition that it gets hold of, one message after the other. */
import type { Outcome, Subscription } from "../driver.ts";
import type { Entry } from "../entry.ts";
import { CursorLost, type Cursor, type Cursors } from "./cursors.ts";
import type { Log } from "./log.ts";

const READ_AT_ONCE = 20;

/** Signs of life in the time after which a member counts as dead. */
const SIGNS_PER_WAIT = 3;

export class Member {
	readonly subscription: Subscription;
	readonly #log: Log;
	readonly #cursors: Cursors;
	readonly #ackWaitMs: number;
	readonly #failed: (error: unknown) => void;
	/** The partitions that are worked on; true when something new came meanwhile. */
	readonly #woken = new Map<number, boolean>();
	readonly #work = new Set<Promise<void>>();
	readonly #timers = new Set<NodeJS.Timeout>();
	#stopped = false;

	constructor(
		subscription: Subscription,
		log: Log,
		cursors: Cursors,
		ackWaitMs: number,
		failed: (error: unknown) => void
	) {
		this.subscription = subscription;
		this.#log = log;
		this.#cursors = cursors;
		this.#ackWaitMs = ackWaitMs;
		this.#failed = failed;
	}

	/** Works on a partition until nothing is left in it; a wake-up meanwhile makes it look once more. */
	wake(partition: number): void {
		if (this.#stopped) return;
		const isBusy = this.#woken.has(partition);
		this.#woken.set(partition, isBusy);
		if (isBusy) return;
		const work = this.#workOn(partition)
			.catch(error => {
				if (!(error instanceof CursorLost)) this.#failed(error);
			})
			.finally(() => this.#rest(partition, work));
		this.#work.add(work);
	}

	/** Takes nothing more and waits for what is worked on. */
	async stop(): Promise<void> {
		this.#stopped = true;
		this.#timers.forEach(clearTimeout);
		while (this.#work.size > 0) await Promise.all(this.#work);
	}

	#rest(partition: number, work: Promise<void>) {
		const again = this.#woken.get(partition);
		this.#woken.delete(partition);
		this.#work.delete(work);
		if (again) this.wake(partition);
	}

	async #workOn(partition: number) {
		const { stream, group } = this.subscription;
		const cursor = await this.#cursors.take(stream, group, partition);
		if (!cursor) return;
		let { position } = cursor;
		for (;;) {
			const entries = await this.#log.after(stream, partition, position, READ_AT_ONCE);
			for (const entry of entries) {
				if (this.#stopped) return this.#release(cursor, position);
				const outcome = await this.#workOnOne(cursor, position, entry);
				if (outcome) return this.#wakeAfter(partition, outcome.retryAfterMs);
				position = entry.position;
			}
			if (entries.length < READ_AT_ONCE) return this.#release(cursor, position);
		}
	}

	/** Null when the message is done; otherwise its partition has been given back until it is due. */
	async #workOnOne(
		cursor: Cursor,
		position: number,
		entry: Entry & { position: number }
	): Promise<Outcome> {
		const attempts = cursor.current === entry._id ? cursor.attempts + 1 : 1;
		const progress = { position, current: entry._id, attempts };
		await this.#cursors.begin(cursor, progress);
		const outcome = await this.#withSignsOfLife(cursor, () =>
			this.subscription.deliver(entry, attempts)
		);
		if (outcome)
			await this.#cursors.release(cursor, progress, Date.now() + outcome.retryAfterMs);
		return outcome;
	}

	#release(cursor: Cursor, position: number) {
		// A message that was begun before and is not done keeps its attempts.
		const isBegun = cursor.current !== null && position === cursor.position;
		const { current, attempts } = isBegun ? cursor : { current: null, attempts: 0 };
		return this.#cursors.release(cursor, { position, current, attempts });
	}

	#wakeAfter(partition: number, milliseconds: number) {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			this.wake(partition);
		}, milliseconds).unref();
		this.#timers.add(timer);
	}

	async #withSignsOfLife<T>(cursor: Cursor, work: () => Promise<T>): Promise<T> {
		const signs = setInterval(() => {
			this.#cursors.extend(cursor).catch(error => {
				if (!(error instanceof CursorLost)) this.#failed(error);
			});
		}, this.#ackWaitMs / SIGNS_PER_WAIT);
		try {
			return await work();
		} finally {
			clearInterval(signs);
		}
	}
}
