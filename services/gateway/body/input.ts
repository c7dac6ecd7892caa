/** What a request brings to an action: its parameters from path, query and body, and its stream. */
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { checkFile, requestErrors, type SentFile } from "../../../mixins/index.ts";
import { errors } from "../errors.ts";
import type { Match } from "../route-table.ts";
import { isWholeText, parseJson } from "./json.ts";
import { readForm } from "./multipart.ts";
import { parsePairs, parseQuery } from "./query.ts";
import { DEFAULT_MAX_BYTES, hasBody, limitBytes, readBody, requireLength } from "./read.ts";

export interface Input {
	params: Record<string, unknown>;
	stream: Readable | null;
	/** A hash of what the body says; null where the body is not read whole. */
	bodyHash: string | null;
	/** Lets go of what the action did not take. */
	release: (() => Promise<void>) | null;
}

const MAX_STREAM_BYTES = 8 * 1024 ** 3;
const LINGER_MS = 2000;
const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = /^application\/([\w.-]+\+)?json$/;

const BODILESS = new Set(["GET", "HEAD", "DELETE"]);

export async function readInput(
	request: IncomingMessage,
	{ route, params }: Match,
	query: string
): Promise<Input> {
	const own = query === "" ? params : { ...parseQuery(query), ...params };
	if (BODILESS.has(request.method!) || !hasBody(request)) return plain(own);
	const { maxBodyBytes, accept } = route.declaration;
	requireIdentity(request);
	if (route.type === "stream") {
		const sent = { field: "", mediaType: request.headers["content-type"] ?? "" };
		const params = accept ? { ...own, $file: sent } : own;
		const input = flowing(request, params, maxBodyBytes ?? MAX_STREAM_BYTES);
		return accept ? checked(input, accept, sent) : input;
	}
	if (route.type === "multipart") {
		const form = await readForm(request, maxBodyBytes ?? DEFAULT_MAX_BYTES);
		const { fields, file, stream, release, hash } = form;
		const params = { ...fields, ...own, ...(file && { $file: file }) };
		const input = { params, stream, bodyHash: hash, release };
		return accept && file ? checked(input, accept, file) : input;
	}
	const body = await readBody(request, maxBodyBytes ?? DEFAULT_MAX_BYTES);
	const parsed = body.length === 0 ? {} : parseBody(request, body);
	refuseReserved(parsed);
	refuseDifferent(parsed, own);
	return { params: { ...parsed, ...own }, stream: null, bodyHash: hashOf(body), release: null };
}

/** Holds the file to what the action takes; from then on its media type is what it really is. */
async function checked(input: Input, accept: string[], file: SentFile): Promise<Input> {
	try {
		const { stream, mediaType } = await checkFile(input.stream!, accept, file);
		file.mediaType = mediaType;
		return { ...input, stream };
	} catch (error) {
		await input.release?.();
		throw error;
	}
}

function flowing(request: IncomingMessage, params: object, limit: number): Input {
	requireLength(request, limit);
	const stream = limitBytes(limit);
	// Whatever breaks the body off, a client that goes away or the limit, is an error of the stream
	// that the action reads; one that nobody reads must not be an error of the process.
	pipeline(request, stream, () => undefined);
	const release = () => Promise.resolve(letGo(stream));
	return { ...plain({ ...params }), stream, release };
}

/**
 * Reads on for a moment what an action did not take: the connection carries its answer, and breaks when it is
 * closed while the client still sends.
 */
function letGo(stream: Readable) {
	if (stream.readableEnded || stream.destroyed) return;
	const timer = setTimeout(() => stream.destroy(), LINGER_MS).unref();
	stream.once("close", () => clearTimeout(timer)).resume();
}

/** What the gateway itself tells of a file: nobody else can, and nobody could tell them apart. */
function refuseReserved(own: Record<string, unknown>) {
	if (!Object.hasOwn(own, "$file")) return;
	const problem = { pointer: "$file", message: "is reserved", expected: "another name" };
	throw requestErrors.INVALID({ errors: [problem] });
}

function parseBody(request: IncomingMessage, body: Buffer): Record<string, unknown> {
	const [type = ""] = (request.headers["content-type"] ?? "").toLowerCase().split(";", 1);
	if (JSON_TYPE.test(type.trim())) return parseJson(body);
	if (type.trim() === FORM) return parsePairs(body.toString("utf8"));
	throw errors.MEDIA_TYPE({ found: shown(type), expected: "application/json" });
}

/** What the address says counts, so that a body must not say something else. */
function refuseDifferent(body: Record<string, unknown>, own: Record<string, unknown>) {
	const problems = Object.keys(own)
		.filter(key => Object.hasOwn(body, key) && body[key] !== own[key])
		.map(key => ({
			pointer: `/${key}`,
			message: "is not what the address says",
			expected: `${String(own[key])}, or nothing`
		}));
	if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
}

/** A packed body could unfold to any size, so that none is taken. */
function requireIdentity({ headers }: IncomingMessage) {
	const encoding = headers["content-encoding"];
	if (encoding !== undefined && encoding !== "identity")
		throw errors.MEDIA_TYPE({ found: shown(encoding), expected: "no Content-Encoding" });
}

function shown(header: string) {
	return isWholeText(header) ? header.slice(0, 100) : "";
}

function plain(params: Record<string, unknown>): Input {
	return { params: { ...params }, stream: null, bodyHash: null, release: null };
}

function hashOf(body: Buffer) {
	return createHash("sha256").update(body).digest("base64url");
}
