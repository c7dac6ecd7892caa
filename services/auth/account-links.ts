/**
 * Links that are mailed: random, kept as their hash, good once and for a limited time. An account has one
 * of each purpose, so that a new one takes the place of the one before.
 */
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import type { AccountLinkFields, LinkPurpose } from "./account-link.model.ts";
import { errors } from "./errors.ts";
import { drawSecret, hashOf } from "./secret-text.ts";

export type StoredLink = AccountLinkFields & Stored;

/** Whose link it is. */
export interface LinkOwner {
	_id: string;
	email: string;
}

export const LINK_HOURS: Record<LinkPurpose, number> = { verifyEmail: 24, resetPassword: 1 };

const HOUR_MS = 60 * 60 * 1000;

export class AccountLinks {
	readonly #model: Model<StoredLink>;

	constructor(model: Model<StoredLink>) {
		this.#model = model;
	}

	/** Draws the token of a new link; the one before is no longer good. */
	async draw(purpose: LinkPurpose, { _id: userId, email }: LinkOwner): Promise<string> {
		const token = drawSecret();
		const expiresAt = new Date(Date.now() + LINK_HOURS[purpose] * HOUR_MS);
		await this.#model.updateOne(
			{ _id: idOf(purpose, userId) },
			{ purpose, userId, email, tokenHash: hashOf(token), expiresAt },
			{ upsert: true }
		);
		return token;
	}

	/** The link with this token; null for one that is unknown, over or for something else. */
	find(purpose: LinkPurpose, token: string): Promise<StoredLink | null> {
		const good = { purpose, tokenHash: hashOf(token), expiresAt: { $gt: new Date() } };
		return this.#model.findOne(good).lean();
	}

	/** Uses a link up; throws `AUTH_LINK_INVALID` when somebody else has, or another was drawn. */
	async use({ _id, tokenHash }: StoredLink): Promise<void> {
		const { deletedCount } = await this.#model.deleteOne({ _id, tokenHash });
		if (deletedCount === 0) throw errors.LINK_INVALID({});
	}

	/** Makes a link that was mailed worthless. */
	async revoke(purpose: LinkPurpose, userId: string): Promise<void> {
		await this.#model.deleteOne({ _id: idOf(purpose, userId) });
	}
}

function idOf(purpose: LinkPurpose, userId: string) {
	return `${purpose}:${userId}`;
}
