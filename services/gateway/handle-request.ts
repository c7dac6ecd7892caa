/**
 * The way of a request: id → route → limits → caller → input → call → answer. One Moleculer context per request;
 * the action's `can` is checked at the bus, where every other door passes too.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Caller, Client, Ctx, LyceumBroker, Meta } from "../../mixins/index.ts";
import { mayCall, type Right } from "../abilities/authorize.middleware.ts";
import { onlyReads, scopeOf } from "../abilities/scopes.ts";
import { GUEST, type Runtime } from "../kernel/runtime.ts";
import { callAgain, mayRepeat } from "./call-again.ts";
import type { AccessLog } from "./access-log.ts";
import { readInput, type Input } from "./body/input.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import { intentOf, readCredentials } from "./credentials.ts";
import { expectedRevision } from "./entity-tag.ts";
import { errors } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import type { Idempotency } from "./idempotency.ts";
import { currentParams, currentPath, isLegacy } from "./legacy.ts";
import { limitAddress, limitCaller, limitName } from "./limit-request.ts";
import { isOwnPage } from "./own-page.ts";
import { problemOf, RETRY_AFTER_SECONDS, toCatalogueError } from "./problem.ts";
import { send, sendProblem, sendResult } from "./respond.ts";
import type { Match, RouteTable } from "./route-table.ts";
import type { Route } from "./routes.ts";

/** What the handler works with; `table` is swapped as a whole when routes change. */
export interface Gateway {
	broker: LyceumBroker;
	runtime: Runtime;
	table: RouteTable;
	idempotency: Idempotency;
	accessLog: AccessLog;
	logger: Logger;
	securityHeaders: OutgoingHttpHeaders;
	addressOf: (request: IncomingMessage) => string;
	draining: boolean;
}

const CHANGING = new Set(["PUT", "PATCH", "DELETE"]);

export async function handleRequest(
	gateway: Gateway,
	request: IncomingMessage,
	response: ServerResponse
): Promise<void> {
	const exchange = new Exchange(request, response, () => commonHeaders(gateway, request));
	gateway.accessLog.follow(exchange);
	try {
		exchange.client = clientOf(gateway, request);
		if (request.method === "OPTIONS") return await tellOptions(gateway, exchange);
		await answer(gateway, exchange);
	} catch (error) {
		refuse(gateway, exchange, error);
	}
}

async function answer(gateway: Gateway, exchange: Exchange) {
	const match = await arrive(gateway, exchange);
	exchange.caller = await authenticate(gateway, exchange);
	await limitCaller(gateway.runtime.limits, exchange);
	const input = await readInput(exchange.request, match, exchange.query);
	try {
		await perform(gateway, exchange, match, input);
	} finally {
		if (input.release) await input.release();
	}
}

/** Finds the route. Whatever comes counts for its address, also what there is no route for. */
async function arrive(gateway: Gateway, exchange: Exchange): Promise<Match> {
	try {
		const match = findRoute(gateway, exchange);
		exchange.route = match.route;
		return match;
	} finally {
		await limitAddress(gateway.runtime.limits, exchange, exchange.route);
	}
}

function findRoute(gateway: Gateway, exchange: Exchange): Match {
	const { request, path } = exchange;
	const wanted = wantedPath(exchange);
	const method = request.method === "HEAD" ? "GET" : request.method!;
	const match = gateway.table.find(method, wanted);
	if (match) return match;
	throw errors.METHOD_NOT_ALLOWED({ method, allowed: allowedMethods(gateway, wanted, path) });
}

/** Answers what may be done with a path: a preflight of a browser, or anybody who asks. */
async function tellOptions(gateway: Gateway, exchange: Exchange) {
	await limitAddress(gateway.runtime.limits, exchange, null);
	if (isPreflight(exchange.request)) return send(exchange, 204, preflightHeaders(), "");
	const wanted = wantedPath(exchange);
	const allowed = allowedMethods(gateway, wanted, exchange.path);
	exchange.route = gateway.table.find(allowed[0]!, wanted)!.route;
	send(exchange, 204, { Allow: allowed.join(", ") }, "");
}

