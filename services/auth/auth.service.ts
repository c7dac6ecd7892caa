/**
 * Signing in and out: registration, tokens, sessions, passwords and the caller's own profile.
 * Promises that a refusal does not tell whether an account exists, that no secret is answered but to
 * whom it is made for, and that an ended session, a changed role or a disabled user counts at once.
 */
import { accessErrors, defineService, documentErrors, type Ctx } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { DEFAULT_ROLE } from "../users/roles.ts";
import {
	rotationExample,
	rotationSchema,
	signedInExample,
	signedInSchema,
	tokensExample,
	tokensOf,
	tokensSchema,
	userExample,
	userSchema,
	viewTokenExample,
	viewTokenOf,
	viewTokenSchema,
	type PublicUser,
	type SignedIn,
	type Tokens
} from "./answers.ts";
import type { StoredUser } from "./accounts.ts";
import type { SessionCaller } from "./authenticate.ts";
import {
	changePasswordBody,
	loginBody,
	loginNameOf,
	logoutBody,
	MAX_BODY_BYTES,
	profileBody,
	refreshBody,
	registerBody,
	viewAsBody,
	type Login
} from "./bodies.ts";
import { callAsSystem, callForOwner } from "./calls.ts";
import { clearCookies, clientOf, setCookies } from "./cookies.ts";
import { errors } from "./errors.ts";
import {
	ACCOUNT_CHANGED,
	API_KEYS_CHANGED,
	SESSIONS_ENDED,
	type AccountChanged,
	type SessionsEnded
} from "./events.ts";
import { factorActions } from "./factor-actions.ts";
import { createIdentity, type AuthThis, type Identity } from "./identity.ts";
import { LOCKOUTS, LOGINS, loginStatusOf, registerMetrics } from "./metrics.ts";
import { guarded, proveLogin } from "./prove.ts";
import { RefreshToken } from "./refresh-token.model.ts";
import { Session } from "./session.model.ts";
import { usesHttps } from "./settings.ts";
import type { OpenSession } from "./sessions.ts";
import { MAINTAIN_EVERY_MS } from "./signing-keys.ts";
import { signToken } from "./tokens.ts";

