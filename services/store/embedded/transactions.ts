/**
 * Transactions of clients. One holds the writer's turn from its first command to its end; it loses
 * it when it is idle too long or takes too long in all.
 */
import { storeError, type StoreError } from "./errors.ts";
import type { Doc } from "./bson/values.ts";
import type { Cursors } from "./cursors.ts";
import { keepRetry } from "./storage/retries.ts";
import type { Release } from "./turn.ts";
import type { Writer } from "./writer.ts";

/** How long a transaction may do nothing, and how long it may take in all. */
export const IDLE_LIMIT_MS = 1_000;
export const LIFE_LIMIT_MS = 5_000;

export interface Transaction {
	/** Names it: the session and its number. */
	key: string;
	session: string;
	number: number;
	release: Release;
	startedAt: number;
	hasWritten: boolean;
	isRunning: boolean;
	idle: NodeJS.Timeout | undefined;
	life: NodeJS.Timeout | undefined;
	/** Set when the time was over while a command ran. */
	isLost: boolean;
}

export class Transactions {
	private readonly bySession = new Map<string, Transaction>();
	private readonly writer: Writer;
	private readonly cursors: Cursors;

	constructor(writer: Writer, cursors: Cursors) {
		this.writer = writer;
		this.cursors = cursors;
	}

	get size(): number {
		return this.bySession.size;
	}

	/** Starts a transaction as soon as it is its turn. */
	async start(session: string, number: number, body: Doc): Promise<Transaction> {
		const current = this.bySession.get(session);
		if (current) this.end(current);
		const release = await this.writer.turn.take();
		const transaction: Transaction = {
			key: `${session}:${number}`,
			session,
			number,
			release,
			startedAt: performance.now(),
			hasWritten: false,
			isRunning: false,
			idle: undefined,
			life: undefined,
			isLost: false
		};
		try {
			this.writer.begin(body);
		} catch (error) {
			release();
			throw error;
		}
		this.bySession.set(session, transaction);
		transaction.life = setTimeout(() => this.lose(transaction), LIFE_LIMIT_MS);
		return transaction;
	}

	/** Finds the transaction that a command belongs to; throws NoSuchTransaction. */
	find(session: string, number: number): Transaction {
		const transaction = this.bySession.get(session);
		if (transaction?.number === number) return transaction;
		throw noSuchTransaction(number);
	}

	/** Notes that a command runs: the idle limit does not count. */
	enter(transaction: Transaction): void {
		clearTimeout(transaction.idle);
		transaction.isRunning = true;
	}

	/** Notes that a command has ended. */
	leave(transaction: Transaction): void {
		transaction.isRunning = false;
		if (transaction.isLost) this.end(transaction);
		if (this.bySession.get(transaction.session) !== transaction) return;
		transaction.idle = setTimeout(() => this.lose(transaction), IDLE_LIMIT_MS);
	}

	/** Commits; that it did is kept, so that a second commit of the same one is answered alike. */
	commit(transaction: Transaction): void {
		try {
			keepRetry(this.writer.connection, transaction.session, transaction.number, {
				committed: true
			});
			this.writer.commit();
			this.forget(transaction);
		} catch (error) {
			this.end(transaction);
			throw error;
		}
	}

	/** Takes back what a transaction did, and lets the next have the turn. */
	end(transaction: Transaction): void {
		if (this.bySession.get(transaction.session) !== transaction) return;
		this.writer.rollback();
		this.forget(transaction);
	}

	/** Ends the transaction of a session that the client has closed. */
	endSession(session: string): void {
		const transaction = this.bySession.get(session);
		if (transaction && !transaction.isRunning) this.end(transaction);
	}

	endAll(): void {
		for (const transaction of this.bySession.values()) this.end(transaction);
	}

	private lose(transaction: Transaction): void {
		transaction.isLost = true;
		if (!transaction.isRunning) this.end(transaction);
	}

	private forget(transaction: Transaction): void {
		clearTimeout(transaction.idle);
		clearTimeout(transaction.life);
		this.bySession.delete(transaction.session);
		this.cursors.closeOwned(transaction.key);
		transaction.release();
	}
}

/** The error for a transaction that is not (or no longer) there; the client may start again. */
export function noSuchTransaction(number: number): StoreError {
	return storeError(
		"NoSuchTransaction",
		`Given transaction number ${number} does not match any in-progress transactions.`
	).withLabel("TransientTransactionError");
}
