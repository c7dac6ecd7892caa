/** The door for plain WebSocket clients: the same objects as JSON text, with their event's name in them. */
import type { WebSocket } from "ws";
import type { CloseReason, Connection, Door } from "./connection.ts";
import { cutAfterGrace, MAX_WAITING_BYTES } from "./slow-readers.ts";
import type { SocketDoorHooks } from "./socket-door.ts";

/** The status of a close that says why, beyond the protocol's own (RFC 6455, 7.4.2). */
const CLOSED_BY_SERVER = 4000;

export interface SocketConnection extends Connection {
	socket: WebSocket;
}

export class WebSocketDoor implements Door {
	readonly name = "websocket";
	readonly #hooks: SocketDoorHooks;

	constructor(hooks: SocketDoorHooks) {
		this.#hooks = hooks;
	}

	send(event: string, payload: object, connections: Connection[]): void {
		const frame = frameOf(event, payload);
		const keeping = (connections as SocketConnection[]).filter(one => this.#keepsUp(one));
		for (const { socket } of keeping) socket.send(frame, { binary: false });
		if (keeping.length > 0) this.#hooks.sent(keeping.length);
	}

	waiting(connection: Connection): number {
		return (connection as SocketConnection).socket.bufferedAmount;
	}

	close(connection: Connection, reason: CloseReason): void {
		const { socket } = connection as SocketConnection;
		socket.send(frameOf("closed", { reason }), { binary: false });
		socket.close(CLOSED_BY_SERVER, reason);
		cutAfterGrace(() => socket.terminate());
	}

	#keepsUp(connection: SocketConnection): boolean {
		if (connection.isClosed) return false;
		if (connection.socket.bufferedAmount <= MAX_WAITING_BYTES) return true;
		this.#hooks.tooSlow(connection);
		return false;
	}
}

/** One frame, encoded once for all who get it. */
function frameOf(event: string, payload: object): Buffer {
	return Buffer.from(JSON.stringify({ event, ...payload }));
}