export default defineService<AuthThis>({
	name: "auth",
	emits: [SESSIONS_ENDED, ACCOUNT_CHANGED, API_KEYS_CHANGED],

	actions: {
		register: {
			rest: "POST /register",
			can: "public",
			summary: "Register and sign in",
			description: "A taken address or user name is refused. A new user is a student.",
			input: { body: registerBody.schema },
			example: registerBody.example,
			maxBodyBytes: MAX_BODY_BYTES,
			secretAnswer: true,
			returns: { status: 201, schema: signedInSchema, example: signedInExample },
			async handler(ctx: Ctx<unknown>): Promise<SignedIn> {
				const body = registerBody.read(ctx.params);
				const { password, email, username, name } = body;
				const about = [email, username, name];
				await this.identity.accounts.requireStrong(password, about, "/password");
				const user = await callAsSystem<PublicUser>(ctx, "users.create", {
					...body,
					roles: [DEFAULT_ROLE]
				});
				ctx.meta.$statusCode = 201;
				ctx.meta.$location = "/api/v1/auth/me";
				return { ...(await signIn(ctx, this, user.id)), user };
			}
		},

		login: {
			rest: "POST /login",
			can: "public",
			summary: "Sign in with an address or a user name, and a password",
			input: { body: loginBody.schema },
			example: loginBody.example,
			maxBodyBytes: MAX_BODY_BYTES,
			secretAnswer: true,
			returns: { schema: signedInSchema, example: signedInExample },
			async handler(ctx: Ctx<unknown>): Promise<SignedIn> {
				const body = loginBody.read(ctx.params);
				const { _id: id } = await login(this, ctx, body);
				const user = await callAsSystem<PublicUser>(ctx, "users.get", { id });
				return { ...(await signIn(ctx, this, id)), user };
			}
		},

		refresh: {
			rest: "POST /refresh",
			can: "public",
			summary: "Exchange a refresh token for new tokens",
			description: "A refresh token is good once; using it again ends its session.",
			input: { body: refreshBody.schema },
			example: refreshBody.example,
			maxBodyBytes: MAX_BODY_BYTES,
			secretAnswer: true,
			returns: { schema: tokensSchema, example: tokensExample },
			async handler(ctx: Ctx<unknown>): Promise<Tokens> {
				const { refresh_token: token } = refreshBody.read(ctx.params);
				const { accounts, sessions, keys } = this.identity;
				const session = await sessions.renew(token, clientOf(ctx));
				if (!(await accounts.rolesOf(session.userId))) {
					await sessions.end(session.sessionId, "account-disabled");
					throw errors.REFRESH_INVALID({});
				}
				return answerOf(ctx, session, keys);
			}
		},

		logout: {
			rest: "POST /logout",
			can: "public",
			summary: "End the session of the access token, or of the refresh token in the body",
			input: { body: logoutBody.schema },
			example: logoutBody.example,
			maxBodyBytes: MAX_BODY_BYTES,
			returns: { status: 204 },
			async handler(ctx: Ctx<unknown>): Promise<void> {
				const { refresh_token: token } = logoutBody.read(ctx.params);
				const { sessions } = this.identity;
				const own = sessionOf(ctx);
				if (own === undefined && token === undefined)
					throw accessErrors.UNAUTHENTICATED({});
				const named = token === undefined ? null : await sessions.sessionOf(token);
				const ids = [own, named].filter(id => typeof id === "string");
				await Promise.all([...new Set(ids)].map(id => sessions.end(id, "logout")));
				clearCookies(ctx, usesHttps(this.broker));
			}
		},

		changePassword: {
			rest: "POST /change-password",
			can: "authenticated",
			summary: "Set another password; all other sessions end",
			input: { body: changePasswordBody.schema },
			example: changePasswordBody.example,
			maxBodyBytes: MAX_BODY_BYTES,
			returns: { status: 204 },
			async handler(ctx: Ctx<unknown>): Promise<void> {
				const { currentPassword, newPassword } = changePasswordBody.read(ctx.params);
				const { accounts, sessions } = this.identity;
				const userId = await guarded(this.identity, ctx, async id => {
					await accounts.requirePassword(id, currentPassword, "/currentPassword");
					return id;
				});
				await accounts.setPassword(userId, newPassword, "/newPassword");
				await sessions.endAll(userId, "password-changed", sessionOf(ctx));
			}
		},

		me: {
			rest: "GET /me",
			can: "authenticated",
			summary: "Get the caller's own account",
			versioned: true,
			returns: { schema: userSchema, example: userExample },
			handler(ctx: Ctx<unknown>): Promise<PublicUser> {
				return callForOwner(ctx, "users.get", { id: ctx.meta.caller!.id });
			}
		},

		updateMe: {
			rest: "PATCH /me",
			can: "authenticated",
			summary: "Change the caller's own profile",
			versioned: true,
			input: { body: profileBody.schema },
			example: profileBody.example,
			maxBodyBytes: MAX_BODY_BYTES,
			returns: {
				schema: userSchema,
				example: { ...userExample, ...profileBody.example, rev: 2 }
			},
			handler(ctx: Ctx<unknown>): Promise<PublicUser> {
				const profile = profileBody.read(ctx.params);
				return callForOwner(ctx, "users.update", { ...profile, id: ctx.meta.caller!.id });
			}
		},

		viewAs: {
			rest: "POST /view-as",
			can: { action: "viewAs", subject: "User" },
			stepUp: true,
			summary: "See what a user sees",
			description:
				"Answers an access token with the user's rights to read; nothing can be changed with it. It ends with the caller's own session.",
			input: { body: viewAsBody.schema },
			example: viewAsBody.example,
			maxBodyBytes: MAX_BODY_BYTES,
			secretAnswer: true,
			returns: { schema: viewTokenSchema, example: viewTokenExample },
			async handler(ctx: Ctx<unknown>) {
				const { userId } = viewAsBody.read(ctx.params);
				const { id: viewedBy, sessionId } = ctx.meta.caller as SessionCaller;
				if (!(await this.identity.accounts.rolesOf(userId)))
					throw documentErrors.NOT_FOUND({ subject: "active User", id: userId });
				const subject = { userId, sessionId, viewedBy };
				ctx.meta.$responseHeaders = { "Cache-Control": "no-store" };
				return viewTokenOf(signToken(subject, this.identity.keys.signing));
			}
		},

		rotateSigningKeys: {
			rest: "POST /signing-keys/rotate",
			can: { action: "manage", subject: "SigningKey" },
			stepUp: true,
			summary: "Make the next key that access tokens are signed with",
			description:
				"It verifies at once and signs a few minutes later; the old one verifies until the last of its tokens has expired, so that nobody is signed out.",
			params: {},
			returns: { schema: rotationSchema, example: rotationExample },
			handler(): Promise<{ kid: string; signsFrom: Date }> {
				return this.identity.keys.rotate();
			}
		},

		...factorActions,

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
		const { metrics } = this.broker;
		registerMetrics(metrics);
		this.identity = createIdentity(definition => this.model(definition), {
			announce: ended => void this.broker.broadcast(SESSIONS_ENDED.name, ended),
			report: error => this.logger.error("The use of a session or key was not noted", error),
			locked: () => metrics.increment(LOCKOUTS)
		});
		this.onStop(() => this.identity.passwords.close());
		await Promise.all([
			this.model(Session).createIndexes(),
			this.model(RefreshToken).createIndexes(),
			this.identity.keys.start()
		]);
		const maintenance = setInterval(() => {
			this.identity.keys
				.maintain()
				.catch(error => this.logger.error("The signing keys were not maintained", error));
		}, MAINTAIN_EVERY_MS).unref();
		this.onStop(() => clearInterval(maintenance));
		const runtime = this.broker.kernel as Runtime;
		const previous = runtime.authenticate;
		runtime.authenticate = this.identity.authenticate;
		this.onStop(() => (runtime.authenticate = previous));
	}
});

/** Proves who signs in, and counts it. */
async function login(
	{ identity, broker: { metrics } }: AuthThis,
	ctx: Ctx<unknown>,
	body: Login
): Promise<StoredUser> {
	try {
		const user = await proveLogin(identity, clientOf(ctx), loginNameOf(body), body);
		metrics.increment(LOGINS, { status: "success" });
		return user;
	} catch (error) {
		metrics.increment(LOGINS, { status: loginStatusOf(error) });
		throw error;
	}
}

async function signIn(ctx: Ctx<unknown>, { identity, broker }: AuthThis, userId: string) {
	const session = await identity.sessions.open(userId, clientOf(ctx));
	setCookies(ctx, session, usesHttps(broker));
	// Whom the audit trail names.
	ctx.locals.userId = userId;
	return answerOf(ctx, session, identity.keys);
}

function answerOf(ctx: Ctx<unknown>, session: OpenSession, { signing }: Identity["keys"]): Tokens {
	ctx.meta.$responseHeaders = { ...ctx.meta.$responseHeaders, "Cache-Control": "no-store" };
	return tokensOf(signToken(session, signing), session.refreshToken);
}

/** The session that the request's access token belongs to. */
function sessionOf({ meta }: Ctx<unknown>): string | undefined {
	return (meta.caller as Partial<SessionCaller> | undefined)?.sessionId;
}
