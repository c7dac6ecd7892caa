/**
 * The `_id` of documents by their number, as bytes. Both belong together for good: an `_id` never changes, and a number
 * is never given twice while the store runs. So nothing has to be forgotten, but for the memory that it takes.
 */
import { joinElements } from "../bson/encode.ts";
import { firstElement } from "../bson/elements.ts";
import type { Collection } from "./catalog.ts";
import type { Connection } from "./connection.ts";
import { readRaw } from "./documents.ts";

/** About 100 bytes each. */
const MOST_IDS = 50_000;

export class KnownIds {
	/** Strings of one byte a character: small buffers would keep alive what they were cut from. */
	private readonly byCollection = new Map<number, Map<number, string>>();
	private size = 0;

	get(collectionId: number, rid: number): Buffer | undefined {
		const known = this.byCollection.get(collectionId)?.get(rid);
		return known === undefined ? undefined : Buffer.from(known, "latin1");
	}

	keep(collectionId: number, rid: number, id: Buffer): void {
		if (this.size >= MOST_IDS) this.clear();
		const ids = this.byCollection.get(collectionId) ?? new Map<number, string>();
		this.byCollection.set(collectionId, ids);
		ids.set(rid, id.toString("latin1"));
		this.size++;
	}

	private clear(): void {
		this.byCollection.clear();
		this.size = 0;
	}
}

/** Reads a document's `_id`, as a document that has nothing else; `undefined` when the document is gone. */
export function readId(
	connection: Connection,
	collection: Collection,
	rid: number
): Buffer | undefined {
	const raw = readRaw(connection, collection, rid);
	if (!raw) return undefined;
	const { start, end } = firstElement(raw);
	const id = joinElements([raw.subarray(start, end)]);
	connection.knownIds.keep(collection.id, rid, id);
	return id;
}
