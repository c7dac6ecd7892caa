/** The door for Socket.IO clients. */
import type { Socket } from "socket.io";
import type { Connection, Door } from "./connection.ts";
import { encodeEvent } from "./socket-frame.ts";

/**
 * A client whose connection has more than this waiting does not keep up. What waits is shared with the
 * others, so that it is the number that counts.
 */
const MAX_WAITING = 1000;

export interface SocketIoConnection extends Connection {
	socket: Socket;
}

export const socketDoor: Door = {
	send(event, payload, connections) {
		const { text, options } = encodeEvent(event, payload);
		for (const { socket } of connections as SocketIoConnection[]) {
			if (waitingOf(socket) > MAX_WAITING) socket.disconnect(true);
			else if (socket.connected) socket.conn.write(text, options);
		}
	},

	close(connection, reason) {
		const { socket } = connection as SocketIoConnection;
		socket.emit("closed", { reason });
		socket.disconnect(true);
	}
};

/** The packets that the client has not taken yet. */
function waitingOf({ conn }: Socket): number {
	return (conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length;
}
