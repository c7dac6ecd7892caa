/** Counts what a query examines, and stops it at its time limit or when it is too long for its thread. */
import { storeError } from "../errors.ts";

/** Thrown when a query turns out to be longer than the thread that serves the sockets may run. */
export class TooLong extends Error {}

/** A document read and decoded costs about as much as this many index keys. */
const KEYS_PER_DOCUMENT = 8;

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
		this.check();
	}

	spendDocument(): void {
		this.docs++;
		this.check();
	}

	/** Counts many keys that one statement of SQLite looked at. */
	spendKeys(count: number): void {
		this.keys += count;
		this.untilCheck = 0;
		this.check();
	}

	private check(): void {
		if (this.keys + this.docs * KEYS_PER_DOCUMENT > this.budget) throw new TooLong();
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
