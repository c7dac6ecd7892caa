/** One request's part of an upload: its bytes, their digest, the quota that they need, and how much of them is safe. */
import { createHash, type Hash } from "node:crypto";
import type { Model } from "mongoose";
import { hasType, type Kernel, type Stored } from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import type { FileMetrics } from "./metrics.ts";
import type { Quotas } from "./quotas.ts";
import type { RunningHashes } from "./running-hashes.ts";
import type { Appender, Storage } from "./storage/storage.ts";
import type { StoredUpload, UploadFields } from "./upload.model.ts";

/** How much longer than two waits for a byte a node that has died holds an upload. */
const SPARE_LEASE_MS = 30_000;

/** As much is sent again, at most, after a node has died. */
const SAVE_EVERY_BYTES = 64 * 1024 * 1024;
const SAVE_EVERY_MS = 5000;

/** A form's length is known at its end; the quota holds this much more than what has come. */
const RESERVE_STEP_BYTES = 8 * 1024 * 1024;

export interface UploadParts {
	model: Model<UploadFields & Stored>;
	kernel: Kernel;
	storage: Storage;
	quotas: Quotas;
	metrics: FileMetrics;
	maxBytes: number;
	idleMs: number;
	keepMs: number;
}

/** A digest that the bytes of one request must have. */
export interface Checksum {
	algorithm: string;
	digest: Buffer;
}

/** Longer than a request may be silent, so that one which is slow keeps its upload. */
export function leaseOf({ idleMs }: UploadParts) {
	return 2 * idleMs + SPARE_LEASE_MS;
}

export class Writing {
	readonly #parts: UploadParts;
	readonly #hashes: RunningHashes;
	readonly #upload: StoredUpload;
	readonly #checksum: Checksum | null;
	readonly #digest: Hash | null;
	#appender: Appender | null = null;
	#hash: Hash | null;
	#offset: number;
	#reserved: number;
	#unsaved = 0;
	#savedAt = performance.now();

	constructor(
		parts: UploadParts,
		hashes: RunningHashes,
		upload: StoredUpload,
		checksum: Checksum | null
	) {
		this.#parts = parts;
		this.#hashes = hashes;
		this.#upload = upload;
		this.#checksum = checksum;
		this.#digest = checksum && createHash(checksum.algorithm);
		this.#hash = hashes.resume(upload._id, upload.offset);
		this.#offset = upload.offset;
		this.#reserved = upload.reserved;
	}

	async open(): Promise<void> {
		const { key, storageState: state, offset } = this.#upload;
		this.#appender = await this.#parts.storage.append({ key, state }, offset);
	}

	async add(chunk: Buffer): Promise<void> {
		const limit = this.#upload.length ?? this.#parts.maxBytes;
		if (this.#offset + chunk.length > limit) throw errors.TOO_LARGE({ limit });
		if (this.#isLapsed()) throw errors.UPLOAD_LOCKED({ id: this.#upload._id });
		await this.#reserve(this.#offset + chunk.length);
		await this.#appender!.write(chunk);
		this.#hash?.update(chunk);
		this.#digest?.update(chunk);
		this.#offset += chunk.length;
		this.#unsaved += chunk.length;
		this.#parts.metrics.received(chunk.length);
		const isLate = performance.now() - this.#savedAt > SAVE_EVERY_MS;
		if (isLate || this.#unsaved > SAVE_EVERY_BYTES) await this.#save(this.#checksum === null);
	}

	/** Stores what came; false for what broke off. */
	async end(isWhole: boolean): Promise<StoredUpload> {
		try {
			const isWanted = this.#checksum === null || (isWhole && this.#isAsSaid());
			await this.#save(isWanted);
			if (isWhole && !isWanted) throw errors.UPLOAD_CHECKSUM({});
			return this.#upload;
		} finally {
			await this.#appender!.close();
		}
	}

	#isAsSaid() {
		return this.#digest!.digest().equals(this.#checksum!.digest);
	}

	/** Another request may write by then; none of its bytes must be overwritten. */
	#isLapsed() {
		return performance.now() - this.#savedAt > leaseOf(this.#parts) / 2;
	}

	/** In steps, so that not every piece is a transaction; in small ones where little is left. */
	async #reserve(needed: number) {
		const missing = needed - this.#reserved;
		if (missing <= 0) return;
		await this.#reserveMore(Math.max(RESERVE_STEP_BYTES, missing)).catch(error => {
			if (!hasType(error, errors.QUOTA.type)) throw error;
			return this.#reserveMore(missing);
		});
	}

	async #reserveMore(more: number) {
		const { model, kernel, quotas } = this.#parts;
		const { _id, ownerId } = this.#upload;
		await kernel.transaction(async () => {
			await quotas.reserve(ownerId, more);
			await model.updateOne({ _id }, { $inc: { reserved: more } });
		});
		this.#reserved += more;
		this.#upload.reserved = this.#reserved;
	}

	/** Stores the bytes, and then that they are there; without `counts` only the lease goes on. */
	async #save(counts: boolean) {
		const { model, keepMs } = this.#parts;
		const { _id, lock } = this.#upload;
		const now = Date.now();
		const progress = counts && {
			storageState: await this.#appender!.flush(),
			offset: this.#offset
		};
		const { matchedCount } = await model.updateOne(
			{ _id, lock, discarding: { $ne: true } },
			{
				$set: {
					...progress,
					lockedUntil: new Date(now + leaseOf(this.#parts)),
					expiresAt: new Date(now + keepMs)
				}
			}
		);
		if (matchedCount === 0) throw errors.UPLOAD_LOCKED({ id: _id });
		if (progress) {
			Object.assign(this.#upload, progress);
			this.#hashes.keep(_id, this.#hash, this.#offset);
		}
		this.#savedAt = performance.now();
		this.#unsaved = 0;
	}
}
