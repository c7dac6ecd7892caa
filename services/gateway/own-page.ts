/** Tells whether a request may come from a page of ours: browsers name the page's origin, and pages cannot forge it. */
import type { IncomingMessage } from "node:http";
import type { Config } from "../kernel/config.ts";

/** True without an origin: programs that are no browser send none. */
export function isOwnPage(
	{ headers }: IncomingMessage,
	{ publicUrl, corsOrigins }: Pick<Config, "publicUrl" | "corsOrigins">
): boolean {
	const { origin, host } = headers;
	if (origin === undefined || corsOrigins.includes(origin)) return true;
	if (!URL.canParse(origin)) return false;
	const page = new URL(origin);
	return page.host === host || (publicUrl !== null && page.origin === new URL(publicUrl).origin);
}
