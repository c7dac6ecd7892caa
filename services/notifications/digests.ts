/**
 * Mails about notifications, few of them: the first goes at once, and what comes within the next minutes goes
 * together when they are over. What waits lies in the store with the notifications, so that none is lost.
 */
import type { Service } from "moleculer";
import type { Model } from "mongoose";
import type { Kernel, Stored } from "../../mixins/index.ts";
import type { DigestEntry, DigestFields } from "./digest.model.ts";

type StoredDigest = DigestFields & Stored;

export interface DigestParts {
	kernel: Kernel;
	model: Model<StoredDigest>;
	/** How long after a mail the next one waits. */
	pauseMs: number;
	/** Puts a mail into the outbox, in the open transaction. */
	send: (userId: string, entries: DigestEntry[], count: number) => Promise<void>;
	logger: Pick<Service["logger"], "error">;
}

/** A mail tells so many, and of the rest how many they are. */
const MAX_ENTRIES = 20;

export class Digests {
	readonly #parts: DigestParts;
	#running: Promise<void> | null = null;
	#again = false;
	#stopping = false;

	constructor(parts: DigestParts) {
		this.#parts = parts;
	}

	/** Adds to what waits for a user, in the open transaction. */
	async add(userId: string, entry: DigestEntry): Promise<void> {
		const { model, kernel } = this.#parts;
		await model.updateOne(
			{ _id: userId },
			{
				$inc: { count: 1 },
				$push: { entries: { $each: [entry], $slice: MAX_ENTRIES } },
				$setOnInsert: { dueAt: new Date() }
			},
			{ upsert: true }
		);
		kernel.afterCommit(() => void this.run());
	}

	/** Mails all that is due; never throws. */
	run(): Promise<void> {
		this.#again = true;
		this.#running ??= this.#runAll()
			.catch(error => this.#parts.logger.error("Notifications were not mailed", error))
			.finally(() => (this.#running = null));
		return this.#running;
	}

	async stop(): Promise<void> {
		this.#stopping = true;
		await this.#running;
	}

	async #runAll() {
		while (this.#again && !this.#stopping) {
			this.#again = false;
			await this.#mailDue();
		}
		// Who has got no more since the last mail is sent the next one at once.
		await this.#parts.model.deleteMany({ count: 0, dueAt: { $lte: new Date() } });
	}

	async #mailDue() {
		const { model } = this.#parts;
		const isDue = () => ({ count: { $gt: 0 }, dueAt: { $lte: new Date() } });
		for (;;) {
			const due = await model.findOne(isDue()).sort({ dueAt: 1 }).lean();
			if (!due || this.#stopping) return;
			await this.#mailOne(due);
		}
	}

	/** The mail and the note that it goes are one; another node that was faster has left nothing to send. */
	async #mailOne({ _id, rev, entries, count }: StoredDigest) {
		const { model, kernel, pauseMs, send } = this.#parts;
		await kernel.transaction(async () => {
			const sent = { entries: [], count: 0, dueAt: new Date(Date.now() + pauseMs) };
			const { matchedCount } = await model.updateOne({ _id, rev }, sent);
			if (matchedCount === 1) await send(_id, entries, count);
		});
	}
}
