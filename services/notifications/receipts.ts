/**
 * Keeps that users were notified, so that a repeated event or a message that comes again does not notify them
 * twice, not even when they have removed the notification meanwhile.
 */
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import type { ReceiptFields } from "./receipt.model.ts";

/** For how long the same key is known again. */
export const RECEIPT_DAYS = 30;

const DAY_MS = 86_400_000;

export class Receipts {
	readonly #model: Model<ReceiptFields & Stored>;

	constructor(model: Model<ReceiptFields & Stored>) {
		this.#model = model;
	}

	/** Those of the users who were not notified of it before; from the open transaction's commit on they were. */
	async take(kind: string, key: string, userIds: string[]): Promise<string[]> {
		const idOf = (userId: string) => `${kind}/${userId}/${key}`;
		const found = await this.#model
			.find({ _id: { $in: userIds.map(idOf) } }, { _id: 1 })
			.lean();
		const known = new Set(found.map(({ _id }) => _id));
		const fresh = userIds.filter(userId => !known.has(idOf(userId)));
		const expiresAt = new Date(Date.now() + RECEIPT_DAYS * DAY_MS);
		await this.#model.insertMany(fresh.map(userId => ({ _id: idOf(userId), expiresAt })));
		return fresh;
	}
}
