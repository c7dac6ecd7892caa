/** Counts what a query examines, and stops it at its time limit or when it is too long for its thread. */
import { storeError } from "../errors.ts";

/** Thrown when a query turns out to be longer than the thread that serves the sockets may run. */
export class TooLong extends Error {}

/** A document read and decoded costs about as much as this many index keys. */
const KEYS_PER_DOCUMENT = 8;
/** A document that is read for its `_id` alone. */
const KEYS_PER_ID = 3;
/** A key that SQLite passes over by itself costs a fraction of one that it hands out. */
const PASSED_KEY = 1 / 8;
/** An entry that a text search scores and hands on costs about as much as this many index keys. */
const KEYS_PER_SCORE = 2;

/** After a statement over more keys than this the clock is looked at. */
const MANY_KEYS = 200;

/** A query without `maxTimeMS` ends after this long. */
export const SCAN_LIMIT_MS = 60_000;

export interface WorkLimits {
	/** The most keys (a document counts as several) before `TooLong` is thrown. */
	budget?: number;
	maxTimeMs?: number;
	/** Asked now and then; true ends the query. */
	isAborted?: () => boolean;
}

export class Work {
	keys = 0;
	docs = 0;
	/** What was spent so far, in keys. */
	private spent = 0;
	private readonly budget: number;
	private deadline = 0;
	private readonly isAborted: () => boolean;
	private untilCheck = 200;

	constructor(limits: WorkLimits = {}) {
		this.budget = limits.budget ?? Number.POSITIVE_INFINITY;
		this.renew(limits.maxTimeMs);
		this.isAborted = limits.isAborted ?? (() => false);
	}

	/** Starts the time limit again, for the next batch of a cursor. */
	renew(maxTimeMs?: number): void {
		this.deadline = performance.now() + (maxTimeMs || SCAN_LIMIT_MS);
	}

	spendKey(): void {
		this.keys++;
		this.spent++;
		this.check();
	}

	spendDocument(): void {
		this.docs++;
		this.spent += KEYS_PER_DOCUMENT;
		this.check();
	}

	spendId(): void {
		this.docs++;
		this.spent += KEYS_PER_ID;
		this.check();
	}

	/** Counts many keys that one statement of SQLite looked at. */
	spendKeys(count: number): void {
		this.spendMany(count, PASSED_KEY);
	}

	/** How many keys one statement may look at before it is too long; -1 when there is no bound. */
	get mostKeys(): number {
		return this.most(PASSED_KEY);
	}

	/** Counts what a text search has found, all at once. */
	spendScores(count: number): void {
		this.spendMany(count, KEYS_PER_SCORE);
	}

	/** How many entries a text search may find before that is too long; -1 when there is no bound. */
	get mostScores(): number {
		return this.most(KEYS_PER_SCORE);
	}

	private spendMany(count: number, each: number): void {
		this.keys += count;
		this.spent += count * each;
		if (count > MANY_KEYS) this.untilCheck = 0;
		this.check();
	}

	private most(each: number): number {
		if (this.budget === Number.POSITIVE_INFINITY) return -1;
		return Math.floor((this.budget - this.spent) / each) + 1;
	}

	private check(): void {
		if (this.spent > this.budget) throw new TooLong();
		if (--this.untilCheck > 0) return;
		this.untilCheck = 200;
		this.checkTime();
	}

	/** Throws when the time is over or the client has gone. */
	checkTime(): void {
		if (performance.now() > this.deadline) {
			throw storeError("MaxTimeMSExpired", "operation exceeded time limit");
		}
		if (this.isAborted()) throw storeError("Interrupted", "operation was interrupted");
	}
}
