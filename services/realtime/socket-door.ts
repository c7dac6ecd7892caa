/** The door for Socket.IO clients. */
import type { Server, Socket } from "socket.io";
import type { CloseReason, Connection, Door } from "./connection.ts";

/**
 * A client whose connection has more than this waiting does not keep up. What waits is shared with the
 * others, so that it is the number that counts.
 */
const MAX_WAITING = 1000;

export class SocketDoor implements Door {
	readonly #io: Server;

	constructor(io: Server) {
		this.#io = io;
	}

	send(event: string, payload: object, connections: Connection[]): void {
		const ids = connections.filter(connection => this.#keepsUp(connection)).map(({ id }) => id);
		// Each socket is in a room of its own name: sent to the rooms, the event is encoded once.
		if (ids.length > 0) this.#io.local.to(ids).emit(event, payload);
	}

	close(connection: Connection, reason: CloseReason): void {
		const socket = this.#socketOf(connection);
		socket?.emit("closed", { reason });
		socket?.disconnect(true);
	}

	#keepsUp(connection: Connection): boolean {
		const waiting = waitingOf(this.#socketOf(connection));
		if (waiting <= MAX_WAITING) return true;
		this.#socketOf(connection)?.disconnect(true);
		return false;
	}

	#socketOf({ id }: Connection): Socket | undefined {
		return this.#io.sockets.sockets.get(id);
	}
}

/** The packets that the client has not taken yet. */
function waitingOf(socket: Socket | undefined): number {
	const { writeBuffer = [] } = (socket?.conn ?? {}) as { writeBuffer?: unknown[] };
	return writeBuffer.length;
}
