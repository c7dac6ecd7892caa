/** Tells whether a request may come from a page of ours: browsers name the page's origin, and pages cannot forge it. */
import type { IncomingMessage } from "node:http";
import type { Config } from "../kernel/config.ts";

/** True without an origin, unless a browser says otherwise: programs that are no browser send none. */
export function isOwnPage(
	{ headers }: IncomingMessage,
	{ publicUrl, corsOrigins }: Pick<Config, "publicUrl" | "corsOrigins">
): boolean {
	const { origin, host, "sec-fetch-site": site } = headers;
	if (origin === undefined) return site !== "cross-site";
	if (corsOrigins.includes(origin)) return true;
	if (!URL.canParse(origin)) return false;
	const page = new URL(origin);
	return page.host === host || (publicUrl !== null && page.origin === new URL(publicUrl).origin);
}
