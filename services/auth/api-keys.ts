/** API keys as requests show them: found by their hash, their use noted. */
import { randomBytes } from "node:crypto";
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import type { ApiKeyFields } from "./api-key.model.ts";
import { drawSecret, hashOf } from "./secret-text.ts";

/** So that scanners of source code and logs recognise a key that was left there. */
const MARK = "lyc";

const PREFIX_BYTES = 4;

/** How exactly the last use is known: each note of it is a write. */
const NOTE_USE_EVERY_MS = 60 * 1000;

export interface DrawnKey {
	key: string;
	prefix: string;
	keyHash: string;
}

/** A key that is good, as each request needs it. */
export interface KeyView {
	id: string;
	userId: string;
	scopes: string[];
	expiresAt: Date;
	lastUsedAt: Date | null;
}

/** Draws a key: `lyc_1f0e9a3c_…`; all but the prefix is known to nobody afterwards. */
export function drawKey(): DrawnKey {
	const prefix = `${MARK}_${randomBytes(PREFIX_BYTES).toString("hex")}`;
	const key = `${prefix}_${drawSecret()}`;
	return { key, prefix, keyHash: hashOf(key) };
}

export class ApiKeys {
	readonly #model: Model<ApiKeyFields & Stored>;

	constructor(model: Model<ApiKeyFields & Stored>) {
		this.#model = model;
	}

	/** The key with this hash; null when there is none or it was replaced. */
	async view(hash: string): Promise<KeyView | null> {
		const found = await this.#model.findOne(goodKey(hash)).lean();
		if (!found) return null;
		const { _id: id, userId, scopes, expiresAt, lastUsedAt = null } = found;
		return { id, userId, scopes, expiresAt, lastUsedAt };
	}

	/** Those of the keys with these ids that are still there and have not expired. */
	async goodOf(ids: string[]): Promise<Set<string>> {
		const good = { _id: { $in: ids }, expiresAt: { $gt: new Date() } };
		const found = await this.#model.find(good, { _id: 1 }).lean();
		return new Set(found.map(({ _id }) => _id));
	}

	/** Notes that a key is in use, once a minute. */
	async noteUse(view: KeyView): Promise<void> {
		const now = new Date();
		if (view.lastUsedAt && now.getTime() - view.lastUsedAt.getTime() < NOTE_USE_EVERY_MS)
			return;
		view.lastUsedAt = now;
		// By the driver, because a use is no new revision of the key.
		await this.#model.collection.updateOne(
			{ _id: view.id as never },
			{ $set: { lastUsedAt: now } }
		);
	}
}

function goodKey(hash: string) {
	const replaced = { previousKeyHash: hash, previousExpiresAt: { $gt: new Date() } };
	return { $or: [{ keyHash: hash }, replaced] };
}
