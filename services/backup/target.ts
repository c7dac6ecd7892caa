/** Where a backup is restored to: a place of its own, which takes the place of what is there at the end. */
import type { Storage } from "../files/storage/storage.ts";
import type { CollectionInfo, Manifest } from "./format.ts";

export interface Target {
	files: Storage;
	/** Throws a `BackupError` when so many bytes do not fit. */
	requireSpace(bytes: number): Promise<void>;
	/** Begins a collection; what follows are its documents. */
	collection(info: CollectionInfo): Promise<void>;
	document(bytes: Uint8Array): Promise<void>;
	/** Writes what is left, and throws when a collection does not hold what it should. */
	requireDocuments(collections: Manifest["collections"]): Promise<void>;
	/** Lets it take the place of what is there. */
	commit(): Promise<void>;
	/** Leaves everything as it was; harmless when called again. */
	abandon(): Promise<void>;
}
