/** What the store does by itself: removing expired documents and forgotten sessions. */
import { encode } from "./bson/encode.ts";
import { orderKey } from "./bson/order-key.ts";
import type { Engine } from "./engine.ts";
import type { Collection } from "./storage/catalog.ts";
import { deleteDocument, readStored } from "./storage/documents.ts";
import type { Index } from "./storage/index-definition.ts";
import { forgetOldRetries } from "./storage/retries.ts";
import { RANK } from "./bson/values.ts";

const EXPIRY_EVERY_MS = 1_000;
const RETRIES_EVERY_MS = 10 * 60 * 1000;
/** So many documents are removed at once; the next look takes the rest. */
const PORTION = 500;

/** Starts the timers; gives what stops them. */
export function startTimers(engine: Engine): () => void {
	const timers = [
		setInterval(() => quietly(() => removeExpired(engine)), EXPIRY_EVERY_MS),
		setInterval(
			() =>
				quietly(() =>
					engine.change(
						{},
						connection => (forgetOldRetries(connection), encode({ ok: 1 }))
					)
				),
			RETRIES_EVERY_MS
		)
	];
	return () => timers.forEach(timer => clearInterval(timer));
}

/** A failed sweep (a full disk, say) harms nobody: the next one does its work. */
function quietly(work: () => unknown): void {
	try {
		void Promise.resolve(work()).catch(() => undefined);
	} catch {
		// See above.
	}
}

/** Removes the documents whose time is over, as the TTL indexes tell. */
export function removeExpired(engine: Engine): void {
	const { connection } = engine.host;
	connection.catalog.refresh();
	for (const collection of connection.catalog.list()) {
		for (const index of collection.indexes) {
			if (index.expireAfterSeconds === undefined) continue;
			const expired = expiredIn(engine, index);
			if (expired.length > 0) removeAll(engine, collection, index, expired);
		}
	}
}

function expiredIn({ host }: Engine, index: Index): number[] {
	const before = new Date(Date.now() - index.expireAfterSeconds! * 1000);
	const [low, high] = index.fields[0]!.descending
		? [orderKey(before, true), Buffer.from([~RANK.date & 0xff, 0xff])]
		: [Buffer.from([RANK.date]), orderKey(before)];
	const sql = `SELECT DISTINCT rid FROM ${index.table} WHERE key >= ? AND key < ? LIMIT ${PORTION}`;
	return host.connection.all(sql, low, high).map(row => row[0] as number);
}

function removeAll(engine: Engine, collection: Collection, index: Index, rids: number[]): void {
	const { connection } = engine.writer;
	quietly(() =>
		engine.change({}, () => {
			const current = connection.catalog.find(collection.db, collection.name);
			const still = new Set(expiredIn(engine, index));
			for (const rid of current?.id === collection.id ? rids : []) {
				const stored = still.has(rid) ? readStored(connection, current!, rid) : undefined;
				if (stored) deleteDocument(connection, current!, stored);
			}
			return encode({ ok: 1 });
		})
	);
}
