/**
 * Answers a file's content: whole or in parts, or that the client has it already. It is always something to
 * be saved, never a page of ours: an attachment that a browser would show in a sandbox without any right.
 */
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { Ctx } from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import type { FileFields } from "./file.model.ts";
import { attachment } from "./names.ts";
import { readRanges, type Range } from "./ranges.ts";
import type { Storage } from "./storage/storage.ts";

/** What the headers of a request ask. */
export interface Asked {
	range?: string;
	ifRange?: string;
	ifNoneMatch?: string;
	ifModifiedSince?: string;
}

export interface Served extends Pick<FileFields, "name" | "mediaType" | "size" | "sha256"> {
	key: string;
	createdAt: Date;
}

/** Sets the answer's head and returns its body; null for a 304. */
export async function serve(
	ctx: Ctx<unknown>,
	storage: Storage,
	file: Served,
	asked: Asked
): Promise<Readable | null> {
	const tag = tagOf(file);
	const headers: Record<string, string | number> = {
		ETag: tag,
		"Last-Modified": file.createdAt.toUTCString(),
		"Accept-Ranges": "bytes",
		// The bytes are as they are: no proxy packs them, so that lengths and ranges stay true.
		"Cache-Control": "private, no-cache, no-transform",
		"Content-Disposition": attachment(file.name),
		"Content-Security-Policy": "sandbox; default-src 'none'"
	};
	ctx.meta.$responseHeaders = headers;
	if (isKnown(file, tag, asked)) {
		ctx.meta.$statusCode = 304;
		return null;
	}
	ctx.meta.$responseType = file.mediaType;
	const ranges = isSame(file, tag, asked.ifRange) ? readRanges(asked.range, file.size) : null;
	if (ranges === null) {
		headers["Content-Length"] = file.size;
		return storage.read(file.key, 0, file.size - 1);
	}
	if (ranges.length === 0) throw errors.RANGE({ range: asked.range!, length: file.size });
	ctx.meta.$statusCode = 206;
	if (ranges.length > 1) return manyParts(ctx, storage, file, ranges, headers);
	const [{ start, end }] = ranges as [Range];
	headers["Content-Range"] = `bytes ${start}-${end}/${file.size}`;
	headers["Content-Length"] = end - start + 1;
	return storage.read(file.key, start, end);
}

/** The same bytes have the same tag, whatever they are called. */
function tagOf({ sha256 }: Served) {
	return `"${sha256.slice(0, 32)}"`;
}

/** Of two conditions the tag counts, and the time is not asked. */
function isKnown({ createdAt }: Served, tag: string, { ifNoneMatch, ifModifiedSince }: Asked) {
	if (ifNoneMatch !== undefined) {
		const tags = ifNoneMatch.split(",").map(entry => entry.trim().replace(/^W\//, ""));
		return tags.includes("*") || tags.includes(tag);
	}
	return ifModifiedSince !== undefined && toSeconds(createdAt) <= Date.parse(ifModifiedSince);
}

/** What `If-Range` names must be this very content; a weak tag never is. */
function isSame({ createdAt }: Served, tag: string, ifRange: string | undefined) {
	if (ifRange === undefined || ifRange.trim() === tag) return true;
	return toSeconds(createdAt) === Date.parse(ifRange);
}

/** As a header tells the time. */
function toSeconds(time: Date) {
	return Math.floor(time.getTime() / 1000) * 1000;
}

/** One body with a part for each range (RFC 9110, 14.6). */
function manyParts(
	ctx: Ctx<unknown>,
	storage: Storage,
	{ key, mediaType, size }: Served,
	ranges: Range[],
	headers: Record<string, string | number>
): Readable {
	const boundary = randomUUID();
	const parts = ranges.map(range => ({
		...range,
		head: headOf(boundary, mediaType, range, size)
	}));
	const end = `\r\n--${boundary}--\r\n`;
	headers["Content-Length"] =
		parts.reduce((sum, part) => sum + part.head.length + part.end - part.start + 1, 0) +
		end.length;
	ctx.meta.$responseType = `multipart/byteranges; boundary=${boundary}`;
	async function* body() {
		for (const part of parts) {
			yield Buffer.from(part.head);
			yield* await storage.read(key, part.start, part.end);
		}
		yield Buffer.from(end);
	}
	return Readable.from(body(), { objectMode: false });
}

function headOf(boundary: string, mediaType: string, { start, end }: Range, size: number) {
	return (
		`\r\n--${boundary}\r\nContent-Type: ${mediaType}\r\n` +
		`Content-Range: bytes ${start}-${end}/${size}\r\n\r\n`
	);
}
