/**
 * The plain WebSocket door, for clients that speak neither Socket.IO nor server-sent events: JSON frames
 * `{ type: "subscribe" | "unsubscribe" | "call", … }` in, `{ event, … }` out.
 */
import { randomUUID } from "node:crypto";
import { STATUS_CODES, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { defineService, requestErrors, type LyceumBroker } from "../../mixins/index.ts";
import { errors as gatewayErrors } from "../gateway/errors.ts";
import type { Problem } from "../gateway/problem.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { callAction, orProblem, refusalOf } from "./calls.ts";
import { createAdmission, type Admitted } from "./handshake.ts";
import type { Realtime } from "./realtime.ts";
import { frameOf, webSocketDoor, type SocketConnection } from "./websocket-door.ts";
import { firstRequestAt } from "./websocket-paths.ts";

const MAX_MESSAGE_BYTES = 1024 * 1024;
const HEARTBEAT_MS = 25_000;

/** The path of Socket.IO, which answers for itself. */
const SOCKET_IO = "/socket.io/";

const TYPES = "subscribe, unsubscribe or call";

interface Message {
	type?: unknown;
	/** Comes back with the answer, so that a client can tell its answers apart. */
	ref?: unknown;
	task_id?: unknown;
	subscription?: unknown;
	action?: unknown;
	params?: unknown;
	[more: string]: unknown;
}

/** Makes the definition; upgrades are taken from the gateway's server. */
export function webSocketsService(
	broker: LyceumBroker,
	runtime: Runtime,
	server: Server,
	{ subscriptions, callers }: Realtime
) {
	const admit = createAdmission(runtime);
	const webSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });

	async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
		if (request.url!.startsWith(SOCKET_IO)) return;
		try {
			const { pathname, searchParams } = addressOf(request);
			const first = firstRequestAt(pathname);
			if (first === undefined) throw gatewayErrors.NOT_FOUND({ path: pathname });
			const token = searchParams.get("token") ?? undefined;
			const admitted = await admit(request, { token });
			webSockets.handleUpgrade(request, socket, head, webSocket =>
				open(webSocket, admitted, first)
			);
		} catch (error) {
			refuse(socket, refusalOf(error));
		}
	}

	function open(socket: WebSocket, admitted: Admitted, first: object | null) {
		const connection: SocketConnection = {
			id: randomUUID(),
			door: webSocketDoor,
			subscriptions: new Map(),
			isClosed: false,
			...admitted,
			socket
		};
		callers.add(connection);
		socket.once("close", () => callers.remove(connection));
		// What is wrong with the connection closes it, which is all that there is to be done.
		socket.on("error", () => undefined);
		socket.on("message", data => void answer(connection, data));
		keepAlive(socket);
		if (first) void reply(connection, { type: "subscribe", ...first });
	}

	async function answer(connection: SocketConnection, data: RawData) {
		const message = readMessage(data);
		if (message) return reply(connection, message);
		const expected = "an object as JSON text";
		const problem = { pointer: "", message: "is no message", expected };
		tell(connection, "error", {
			error: refusalOf(requestErrors.INVALID({ errors: [problem] }))
		});
	}

	async function reply(connection: SocketConnection, { type, ref, ...rest }: Message) {
		const mark = ref === undefined ? {} : { ref };
		switch (type) {
			case "subscribe": {
				const answered = await subscribe(connection, rest);
				const isRefused = "error" in answered;
				return tell(connection, isRefused ? "error" : "subscribed", {
					...mark,
					...answered
				});
			}
			case "unsubscribe": {
				const ended = subscriptions.unsubscribe(connection, String(rest.subscription));
				return tell(connection, "unsubscribed", { ...mark, ended });
			}
			case "call": {
				const answered = await callAction(broker, connection, rest.action, rest.params);
				return tell(connection, "answer", { ...mark, ...answered });
			}
			default: {
				const problem = {
					pointer: "/type",
					message: "is not known",
					value: type,
					expected: TYPES
				};
				const error = refusalOf(requestErrors.INVALID({ errors: [problem] }));
				return tell(connection, "error", { ...mark, error });
			}
		}
	}

	/** Older clients say `task_id` for a task. */
	async function subscribe(connection: SocketConnection, { task_id: task, ...request }: Message) {
		const asked = task === undefined ? request : { task, ...request };
		const answered = await orProblem(() => subscriptions.subscribe(connection, asked));
		return "error" in answered ? answered : answered.result;
	}

	return defineService({
		name: "websockets",

		started() {
			const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) =>
				void upgrade(request, socket, head);
			server.on("upgrade", onUpgrade);
			this.onStop(() => {
				server.off("upgrade", onUpgrade);
				for (const socket of webSockets.clients) socket.terminate();
			});
		}
	});
}

function addressOf({ url }: IncomingMessage): URL {
	const address = URL.parse(url!, "http://localhost");
	if (address === null) throw gatewayErrors.BAD_URL({ value: url! });
	return address;
}

function tell({ socket }: SocketConnection, event: string, payload: object) {
	socket.send(frameOf(event, payload), { binary: false });
}

function readMessage(data: RawData): Message | null {
	try {
		const message: unknown = JSON.parse(String(data));
		const isRecord = typeof message === "object" && message !== null && !Array.isArray(message);
		return isRecord ? (message as Message) : null;
	} catch {
		return null;
	}
}

/** A connection whose other end has gone without a word is noticed by the answer that does not come. */
function keepAlive(socket: WebSocket) {
	let isAlive = true;
	socket.on("pong", () => (isAlive = true));
	const beating = setInterval(() => {
		if (!isAlive) return socket.terminate();
		isAlive = false;
		socket.ping();
	}, HEARTBEAT_MS).unref();
	socket.once("close", () => clearInterval(beating));
}

/** Answers an upgrade with a problem; there is no response object to do it with. */
function refuse(socket: Duplex, problem: Problem) {
	const body = JSON.stringify(problem);
	const head = [
		`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
		"Content-Type: application/problem+json; charset=utf-8",
		`Content-Length: ${Buffer.byteLength(body)}`,
		"Connection: close"
	];
	socket.on("error", () => undefined);
	socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
