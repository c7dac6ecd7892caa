/**
 * How far each group has come in each partition, and who works there. What a member writes names the number
 * under which it took the cursor, so that one that was given up cannot move it.
 */
import type { Collection } from "mongodb";
import type { Connection } from "mongoose";

export const CURSORS = "streamCursors";
const DUPLICATE_KEY = 11000;

export interface Cursor {
	_id: string;
	stream: string;
	group: string;
	partition: number;
	/** The last message that is done with. */
	position: number;
	/** The message that was begun, and how often. */
	current: string | null;
	attempts: number;
	/** When a message that failed is due again. */
	retryAt: number;
	number: number;
	leasedUntil: number;
}

/** Thrown to a member whose cursor another one has taken over. */
export class CursorLost extends Error {
	override name = "CursorLost";
}

type Progress = Pick<Cursor, "position" | "current" | "attempts">;

export class Cursors {
	readonly #cursors: Collection<Cursor>;
	readonly #ackWaitMs: number;

	constructor(connection: Connection, ackWaitMs: number) {
		this.#cursors = connection.collection<Cursor>(CURSORS);
		this.#ackWaitMs = ackWaitMs;
	}

	async createIndexes(): Promise<void> {
		await this.#cursors.createIndex({ stream: 1, group: 1 });
	}

	/** Gives all cursors up, because whoever held one is dead. */
	async freeAll(): Promise<void> {
		await this.#cursors.updateMany({}, { $set: { leasedUntil: 0 } });
	}

	of(streams: string[]): Promise<Cursor[]> {
		return this.#cursors.find({ stream: { $in: streams } }).toArray();
	}

	/** Forgets all of a group's; answers how many there were. */
	async remove(stream: string, group: string): Promise<number> {
		const { deletedCount } = await this.#cursors.deleteMany({ stream, group });
		return deletedCount;
	}

	/** Takes a cursor; null while another member has it or its message is not due. */
	async take(stream: string, group: string, partition: number): Promise<Cursor | null> {
		const now = Date.now();
		const _id = `${stream}/${group}/${partition}`;
		const begun = { stream, group, partition, position: 0, current: null, attempts: 0 };
		try {
			return await this.#cursors.findOneAndUpdate(
				{ _id, leasedUntil: { $lte: now }, retryAt: { $lte: now } },
				{
					$setOnInsert: { ...begun, retryAt: 0 },
					$set: { leasedUntil: now + this.#ackWaitMs },
					$inc: { number: 1 }
				},
				{ upsert: true, returnDocument: "after" }
			);
		} catch (error) {
			if ((error as { code?: unknown }).code === DUPLICATE_KEY) return null;
			throw error;
		}
	}

	/** Notes what is done and what is begun, so that a death counts as an attempt. */
	async begin(cursor: Cursor, progress: Progress): Promise<void> {
		await this.#write(cursor, { ...progress, leasedUntil: Date.now() + this.#ackWaitMs });
	}

	/** A sign of life. */
	async extend(cursor: Cursor): Promise<void> {
		await this.#write(cursor, { leasedUntil: Date.now() + this.#ackWaitMs });
	}

	/** Notes what is done and gives the cursor to whoever is next, after a while when a message failed. */
	async release(cursor: Cursor, progress: Progress, retryAt = 0): Promise<void> {
		await this.#write(cursor, { ...progress, retryAt, leasedUntil: 0 });
	}

	async #write({ _id, number }: Cursor, changes: Partial<Cursor>) {
		const { matchedCount } = await this.#cursors.updateOne({ _id, number }, { $set: changes });
		if (matchedCount === 0) throw new CursorLost(`${_id} is another member's`);
	}
}
