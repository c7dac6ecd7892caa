/** What a request shows to say who makes it. */
import type { IncomingMessage } from "node:http";
import { parseCookie } from "cookie";
import { accessErrors, type Action, type Client } from "../../mixins/index.ts";
import type { Credentials, Intent } from "../kernel/runtime.ts";

/** Reads the credentials; with `Authorization` or `X-API-Key`, cookies are ignored. Null for none at all. */
export function readCredentials({ headers, rawHeaders }: IncomingMessage): Credentials | null {
	const { authorization, "x-api-key": apiKey, cookie } = headers;
	if (authorization !== undefined) {
		requireOnce(rawHeaders);
		return { bearer: bearerOf(authorization) };
	}
	if (typeof apiKey === "string") return { apiKey };
	return cookie === undefined ? null : { cookies: parseCookie(cookie) };
}

/** What a changing request shows beside its cookies, see `Intent`. */
export function intentOf(
	{ headers }: IncomingMessage,
	{ can }: Action,
	{ ownPage }: Client
): Intent {
	const token = headers["x-csrf-token"];
	return {
		csrfToken: typeof token === "string" ? token : undefined,
		ownPage,
		required: can !== "public"
	};
}

/** Of two, Node keeps the first; what stands before us may have looked at the other. */
function requireOnce(rawHeaders: string[]) {
	const isName = (text: string, index: number) =>
		index % 2 === 0 && text.length === 13 && text.toLowerCase() === "authorization";
	if (rawHeaders.findIndex(isName) === rawHeaders.findLastIndex(isName)) return;
	const reason = "The Authorization header is there more than once";
	throw accessErrors.UNAUTHENTICATED({ reason });
}

function bearerOf(authorization: string) {
	const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization) ?? [];
	if (token === undefined)
		throw accessErrors.UNAUTHENTICATED({
			reason: "The Authorization header is not a bearer token"
		});
	return token;
}
