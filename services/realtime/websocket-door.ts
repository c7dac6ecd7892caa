/** The door for plain WebSocket clients: the same objects as JSON text, with their event's name in them. */
import type { WebSocket } from "ws";
import type { Connection, Door } from "./connection.ts";

/** What a client has not taken yet may grow to this; a client that is slower is let go. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** The status of a close that says why, beyond the protocol's own (RFC 6455, 7.4.2). */
const CLOSED_BY_SERVER = 4000;

export interface SocketConnection extends Connection {
	socket: WebSocket;
}

export const webSocketDoor: Door = {
	send(event, payload, connections) {
		const frame = frameOf(event, payload);
		for (const { socket } of connections as SocketConnection[]) {
			if (socket.bufferedAmount > MAX_WAITING_BYTES) socket.terminate();
			else socket.send(frame, { binary: false });
		}
	},

	close(connection, reason) {
		const { socket } = connection as SocketConnection;
		socket.send(frameOf("closed", { reason }), { binary: false });
		socket.close(CLOSED_BY_SERVER, reason);
	}
};

/** One frame, encoded once for all who get it. */
export function frameOf(event: string, payload: object): Buffer {
	return Buffer.from(JSON.stringify({ event, ...payload }));
}
