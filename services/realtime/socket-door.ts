/** The door for Socket.IO clients. */
import type { Server, Socket } from "socket.io";
import type { CloseReason, Connection, Door } from "./connection.ts";
import { cutAfterGrace, MAX_WAITING_BYTES } from "./slow-readers.ts";

/** What waits is shared with the others, so that for small events it is the number that counts. */
const MAX_WAITING = 1000;

/** What Engine.IO keeps of a connection and its types leave out. */
interface Transport {
	writeBuffer: { data?: { length: number } }[];
	close(discard?: boolean): void;
	transport?: { socket?: { terminate?: () => void } };
}

export interface SocketDoorHooks {
	/** Hears of who does not keep up. */
	tooSlow: (connection: Connection) => void;
	sent: (count: number) => void;
}

export class SocketDoor implements Door {
	readonly name = "socket.io";
	readonly #io: Server;
	readonly #hooks: SocketDoorHooks;

	constructor(io: Server, hooks: SocketDoorHooks) {
		this.#io = io;
		this.#hooks = hooks;
	}

	send(event: string, payload: object, connections: Connection[]): void {
		const ids = connections.filter(connection => this.keepsUp(connection)).map(({ id }) => id);
		if (ids.length === 0) return;
		// Each socket is in a room of its own name: sent to the rooms, the event is encoded once.
		this.#io.local.to(ids).emit(event, payload);
		this.#hooks.sent(ids.length);
	}

	waiting(connection: Connection): number {
		const { writeBuffer = [] } = this.#transportOf(connection) ?? {};
		return writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
	}

	close(connection: Connection, reason: CloseReason): void {
		const socket = this.#socketOf(connection);
		const transport = this.#transportOf(connection);
		socket?.emit("closed", { reason });
		socket?.disconnect(true);
		cutAfterGrace(() => {
			transport?.close(true);
			transport?.transport?.socket?.terminate?.();
		});
	}

	/** False for a client that is gone, and for one that is let go for not keeping up. */
	keepsUp(connection: Connection): boolean {
		if (connection.isClosed) return false;
		const packets = this.#transportOf(connection)?.writeBuffer.length ?? 0;
		if (packets === 0) return true;
		if (packets <= MAX_WAITING && this.waiting(connection) <= MAX_WAITING_BYTES) return true;
		this.#hooks.tooSlow(connection);
		return false;
	}

	#transportOf(connection: Connection): Transport | undefined {
		return this.#socketOf(connection)?.conn as Transport | undefined;
	}

	#socketOf({ id }: Connection): Socket | undefined {
		return this.#io.sockets.sockets.get(id);
	}
}
