/**
 * How many documents of a collection meet a filter, kept until something is written to it. All pages of a list
 * have the same count, and so has the next generation of a plugin, which begins without any answers.
 */
import { LRUCache } from "lru-cache";
import mongoose from "mongoose";
import type { Revisions } from "./revisions.ts";

/** A filter is a text of some hundred characters. */
const MAX_COUNTS = 500;

interface Kept {
	revision: number;
	/** May still be on its way. */
	count: Promise<number>;
}

export class KeptCounts {
	readonly #revisions: Revisions;
	readonly #counts = new LRUCache<string, Kept>({ max: MAX_COUNTS });

	constructor(revisions: Revisions) {
		this.#revisions = revisions;
	}

	/** The count as it is now, from memory when it is there; what `read` finds is kept. */
	count(collection: string, filter: object, read: () => Promise<number>): Promise<number> {
		const key = `${collection} ${mongoose.mongo.BSON.EJSON.stringify(filter, { relaxed: false })}`;
		// Taken before the read: what is written during it may be missing in what is found.
		const revision = this.#revisions.of(collection);
		const kept = this.#counts.get(key);
		if (kept?.revision === revision) return kept.count;
		const fresh = { revision, count: read() };
		this.#counts.set(key, fresh);
		// What has failed is tried again by the next request.
		fresh.count.catch(() => this.#counts.get(key) === fresh && this.#counts.delete(key));
		return fresh.count;
	}
}
