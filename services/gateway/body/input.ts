/** What a request brings to an action: its parameters from path, query and body, and its stream. */
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import qs from "qs";
import { requestErrors } from "../../../mixins/index.ts";
import { errors } from "../errors.ts";
import type { Match } from "../route-table.ts";
import { parseJson } from "./json.ts";
import { readForm } from "./multipart.ts";
import { DEFAULT_MAX_BYTES, hasBody, limitBytes, readBody, requireLength } from "./read.ts";

export interface Input {
	params: Record<string, unknown>;
	stream: Readable | null;
	/** A hash of the body's bytes; null where the body is not read whole. */
	bodyHash: string | null;
	release: (() => Promise<void>) | null;
}

const MAX_QUERY_LENGTH = 8 * 1024;
const MAX_STREAM_BYTES = 8 * 1024 ** 3;
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
	const { maxBodyBytes } = route.declaration;
	if (route.type === "stream") {
		const limit = maxBodyBytes ?? MAX_STREAM_BYTES;
		requireLength(request, limit);
		return { ...plain(own), stream: request.pipe(limitBytes(limit)) };
	}
	if (route.type === "multipart") {
		const { fields, file, stream, release } = await readForm(
			request,
			maxBodyBytes ?? DEFAULT_MAX_BYTES
		);
		return {
			params: { ...fields, ...own, ...(file && { $file: file }) },
			stream,
			bodyHash: null,
			release
		};
	}
	const body = await readBody(request, maxBodyBytes ?? DEFAULT_MAX_BYTES);
	const parsed = body.length === 0 ? {} : parseBody(request, body);
	return { params: { ...parsed, ...own }, stream: null, bodyHash: hashOf(body), release: null };
}

export function parseQuery(query: string): Record<string, unknown> {
	if (query.length > MAX_QUERY_LENGTH)
		throw errors.BAD_URL({ value: `a query of ${query.length} characters` });
	if (/__proto__|%5f/i.test(query))
		throw errors.BAD_URL({ value: "a parameter that names a prototype" });
	try {
		return qs.parse(query, {
			depth: 3,
			strictDepth: true,
			parameterLimit: 200,
			throwOnLimitExceeded: true,
			arrayLimit: 100,
			allowDots: false
		});
	} catch (error) {
		throw requestErrors.INVALID({
			errors: [
				{
					pointer: "",
					message: (error as Error).message,
					expected: "a shorter, flatter query"
				}
			]
		});
	}
}

function parseBody(request: IncomingMessage, body: Buffer): Record<string, unknown> {
	const [type = ""] = (request.headers["content-type"] ?? "").toLowerCase().split(";", 1);
	if (JSON_TYPE.test(type.trim())) return parseJson(body);
	if (type.trim() === FORM) return parseQuery(body.toString("utf8"));
	throw errors.MEDIA_TYPE({ found: type, expected: "application/json" });
}

function plain(params: Record<string, unknown>): Input {
	return { params: { ...params }, stream: null, bodyHash: null, release: null };
}

function hashOf(body: Buffer) {
	return createHash("sha256").update(body).digest("base64url");
}
