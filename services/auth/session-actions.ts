/** The routes of signing in and out, and of the tokens in between. */
import { accessErrors, documentErrors, type Ctx } from "../../mixins/index.ts";
import type { StoredUser } from "./accounts.ts";
import { keepOut, nothing, sessionOf, takes, type AuthActions } from "./action-parts.ts";
import {
	rotationExample,
	rotationSchema,
	signedInExample,
	signedInSchema,
	tokensExample,
	tokensSchema,
	viewTokenExample,
	viewTokenOf,
	viewTokenSchema,
	type PublicUser,
	type SignedIn,
	type Tokens
} from "./answers.ts";
import type { SessionCaller } from "./authenticate.ts";
import {
	loginBody,
	loginNameOf,
	logoutBody,
	refreshBody,
	viewAsBody,
	type Login
} from "./bodies.ts";
import { callAsSystem } from "./calls.ts";
import { clearCookies, clientOf } from "./cookies.ts";
import { errors } from "./errors.ts";
import type { AuthThis } from "./identity.ts";
import { LOGINS, loginStatusOf } from "./metrics.ts";
import { proveLogin } from "./prove.ts";
import { usesHttps } from "./settings.ts";
import { answerTokens, signIn } from "./sign-in.ts";
import { signToken } from "./tokens.ts";

export const sessionActions: AuthActions = {
	login: {
		rest: "POST /login",
		can: "public",
		limit: "login",
		summary: "Sign in with an address or a user name, and a password",
		...takes(loginBody),
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
		...takes(refreshBody),
		secretAnswer: true,
		returns: { schema: tokensSchema, example: tokensExample },
		async handler(ctx: Ctx<unknown>): Promise<Tokens> {
			const { refresh_token: token } = refreshBody.read(ctx.params);
			const { accounts, sessions, keys } = this.identity;
			const session = await sessions.renew(token, clientOf(ctx));
			if (!(await accounts.standingOf(session.userId))) {
				await sessions.end(session.sessionId, "account-disabled");
				throw errors.REFRESH_INVALID({});
			}
			return answerTokens(ctx, session, keys);
		}
	},

	logout: {
		rest: "POST /logout",
		can: "public",
		summary: "End the session of the access token, or of the refresh token in the body",
		...takes(logoutBody),
		returns: nothing,
		async handler(ctx: Ctx<unknown>): Promise<void> {
			const { refresh_token: token } = logoutBody.read(ctx.params);
			const { sessions } = this.identity;
			const own = sessionOf(ctx);
			if (own === undefined && token === undefined) throw accessErrors.UNAUTHENTICATED({});
			const named = token === undefined ? null : await sessions.sessionOf(token);
			const ids = [own, named].filter(id => typeof id === "string");
			await Promise.all([...new Set(ids)].map(id => sessions.end(id, "logout")));
			clearCookies(ctx, usesHttps(this.broker));
		}
	},

	viewAs: {
		rest: "POST /view-as",
		can: { action: "viewAs", subject: "User" },
		stepUp: true,
		summary: "See what a user sees",
		description:
			"Answers an access token with the user's rights to read; nothing can be changed with it. It ends with the caller's own session.",
		...takes(viewAsBody),
		secretAnswer: true,
		returns: { schema: viewTokenSchema, example: viewTokenExample },
		async handler(ctx: Ctx<unknown>) {
			const { userId } = viewAsBody.read(ctx.params);
			const { id: viewedBy, sessionId } = ctx.meta.caller as SessionCaller;
			if (!(await this.identity.accounts.standingOf(userId)))
				throw documentErrors.NOT_FOUND({ subject: "active User", id: userId });
			keepOut(ctx);
			const subject = { userId, sessionId, viewedBy };
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
	}
};

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
