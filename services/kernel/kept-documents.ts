/**
 * Documents that requests have read, kept until they are written, so that one which is asked for again is
 * not asked of the store. Whoever gets one of them checks the caller's rights on it.
 */
import { LRUCache } from "lru-cache";
import mongoose from "mongoose";
import type { Revisions } from "./revisions.ts";

/** As the store counts them; as objects they take two or three times as much. */
const MAX_BYTES = 16 * 1024 * 1024;

interface Kept {
	document: object;
	revision: number;
}

export class KeptDocuments {
	readonly #revisions: Revisions;
	readonly #documents = new LRUCache<string, Kept>({
		maxSize: MAX_BYTES,
		sizeCalculation: ({ document }) => mongoose.mongo.BSON.calculateObjectSize(document)
	});

	constructor(revisions: Revisions) {
		this.#revisions = revisions;
	}

	/** The document as it is now, from memory when it is there; what `read` finds is kept. */
	async find<Found extends object>(
		collection: string,
		id: string,
		read: () => Promise<Found | null>
	): Promise<Found | null> {
		const key = `${collection}/${id}`;
		// Taken before the read: what is written during it may be missing in what is found.
		const revision = this.#revisions.ofDocument(collection, id);
		const kept = this.#documents.get(key);
		if (kept?.revision === revision) return kept.document as Found;
		const document = await read();
		if (document) this.#documents.set(key, { document, revision });
		return document;
	}
}
