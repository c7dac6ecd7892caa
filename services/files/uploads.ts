/**
 * Uploads on their way to be files, by form or by tus. What is stored safely is in the upload's document; one
 * request at a time writes to it, under a lease that ends by itself when its node dies.
 */
import { randomBytes, randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { documentErrors } from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import { RunningHashes } from "./running-hashes.ts";
import { steady } from "./steady.ts";
import type { StoredUpload } from "./upload.model.ts";
import { leaseOf, Writing, type Checksum, type UploadParts } from "./writing.ts";

/** How long a request that resumes waits for the one before it to let go. */
const LET_GO_MS = 5000;

export interface NewUpload {
	ownerId: string;
	name: string;
	declaredType: string;
	/** Absent when it is not known before the end. */
	length?: number;
}

/** Ends a request that writes, and tells when it has let go. */
interface Holder {
	stop: () => void;
	ended: Promise<unknown>;
}

export class Uploads {
	readonly #parts: UploadParts;
	readonly #hashes = new RunningHashes();
	readonly #holders = new Map<string, Holder>();

	constructor(parts: UploadParts) {
		this.#parts = parts;
	}

	/** Begins one; throws `FILES_TOO_LARGE` and `FILES_QUOTA`. */
	async create({ ownerId, name, declaredType, length }: NewUpload): Promise<StoredUpload> {
		const { model, kernel, quotas, maxBytes, keepMs } = this.#parts;
		if (length !== undefined && length > maxBytes) throw errors.TOO_LARGE({ limit: maxBytes });
		await quotas.open(ownerId);
		return kernel.transaction(async () => {
			const reserved = length ?? 0;
			await quotas.reserve(ownerId, reserved);
			const made = await model.create({
				ownerId,
				name,
				declaredType,
				...(length !== undefined && { length }),
				reserved,
				key: randomBytes(16).toString("hex"),
				expiresAt: new Date(Date.now() + keepMs)
			});
			return made.toObject();
		});
	}

	/** The user's upload; throws a 404, and `FILES_UPLOAD_EXPIRED` for one that is about to be removed. */
	async find(id: string, ownerId: string): Promise<StoredUpload> {
		const found = (await this.#parts.model
			.findOne({ _id: id, ownerId })
			.lean()) as StoredUpload | null;
		if (!found) throw documentErrors.NOT_FOUND({ subject: "Upload", id });
		if (found.discarding || found.expiresAt.getTime() <= Date.now())
			throw errors.UPLOAD_EXPIRED({ id });
		return found;
	}

	/** Ends what this node still receives for an upload: whoever asks how far it is begins anew. */
	async interrupt(id: string): Promise<void> {
		const holder = this.#holders.get(id);
		if (!holder) return;
		holder.stop();
		let timer: NodeJS.Timeout | undefined;
		const limit = new Promise(resolve => (timer = setTimeout(resolve, LET_GO_MS)));
		await Promise.race([holder.ended, limit]);
		clearTimeout(timer);
	}

	/** Runs `work` as the only one that writes to the upload; throws `FILES_UPLOAD_LOCKED`. */
	async hold<T>(
		{ _id: id }: Pick<StoredUpload, "_id">,
		stop: () => void,
		work: (upload: StoredUpload) => Promise<T>
	): Promise<T> {
		const { model } = this.#parts;
		const lock = randomUUID();
		const now = new Date();
		const held = (await model
			.findOneAndUpdate(
				{
					_id: id,
					discarding: { $ne: true },
					$or: [{ lockedUntil: null }, { lockedUntil: { $lt: now } }]
				},
				{ $set: { lock, lockedUntil: new Date(now.getTime() + leaseOf(this.#parts)) } },
				{ returnDocument: "after" }
			)
			.lean()) as StoredUpload | null;
		if (!held) throw errors.UPLOAD_LOCKED({ id });
		const { promise: ended, resolve: end } = Promise.withResolvers<void>();
		this.#holders.set(id, { stop, ended });
		try {
			return await work(held);
		} finally {
			await model
				.updateOne({ _id: id, lock }, { $unset: { lock: 1, lockedUntil: 1 } })
				// The lease ends by itself; what the work has come to counts.
				.catch(() => undefined);
			this.#holders.delete(id);
			end();
		}
	}

	/**
	 * Stores what comes, until it ends or breaks off, and returns the upload as it is then. What breaks off is
	 * thrown once the bytes before it are stored; with a checksum all of them count, or none.
	 */
	async receive(
		upload: StoredUpload,
		source: Readable,
		checksum: Checksum | null = null
	): Promise<StoredUpload> {
		const writing = new Writing(this.#parts, this.#hashes, upload, checksum);
		await writing.open();
		try {
			for await (const chunk of steady(source, this.#parts.idleMs)) await writing.add(chunk);
		} catch (error) {
			await writing.end(false).catch(() => undefined);
			throw error;
		}
		return writing.end(true);
	}

	/** Makes the bytes readable under their key, and tells their digest. */
	async complete(upload: StoredUpload): Promise<string> {
		const { storage } = this.#parts;
		const { _id: id, key, offset, storageState: state } = upload;
		await storage.complete({ key, state }, offset);
		return this.#hashes.digest(id, offset, () => storage.read(key, 0, offset - 1));
	}

	/** Removes the document of a finished upload in the open transaction; its bytes now count as a file's. */
	async settle({ _id, ownerId, reserved, offset }: StoredUpload): Promise<void> {
		const { model, quotas } = this.#parts;
		const { deletedCount } = await model.deleteOne({ _id, discarding: { $ne: true } });
		if (deletedCount === 0) throw errors.UPLOAD_EXPIRED({ id: _id });
		await quotas.release(ownerId, reserved - offset);
		this.#hashes.forget(_id);
	}

	/**
	 * Gives an upload up: its bytes go first, and with the document what its owner's quota held. Whatever fails
	 * in between is done by the next sweep.
	 */
	async discard({ _id, ownerId }: Pick<StoredUpload, "_id" | "ownerId">): Promise<void> {
		const { model, kernel, storage, quotas } = this.#parts;
		const marked = (await model
			.findOneAndUpdate(
				{ _id },
				{ $set: { discarding: true, expiresAt: new Date() } },
				{ returnDocument: "after" }
			)
			.lean()) as StoredUpload | null;
		if (!marked) return;
		this.#hashes.forget(_id);
		await storage.discard({ key: marked.key, state: marked.storageState });
		await kernel.transaction(async () => {
			const { deletedCount } = await model.deleteOne({ _id });
			if (deletedCount === 1) await quotas.release(ownerId, marked.reserved);
		});
	}

	/** Gives up those that nobody has gone on with in time; returns how many. */
	async discardExpired(now: Date): Promise<number> {
		const { model } = this.#parts;
		const expired = await model
			.find({
				expiresAt: { $lte: now },
				$or: [{ lockedUntil: null }, { lockedUntil: { $lt: now } }]
			})
			.limit(1000)
			.lean();
		for (const upload of expired) await this.discard(upload);
		return expired.length;
	}

	count(): Promise<number> {
		return this.#parts.model.countDocuments({ discarding: { $ne: true } });
	}
}
