/** Sessions: opened at sign-in, renewed by their use, ended by their user or because of misuse. */
import type { Model } from "mongoose";
import type { Client, Stored } from "../../mixins/index.ts";
import { deviceOf } from "./device.ts";
import { errors } from "./errors.ts";
import type { SessionsEnded } from "./events.ts";
import { REFRESH_TOKEN_MS, type RefreshTokens } from "./refresh-tokens.ts";
import { drawSecret, hashOf } from "./secret-text.ts";
import { MAX_USER_AGENT_LENGTH, type SessionFields } from "./session.model.ts";

type StoredSession = SessionFields & Stored;

export type EndReason = "logout" | "revoked" | "reuse" | "password-changed" | "account-disabled";

/** However busy it is, after this time a session's user has to sign in again. */
export const MAX_SESSION_MS = 30 * 24 * 60 * 60 * 1000;

/** How long the cookies of a session may rest. */
export const COOKIE_IDLE_MS = 24 * 60 * 60 * 1000;

/** How exactly the last use is known: each note of it is a write. */
const NOTE_USE_EVERY_MS = 60 * 1000;

/** A session with the secrets that were drawn for who signed in. */
export interface OpenSession {
	sessionId: string;
	userId: string;
	refreshToken: string;
}

export interface NewSession extends OpenSession {
	cookie: string;
	csrfToken: string;
}

/** An open session as each request needs it. */
export interface SessionView {
	sessionId: string;
	userId: string;
	csrfHash: string;
	cookieExpiresAt: Date;
	createdAt: Date;
	lastUsedAt: Date;
	provedAt: Date;
}

export class Sessions {
	readonly #model: Model<StoredSession>;
	readonly #tokens: RefreshTokens;
	readonly #announce: (ended: SessionsEnded) => void;

	/** `announce` tells every node that sessions have ended. */
	constructor(
		model: Model<StoredSession>,
		tokens: RefreshTokens,
		announce: (ended: SessionsEnded) => void
	) {
		this.#model = model;
		this.#tokens = tokens;
		this.#announce = announce;
	}

	async open(userId: string, client: Client): Promise<NewSession> {
		const [cookie, csrfToken, now] = [drawSecret(), drawSecret(), new Date()];
		const [session] = await this.#model.create([
			{
				userId,
				...programOf(client),
				...renewed(now, now),
				provedAt: now,
				cookieHash: hashOf(cookie),
				csrfHash: hashOf(csrfToken),
				cookieExpiresAt: new Date(now.getTime() + COOKIE_IDLE_MS)
			}
		]);
		const sessionId = session!._id;
		const refreshToken = await this.#tokens.issue(sessionId);
		return { sessionId, userId, refreshToken, cookie, csrfToken };
	}

	/** Exchanges a refresh token for the next one; a token that was used before ends its session. */
	async renew(refreshToken: string, { address }: Client): Promise<OpenSession> {
		const use = await this.#tokens.use(refreshToken);
		if (use.outcome === "unknown") throw errors.REFRESH_INVALID({});
		const { sessionId } = use;
		if (use.outcome === "reused") {
			await this.end(sessionId, "reuse");
			throw errors.REFRESH_REUSED({});
		}
		const session = await this.#model.findOne(open(sessionId)).lean();
		if (!session) throw errors.REFRESH_INVALID({});
		const change = { address, ...renewed(session.createdAt, new Date()) };
		await this.#model.updateOne(open(sessionId), change);
		await this.#tokens.keep(sessionId, use.successor);
		return { sessionId, userId: session.userId, refreshToken: use.successor };
	}

	/** An open session; null for one that has ended. */
	async view(sessionId: string): Promise<SessionView | null> {
		const session = await this.#model.findOne(open(sessionId)).lean();
		return session && { ...session, sessionId };
	}

	/** Those of the sessions with these ids that are open. */
	async openOf(ids: string[]): Promise<Set<string>> {
		const found = await this.#model.find(open({ $in: ids }), { _id: 1 }).lean();
		return new Set(found.map(({ _id }) => _id));
	}

	/** The id of the session whose cookie has this hash, open or not; null for an unknown one. */
	async idOfCookie(cookieHash: string): Promise<string | null> {
		const session = await this.#model.findOne({ cookieHash }, { _id: 1 }).lean();
		return session?._id ?? null;
	}

	/** Notes that a session is in use, if it was not noted within a minute; a cookie that is used lives on. */
	noteUse(view: SessionView, by: { byCookie: boolean }): Promise<void> | undefined {
		const isNoted = Date.now() - view.lastUsedAt.getTime() < NOTE_USE_EVERY_MS;
		return isNoted ? undefined : this.#writeUse(view, by);
	}

	async #writeUse(view: SessionView, { byCookie }: { byCookie: boolean }): Promise<void> {
		const now = new Date();
		view.lastUsedAt = now;
		if (byCookie) view.cookieExpiresAt = new Date(now.getTime() + COOKIE_IDLE_MS);
		const { lastUsedAt, cookieExpiresAt, createdAt, sessionId } = view;
		const change = byCookie ? { cookieExpiresAt, ...renewed(createdAt, now) } : { lastUsedAt };
		await this.#model.updateOne(open(sessionId), change);
	}

	/** Notes that the user has just shown who it is. */
	async prove(sessionId: string): Promise<void> {
		await this.#model.updateOne(open(sessionId), { provedAt: new Date() });
	}

	/** The session that a refresh token belongs to, also when it has been used; null for an unknown one. */
	sessionOf(refreshToken: string): Promise<string | null> {
		return this.#tokens.sessionOf(refreshToken);
	}

	/** Ends one session, that of the user when it is named; false when there is no such open session. */
	async end(sessionId: string, endReason: EndReason, userId?: string): Promise<boolean> {
		const session = await this.#model
			.findOneAndUpdate(
				{ ...open(sessionId), ...(userId !== undefined && { userId }) },
				{ endedAt: new Date(), endReason }
			)
			.lean();
		if (session)
			this.#announce({ ids: [sessionId], userId: session.userId, reason: endReason });
		return session !== null;
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

function open(sessionId: string | { $in: string[] }) {
	return { _id: sessionId, endedAt: null, expiresAt: { $gt: new Date() } };
}

function renewed(createdAt: Date, now: Date) {
	const end = Math.min(now.getTime() + REFRESH_TOKEN_MS, createdAt.getTime() + MAX_SESSION_MS);
	return { lastUsedAt: now, expiresAt: new Date(end) };
}

function programOf({ address, userAgent }: Client) {
	return {
		address,
		userAgent: userAgent.slice(0, MAX_USER_AGENT_LENGTH),
		device: deviceOf(userAgent)
	};
}
