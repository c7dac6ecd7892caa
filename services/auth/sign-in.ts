/** Opens a session for who has proved who it is, and answers its tokens. */
import { notify, type Ctx } from "../../mixins/index.ts";
import { origin } from "./account-mail.ts";
import { keepOut } from "./action-parts.ts";
import { tokensOf, type Tokens } from "./answers.ts";
import { clientOf, setCookies } from "./cookies.ts";
import { deviceOf } from "./device.ts";
import type { AuthThis, Identity } from "./identity.ts";
import { NEW_SIGN_IN } from "./notifications.ts";
import type { NewSession, OpenSession } from "./sessions.ts";
import { usesHttps } from "./settings.ts";
import { signToken } from "./tokens.ts";

export async function signIn(
	ctx: Ctx<unknown>,
	{ identity, broker }: Pick<AuthThis, "identity" | "broker">,
	userId: string
): Promise<Tokens> {
	const session = await openSession(ctx, { identity, broker }, userId);
	setCookies(ctx, session, usesHttps(broker));
	// Whom the audit trail names.
	ctx.locals.userId = userId;
	return answerTokens(ctx, session, identity.keys);
}

/** Opens a session; with a device that is new, its user is told of it when the session is there. */
async function openSession(
	ctx: Ctx<unknown>,
	{ identity, broker }: Pick<AuthThis, "identity" | "broker">,
	userId: string
): Promise<NewSession> {
	const { sessions, devices } = identity;
	const client = clientOf(ctx);
	const device = deviceOf(client.userAgent);
	const acquaintance = await devices.look(userId, device);
	if (acquaintance === "known") return sessions.open(userId, client);
	return broker.kernel.transaction(async () => {
		await devices.remember(userId, device);
		const values = { device, ...origin(ctx) };
		if (acquaintance === "unknown") await notify(ctx, NEW_SIGN_IN, { to: userId, values });
		return sessions.open(userId, client);
	});
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
