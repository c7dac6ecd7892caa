/** Which collections nobody may write to at this moment; in the store, so that all nodes know. */
import type { Connection } from "mongoose";
import { errors } from "../plugin-manager/errors.ts";
import { HeldModels } from "./held-models.ts";

interface Pause {
	/** The plugin. */
	_id: string;
	collections: string[];
	/** By the store's clock; a pause that was not renewed since is over. */
	renewedAt: Date;
}

const COLLECTION = "pausedWrites";
const ENDS_AFTER_MS = 15_000;
const LOOK_EVERY_MS = 1000;

/** How long a client should wait before it writes again. */
const RETRY_AFTER_SECONDS = 5;

export class PausedWrites {
	readonly #connection: Connection;
	readonly #models: HeldModels;
	/** The plugin of each collection that is paused. */
	#paused = new Map<string, string>();
	#timer: NodeJS.Timeout | null = null;

	constructor(connection: Connection) {
		this.#connection = connection;
		this.#models = new HeldModels(connection);
	}

	/** Throws `PLUGINS_WRITES_PAUSED` when one of the collections may not be written to. */
	require(collections: Iterable<string>): void {
		if (this.#paused.size === 0) return;
		for (const collection of collections)
			if (this.#paused.has(collection)) this.#refuse(collection);
	}

	async set(name: string, collections: string[]): Promise<void> {
		await this.#pauses().updateOne(
			{ _id: name },
			{ $set: { collections }, $currentDate: { renewedAt: true } },
			{ upsert: true }
		);
		await this.look();
	}

	async renew(name: string): Promise<void> {
		await this.#pauses().updateOne({ _id: name }, { $currentDate: { renewedAt: true } });
	}

	async remove(name: string): Promise<void> {
		await this.#pauses().deleteOne({ _id: name });
		await this.look();
	}

	/** Learns what is paused now. */
	async look(): Promise<void> {
		const latest = { $subtract: ["$$NOW", ENDS_AFTER_MS] };
		const found = await this.#pauses()
			.find({ $expr: { $gt: ["$renewedAt", latest] } })
			.toArray();
		this.#paused = new Map(
			found.flatMap(({ _id, collections }) => collections.map(name => [name, _id]))
		);
		this.#models.hold(new Set(this.#paused.keys()), collection => this.#refuse(collection));
	}

	/** Looks again and again, where other nodes may pause; returns what ends it. */
	follow(): () => void {
		// Whoever does not reach the store does not write either.
		const look = () => void this.look().catch(() => undefined);
		this.#timer ??= setInterval(look, LOOK_EVERY_MS).unref();
		return () => clearInterval(this.#timer ?? undefined);
	}

	#refuse(collection: string): never {
		const name = this.#paused.get(collection)!;
		throw errors.WRITES_PAUSED({ name, retryAfterSeconds: RETRY_AFTER_SECONDS });
	}

	#pauses() {
		return this.#connection.collection<Pause>(COLLECTION);
	}
}
