/**
 * Calls other servers without being led astray: each hop of a redirect is checked like the first, a name is
 * resolved once and the connection goes to what was checked, and time and size have limits.
 */
import { lookup } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { pipeline, Readable, Transform } from "node:stream";
import type { OutgoingInit } from "../../../mixins/index.ts";
import { request as requestHttp } from "../http.ts";
import { Deadline } from "./deadline.ts";
import { errors } from "./errors.ts";
import { targetOf, type Limits, type Target } from "./target.ts";

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 10 * 1024 ** 2;
const MAX_REDIRECTS = 5;

/** What may go on to another server: everything else could be a secret that is meant for the first. */
const HARMLESS_HEADERS = new Set(["accept", "accept-language", "content-type", "user-agent"]);

const BODILESS_STATUSES = new Set([204, 205, 304]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

interface Hop {
	method: string;
	headers: Headers;
	body: string | Uint8Array | undefined;
}

/** Finds the addresses of a host as the machine does. */
export function resolveHost(host: string) {
	return lookup(host, { all: true });
}

/** Calls an address within the limits, and follows its redirects. */
export async function callOutside(
	address: string | URL,
	init: OutgoingInit,
	limits: Limits
): Promise<Response> {
	const { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = init;
	const deadline = new Deadline(errors.TIMEOUT({ host: hostOf(address), timeoutMs }), timeoutMs);
	init.signal?.addEventListener("abort", () => deadline.stop(init.signal!.reason as Error));
	if (init.signal?.aborted) deadline.stop(init.signal.reason as Error);
	try {
		const { url, answer } = await deadline.within(
			arrive(address, init, limits, deadline.signal)
		);
		return responseOf(answer, url, maxBytes, deadline);
	} catch (error) {
		deadline.end();
		throw error;
	}
}

/** Sends the request, and again wherever it is redirected to, until something else is answered. */
async function arrive(
	address: string | URL,
	{ method = "GET", headers, body }: OutgoingInit,
	limits: Limits,
	signal: AbortSignal
) {
	let hop: Hop = { method: method.toUpperCase(), headers: new Headers(headers), body };
	let target = await targetOf(address, limits);
	for (let redirects = 0; ; redirects++) {
		const answer = await send(target, hop, signal);
		const { statusCode: status = 0, headers: found } = answer;
		if (!REDIRECTS.has(status) || found.location === undefined)
			return { url: target.url, answer };
		answer.destroy();
		if (redirects === MAX_REDIRECTS)
			throw errors.TOO_MANY_REDIRECTS({ host: target.url.host, limit: MAX_REDIRECTS });
		const next = await followed(target.url, found.location, limits);
		hop = hopAfter(hop, status, target.url, next.url);
		target = next;
	}
}

function hostOf(address: string | URL) {
	return URL.canParse(String(address)) ? new URL(address).host : String(address).slice(0, 100);
}

function send({ url, addresses }: Target, hop: Hop, signal: AbortSignal) {
	const { method, headers, body } = hop;
	const begin = url.protocol === "https:" ? requestHttps : requestHttp;
	return new Promise<IncomingMessage>((resolve, reject) => {
		headers.delete("host");
		const request = begin(url, {
			method,
			headers: Object.fromEntries(headers),
			signal,
			agent: false,
			// Asked instead of the machine: the name must not mean something else by now.
			lookup: (_host, { all }, done) => {
				const [{ address, family } = { address: "", family: 4 }] = addresses;
				if (all) done(null, addresses);
				else done(null, address, family);
			}
		});
		request.once("response", resolve);
		request.once("error", error => reject(errors.UNREACHABLE({ host: url.host }, error)));
		request.end(body);
	});
}

function followed(from: URL, location: string, limits: Limits) {
	const url = URL.canParse(location, from.href) ? new URL(location, from) : location;
	if (url instanceof URL && from.protocol === "https:" && url.protocol === "http:") {
		const expected = "a redirect to https:// from one";
		throw errors.BAD_ADDRESS({ address: url.host, expected });
	}
	return targetOf(url, limits);
}

/** What is sent to the next address, as browsers do it, and less of it to another server. */
function hopAfter({ method, headers, body }: Hop, status: number, from: URL, to: URL): Hop {
	const kept = new Headers(headers);
	if (from.origin !== to.origin)
		for (const name of headers.keys()) if (!HARMLESS_HEADERS.has(name)) kept.delete(name);
	const becomesGet = status === 303 ? method !== "HEAD" : status < 303 && method === "POST";
	if (!becomesGet) return { method, headers: kept, body };
	kept.delete("content-type");
	kept.delete("content-length");
	return { method: "GET", headers: kept, body: undefined };
}

function responseOf(answer: IncomingMessage, url: URL, maxBytes: number, deadline: Deadline) {
	const { statusCode: status = 0, statusMessage: statusText } = answer;
	const init = { status, statusText, headers: headersOf(answer) };
	const tooLarge = errors.TOO_LARGE({ host: url.host, maxBytes });
	if (Number(answer.headers["content-length"] ?? 0) > maxBytes) {
		answer.destroy();
		throw tooLarge;
	}
	const body = limitedBody(answer, maxBytes, tooLarge, deadline);
	if (!BODILESS_STATUSES.has(status)) return new Response(Readable.toWeb(body) as never, init);
	body.resume();
	return new Response(null, init);
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
	const headers = new Headers();
	for (const [name, values = []] of Object.entries(headersDistinct))
		for (const value of values) headers.append(name, value);
	return headers;
}

/** The body as it comes; it fails with what went wrong, and the deadline ends with it. */
function limitedBody(
	answer: IncomingMessage,
	maxBytes: number,
	tooLarge: Error,
	deadline: Deadline
): Readable {
	let bytes = 0;
	const body = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			bytes += chunk.length;
			if (bytes > maxBytes) done(tooLarge);
			else done(null, chunk);
		}
	});
	deadline.signal.addEventListener("abort", () => body.destroy(deadline.signal.reason as Error));
	pipeline(answer, body, () => deadline.end());
	return body;
}
