/** Sessions: opened at sign-in, renewed with refresh tokens, ended by their user or because of misuse. */
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import type { SessionsEnded } from "./events.ts";
import { REFRESH_TOKEN_MS, type RefreshTokens } from "./refresh-tokens.ts";
import type { SessionFields } from "./session.model.ts";

type SessionModel = Model<SessionFields & Stored>;

export type EndReason = "logout" | "reuse" | "password-changed" | "account-disabled";

export interface OpenSession {
	sessionId: string;
	userId: string;
	refreshToken: string;
}

export class Sessions {
	readonly #model: SessionModel;
	readonly #tokens: RefreshTokens;
	readonly #announce: (ended: SessionsEnded) => void;

	/** `announce` tells every node that sessions have ended. */
	constructor(
		model: SessionModel,
		tokens: RefreshTokens,
		announce: (ended: SessionsEnded) => void
	) {
		this.#model = model;
		this.#tokens = tokens;
		this.#announce = announce;
	}

	async open(userId: string): Promise<OpenSession> {
		const [session] = await this.#model.create([{ userId, ...usedNow() }]);
		const sessionId = session!._id;
		return { sessionId, userId, refreshToken: await this.#tokens.issue(sessionId) };
	}

	/** Exchanges a refresh token for the next one; a token that was used before ends its session. */
	async renew(refreshToken: string): Promise<OpenSession> {
		const use = await this.#tokens.use(refreshToken);
		if (use.outcome === "unknown") throw errors.REFRESH_INVALID({});
		const { sessionId } = use;
		if (use.outcome === "reused") {
			await this.end(sessionId, "reuse");
			throw errors.REFRESH_REUSED({});
		}
		const session = await this.#model.findOneAndUpdate(open(sessionId), usedNow()).lean();
		if (!session) throw errors.REFRESH_INVALID({});
		await this.#tokens.keep(sessionId, use.successor);
		return { sessionId, userId: session.userId, refreshToken: use.successor };
	}

	/** The user of an open session; null for one that has ended. */
	async userOf(sessionId: string): Promise<string | null> {
		const session = await this.#model.findOne(open(sessionId), { userId: 1 }).lean();
		return session?.userId ?? null;
	}

	/** The session that a refresh token belongs to, also when it has been used; null for an unknown one. */
	sessionOf(refreshToken: string): Promise<string | null> {
		return this.#tokens.sessionOf(refreshToken);
	}

	/** Ends one session; harmless when it has ended. */
	async end(sessionId: string, endReason: EndReason): Promise<void> {
		const session = await this.#model
			.findOneAndUpdate(open(sessionId), { endedAt: new Date(), endReason })
			.lean();
		if (session)
			this.#announce({ ids: [sessionId], userId: session.userId, reason: endReason });
	}

	/** Ends all sessions of a user, but for the one that is to stay. */
	async endAll(userId: string, endReason: EndReason, stays?: string): Promise<void> {
		const found = await this.#model.find({ userId, endedAt: null }, { _id: 1 }).lean();
		const ids = found.map(({ _id }) => _id).filter(id => id !== stays);
		if (ids.length === 0) return;
		await this.#model.updateMany({ _id: { $in: ids } }, { endedAt: new Date(), endReason });
		this.#announce({ ids, userId, reason: endReason });
	}
}

function open(sessionId: string) {
	return { _id: sessionId, endedAt: null, expiresAt: { $gt: new Date() } };
}

function usedNow() {
	const lastUsedAt = new Date();
	return { lastUsedAt, expiresAt: new Date(lastUsedAt.getTime() + REFRESH_TOKEN_MS) };
}
