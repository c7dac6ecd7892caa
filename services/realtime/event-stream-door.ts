/** The door for server-sent events: one stream of text for each connection. */
import type { WatchedStream } from "../gateway/watched-stream.ts";
import type { CloseReason, Connection, Door } from "./connection.ts";
import { cutAfterGrace, MAX_WAITING_BYTES } from "./slow-readers.ts";
import type { SocketDoorHooks } from "./socket-door.ts";

export interface StreamConnection extends Connection {
	stream: WatchedStream;
	/** Hears that there is something to be read: whatever the client asked for is granted. */
	begun: () => void;
}

export class EventStreamDoor implements Door {
	readonly name = "sse";
	readonly #hooks: SocketDoorHooks;

	constructor(hooks: SocketDoorHooks) {
		this.#hooks = hooks;
	}

	send(event: string, payload: object, connections: Connection[]): void {
		// As bytes, which all who get it share.
		const bytes = Buffer.from(eventText(event, payload));
		const keeping = (connections as StreamConnection[]).filter(one => this.#keepsUp(one));
		for (const { stream, begun } of keeping) {
			stream.write(bytes);
			begun();
		}
		if (keeping.length > 0) this.#hooks.sent(keeping.length);
	}

	waiting(connection: Connection): number {
		const { stream } = connection as StreamConnection;
		return stream.writableLength + stream.readableLength;
	}

	close(connection: Connection, reason: CloseReason): void {
		const { stream } = connection as StreamConnection;
		stream.end(eventText("closed", { reason }));
		cutAfterGrace(() => stream.cut());
	}

	#keepsUp(connection: StreamConnection): boolean {
		if (connection.isClosed || connection.stream.destroyed) return false;
		if (this.waiting(connection) <= MAX_WAITING_BYTES) return true;
		this.#hooks.tooSlow(connection);
		return false;
	}
}

/** One event as text; `id` is what a client sends as `Last-Event-ID` when it comes back. */
function eventText(event: string, payload: object): string {
	const { position } = payload as { position?: number };
	const id = position === undefined ? "" : `id: ${position}\n`;
	// JSON has no line breaks of its own, so that one line holds it.
	return `${id}event: ${event}\ndata: ${JSON.stringify(payload)}\n\n`;
}