/** The path as the route table knows it. */
function wantedPath({ request, path }: Exchange): string {
	if (request.headers.host === undefined && request.httpVersion === "1.1")
		throw errors.BAD_HEADER({ header: "Host", value: "", expected: "a host" });
	const wanted = isLegacy(path) ? currentPath(path) : path;
	if (!isDecodable(wanted)) throw errors.BAD_URL({ value: path });
	return wanted;
}

/** The methods that a path answers to; throws a 404 when there is none, and a 503 while the server stops. */
function allowedMethods({ table, draining }: Gateway, wanted: string, path: string): string[] {
	const methods = table.methodsOf(wanted);
	// The services stop one after the other, and what they offered is back after the next start.
	if (methods.length === 0 && draining) throw errors.UNAVAILABLE({ what: path });
	if (methods.length === 0) throw errors.NOT_FOUND({ path });
	return [...methods.flatMap(method => (method === "GET" ? ["GET", "HEAD"] : method)), "OPTIONS"];
}

function authenticate(
	{ runtime }: Gateway,
	{ request, route, client, isRead }: Exchange
): Caller | Promise<Caller> {
	const credentials = readCredentials(request);
	if (credentials === null) return GUEST;
	if (credentials.cookies && !isRead)
		credentials.intent = intentOf(request, route!.declaration, client!);
	return runtime.authenticate(credentials);
}

function clientOf({ addressOf, runtime }: Gateway, request: IncomingMessage): Client {
	return {
		address: addressOf(request),
		userAgent: request.headers["user-agent"] ?? "",
		ownPage: isOwnPage(request, runtime.config)
	};
}

async function perform(gateway: Gateway, exchange: Exchange, match: Match, input: Input) {
	const { route } = match;
	const params = isLegacy(exchange.path)
		? currentParams(input.params, Object.keys(match.params), route.declaration.paged === true)
		: input.params;
	if (route.declaration.versioned && CHANGING.has(exchange.request.method!)) {
		const rev = expectedRevision(exchange.request.headers);
		if (rev !== undefined) params.rev = rev;
	}
	addHeaders(route.declaration.headers, exchange.request, params);
	await limitName(gateway.runtime.limits, exchange, params);
	const key = exchange.request.headers["idempotency-key"];
	const repeatable = !input.stream || input.bodyHash !== null;
	if (exchange.request.method === "POST" && typeof key === "string" && repeatable) {
		return performOnce(gateway, exchange, params, input, key);
	}
	const { result, meta } = await call(gateway, exchange, params, input, {});
	await sendResult(exchange, result, meta);
}

/** Headers that stand for parameters, where the address does not give those. */
function addHeaders(
	names: Record<string, string> | undefined,
	{ headers }: IncomingMessage,
	params: Record<string, unknown>
) {
	for (const [header, name] of Object.entries(names ?? {}))
		if (headers[header] !== undefined) params[name] ??= headers[header];
}

async function performOnce(
	gateway: Gateway,
	exchange: Exchange,
	params: Record<string, unknown>,
	input: Input,
	key: string
) {
	const { route, caller, path, request } = exchange;
	mayCall(gateway.broker, caller!, rightOf(route!));
	const begun = await gateway.idempotency.begin({
		key,
		caller: caller!,
		address: gateway.addressOf(request),
		method: request.method!,
		path,
		bodyHash: `${exchange.query} ${input.bodyHash ?? ""}`
	});
	if ("replay" in begun) {
		const { replay } = begun;
		const meta: Meta = {
			$statusCode: replay.status,
			$responseHeaders: { "Idempotent-Replayed": "true" }
		};
		return sendResult(
			exchange,
			replay.answer,
			replay.location ? { ...meta, $location: replay.location } : meta
		);
	}
	const { attempt } = begun;
	try {
		const { result, meta } = await call(gateway, exchange, params, input, { attempt });
		await gateway.idempotency.finish(attempt, route!.declaration, result, meta);
		await sendResult(exchange, result, meta);
	} catch (error) {
		await gateway.idempotency.abandon(attempt);
		throw error;
	}
}

