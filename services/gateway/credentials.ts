/** What a request shows to say who makes it. */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { parseCookie } from "cookie";
import { accessErrors, type Action, type Client } from "../../mixins/index.ts";
import type { Credentials, Intent } from "../kernel/runtime.ts";

/** Reads the credentials; with `Authorization` or `X-API-Key`, cookies are ignored. Null for none at all. */
export function readCredentials(headers: IncomingHttpHeaders): Credentials | null {
	const { authorization, "x-api-key": apiKey, cookie } = headers;
	if (authorization !== undefined) return { bearer: bearerOf(authorization) };
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

function bearerOf(authorization: string) {
	const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization) ?? [];
	if (token === undefined)
		throw accessErrors.UNAUTHENTICATED({
			reason: "The Authorization header is not a bearer token"
		});
	return token;
}
