/** Where the documents of a backup come from: all as they were at one moment, where the store can show that. */
import type { CollectionInfo } from "./format.ts";

export interface Source {
	isConsistent: boolean;
	collections(): Promise<CollectionInfo[]>;
	/** The documents of a collection as BSON. */
	documents(name: string): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
	close(): Promise<void>;
}
