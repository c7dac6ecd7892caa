/** Opens a session for who has proved who it is, and answers its tokens. */
import type { Ctx } from "../../mixins/index.ts";
import { keepOut } from "./action-parts.ts";
import { tokensOf, type Tokens } from "./answers.ts";
import { clientOf, setCookies } from "./cookies.ts";
import type { AuthThis, Identity } from "./identity.ts";
import type { OpenSession } from "./sessions.ts";
import { usesHttps } from "./settings.ts";
import { signToken } from "./tokens.ts";

export async function signIn(
	ctx: Ctx<unknown>,
	{ identity, broker }: AuthThis,
	userId: string
): Promise<Tokens> {
	const session = await identity.sessions.open(userId, clientOf(ctx));
	setCookies(ctx, session, usesHttps(broker));
	// Whom the audit trail names.
	ctx.locals.userId = userId;
	return answerTokens(ctx, session, identity.keys);
}

/** The tokens of a session, as no cache may keep them. */
export function answerTokens(
	ctx: Ctx<unknown>,
	session: OpenSession,
	{ signing }: Identity["keys"]
): Tokens {
	keepOut(ctx);
	return tokensOf(signToken(session, signing), session.refreshToken);
}
