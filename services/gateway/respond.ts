/** Sends an action's result: JSON, text, bytes or a stream, with its entity tag, compressed where it pays. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants } from "node:zlib";
import compression from "compression";
import type { Meta } from "../../mixins/index.ts";
import { knownTag, packedTag } from "./entity-tag.ts";
import { pagingLinks, type PageInfo } from "./paging-links.ts";
import type { Problem } from "./problem.ts";
import { represent, type Representation } from "./representation.ts";
import type { Exchange } from "./exchange.ts";
import { watchReader } from "./watched-stream.ts";

/** Below it a compressed body is hardly shorter and always costs. */
const COMPRESS_FROM_BYTES = 1024;

/** Each piece of a stream is sent as it comes: what listens to one must not wait for a full buffer. */
const compress = compression({
	threshold: 0,
	flush: constants.Z_SYNC_FLUSH,
	brotli: { flush: constants.BROTLI_OPERATION_FLUSH }
});

/** Sends what an action returned; a promise only of a stream, which takes its time. */
export function sendResult(exchange: Exchange, result: unknown, meta: Meta): void | Promise<void> {
	const headers: OutgoingHttpHeaders = { ...meta.$responseHeaders };
	if (meta.$location) headers.Location = locationOf(exchange, meta.$location);
	if (result === undefined || result === null)
		return send(exchange, meta.$statusCode ?? 204, headers, "");
	const status = meta.$statusCode ?? 200;
	if (result instanceof Readable) return sendStream(exchange, status, headers, result, meta);
	const representation = represent(result, meta);
	const { paged, versioned } = exchange.route?.declaration ?? {};
	if (paged) addPaging(exchange, headers, result as PageInfo);
	if (versioned || (exchange.isRead && status === 200)) headers.ETag ??= representation.tag;
	headers["Content-Type"] = representation.type;
	const tag = exchange.isRead && status === 200 ? headers.ETag : undefined;
	const known = tag === undefined ? null : knownTag(String(tag), exchange.request);
	if (known !== null) return sendNotModified(exchange, known, headers);
	write(exchange, status, headers, representation);
}

function sendNotModified(exchange: Exchange, tag: string, headers: OutgoingHttpHeaders) {
	const cached = headers["Cache-Control"];
	send(
		exchange,
		304,
		{ ETag: tag, ...(cached !== undefined && { "Cache-Control": cached }) },
		""
	);
}

export function sendProblem(
	exchange: Exchange,
	problem: Problem,
	headers: OutgoingHttpHeaders
): void {
	send(
		exchange,
		problem.status,
		{ ...headers, "Content-Type": "application/problem+json; charset=utf-8" },
		JSON.stringify(problem)
	);
}

/** Sends a short text, or nothing. */
export function send(
	exchange: Exchange,
	status: number,
	headers: OutgoingHttpHeaders,
	text: string
): void {
	write(exchange, status, headers, {
		body: text,
		bytes: Buffer.byteLength(text),
		isAscii: false
	});
}

/** Writes the head and the body; every answer that is not a stream goes through here. */
function write(
	exchange: Exchange,
	status: number,
	headers: OutgoingHttpHeaders,
	{ body, bytes, isAscii }: Pick<Representation, "body" | "bytes" | "isAscii">
) {
	const { request, response } = exchange;
	const pays = bytes >= COMPRESS_FROM_BYTES;
	const isPacked = pays && request.headers["accept-encoding"] !== undefined;
	if (isPacked) startCompression(request, response, bytes);
	else if (status !== 204 && status !== 304) headers["Content-Length"] = bytes;
	const all = exchange.headersFor(headers);
	// What the compression would do, which costs more than all else where nobody asks for it.
	if (pays && !isPacked) all.Vary = all.Vary ? `${all.Vary}, Accept-Encoding` : "Accept-Encoding";
	response.writeHead(status, all);
	// Plain ASCII joins the head in one cheap write; anything else is encoded first.
	if (isAscii) response.end(body, "latin1");
	else response.end(body);
}

async function sendStream(
	exchange: Exchange,
	status: number,
	headers: OutgoingHttpHeaders,
	stream: Readable,
	meta: Meta
) {
	const { request, response } = exchange;
	headers["Content-Type"] = meta.$responseType ?? "application/octet-stream";
	startCompression(request, response);
	response.writeHead(status, exchange.headersFor(headers));
	if (request.method === "HEAD") {
		stream.destroy();
		response.end();
		return;
	}
	watchReader(stream, response);
	await pipeline(stream, response);
}

/** Packs what follows if the client takes it packed; `bytes` is its length when that is known. */
function startCompression(request: IncomingMessage, response: ServerResponse, bytes?: number) {
	completeHead(response, bytes);
	compress(request as never, response as never, () => {});
}

/**
 * Sets what depends on whether the body is packed, which is known once the head is written. A strong
 * tag stands for the very bytes, so that each packed form has its own.
 */
function completeHead(response: ServerResponse, bytes: number | undefined) {
	const writeHead = response.writeHead.bind(response) as (...all: unknown[]) => ServerResponse;
	response.writeHead = (...all: unknown[]) => {
		const encoding = response.getHeader("Content-Encoding");
		const tag = response.getHeader("ETag");
		if (encoding === undefined && bytes !== undefined)
			response.setHeader("Content-Length", bytes);
		if (encoding !== undefined && tag !== undefined)
			response.setHeader("ETag", packedTag(String(tag), String(encoding)));
		return writeHead(...all);
	};
}

function addPaging({ path, query }: Exchange, headers: OutgoingHttpHeaders, page: PageInfo) {
	headers["X-Total-Count"] = page.total;
	headers.Link = pagingLinks(path, query, page);
}

/** A location is an id below the request's path, or a path of its own. */
function locationOf({ path }: Exchange, location: string) {
	if (location.startsWith("/") || URL.canParse(location)) return location;
	return `${path.replace(/\/+$/, "")}/${location}`;
}
