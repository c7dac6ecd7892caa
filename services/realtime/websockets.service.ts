/**
 * The plain WebSocket door, for clients that speak neither Socket.IO nor server-sent events: JSON frames
 * `{ type: "subscribe" | "unsubscribe" | "call", … }` in, `{ event, … }` out.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { defineService } from "../../mixins/index.ts";
import { errors as gatewayErrors } from "../gateway/errors.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { refusalOf } from "./calls.ts";
import { createAdmission, type Admitted } from "./handshake.ts";
import type { Realtime } from "./realtime.ts";
import { refuseUpgrade } from "./refuse.ts";
import { WebSocketDoor, type SocketConnection } from "./websocket-door.ts";
import { createMessageHandler } from "./websocket-messages.ts";
import { firstRequestAt } from "./websocket-paths.ts";

const MAX_MESSAGE_BYTES = 1024 * 1024;
const SECOND_MS = 1000;

/** The path of Socket.IO, which answers for itself. */
const SOCKET_IO = "/socket.io/";

/** Makes the definition; upgrades are taken from the gateway's server. */
export function webSocketsService(runtime: Runtime, server: Server, realtime: Realtime) {
	const { callers, metrics, connectionLimits } = realtime;
	const admit = createAdmission(runtime);
	const answer = createMessageHandler(realtime);
	const webSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
	const heartbeatMs = runtime.config.socketHeartbeatSeconds * SECOND_MS;
	const door = new WebSocketDoor({
		tooSlow: connection => callers.drop(connection, "too-slow"),
		sent: count => metrics.delivered("websocket", count)
	});

	async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
		if (request.url!.startsWith(SOCKET_IO)) return;
		try {
			const { pathname, searchParams } = addressOf(request);
			const first = firstRequestAt(pathname);
			if (first === undefined) throw gatewayErrors.NOT_FOUND({ path: pathname });
			const token = searchParams.get("token") ?? undefined;
			const admitted = await admit(request, { token });
			const leave = connectionLimits.enter(admitted);
			if (socket.destroyed) leave();
			else socket.once("close", leave);
			webSockets.handleUpgrade(request, socket, head, webSocket =>
				open(webSocket, admitted, first)
			);
		} catch (error) {
			refuseUpgrade(socket, refusalOf(error));
		}
	}

	function open(socket: WebSocket, admitted: Admitted, first: object | null) {
		const connection: SocketConnection = {
			id: randomUUID(),
			door,
			subscriptions: new Map(),
			isClosed: false,
			...admitted,
			socket
		};
		callers.add(connection);
		socket.once("close", () => callers.remove(connection));
		// What is wrong with the connection closes it, which is all that there is to be done.
		socket.on("error", () => undefined);
		socket.on("message", data => void answer(connection, String(data)));
		keepAlive(socket, heartbeatMs);
		if (first) void answer(connection, JSON.stringify({ type: "subscribe", ...first }));
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

/** A connection whose other end has gone without a word is noticed by the answer that does not come. */
function keepAlive(socket: WebSocket, everyMs: number) {
	let isAlive = true;
	socket.on("pong", () => (isAlive = true));
	const beating = setInterval(() => {
		if (!isAlive) return socket.terminate();
		isAlive = false;
		socket.ping();
	}, everyMs).unref();
	socket.once("close", () => clearInterval(beating));
}
