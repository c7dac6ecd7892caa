/**
 * Finds out who makes a request. The token, cookie or key says which user and session; what the user may
 * do is read from the store, at most a second ago, so that a changed role or an ended session counts at once.
 */
import { accessErrors, type Caller } from "../../mixins/index.ts";
import { GUEST, type Authenticate, type Credentials, type Intent } from "../kernel/runtime.ts";
import type { Standing } from "./accounts.ts";
import type { KeyView } from "./api-keys.ts";
import { ADMINISTRATOR_ROLE } from "../users/roles.ts";
import { AUTH_COOKIE, legacyToken } from "./cookies.ts";
import { errors } from "./errors.ts";
import type { FreshCache } from "./fresh-cache.ts";
import { hashOf, isSecret } from "./secret-text.ts";
import type { SessionView } from "./sessions.ts";
import type { TokenVerifier } from "./token-verifier.ts";
import type { Claims } from "./tokens.ts";

/** A caller who signed in, as `authenticate` makes it. */
export interface SessionCaller extends Caller {
	id: string;
	sessionId: string;
}

export interface IdentitySources {
	tokens: Pick<TokenVerifier, "verify">;
	/** The open sessions by id. */
	sessions: Pick<FreshCache<SessionView | null>, "get">;
	/** The ids of sessions by the hash of their cookie. */
	cookies: Pick<FreshCache<string | null>, "get">;
	/** The keys that are good, by hash. */
	apiKeys: Pick<FreshCache<KeyView | null>, "get">;
	/** The roles and the plan of each active user. */
	standings: Pick<FreshCache<Standing | null>, "get">;
	/** Hears of each use. */
	used: {
		session(view: SessionView, by: { byCookie: boolean }): void;
		apiKey(view: KeyView): void;
	};
}

type Maybe<Value> = Value | Promise<Value>;

/** Makes the function that the gateway asks; it answers without a promise whenever all is known. */
export function createAuthenticate(sources: IdentitySources): Authenticate {
	const { tokens, sessions, cookies, apiKeys, standings, used } = sources;

	/** An administrator who looks at things as somebody else does, for as long as it is one. */
	const viewer = (view: SessionView, sub: string): Maybe<Caller> =>
		then(standings.get(view.userId), own => {
			if (!own?.roles.includes(ADMINISTRATOR_ROLE))
				throw refusal("You may not view as others");
			return then(standings.get(sub), standing => {
				if (standing === null) throw refusal("The account is not active");
				used.session(view, { byCookie: false });
				// The requests are the administrator's, and so is the plan that they are counted by.
				const { roles } = standing;
				return { id: sub, kind: "user", roles, plan: own.plan, viewedBy: view.userId };
			});
		});

	const byClaims = ({ sub, sid, act = sub }: Claims): Maybe<Caller> =>
		then(sessions.get(sid), view => {
			if (view?.userId !== act) throw refusal("The session has ended");
			if (act !== sub) return viewer(view, sub);
			return then(standings.get(sub), standing => {
				if (standing === null) throw refusal("The account is not active");
				used.session(view, { byCookie: false });
				return sessionCaller(view, standing);
			});
		});

	const byKey = (key: string): Maybe<Caller> =>
		then(apiKeys.get(hashOf(key)), view => {
			if (view === null || view.expiresAt <= new Date())
				throw refusal("The API key is not valid or has expired");
			return then(standings.get(view.userId), standing => {
				if (standing === null) throw refusal("The account is not active");
				used.apiKey(view);
				return keyCaller(view, standing);
			});
		});

	const ofCookie = (cookie: string): Maybe<SessionView | null> =>
		then(cookies.get(hashOf(cookie)), id => {
			if (id === null) return null;
			return then(sessions.get(id), view =>
				view && view.cookieExpiresAt > new Date() ? view : null
			);
		});

	const ofLegacyCookie = async (token: string): Promise<SessionView | null> => {
		try {
			const { sub, sid, act = sub } = await tokens.verify(token);
			const view = await sessions.get(sid);
			return view?.userId === sub && act === sub ? view : null;
		} catch {
			return null;
		}
	};

	/** Stale cookies are sent along for ever: they make a guest, not a refusal. */
	const byCookies = ({ cookies: given, intent }: Credentials): Maybe<Caller> => {
		const cookie = given?.[AUTH_COOKIE];
		const legacy = given && legacyToken(given);
		if (!cookie && !legacy) return GUEST;
		const found = cookie ? ofCookie(cookie) : ofLegacyCookie(legacy!);
		return then(found, view => {
			if (view === null || !isMeant(view, intent)) return GUEST;
			return then(standings.get(view.userId), standing => {
				if (standing === null) return GUEST;
				used.session(view, { byCookie: cookie !== undefined });
				return sessionCaller(view, standing);
			});
		});
	};

	return credentials => {
		const { bearer, apiKey } = credentials;
		if (bearer !== undefined) return then(tokens.verify(bearer), byClaims);
		return apiKey === undefined ? byCookies(credentials) : byKey(apiKey);
	};
}

/** Tells whether a request with cookies was meant; throws where a guest would be refused anyway. */
function isMeant({ csrfHash }: SessionView, intent: Intent | undefined): boolean {
	if (!intent) return true;
	const { csrfToken, ownPage, required } = intent;
	const reason = ownPage ? "token" : "origin";
	if (ownPage && isSecret(csrfToken, csrfHash)) return true;
	if (required) throw errors.CSRF({ reason });
	return false;
}

function sessionCaller(view: SessionView, { roles, plan }: Standing): SessionCaller {
	const { userId, sessionId, provedAt } = view;
	return { id: userId, kind: "user", roles, plan, sessionId, provedAt: provedAt.getTime() };
}

function keyCaller({ userId, scopes }: KeyView, { roles, plan }: Standing): Caller {
	return { id: userId, kind: "apiKey", roles, plan, scopes };
}

function then<Value, Result>(value: Maybe<Value>, proceed: (value: Value) => Maybe<Result>) {
	return value instanceof Promise ? value.then(proceed) : proceed(value);
}

function refusal(reason: string) {
	return accessErrors.UNAUTHENTICATED({ reason });
}
