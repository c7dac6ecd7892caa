/** What is said to whom no connection is opened, where there is no gateway to say it. */
import type { Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { RETRY_AFTER_SECONDS, type Problem } from "../gateway/problem.ts";
import { STATUS_CODES } from "../kernel/http.ts";
import { refusalOf } from "./calls.ts";
import { errors } from "./errors.ts";

/** Answers an upgrade with a problem; there is no response object to do it with. */
export function refuseUpgrade(socket: Duplex, problem: Problem): void {
	const body = JSON.stringify(problem);
	const headers = Object.entries({ ...headersOf(problem, body), Connection: "close" });
	const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
	const head = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join("")}`;
	socket.on("error", () => undefined);
	// A client that does not close its side would keep the connection, and a server that stops.
	socket.once("finish", () => socket.destroy());
	socket.end(`${head}\r\n${body}`);
}

/** Answers a request for a connection that this server does not open any more. */
export function refuseAtStop(response: ServerResponse): void {
	const problem = refusalOf(errors.STOPPING({}));
	const body = JSON.stringify(problem);
	response.writeHead(problem.status, { ...headersOf(problem, body), Connection: "close" });
	response.end(body);
}

/**
 * Refuses whatever wants to be upgraded from now on, whichever door it comes to: Node leaves a connection open
 * that no listener takes, and a server with an open connection does not close.
 */
export function refuseUpgrades(server: Server): void {
	server.removeAllListeners("upgrade");
	server.on("upgrade", (_request, socket) =>
		refuseUpgrade(socket, refusalOf(errors.STOPPING({})))
	);
}

function headersOf({ status }: Problem, body: string) {
	return {
		"Content-Type": "application/problem+json; charset=utf-8",
		"Content-Length": Buffer.byteLength(body),
		...(status === 503 && { "Retry-After": RETRY_AFTER_SECONDS })
	};
}
