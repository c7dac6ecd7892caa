/** Puts the parts of the auth service together: keys, tokens, sessions, accounts and their caches. */
import type { Model } from "mongoose";
import type { ModelDefinition, Stored } from "../../mixins/index.ts";
import type { Authenticate } from "../kernel/runtime.ts";
import { Credential } from "../users/credential.model.ts";
import { User } from "../users/user.model.ts";
import { Accounts } from "./accounts.ts";
import { createAuthenticate } from "./authenticate.ts";
import type { SessionsEnded } from "./events.ts";
import { FreshCache } from "./fresh-cache.ts";
import { Passwords } from "./passwords.ts";
import { RefreshToken } from "./refresh-token.model.ts";
import { RefreshTokens } from "./refresh-tokens.ts";
import { Session } from "./session.model.ts";
import { Sessions } from "./sessions.ts";
import { SigningKey } from "./signing-key.model.ts";
import { SigningKeys } from "./signing-keys.ts";
import { TokenVerifier } from "./token-verifier.ts";

export interface Identity {
	accounts: Accounts;
	passwords: Passwords;
	sessions: Sessions;
	keys: SigningKeys;
	authenticate: Authenticate;
	/** Forgets what is known of ended sessions and changed users. */
	forget: { sessions(ids: string[]): void; user(id: string): void };
}

type BindModel = <Document>(definition: ModelDefinition<Document>) => Model<Document & Stored>;

/** Builds the parts on this node; `start` on the keys comes before the first token. */
export function createIdentity(
	model: BindModel,
	announce: (ended: SessionsEnded) => void
): Identity {
	const users = model(User);
	const passwords = new Passwords();
	const accounts = new Accounts({ users, credentials: model(Credential) }, passwords);
	const sessions = new Sessions(model(Session), new RefreshTokens(model(RefreshToken)), announce);
	const keys = new SigningKeys(model(SigningKey));
	const userOfSession = new FreshCache(id => sessions.userOf(id));
	const roles = new FreshCache(id => accounts.rolesOf(id));
	return {
		accounts,
		passwords,
		sessions,
		keys,
		authenticate: createAuthenticate({
			tokens: new TokenVerifier(keys),
			sessions: userOfSession,
			roles
		}),
		forget: {
			sessions: ids => ids.forEach(id => userOfSession.forget(id)),
			user: id => roles.forget(id)
		}
	};
}
