/**
 * What collections were asked, and what the store answered, kept until something is written to them. Callers with
 * the same rights ask the same, and so does the next generation of a plugin, which begins without any answers.
 */
import { LRUCache } from "lru-cache";
import mongoose from "mongoose";
import type { Revisions } from "./revisions.ts";

const { calculateObjectSize, EJSON } = mongoose.mongo.BSON;

/** As the store counts them; as objects they take two or three times as much. */
const MAX_BYTES = 4 * 1024 * 1024;

interface Answer<Found> {
	revision: number;
	found: Found;
}

export class KeptReads {
	readonly #revisions: Revisions;
	readonly #kept = new LRUCache<string, Answer<unknown>>({
		maxSize: MAX_BYTES,
		sizeCalculation: ({ found }, key) => key.length + calculateObjectSize({ found })
	});
	readonly #underway = new Map<string, Answer<Promise<unknown>>>();

	constructor(revisions: Revisions) {
		this.#revisions = revisions;
	}

	/** The answer as it is now, from memory when it is there; what `read` finds is kept. */
	async read<Found>(
		collection: string,
		asked: object,
		read: () => Promise<Found>
	): Promise<Found> {
		const key = `${collection} ${EJSON.stringify(asked, { relaxed: false })}`;
		// Taken before the read: what is written during it may be missing in what is found.
		const revision = this.#revisions.of(collection);
		const known = [this.#kept.get(key), this.#underway.get(key)];
		const current = known.find(answer => answer?.revision === revision);
		if (current) return current.found as Found;
		const underway = { revision, found: read() };
		this.#underway.set(key, underway);
		try {
			const found = await underway.found;
			this.#kept.set(key, { revision, found });
			return found;
		} finally {
			if (this.#underway.get(key) === underway) this.#underway.delete(key);
		}
	}
}
