/** Entity tags: a document's revision and a hash of what is sent, so that each representation has its own. */
import { hash } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { errors } from "./errors.ts";

/** What `packedTag` adds. */
const PACKED = /-(gzip|br|deflate)"$/;

/** `"<rev>-<hash>"` for a document, `"<hash>"` for anything else. */
export function entityTag(body: string | Buffer, rev: unknown): string {
	const digest = hash("sha1", body, "base64url").slice(0, 16);
	return typeof rev === "number" ? `"${rev}-${digest}"` : `"${digest}"`;
}

/** The tag of the same answer as it is packed: `"<rev>-<hash>-gzip"`. */
export function packedTag(tag: string, encoding: string): string {
	return `${tag.slice(0, -1)}-${encoding}"`;
}

/**
 * The tag under which the client has this very answer already, packed or not; null when it has not.
 * Compares weakly, as RFC 9110 has it for `If-None-Match`.
 */
export function knownTag(tag: string, { headers }: IncomingMessage): string | null {
	const known = headers["if-none-match"];
	if (known === undefined) return null;
	if (known.trim() === "*") return tag;
	const tags = known.split(",").map(entry => entry.trim().replace(/^W\//, ""));
	return tags.find(entry => entry.replace(PACKED, '"') === tag) ?? null;
}

/**
 * The revision that `If-Match` asks for; undefined without the header and for `*`. Throws
 * `GATEWAY_PRECONDITION_FAILED` when none of its tags can be one of a document of ours.
 */
export function expectedRevision({ "if-match": header }: IncomingHttpHeaders): number | undefined {
	if (header === undefined || header.trim() === "*") return undefined;
	const revisions = new Set(header.split(",").flatMap(revisionOf));
	if (revisions.size === 0) throw errors.PRECONDITION_FAILED({ header: "If-Match" });
	if (revisions.size > 1)
		throw errors.BAD_HEADER({
			header: "If-Match",
			value: header,
			expected: "entity tags of one revision"
		});
	return [...revisions][0];
}

/** Compares strongly, as RFC 9110 has it for `If-Match`: a weak tag names no revision. */
function revisionOf(tag: string): number[] {
	const [, rev] = /^"(\d{1,15})(?:-[\w-]*)?"$/.exec(tag.trim()) ?? [];
	return rev === undefined ? [] : [Number(rev)];
}
