/** The HTTP server: its limits, what it says to what is no HTTP, how it listens, and how it drains. */
import { randomUUID } from "node:crypto";
import type { OutgoingHttpHeaders, RequestListener, Server } from "node:http";
import type { Socket } from "node:net";
import { ConfigError } from "../kernel/config.ts";
import { createServer, STATUS_CODES } from "../kernel/http.ts";
import { errors } from "./errors.ts";
import { problemOf } from "./problem.ts";

export interface ServerLimits {
	/** How long a slow client may take to send its headers, and its whole request. */
	headersMs: number;
	requestMs: number;
	/** How often both are looked at: so much later a connection may be closed. */
	checkMs: number;
	/** Longer than the usual proxy keeps its side open, so that it never meets a closed connection. */
	keepAliveMs: number;
	/** More than these are not taken: each holds memory and a file descriptor. */
	connections: number;
}

const LIMITS: ServerLimits = {
	headersMs: 20_000,
	requestMs: 300_000,
	checkMs: 5_000,
	keepAliveMs: 75_000,
	connections: 20_000
};

/** Makes the server; `headers` go with what it answers by itself. */
export function createHttpServer(
	handler: RequestListener,
	headers: OutgoingHttpHeaders,
	limits: ServerLimits = LIMITS
): Server {
	const server = createServer(
		{
			headersTimeout: limits.headersMs,
			requestTimeout: limits.requestMs,
			connectionsCheckingInterval: limits.checkMs,
			keepAliveTimeout: limits.keepAliveMs,
			// A request without one is refused by the handler, as a problem like all others.
			requireHostHeader: false,
			// Most requests have no body: to end its stream, event by event, takes a twentieth of an answer.
			optimizeEmptyRequests: true
		},
		handler
	);
	server.maxConnections = limits.connections;
	noteQuiet(server);
	server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
		refuseNoise(error, socket as Socket, headers)
	);
	return server;
}

/** Listens; throws a `ConfigError` that names the setting when the address cannot be taken. */
export function listen(server: Server, port: number, host: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const fail = (error: NodeJS.ErrnoException) =>
			reject(new ConfigError(describeListenFailure(error, port, host), { cause: error }));
		server.once("error", fail);
		server.listen(port, host, () => {
			server.off("error", fail);
			resolve();
		});
	});
}

/**
 * The connections that no request is known of, which is where Node closes none: those over which none has come
 * yet, because clients open some beforehand, those that were upgraded, and those that speak no HTTP.
 */
const quiet = new WeakMap<Server, Set<Socket>>();

/** What a request that was just sent may take to arrive. */
const SILENCE_MS = 1000;

const LOOK_FOR_IDLE_MS = 100;

function noteQuiet(server: Server) {
	const sockets = new Set<Socket>();
	quiet.set(server, sockets);
	server.on("connection", socket => {
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
	});
	server.on("request", ({ socket }) => sockets.delete(socket));
	server.on("upgrade", ({ socket }) => sockets.add(socket));
	server.on("clientError", (_error, socket) => sockets.add(socket as Socket));
}

function cutQuiet(server: Server) {
	quiet.get(server)?.forEach(socket => socket.destroy());
}

/** Takes no new connections and waits for the requests in flight; those that take longer are cut. */
export async function drain(server: Server, limitMs: number): Promise<void> {
	if (!server.listening) return;
	const limit = setTimeout(() => {
		server.closeAllConnections();
		cutQuiet(server);
	}, limitMs);
	// Node closes the connections that wait for a next request, but not those that wait for their first.
	const silence = setTimeout(cutQuiet, SILENCE_MS, server);
	// And not those whose answer ends from now on, when its head has promised to go on.
	const idle = setInterval(() => server.closeIdleConnections(), LOOK_FOR_IDLE_MS);
	await new Promise(resolve => server.close(resolve));
	clearTimeout(limit);
	clearTimeout(silence);
	clearInterval(idle);
}

function describeListenFailure({ code }: NodeJS.ErrnoException, port: number, host: string) {
	if (code === "EADDRINUSE") return `PORT: expected a free port, ${port} is in use on ${host}`;
	if (code === "EACCES")
		return `PORT: expected a port that this user may open, ${port} is not one`;
	return `HOST: expected an address of this machine, got "${host}" (${code})`;
}

/** Node tells what it could not read as HTTP here; there is no request to answer, only the socket. */
function refuseNoise(error: NodeJS.ErrnoException, socket: Socket, common: OutgoingHttpHeaders) {
	const answering = (socket as Socket & { _httpMessage?: { headersSent: boolean } })._httpMessage;
	if (error.code === "ECONNRESET" || !socket.writable || answering?.headersSent) {
		socket.destroy();
		return;
	}
	const requestId = randomUUID();
	const body = JSON.stringify(problemOf(noiseError(error), "", requestId));
	const status = noiseError(error).code;
	const headers = Object.entries({
		...common,
		"X-Request-ID": requestId,
		"X-Correlation-ID": requestId,
		"Content-Type": "application/problem+json; charset=utf-8",
		"Content-Length": Buffer.byteLength(body),
		Connection: "close"
	}).map(([name, value]) => `${name}: ${String(value)}\r\n`);
	socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join("")}\r\n${body}`);
}

function noiseError({ code }: NodeJS.ErrnoException) {
	if (code === "HPE_HEADER_OVERFLOW") return errors.HEAD_TOO_LARGE({});
	if (code === "ERR_HTTP_REQUEST_TIMEOUT") return errors.TOO_SLOW({});
	return errors.NOT_HTTP({});
}
