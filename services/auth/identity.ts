/** Puts the parts of the auth service together: keys, tokens, sessions, accounts and their caches. */
import type { Model } from "mongoose";
import type { LyceumBroker, ModelDefinition, Stored } from "../../mixins/index.ts";
import type { Authenticate, RefreshCallers } from "../kernel/runtime.ts";
import { Credential } from "../users/credential.model.ts";
import { User } from "../users/user.model.ts";
import { ApiKey } from "./api-key.model.ts";
import { ApiKeys } from "./api-keys.ts";
import { AccountLink } from "./account-link.model.ts";
import { AccountLinks } from "./account-links.ts";
import { Accounts } from "./accounts.ts";
import { createAuthenticate } from "./authenticate.ts";
import type { SessionsEnded } from "./events.ts";
import { FreshCache } from "./fresh-cache.ts";
import { KnownDevices } from "./known-device.model.ts";
import { Devices } from "./known-devices.ts";
import { Lockout } from "./lockout.model.ts";
import { LoginGuard, type Attempt } from "./login-guard.ts";
import { Passwords } from "./passwords.ts";
import { RefreshToken } from "./refresh-token.model.ts";
import { RefreshTokens } from "./refresh-tokens.ts";
import { SecondFactors } from "./second-factors.ts";
import { Session } from "./session.model.ts";
import { Sessions } from "./sessions.ts";
import { SigningKey } from "./signing-key.model.ts";
import { SigningKeys } from "./signing-keys.ts";
import { createRefreshCallers } from "./refresh-callers.ts";
import { TokenVerifier } from "./token-verifier.ts";

export interface Identity {
	accounts: Accounts;
	factors: SecondFactors;
	/** What was mailed to the owners of accounts. */
	links: AccountLinks;
	guard: LoginGuard;
	/** What users have signed in with before. */
	devices: Devices;
	passwords: Passwords;
	sessions: Sessions;
	keys: SigningKeys;
	authenticate: Authenticate;
	refreshCallers: RefreshCallers;
	/** Forgets what is known of ended sessions, changed users and changed keys. */
	forget: { sessions(ids: string[]): void; user(id: string): void; apiKeys(): void };
}

/** What the actions of the auth service find on it. */
export interface AuthThis {
	identity: Identity;
	broker: LyceumBroker;
}

type BindModel = <Document>(definition: ModelDefinition<Document>) => Model<Document & Stored>;

/** Who hears of what happens. */
export interface Listeners {
	/** Of sessions that ended. */
	announce: (ended: SessionsEnded) => void;
	/** Of what went wrong where no request waits for it. */
	report: (error: unknown) => void;
	/** Of somebody being locked out. */
	locked: (attempt: Attempt) => void;
}

/** Builds the parts on this node; `start` on the keys comes before the first token. */
export function createIdentity(
	model: BindModel,
	{ announce, report, locked }: Listeners
): Identity {
	const users = model(User);
	const passwords = new Passwords();
	const stores = { users, credentials: model(Credential), sessions: model(Session) };
	const accounts = new Accounts(stores, passwords);
	const sessions = new Sessions(model(Session), new RefreshTokens(model(RefreshToken)), announce);
	const keys = new SigningKeys(model(SigningKey));
	const apiKeys = new ApiKeys(model(ApiKey));
	const sessionViews = new FreshCache(id => sessions.view(id));
	const cookies = new FreshCache(hash => sessions.idOfCookie(hash));
	const keyViews = new FreshCache(hash => apiKeys.view(hash));
	const standings = new FreshCache(id => accounts.standingOf(id));
	return {
		accounts,
		factors: new SecondFactors(stores.credentials),
		links: new AccountLinks(model(AccountLink)),
		guard: new LoginGuard(model(Lockout), locked),
		devices: new Devices(model(KnownDevices)),
		passwords,
		sessions,
		keys,
		refreshCallers: createRefreshCallers({ accounts, apiKeys, sessions }),
		authenticate: createAuthenticate({
			tokens: new TokenVerifier(keys),
			sessions: sessionViews,
			cookies,
			apiKeys: keyViews,
			standings,
			used: {
				session: (view, by) => void sessions.noteUse(view, by)?.catch(report),
				apiKey: view => void apiKeys.noteUse(view).catch(report)
			}
		}),
		forget: {
			sessions: ids => ids.forEach(id => sessionViews.forget(id)),
			user: id => standings.forget(id),
			apiKeys: () => keyViews.clear()
		}
	};
}
