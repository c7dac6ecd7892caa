/**
 * Signing in and out: registration, tokens, sessions, passwords and the caller's own profile.
 * Promises that a refusal does not tell whether an account exists, that no secret is answered but to
 * whom it is made for, and that an ended session, a changed role or a disabled user counts at once.
 */
import { defineService, type Ctx } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import type { SendMail } from "../mail/mail.service.ts";
import { accountActions } from "./account-actions.ts";
import { AccountLink } from "./account-link.model.ts";
import { prepareMail } from "./account-mail.ts";
import { emailActions } from "./email-actions.ts";
import {
	ACCOUNT_CHANGED,
	API_KEYS_CHANGED,
	EMAIL_VERIFIED,
	PASSWORD_CHANGED,
	SESSIONS_ENDED,
	type AccountChanged,
	type SessionsEnded
} from "./events.ts";
import { factorActions } from "./factor-actions.ts";
import { createIdentity, type AuthThis } from "./identity.ts";
import type { Attempt } from "./login-guard.ts";
import { LOCKOUTS, registerMetrics } from "./metrics.ts";
import { accountKinds } from "./notifications.ts";
import { passwordActions } from "./password-actions.ts";
import { RefreshToken } from "./refresh-token.model.ts";
import { sessionActions } from "./session-actions.ts";
import { Session } from "./session.model.ts";
import { publicAddress } from "./settings.ts";
import { MAINTAIN_EVERY_MS } from "./signing-keys.ts";

export default defineService<AuthThis>({
	name: "auth",
	emits: [SESSIONS_ENDED, ACCOUNT_CHANGED, API_KEYS_CHANGED, PASSWORD_CHANGED, EMAIL_VERIFIED],
	notifies: accountKinds,

	actions: {
		...accountActions,
		...sessionActions,
		...passwordActions,
		...emailActions,
		...factorActions,

		/** Tells whether the person of that name has signed in from that address lately. */
		isKnownAt: {
			visibility: "protected",
			handler(ctx: Ctx<{ login: string; address: string }>): Promise<boolean> {
				const { login, address } = ctx.params;
				return this.identity.accounts.isKnownAt(login, address);
			}
		},

		/** Hashes a password for another service on this node; checks the rules first. */
		hashPassword: {
			visibility: "protected",
			handler(ctx: Ctx<{ password: unknown }>): Promise<string> {
				return this.identity.accounts.hash(ctx.params.password, "/password");
			}
		},

		/** Refuses a password that is easily guessed by who knows what is given as `about`. */
		checkPassword: {
			visibility: "protected",
			handler(ctx: Ctx<{ password: unknown; about: unknown[] }>): Promise<void> {
				const { password, about } = ctx.params;
				return this.identity.accounts.requireStrong(password, about, "/password");
			}
		},

		/** Finds out whom a mail goes to and what it says; null when nobody is to get it. */
		prepareMail: {
			visibility: "protected",
			handler(ctx: Ctx<SendMail>) {
				return prepareMail(this.identity, publicAddress(this.broker), ctx.params);
			}
		}
	},

	events: {
		// A collection's events reach one node; every node has to forget what it knows.
		async "users.user.*"(ctx: Ctx<AccountChanged>) {
			await ctx.broadcast(ACCOUNT_CHANGED.name, { id: ctx.params.id });
		},

		async "apiKeys.apiKey.*"(ctx: Ctx<unknown>) {
			await ctx.broadcast(API_KEYS_CHANGED.name, {});
		},

		[API_KEYS_CHANGED.name](this: AuthThis) {
			this.identity.forget.apiKeys();
		},

		[ACCOUNT_CHANGED.name](this: AuthThis, ctx: Ctx<AccountChanged>) {
			this.identity.forget.user(ctx.params.id);
		},

		[SESSIONS_ENDED.name](this: AuthThis, ctx: Ctx<SessionsEnded>) {
			this.identity.forget.sessions(ctx.params.ids);
		}
	},

	async started() {
		const { metrics, kernel } = this.broker;
		registerMetrics(metrics);
		this.identity = createIdentity(definition => this.model(definition), {
			announce: ended =>
				kernel.afterCommit(() => void this.broker.broadcast(SESSIONS_ENDED.name, ended)),
			report: error => this.logger.error("The use of a session or key was not noted", error),
			locked: attempt => {
				metrics.increment(LOCKOUTS);
				tellOfLock(this, attempt).catch(error =>
					this.logger.error("The mail about a lock-out was not written", error)
				);
			}
		});
		this.onStop(() => this.identity.passwords.close());
		await Promise.all([
			this.model(Session).createIndexes(),
			this.model(RefreshToken).createIndexes(),
			this.model(AccountLink).createIndexes(),
			this.identity.keys.start()
		]);
		const maintenance = setInterval(() => {
			this.identity.keys
				.maintain()
				.catch(error => this.logger.error("The signing keys were not maintained", error));
		}, MAINTAIN_EVERY_MS).unref();
		this.onStop(() => clearInterval(maintenance));
		const runtime = kernel as Runtime;
		const { authenticate, refreshCallers } = runtime;
		runtime.authenticate = this.identity.authenticate;
		runtime.refreshCallers = this.identity.refreshCallers;
		this.onStop(() => Object.assign(runtime, { authenticate, refreshCallers }));
	}
});

/** Asks for a mail to whom the tries were about, whether there is such an account or not. */
async function tellOfLock({ identity, broker }: AuthThis, { userId, login, address }: Attempt) {
	const [to = login.trim()] =
		userId === undefined ? [] : await identity.accounts.loginsOf(userId);
	if (!isOneName(to)) return;
	const values = { at: new Date().toUTCString(), address };
	const mail: SendMail = { kind: "lockedOut", to: to.toLowerCase(), values, hidden: true };
	await broker.call("mail.send", mail);
}

/** What nobody can be called like needs no mail. */
function isOneName(login: string) {
	return /^[\x21-\x7E]{1,254}$/.test(login) && !/[,;<>]/.test(login);
}
