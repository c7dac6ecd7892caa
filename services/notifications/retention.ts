/** Takes away what nobody looks for any more: what was read long ago, what is very old, and what is too much. */
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import type { NotificationFields } from "./notification.model.ts";

/** A user has so many; beyond them the oldest go. */
export const MAX_PER_USER = 500;

/** After this time they go unread, too. */
const MAX_DAYS = 365;

const DAY_MS = 86_400_000;

export class Retention {
	readonly #model: Model<NotificationFields & Stored>;
	readonly #readDays: number;

	/** What was read is kept for `readDays`. */
	constructor(model: Model<NotificationFields & Stored>, readDays: number) {
		this.#model = model;
		this.#readDays = readDays;
	}

	async run(): Promise<void> {
		const now = Date.now();
		const readLongAgo = { readAt: { $lt: new Date(now - this.#readDays * DAY_MS) } };
		const old = { createdAt: { $lt: new Date(now - MAX_DAYS * DAY_MS) } };
		await this.#model.deleteMany({ $or: [readLongAgo, old] });
		for (const userId of await this.#usersWithTooMany()) await this.#removeOldest(userId);
	}

	async #usersWithTooMany(): Promise<string[]> {
		const found = await this.#model.aggregate<{ _id: string }>([
			{ $group: { _id: "$userId", count: { $sum: 1 } } },
			{ $match: { count: { $gt: MAX_PER_USER } } }
		]);
		return found.map(({ _id }) => _id);
	}

	async #removeOldest(userId: string) {
		const newestFirst = { createdAt: -1, _id: -1 } as const;
		const tooMany = await this.#model
			.find({ userId }, { _id: 1 })
			.sort(newestFirst)
			.skip(MAX_PER_USER)
			.lean();
		await this.#model.deleteMany({ _id: { $in: tooMany.map(({ _id }) => _id) } });
	}
}
