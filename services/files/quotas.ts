/**
 * How many bytes each user holds: finished files and what unfinished uploads may still become. The number is
 * changed in the same transaction as what it counts, so that neither a crash nor uploads at once bend it.
 */
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import type { FileQuotaFields } from "./records.ts";

export class Quotas {
	readonly #model: Model<FileQuotaFields & Stored>;
	readonly #limit: number;

	constructor(model: Model<FileQuotaFields & Stored>, limit: number) {
		this.#model = model;
		this.#limit = limit;
	}

	/** Makes the user's account, outside of the transaction: two that make it at once would undo each other. */
	async open(ownerId: string): Promise<void> {
		if (await this.#model.exists({ _id: ownerId })) return;
		await this.#model
			.updateOne({ _id: ownerId }, { $setOnInsert: { bytes: 0 } }, { upsert: true })
			.catch(ignoreDuplicate);
	}

	/** Takes bytes in the open transaction; throws `FILES_QUOTA` when there are not as many left. */
	async reserve(ownerId: string, bytes: number): Promise<void> {
		const limit = this.#limit;
		const { matchedCount } = await this.#model.updateOne(
			{ _id: ownerId, bytes: { $lte: limit - bytes } },
			{ $inc: { bytes } }
		);
		if (matchedCount === 0) throw errors.QUOTA({ limit });
	}

	/** Gives bytes back in the open transaction. */
	async release(ownerId: string, bytes: number): Promise<void> {
		if (bytes !== 0) await this.#model.updateOne({ _id: ownerId }, { $inc: { bytes: -bytes } });
	}

	/** How many bytes the user holds. */
	async used(ownerId: string): Promise<number> {
		return (await this.#model.findById(ownerId).lean())?.bytes ?? 0;
	}
}

function ignoreDuplicate(error: { code?: unknown }) {
	if (error.code !== 11000) throw error;
}
