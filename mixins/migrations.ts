/** Migrations: how a new version of a plugin carries over the documents of the one before it. */
import type { Collection, Document, UpdateFilter } from "mongodb";

/** What a migration may do with a collection beside walking it: look. */
export type ReadableCollection = Pick<
	Collection<StoredAny>,
	"find" | "findOne" | "countDocuments" | "distinct"
>;

/** A document as it lies in the store, of any version. */
export type StoredAny = Document & { _id: string };

/** Puts a document into a collection, in the place of the one with its `_id`. */
export type Put = (collection: string, document: StoredAny) => void;

/** What becomes of a document: an update, nothing (null), or its removal. */
export type DocumentChange = UpdateFilter<StoredAny> | "remove" | null;

export interface WalkOptions {
	/** Which documents are meant; all by default. */
	filter?: Document;
	/** How many documents are changed together; the default is 200. */
	batchSize?: number;
}

export interface MigrationContext {
	/** One of the collections that the manifest names, to look something up. */
	collection(name: string): ReadableCollection;
	/**
	 * Walks a collection in batches, ascending by `_id`. What a batch changes commits together with how far the
	 * walk has come, so that a walk that was cut goes on behind it; a document that somebody writes meanwhile
	 * is given to `change` anew. `rev` and `updatedAt` are raised by themselves.
	 */
	walk(
		collection: string,
		change: (document: StoredAny, put: Put) => DocumentChange | Promise<DocumentChange>,
		options?: WalkOptions
	): Promise<void>;
	/** Aborted when the step takes too long. */
	readonly signal: AbortSignal;
}

/** A step of a migration. It always walks the same collections in the same order. */
export type MigrationStep = (context: MigrationContext) => Promise<void>;

export interface Migration {
	/** What it does, in one sentence. */
	summary: string;
	/**
	 * Runs before the new version starts, while the old one reads and writes: it only adds. It may run more
	 * than once, and must then change only what is not done yet.
	 */
	expand?: MigrationStep;
	/** Removes what only the old version needed, once nobody can go back to it. */
	contract?: MigrationStep;
	/** Takes `expand` back after a roll-back; needed only where what it has added is in the way. */
	undo?: MigrationStep;
	/**
	 * True when the old version cannot write beside `expand`: writes of the plugin's collections are answered
	 * with 503 and `Retry-After` from before it until the new version runs.
	 */
	pauseWrites?: boolean;
}

const STEPS = ["expand", "contract", "undo"] as const;
const KEYS = new Set<string>([...STEPS, "summary", "pauseWrites"]);

/** Declares the migration of a file `migrations/<number>-<name>.ts`; throws for what is no migration. */
export function defineMigration(migration: Migration): Migration {
	const unknown = Object.keys(migration).find(key => !KEYS.has(key));
	if (unknown !== undefined)
		throw new TypeError(`A migration has no "${unknown}": expected ${[...KEYS].join(", ")}`);
	const { summary } = migration;
	if (typeof summary !== "string" || summary === "")
		throw new TypeError(
			`A migration's summary is ${JSON.stringify(summary)}: expected a sentence`
		);
	for (const step of STEPS)
		if (!["undefined", "function"].includes(typeof migration[step]))
			throw new TypeError(`A migration's ${step} is no function`);
	if (!migration.expand && !migration.contract)
		throw new TypeError(`The migration "${summary}" has neither expand nor contract`);
	return Object.freeze({ ...migration });
}
