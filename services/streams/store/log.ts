/** The messages of streams in the store, each at a place of its stream that the relay alone gives. */
import type { ClientSession, Collection, Filter } from "mongodb";
import type { Connection } from "mongoose";
import {
	LOOKED_THROUGH,
	type MessagePage,
	type MessageQuery,
	type PlacedEntry,
	type Retention,
	type StreamEnds
} from "../driver.ts";
import type { Entry } from "../entry.ts";

export const MESSAGES = "streamMessages";
const HEADS = "streamHeads";

/** How many messages are taken away at once. */
const TRIMMED_AT_ONCE = 1000;

export interface Kept extends Entry {
	position: number;
	bytes: number;
}

/** The last place of a stream, and of each of its partitions. */
export interface Head {
	_id: string;
	position: number;
	partitions: Record<string, number>;
}

export class Log {
	readonly #messages: Collection<Kept>;
	readonly #heads: Collection<Head>;

	constructor(connection: Connection) {
		this.#messages = connection.collection<Kept>(MESSAGES);
		this.#heads = connection.collection<Head>(HEADS);
	}

	async createIndexes(): Promise<void> {
		await this.#messages.createIndexes([
			{ key: { stream: 1, position: 1 }, unique: true },
			{ key: { stream: 1, partition: 1, position: 1 } },
			{ key: { stream: 1, at: 1 } }
		]);
	}

	/** Adds entries behind the last of their stream; those that are there already are passed over. */
	async append(stream: string, all: Entry[], session: ClientSession): Promise<void> {
		const entries = await this.#missing(all, session);
		if (entries.length === 0) return;
		const head = await this.#heads.findOneAndUpdate(
			{ _id: stream },
			{ $inc: { position: entries.length } },
			{ session, upsert: true, returnDocument: "after" }
		);
		const first = head!.position - entries.length + 1;
		const kept = entries.map((entry, index) => ({
			...withoutPlace(entry),
			position: first + index,
			bytes: Buffer.byteLength(JSON.stringify(entry))
		}));
		await this.#messages.insertMany(kept, { session });
		const partitions = kept.map(({ partition, position }) => [
			`partitions.${partition}`,
			position
		]);
		await this.#heads.updateOne(
			{ _id: stream },
			{ $set: Object.fromEntries(partitions) as object },
			{ session }
		);
	}

	async #missing(entries: Entry[], session: ClientSession): Promise<Entry[]> {
		const ids = entries.map(({ _id }) => _id);
		const found = await this.#messages
			.find({ _id: { $in: ids } }, { session, projection: { _id: 1 } })
			.toArray();
		const there = new Set(found.map(({ _id }) => _id));
		return entries.filter(({ _id }) => !there.has(_id));
	}

	heads(streams: string[]): Promise<Head[]> {
		return this.#heads.find({ _id: { $in: streams } }).toArray();
	}

	async ends(stream: string): Promise<StreamEnds> {
		const [head] = await this.heads([stream]);
		const last = head?.position ?? 0;
		const oldest = await this.#messages.findOne(
			{ stream },
			{ sort: { position: 1 }, projection: { position: 1 } }
		);
		return { first: oldest?.position ?? last + 1, last };
	}

	async between(stream: string, after: number, upTo: number): Promise<PlacedEntry[]> {
		const kept = await this.#messages
			.find({ stream, position: { $gt: after, $lte: upTo } })
			.sort({ position: 1 })
			.toArray();
		return kept.map(entry => ({ position: entry.position, entry }));
	}

	/** What comes next in a partition; safe by place, because places are committed in their order. */
	after(stream: string, partition: number, position: number, limit: number): Promise<Kept[]> {
		return this.#messages
			.find({ stream, partition, position: { $gt: position } })
			.sort({ position: 1 })
			.limit(limit)
			.toArray();
	}

	countAfter(stream: string, partition: number, position: number): Promise<number> {
		return this.#messages.countDocuments({ stream, partition, position: { $gt: position } });
	}

	async extent(stream: string) {
		const one = (order: 1 | -1) =>
			this.#messages.findOne(
				{ stream },
				{ sort: { position: order }, projection: { at: 1 } }
			);
		const [messages, oldest, newest] = await Promise.all([
			this.#messages.countDocuments({ stream }),
			one(1),
			one(-1)
		]);
		return { messages, oldestAt: oldest?.at ?? null, newestAt: newest?.at ?? null };
	}

	async page(stream: string, { key, type, page, pageSize }: MessageQuery): Promise<MessagePage> {
		const [head] = await this.heads([stream]);
		const filter: Filter<Kept> = {
			stream,
			position: { $gt: (head?.position ?? 0) - LOOKED_THROUGH },
			group: null,
			...(key !== undefined && { key }),
			...(type !== undefined && { type })
		};
		const [entries, total] = await Promise.all([
			this.#messages
				.find(filter)
				.sort({ position: -1 })
				.skip((page - 1) * pageSize)
				.limit(pageSize)
				.toArray(),
			this.#messages.countDocuments(filter)
		]);
		return { entries, total };
	}

	/** Takes away what is older than a stream may keep, and the oldest of what is too much. */
	async trim(stream: string, { maxAgeMs, maxBytes }: Retention): Promise<void> {
		await this.#messages.deleteMany({ stream, at: { $lt: new Date(Date.now() - maxAgeMs) } });
		let surplus = (await this.#bytesOf(stream)) - maxBytes;
		while (surplus > 0) surplus -= await this.#removeOldest(stream, surplus);
	}

	async #bytesOf(stream: string): Promise<number> {
		const [sum] = await this.#messages
			.aggregate<{ bytes: number }>([
				{ $match: { stream } },
				{ $group: { _id: null, bytes: { $sum: "$bytes" } } }
			])
			.toArray();
		return sum?.bytes ?? 0;
	}

	/** Answers how many bytes it took away. */
	async #removeOldest(stream: string, surplus: number): Promise<number> {
		const oldest = await this.#messages
			.find({ stream }, { projection: { position: 1, bytes: 1 } })
			.sort({ position: 1 })
			.limit(TRIMMED_AT_ONCE)
			.toArray();
		let removed = 0;
		const last = oldest.find(({ bytes }) => (removed += bytes) >= surplus) ?? oldest.at(-1);
		if (!last) return surplus;
		await this.#messages.deleteMany({ stream, position: { $lte: last.position } });
		return removed;
	}
}

/** The place in the outbox says nothing once the message has its own. */
function withoutPlace(entry: Entry & { place?: number }): Entry {
	const { place: _place, ...rest } = entry;
	return rest;
}
