/**
 * The cookies of a session: `auth_token`, which scripts cannot read, and `csrf_token`, which they send
 * back as `X-CSRF-Token`. How long they are good is kept on the server; the browser's time is the longest.
 */
import { stringifySetCookie } from "cookie";
import type { Client, Ctx } from "../../mixins/index.ts";
import { MAX_SESSION_MS, type NewSession } from "./sessions.ts";

export const AUTH_COOKIE = "auth_token";
export const CSRF_COOKIE = "csrf_token";

/** Where older clients keep an access token, with or without "Bearer" before it. */
export const LEGACY_COOKIE = "access_token";

/** Gives a browser the session; not to the page of another site, which would sign its visitor in as somebody else. */
export function setCookies(
	ctx: Ctx<unknown>,
	{ cookie, csrfToken }: NewSession,
	secure: boolean
): void {
	if (!clientOf(ctx).ownPage) return;
	const maxAge = MAX_SESSION_MS / 1000;
	addHeaders(ctx, {
		"Set-Cookie": [
			toHeader(AUTH_COOKIE, cookie, { secure, maxAge }),
			toHeader(CSRF_COOKIE, csrfToken, { secure, maxAge })
		],
		"X-CSRF-Token": csrfToken
	});
}

/** Takes the cookies away from a browser. */
export function clearCookies(ctx: Ctx<unknown>, secure: boolean): void {
	const names = [AUTH_COOKIE, CSRF_COOKIE, LEGACY_COOKIE];
	addHeaders(ctx, {
		"Set-Cookie": names.map(name => toHeader(name, "", { secure, maxAge: 0 }))
	});
}

/** Who sends the request of a call; a call of the system itself comes from nowhere. */
export function clientOf({ meta }: Ctx<unknown>): Client {
	return meta.client ?? { address: "", userAgent: "", ownPage: true };
}

/** The access token in the legacy cookie. */
export function legacyToken(cookies: Record<string, string | undefined>): string | undefined {
	return cookies[LEGACY_COOKIE]?.replace(/^"?Bearer\s+/i, "").replace(/"$/, "");
}

function addHeaders(ctx: Ctx<unknown>, headers: Record<string, string | string[]>) {
	ctx.meta.$responseHeaders = { ...ctx.meta.$responseHeaders, ...headers };
}

function toHeader(name: string, value: string, options: { secure: boolean; maxAge: number }) {
	const httpOnly = name !== CSRF_COOKIE;
	return stringifySetCookie({ name, value, path: "/", sameSite: "lax", httpOnly, ...options });
}
