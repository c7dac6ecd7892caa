/**
 * Refresh tokens: random text, kept as its hash and good for one use. Two tabs that renew at the same
 * moment show the same token twice; within a short grace both get the very same successor, so that a
 * session is always one chain of tokens and a stolen one is noticed at its next use.
 */
import { createHmac } from "node:crypto";
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import type { RefreshTokenFields } from "./refresh-token.model.ts";
import { drawSecret, hashOf } from "./secret-text.ts";

export const REFRESH_TOKEN_MS = 7 * 24 * 60 * 60 * 1000;

const GRACE_MS = 10_000;
const DUPLICATE_KEY = 11000;

type TokenModel = Model<RefreshTokenFields & Stored>;

export type Use =
	| { outcome: "unknown" }
	| { outcome: "reused"; sessionId: string }
	| { outcome: "used"; sessionId: string; successor: string };

export class RefreshTokens {
	readonly #model: TokenModel;

	constructor(model: TokenModel) {
		this.#model = model;
	}

	/** Makes the first token of a session. */
	async issue(sessionId: string): Promise<string> {
		const token = drawSecret();
		await this.keep(sessionId, token);
		return token;
	}

	/** Makes a token good for one use; harmless when it is already. */
	async keep(sessionId: string, token: string): Promise<void> {
		const expiresAt = new Date(Date.now() + REFRESH_TOKEN_MS);
		try {
			await this.#model.create([{ _id: hashOf(token), sessionId, expiresAt }]);
		} catch (error) {
			if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
		}
	}

	/** The session of a token, used or not; null for an unknown one. */
	async sessionOf(token: string): Promise<string | null> {
		const found = await this.#model.findById(hashOf(token), { sessionId: 1 }).lean();
		return found?.sessionId ?? null;
	}

	/** Uses a token up and names its successor, which is not good before it is kept. */
	async use(token: string): Promise<Use> {
		const now = new Date();
		const good = { _id: hashOf(token), expiresAt: { $gt: now } };
		const first = await this.#model
			.findOneAndUpdate(
				{ ...good, usedAt: null },
				{ usedAt: now, salt: drawSecret() },
				{ returnDocument: "after" }
			)
			.lean();
		const found = first ?? (await this.#model.findOne(good).lean());
		if (!found) return { outcome: "unknown" };
		const { sessionId, usedAt, salt } = found;
		if (now.getTime() - usedAt!.getTime() > GRACE_MS) return { outcome: "reused", sessionId };
		return { outcome: "used", sessionId, successor: successorOf(token, salt!) };
	}
}

/** Only who shows the token can make its successor, and only the store knows the salt. */
function successorOf(token: string, salt: string) {
	return createHmac("sha256", salt).update(token).digest("base64url");
}