function rightOf({ declaration, service, subject }: Route): Right {
	const { can, stepUp } = declaration;
	const scope = scopeOf(service, declaration);
	return { can, stepUp, subject, scope, reads: onlyReads(declaration) };
}

async function call(
	{ broker }: Gateway,
	{ route, caller, client, requestId, isRead }: Exchange,
	params: Record<string, unknown>,
	{ stream }: Input,
	meta: Meta
): Promise<{ result: unknown; meta: Meta }> {
	const action = route!.action;
	const options = {
		meta: { ...meta, caller, client },
		requestID: requestId,
		...(stream && { stream, timeout: 0 })
	};
	const attempt = async () => {
		const pending = broker.call(action, params, options) as Promise<unknown> & { ctx?: Ctx };
		const result = await pending;
		return { result, meta: pending.ctx?.meta ?? {} };
	};
	return stream ? attempt() : callAgain(attempt, error => mayRepeat(error, action, isRead));
}

function refuse(gateway: Gateway, exchange: Exchange, thrown: unknown) {
	const { response, requestId, path } = exchange;
	if (isGone(exchange, thrown)) return;
	const error = toCatalogueError(thrown, requestId);
	if (error.code >= 500) logFailure(gateway, exchange, thrown, error.type);
	// The head is gone: all that can be said is that the rest will not come.
	if (response.headersSent) {
		response.destroy();
		return;
	}
	try {
		sendProblem(exchange, problemOf(error, path, requestId), headersOf(error));
	} catch (failure) {
		// A plugin may put into its error what cannot be sent.
		logFailure(gateway, exchange, failure, error.type);
		const internal = toCatalogueError(failure, requestId);
		sendProblem(exchange, problemOf(internal, path, requestId), {});
	}
}

/** Tells whether the client went away, so that there is nobody to be told and nothing to be mended. */
function isGone({ request, response }: Exchange, thrown: unknown) {
	const { code } = (thrown ?? {}) as { code?: unknown };
	return response.destroyed && (!request.complete || code === "ERR_STREAM_PREMATURE_CLOSE");
}

function logFailure(
	{ logger }: Gateway,
	{ requestId, path }: Exchange,
	err: unknown,
	code: string
) {
	logger.error({ requestId, path, err, code }, "request failed");
}

function headersOf({ code, data }: ReturnType<typeof toCatalogueError>): OutgoingHttpHeaders {
	const headers: OutgoingHttpHeaders = { "Cache-Control": "no-store" };
	if (code === 401) headers["WWW-Authenticate"] = "Bearer";
	if (code === 405 && Array.isArray(data?.allowed)) headers.Allow = data.allowed.join(", ");
	if (code === 413) headers.Connection = "close";
	if (code === 416 && typeof data?.length === "number")
		headers["Content-Range"] = `bytes */${data.length}`;
	const wait = data?.retryAfterSeconds;
	if (typeof wait === "number") headers["Retry-After"] = Math.ceil(wait);
	else if (code === 503 || code === 429) headers["Retry-After"] = RETRY_AFTER_SECONDS;
	return headers;
}

function commonHeaders(gateway: Gateway, request: IncomingMessage): OutgoingHttpHeaders[] {
	const { corsOrigins } = gateway.runtime.config;
	const headers = [gateway.securityHeaders];
	if (corsOrigins.length > 0) headers.push(corsHeaders(request, corsOrigins));
	if (gateway.draining) headers.push({ Connection: "close" });
	return headers;
}

function isPreflight({ headers }: IncomingMessage) {
	return headers.origin !== undefined && headers["access-control-request-method"] !== undefined;
}

function isDecodable(path: string) {
	if (!path.includes("%")) return true;
	try {
		return !decodeURIComponent(path).includes("\0");
	} catch {
		return false;
	}
}
