/**
 * Finds out who makes a request. The token says which user and session; what the user may do is read
 * from the store, at most a second ago, so that a changed role or an ended session counts at once.
 */
import { accessErrors, type Caller } from "../../mixins/index.ts";
import { GUEST, type Authenticate } from "../kernel/runtime.ts";
import type { FreshCache } from "./fresh-cache.ts";
import type { TokenVerifier } from "./token-verifier.ts";
import type { Claims } from "./tokens.ts";

/** A caller who signed in, as `authenticate` makes it. */
export interface SessionCaller extends Caller {
	id: string;
	sessionId: string;
}

export interface IdentitySources {
	tokens: Pick<TokenVerifier, "verify">;
	/** The user of each open session. */
	sessions: Pick<FreshCache<string | null>, "get">;
	/** The roles of each active user. */
	roles: Pick<FreshCache<string[] | null>, "get">;
}

/** Makes the function that the gateway asks; it answers without a promise whenever all is known. */
export function createAuthenticate({ tokens, sessions, roles }: IdentitySources): Authenticate {
	const callerOf = (claims: Claims): Caller | Promise<Caller> => {
		const user = sessions.get(claims.sid);
		const granted = roles.get(claims.sub);
		if (user instanceof Promise || granted instanceof Promise) {
			return Promise.all([user, granted]).then(([user, granted]) =>
				toCaller(claims, user, granted)
			);
		}
		return toCaller(claims, user, granted);
	};
	return ({ bearer, apiKey }) => {
		if (bearer !== undefined) {
			const claims = tokens.verify(bearer);
			return claims instanceof Promise ? claims.then(callerOf) : callerOf(claims);
		}
		if (apiKey !== undefined) throw refusal("The API key is not valid");
		return GUEST;
	};
}

function toCaller(
	{ sub, sid }: Claims,
	user: string | null,
	roles: string[] | null
): SessionCaller {
	if (user !== sub) throw refusal("The session has ended");
	if (roles === null) throw refusal("The account is not active");
	return { id: sub, kind: "user", roles, sessionId: sid };
}

function refusal(reason: string) {
	return accessErrors.UNAUTHENTICATED({ reason });
}
