/**
 * The outbox: messages that were written with the change that they tell of, until they are published.
 * Each gets a place behind the last of its key; two transactions of one key cannot both commit with the
 * same, so that the order of the places is the order of the commits.
 */
import type { ClientSession, Collection, MongoServerError } from "mongodb";
import type { Connection } from "mongoose";
import { newId, type OutgoingMessage } from "../../mixins/index.ts";
import { partitionOf, type Entry } from "./entry.ts";

export const OUTBOX = "streamOutbox";
const KEYS = "streamKeys";

/** A key's last place is kept for a day; places follow the clock, so that a key begun anew goes on behind. */
const KEPT_KEYS_SECONDS = 86_400;
const MICROSECONDS = 1000;
const DUPLICATE_KEY = 11000;

export interface Waiting extends Entry {
	place: number;
}

export class Outbox {
	readonly #connection: Connection;

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	async createIndexes(): Promise<void> {
		await this.#entries().createIndex({ place: 1 });
		await this.#connection
			.collection(KEYS)
			.createIndex({ usedAt: 1 }, { expireAfterSeconds: KEPT_KEYS_SECONDS });
	}

	/** Adds a message to what the transaction writes; `replayed` is an earlier one that one group gets again. */
	async add(
		message: OutgoingMessage,
		session: ClientSession,
		replayed?: { messageId: string; at: Date; group: string }
	): Promise<string> {
		const { stream, key } = message;
		const _id = newId();
		const entry: Waiting = {
			_id,
			messageId: replayed?.messageId ?? _id,
			partition: partitionOf(key),
			...message,
			at: replayed?.at ?? new Date(),
			group: replayed?.group ?? null,
			place: await this.#nextPlace(stream, key, session)
		};
		await this.#entries().insertOne(entry, { session });
		return entry.messageId;
	}

	/** The first entries that wait, apart from those of some streams. */
	first(limit: number, session: ClientSession, without: string[]): Promise<Waiting[]> {
		const others = without.length > 0 ? { stream: { $nin: without } } : {};
		return this.#entries().find(others, { session }).sort({ place: 1 }).limit(limit).toArray();
	}

	async remove(entries: Entry[], session: ClientSession): Promise<void> {
		const ids = entries.map(({ _id }) => _id);
		await this.#entries().deleteMany({ _id: { $in: ids } }, { session });
	}

	async isEmpty(): Promise<boolean> {
		return (await this.#entries().findOne({}, { projection: { _id: 1 } })) === null;
	}

	/** How many entries wait, of one stream or of all. */
	count(stream?: string): Promise<number> {
		return this.#entries().countDocuments(stream === undefined ? {} : { stream });
	}

	async #nextPlace(stream: string, key: string, session: ClientSession): Promise<number> {
		const now = Date.now() * MICROSECONDS;
		const next = { $max: [{ $add: [{ $ifNull: ["$place", 0] }, 1] }, now] };
		try {
			const counter = await this.#connection
				.collection<{ _id: string; place: number }>(KEYS)
				.findOneAndUpdate(
					{ _id: `${stream}/${key}` },
					[{ $set: { place: next, usedAt: new Date() } }],
					{ session, upsert: true, returnDocument: "after" }
				);
			return counter!.place;
		} catch (error) {
			// Another transaction began the same key meanwhile: this one is tried again and goes behind it.
			if ((error as { code?: unknown }).code === DUPLICATE_KEY)
				(error as MongoServerError).addErrorLabel("TransientTransactionError");
			throw error;
		}
	}

	#entries(): Collection<Waiting> {
		return this.#connection.collection<Waiting>(OUTBOX);
	}
}
