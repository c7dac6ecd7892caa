/**
 * Hashes and checks passwords in worker threads, which are started at the first use and end when
 * they are idle. What waits for them is bounded: beyond it callers are told to come back.
 */
import type { Piscina } from "piscina";
import { errors } from "./errors.ts";
import { takeBegunHash } from "./first-password.ts";
import { condense, hashTask, MAX_WORKERS, startPool } from "./password-pool.ts";
import type { Strength } from "./password-strength.ts";
import type { PasswordResult, PasswordTask } from "./password-worker.ts";
import { Turns } from "../kernel/turns.ts";

/** Half of the 5 s in which everybody has an answer: others may want the cores meanwhile. */
const MAX_WAIT_MS = 2500;

/** The estimate may be wrong where others take the cores: then this ends the wait, with two seconds left for the task. */
const GIVE_UP_MS = 3000;

/** How long one task takes until the first was measured, and how much each new measure counts. */
const TYPICAL_MS = 350;
const NEWEST_SHARE = 0.5;

/** The hash of a password that nobody knows: an unknown user costs the same work as a known one. */
const DECOY_HASH = "$2b$12$ENaAeDCqgJj2iN2zg7pK7OsFlVUYdqsTzP4IYEvsw309uZwtcAIou";

export class Passwords {
	#pool: Promise<Piscina> | null = null;
	#taskMs = TYPICAL_MS;
	/** Piscina's own queue does not keep the order: the unlucky would wait for ever. */
	readonly #turns = new Turns(MAX_WORKERS);

	/** Hashes a password that keeps the rules; throws `AUTH_BUSY` when too many wait. */
	hash(password: string): Promise<string> {
		return takeBegunHash(password) ?? this.#run(hashTask(password));
	}

	/** Compares; without a hash it takes as long and is false. */
	async matches(password: string, hash: string | null): Promise<boolean> {
		const task: PasswordTask = {
			kind: "compare",
			secret: condense(password),
			hash: hash ?? DECOY_HASH
		};
		return (await this.#run<boolean>(task)) && hash !== null;
	}

	/** Judges how hard a password is to guess for who knows something about its owner. */
	judge(password: string, about: string[]): Promise<Strength> {
		return this.#run({ kind: "judge", password: password.normalize("NFKC"), about });
	}

	/** Throws `AUTH_BUSY` when too many wait, for who has work to do before it needs a worker. */
	requireRoom(): void {
		// The bound is a time, because a busy machine hashes slower than an idle one.
		const waitMs = ((this.#turns.waiting + 1) * this.#taskMs) / MAX_WORKERS;
		if (!this.#turns.isFull || waitMs <= MAX_WAIT_MS) return;
		throw busy(waitMs);
	}

	/** Ends the workers; later calls start new ones. */
	async close(): Promise<void> {
		const pool = this.#pool;
		this.#pool = null;
		await (await pool)?.destroy();
	}

	async #run<Result>(task: PasswordTask): Promise<Result> {
		this.requireRoom();
		const { value, elapsedMs } = await this.#turns.take(
			async () => {
				const pool = await (this.#pool ??= startPool());
				return pool.run(task) as Promise<PasswordResult>;
			},
			{ ms: GIVE_UP_MS, refusal: () => busy(GIVE_UP_MS) }
		);
		if (task.kind !== "judge") this.#taskMs += (elapsedMs - this.#taskMs) * NEWEST_SHARE;
		return value as Result;
	}
}

function busy(waitMs: number) {
	return errors.BUSY({ retryAfterSeconds: Math.ceil(waitMs / 2 / 1000) });
}
