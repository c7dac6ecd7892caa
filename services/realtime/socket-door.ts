/** The door for Socket.IO clients. */
import type { Server, Socket } from "socket.io";
import type { CloseReason, Connection, Door } from "./connection.ts";
import { encodeEvent } from "./socket-frame.ts";
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
		const { text, options } = encodeEvent(event, payload);
		let sent = 0;
		for (const connection of connections) {
			if (!this.keepsUp(connection)) continue;
			this.#socketOf(connection)?.conn.write(text, options);
			sent++;
		}
		this.#hooks.sent(sent);
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
