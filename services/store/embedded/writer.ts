/** Writes: each takes the writer's turn, runs in one SQLite transaction, and is durable before it is answered. */
import { isTruthy, type Doc } from "./bson/values.ts";
import type { Connection } from "./storage/connection.ts";
import { Turn, type Release } from "./turn.ts";

/** A write that takes longer lets the event loop serve others, keeping the turn. */
const SLICE_MS = 8;

export class Writer {
	readonly connection: Connection;
	readonly turn = new Turn();
	/** Counts commits, so that others can see whether anything has changed since. */
	commits = 0;
	private fullSync = false;
	private readonly onCommit: (changed: Set<number>) => void;

	/** `onCommit` is told which collections have changed. */
	constructor(connection: Connection, onCommit: (changed: Set<number>) => void) {
		this.connection = connection;
		this.onCommit = onCommit;
	}

	/** Runs a write at once when nobody has the turn and it needs no waiting; else in its turn. */
	run<T>(body: Doc, write: () => T | Promise<T>): T | Promise<T> {
		const release = this.turn.tryTake();
		if (release) return this.runHolding(release, body, write);
		return this.turn.take().then(taken => this.runHolding(taken, body, write));
	}

	private runHolding<T>(
		release: Release,
		body: Doc,
		write: () => T | Promise<T>
	): T | Promise<T> {
		let result: T | Promise<T>;
		try {
			this.begin(body);
			result = write();
			if (!(result instanceof Promise)) {
				this.commit();
				release();
				return result;
			}
		} catch (error) {
			this.rollback();
			release();
			throw error;
		}
		return this.finish(release, result);
	}

	private async finish<T>(release: Release, pending: Promise<T>): Promise<T> {
		try {
			const result = await pending;
			this.commit();
			return result;
		} catch (error) {
			this.rollback();
			throw error;
		} finally {
			release();
		}
	}

	/** Begins a SQLite transaction; with `j: true` its commit waits for the disk itself. */
	begin(body: Doc): void {
		const concern = body.writeConcern as Doc | undefined;
		const full = isTruthy(concern?.j);
		if (full !== this.fullSync) {
			this.connection.database.exec(`PRAGMA synchronous = ${full ? "FULL" : "NORMAL"}`);
			this.fullSync = full;
		}
		this.connection.run("BEGIN IMMEDIATE");
	}

	commit(): void {
		this.connection.run("COMMIT");
		this.commits++;
		this.onCommit(this.connection.changed);
		this.connection.changed.clear();
	}

	/** Takes everything back; SQLite may have done so itself when the disk was full. */
	rollback(): void {
		if (this.connection.database.isTransaction) this.connection.run("ROLLBACK");
		this.connection.catalog.forget();
	}
}

/** Measures how long a write has run, and lets others have the thread when it was long enough. */
export class Slices {
	private startedAt = performance.now();

	/** Gives a promise when it is time to pause. */
	pause(): Promise<void> | undefined {
		if (performance.now() - this.startedAt < SLICE_MS) return undefined;
		return new Promise(resolve =>
			setImmediate(() => {
				this.startedAt = performance.now();
				resolve();
			})
		);
	}
}
