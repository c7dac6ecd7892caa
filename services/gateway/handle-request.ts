/**
 * The way of a request: id → route → limits → caller → input → call → answer. One Moleculer context per request;
 * the action's `can` is checked at the bus, where every other door passes too.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Caller, Client } from "../../mixins/index.ts";
import { GUEST } from "../kernel/runtime.ts";
import { readInput } from "./body/input.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import { intentOf, readCredentials } from "./credentials.ts";
import { errors } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import type { Gateway } from "./gateway.ts";
import { currentPath, isLegacy } from "./legacy.ts";
import { limitAddress, limitCaller } from "./limit-request.ts";
import { isOwnPage } from "./own-page.ts";
import { perform } from "./perform.ts";
import { refuse } from "./refuse.ts";
import { send } from "./respond.ts";
import type { Match } from "./route-table.ts";

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
	const { limits } = gateway.runtime;
	let match: Match;
	try {
		match = findRoute(gateway, exchange);
		exchange.route = match.route;
	} finally {
		// Whatever comes counts for its address, also what there is no route for.
		if (limits) await limitAddress(limits, exchange);
	}
	const caller = authenticate(gateway, exchange);
	exchange.caller = caller instanceof Promise ? await caller : caller;
	if (limits) await limitCaller(limits, exchange);
	const input = await readInput(exchange.request, match, exchange.query);
	try {
		await perform(gateway, exchange, match, input);
	} finally {
		if (input.release) await input.release();
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
	const { limits } = gateway.runtime;
	if (limits) await limitAddress(limits, exchange);
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
