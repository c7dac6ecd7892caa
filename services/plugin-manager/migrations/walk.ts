/**
 * Walks a collection in batches. A batch is looked at outside of any transaction, so that an author may take
 * the time that it takes, and written in one: with the checkpoint, and only if nobody wrote its documents since.
 */
import type { AnyBulkWriteOperation, ClientSession, Collection, UpdateFilter } from "mongodb";
import type {
	DocumentChange,
	MigrationContext,
	StoredAny,
	WalkOptions
} from "../../../mixins/index.ts";

const BATCH_SIZE = 200;

/** So many documents are written together at most: a transaction must end soon. */
const LARGEST_BATCH = 1000;

/** How often a document that others go on writing is looked at anew. */
const MAX_ATTEMPTS = 50;

/** How far a walk has come, and with what. */
export interface Progress {
	seen: number;
	changed: number;
	after: unknown;
}

export interface WalkParts {
	collectionOf: (name: string) => Collection<StoredAny>;
	/** Runs the writes of a batch as one. */
	commit: (
		write: (session?: ClientSession) => Promise<void>,
		progress: Progress
	) => Promise<void>;
	/** Hears of a document that could not be changed; throws to end the walk. */
	failed: (collection: string, id: unknown, error: unknown) => void;
	signal: AbortSignal;
}

type Change = Parameters<MigrationContext["walk"]>[1];
type Operation = AnyBulkWriteOperation<StoredAny>;

interface Batch {
	ids: unknown[];
	/** What to write, by collection; those of the walked collection meet one document each. */
	own: Operation[];
	puts: Map<string, Operation[]>;
}

class WrittenMeanwhile extends Error {}

export async function walkCollection(
	parts: WalkParts,
	name: string,
	change: Change,
	{ filter = {}, batchSize = BATCH_SIZE }: WalkOptions,
	after: unknown
): Promise<void> {
	const source = parts.collectionOf(name);
	const limit = Math.min(Math.max(1, batchSize), LARGEST_BATCH);
	let size = limit;
	let attempts = 0;
	for (let last = after; ;) {
		parts.signal.throwIfAborted();
		const behind = last === null ? {} : { _id: { $gt: last as string } };
		const documents = await source
			.find({ $and: [filter, behind] })
			.sort({ _id: 1 })
			.limit(size)
			.toArray();
		if (documents.length === 0) return;
		const batch = await prepare(parts, name, documents, change);
		const reached = batch.ids.at(-1);
		const changed = batch.own.length;
		try {
			await parts.commit(session => write(parts, source, batch, session), {
				seen: documents.length,
				changed,
				after: reached
			});
		} catch (error) {
			if (!(error instanceof WrittenMeanwhile)) throw error;
			if (++attempts > MAX_ATTEMPTS) throw tooBusy(name, documents[0]!, error);
			// A smaller batch meets fewer writers.
			size = Math.ceil(size / 2);
			continue;
		}
		last = reached;
		size = Math.min(limit, size * 2);
		attempts = 0;
	}
}

async function prepare(
	parts: WalkParts,
	name: string,
	documents: StoredAny[],
	change: Change
): Promise<Batch> {
	const batch: Batch = { ids: [], own: [], puts: new Map() };
	for (const document of documents) {
		parts.signal.throwIfAborted();
		const { _id, rev = null } = document;
		batch.ids.push(_id);
		const puts: [string, StoredAny][] = [];
		try {
			const wanted = await change(document, (...put) => void puts.push(put));
			const operation = operationOf(wanted, { _id, rev });
			if (operation) batch.own.push(operation);
			for (const put of puts) addPut(batch, ...put);
		} catch (error) {
			parts.failed(name, _id, error);
		}
	}
	return batch;
}

/** `rev` tells whether somebody has written the document since it was looked at. */
function operationOf(change: DocumentChange, filter: Partial<StoredAny>): Operation | null {
	if (change === "remove") return { deleteOne: { filter } };
	if (change === null || Object.keys(change).length === 0) return null;
	const plain = Object.keys(change).find(key => !key.startsWith("$"));
	if (plain !== undefined)
		throw new TypeError(`"${plain}" is no update operator: expected $set, $unset and the like`);
	const { $set, $inc, ...others } = change;
	const update = {
		...others,
		$set: { ...$set, updatedAt: new Date() },
		$inc: { ...$inc, rev: 1 }
	} as UpdateFilter<StoredAny>;
	return { updateOne: { filter, update } };
}

function addPut({ puts }: Batch, collection: string, document: StoredAny) {
	const list = puts.get(collection) ?? [];
	puts.set(collection, list);
	const { _id } = document;
	list.push({ replaceOne: { filter: { _id }, replacement: document, upsert: true } });
}

async function write(
	{ collectionOf }: WalkParts,
	source: Collection<StoredAny>,
	{ own, puts }: Batch,
	session?: ClientSession
) {
	const options = session ? { session } : {};
	if (own.length > 0) {
		const { matchedCount, deletedCount } = await source.bulkWrite(own, options);
		if (matchedCount + deletedCount < own.length) throw new WrittenMeanwhile();
	}
	for (const [name, operations] of puts) await collectionOf(name).bulkWrite(operations, options);
}

function tooBusy(name: string, { _id }: StoredAny, cause: Error) {
	return new Error(
		`the document ${_id} of ${name} was written by others each of ${MAX_ATTEMPTS} times that it was to be changed`,
		{ cause }
	);
}
