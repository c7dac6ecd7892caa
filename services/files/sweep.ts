/**
 * Takes away what nobody needs: uploads that were not finished in time, files that no document refers to, and the
 * bytes of files that were removed. Safe on several nodes at once, and beside a reference that is just being made.
 */
import type { Model } from "mongoose";
import { hasType, type Stored } from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import type { FileMetrics } from "./metrics.ts";
import type { Quotas } from "./quotas.ts";
import type { FileContentFields, FileUseFields } from "./records.ts";
import type { Storage } from "./storage/storage.ts";
import type { Uploads } from "./uploads.ts";

const BATCH = 100;

export interface SweepParts {
	contents: Model<FileContentFields & Stored>;
	uses: Model<FileUseFields & Stored>;
	uploads: Uploads;
	storage: Storage;
	quotas: Quotas;
	metrics: FileMetrics;
	/** Removes a file in the system's name; throws `FILES_IN_USE`. */
	remove: (id: string) => Promise<unknown>;
	/** How long a file may be without a document that refers to it; null keeps all. */
	unusedMs: number | null;
}

/** What one sweep has taken away. */
export interface Swept {
	uploads: number;
	unused: number;
	contents: number;
}

export async function sweep(parts: SweepParts, now: Date): Promise<Swept> {
	const uploads = await parts.uploads.discardExpired(now);
	for (let count = 0; count < uploads; count++) parts.metrics.expired();
	const unused = parts.unusedMs === null ? 0 : await removeUnused(parts, now, parts.unusedMs);
	const contents = await removeContents(parts);
	parts.metrics.open(await parts.uploads.count());
	return { uploads, unused, contents };
}

/** Takes the bytes of a removed file, and then the note that they are still there. */
export async function removeContent(
	{ contents, storage }: Pick<SweepParts, "contents" | "storage">,
	{ _id, key }: { _id: string; key: string }
): Promise<void> {
	await storage.remove(key);
	await contents.deleteOne({ _id, removing: true });
}

/** Each file is looked at once in the time that it may be unused: those in use wait for the next one. */
async function removeUnused(parts: SweepParts, now: Date, unusedMs: number): Promise<number> {
	const { contents, uses, metrics } = parts;
	const limit = new Date(now.getTime() - unusedMs);
	let removed = 0;
	for (;;) {
		const batch = await contents
			.find({ removing: { $ne: true }, touchedAt: { $lt: limit } })
			.sort({ touchedAt: 1 })
			.limit(BATCH)
			.lean();
		if (batch.length === 0) return removed;
		const ids = batch.map(({ _id }) => _id);
		const used = new Set(await uses.distinct("fileId", { fileId: { $in: ids } }));
		const kept = ids.filter(id => used.has(id));
		for (const id of ids.filter(one => !used.has(one))) {
			if (await tryRemove(parts, id)) {
				removed++;
				metrics.unusedRemoved();
			} else kept.push(id);
		}
		if (kept.length > 0)
			await contents.updateMany({ _id: { $in: kept } }, { $set: { touchedAt: now } });
	}
}

/** False for a file that a document has begun to refer to just now. */
async function tryRemove({ remove }: SweepParts, id: string): Promise<boolean> {
	try {
		await remove(id);
		return true;
	} catch (error) {
		if (hasType(error, errors.IN_USE.type)) return false;
		throw error;
	}
}

/** What a node that died, or a storage that was away, has left. */
async function removeContents(parts: SweepParts): Promise<number> {
	const left = await parts.contents.find({ removing: true }).limit(1000).lean();
	for (const content of left) await removeContent(parts, content);
	return left.length;
}
