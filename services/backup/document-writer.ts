/** Writes restored collections into a database, in batches and under names of its own, with their indexes. */
import { deserialize } from "bson";
import type { Connection, mongo } from "mongoose";
import { BackupError } from "./backup-error.ts";
import type { CollectionInfo, IndexInfo, Manifest } from "./format.ts";

const BATCH_DOCUMENTS = 500;
const BATCH_BYTES = 4 * 1024 * 1024;

/** Every value as it was: numbers keep their types. */
const EXACT = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const;

type Database = NonNullable<Connection["db"]>;

export class DocumentWriter {
	readonly #db: Database;
	readonly #prefix: string;
	#current: CollectionInfo | null = null;
	#batch: mongo.BSON.Document[] = [];
	#bytes = 0;

	/** `prefix` stands before the name of each collection. */
	constructor(db: Database, prefix = "") {
		this.#db = db;
		this.#prefix = prefix;
	}

	async begin(info: CollectionInfo): Promise<void> {
		await this.#finish();
		const { name, options } = info;
		await this.#db.createCollection(`${this.#prefix}${name}`, options);
		this.#current = info;
	}

	async add(bytes: Uint8Array): Promise<void> {
		this.#batch.push(deserialize(bytes, EXACT));
		this.#bytes += bytes.length;
		if (this.#batch.length >= BATCH_DOCUMENTS || this.#bytes >= BATCH_BYTES)
			await this.#flush();
	}

	async requireDocuments(collections: Manifest["collections"]): Promise<void> {
		await this.#finish();
		for (const { name, documents } of collections) {
			const found = await this.#collection(name).countDocuments({});
			if (found !== documents)
				throw new BackupError(
					`the collection "${name}" has ${found} documents after it was written: expected ${documents}`
				);
		}
	}

	/** Once all documents are there, so that each index is built in one go. */
	async #finish() {
		await this.#flush();
		const { name, indexes } = this.#current ?? { name: "", indexes: [] };
		this.#current = null;
		if (indexes.length > 0)
			await this.#db.command({
				createIndexes: `${this.#prefix}${name}`,
				indexes: indexes.map(indexAsGiven)
			});
	}

	async #flush() {
		if (this.#batch.length === 0) return;
		await this.#collection(this.#current!.name).insertMany(this.#batch);
		this.#batch = [];
		this.#bytes = 0;
	}

	#collection(name: string) {
		return this.#db.collection(`${this.#prefix}${name}`);
	}
}

/** An index as it was asked for: a store describes a text index by its inner form. */
function indexAsGiven({ v: _v, ns: _ns, ...index }: IndexInfo & { v?: unknown; ns?: unknown }) {
	if (!("_fts" in index.key)) return index;
	const { textIndexVersion: _version, ...given } = index as IndexInfo & {
		textIndexVersion?: unknown;
	};
	const fields = Object.keys(given.weights as object).map(field => [field, "text"]);
	const others = Object.entries(given.key).filter(([key]) => !key.startsWith("_fts"));
	return { ...given, key: Object.fromEntries([...others, ...fields]) };
}
