/** Keeps dead letters and gives them back to their group, behind what waits there. */
import type { ClientSession, Collection, Filter } from "mongodb";
import type { Connection } from "mongoose";
import { newId, type Kernel, type Stored } from "../../mixins/index.ts";
import { DeadLetter, type DeadLetterFields } from "./dead-letter.model.ts";
import type { DeadMessage } from "./delivery.ts";
import type { Outbox } from "./outbox.ts";

const DUPLICATE_KEY = 11000;
const REPLAYED_AT_ONCE = 50;

/** Longer errors say nothing more. */
const MAX_ERROR_LENGTH = 2000;

type Kept = DeadLetterFields & Stored;

export class DeadLetters {
	readonly #kernel: Kernel;
	readonly #outbox: Outbox;

	constructor(kernel: Kernel, outbox: Outbox) {
		this.#kernel = kernel;
		this.#outbox = outbox;
	}

	/** Keeps a message that failed; once, however often it is told. */
	async bury({ entry, group, attempts, error }: DeadMessage): Promise<void> {
		const {
			_id: entryId,
			messageId,
			stream,
			key,
			type,
			payload,
			at,
			actorId,
			requestId
		} = entry;
		const now = new Date();
		const letter: Kept = {
			_id: newId(),
			stream,
			group,
			messageId,
			key,
			type,
			payload,
			actorId,
			requestId,
			entryId,
			attempts,
			error: error.slice(0, MAX_ERROR_LENGTH),
			publishedAt: at,
			rev: 1,
			createdAt: now,
			updatedAt: now
		};
		await lettersOf(this.#kernel.connection)
			.insertOne(letter)
			.catch((failure: { code?: unknown }) => {
				if (failure.code !== DUPLICATE_KEY) throw failure;
			});
	}

	/** Takes letters out and publishes them again for their group alone; answers how many. */
	async replay(filter: Filter<Kept>): Promise<number> {
		let replayed = 0;
		const until = { ...filter, createdAt: { $lte: new Date() } };
		for (;;) {
			const count = await this.#kernel.transaction(session =>
				this.#replaySome(until, session)
			);
			replayed += count;
			if (count < REPLAYED_AT_ONCE) return replayed;
		}
	}

	/** Takes all letters of a group away; answers how many. */
	async forget(stream: string, group: string): Promise<number> {
		const { deletedCount } = await lettersOf(this.#kernel.connection).deleteMany({
			stream,
			group
		});
		return deletedCount;
	}

	/** How many letters each group of a stream has. */
	async counts(stream: string): Promise<Map<string, number>> {
		const counts = await lettersOf(this.#kernel.connection)
			.aggregate<{ _id: string; count: number }>([
				{ $match: { stream } },
				{ $group: { _id: "$group", count: { $sum: 1 } } }
			])
			.toArray();
		return new Map(counts.map(({ _id: group, count }) => [group, count]));
	}

	/** In the order in which they died, so that the order of a key is kept among them. */
	async #replaySome(filter: Filter<Kept>, session: ClientSession): Promise<number> {
		const letters = await lettersOf(this.#kernel.connection)
			.find(filter, { session })
			.sort({ _id: 1 })
			.limit(REPLAYED_AT_ONCE)
			.toArray();
		for (const letter of letters) {
			const { stream, type, key, payload, actorId, requestId, messageId, group } = letter;
			const message = { stream, type, key, payload, actorId, requestId };
			const replayed = { messageId, group, at: letter.publishedAt };
			await this.#outbox.add(message, session, replayed);
		}
		const ids = letters.map(({ _id }) => _id);
		await lettersOf(this.#kernel.connection).deleteMany({ _id: { $in: ids } }, { session });
		return letters.length;
	}
}

function lettersOf(connection: Connection): Collection<Kept> {
	return connection.collection<Kept>(DeadLetter.collection);
}
