/** The door for server-sent events: one stream of text for each connection. */
import type { PassThrough } from "node:stream";
import type { Connection, Door } from "./connection.ts";

/** What a client has not read yet may grow to this; a client that is slower is let go. */
const MAX_WAITING_BYTES = 1024 * 1024;

export interface StreamConnection extends Connection {
	stream: PassThrough;
}

export const eventStreamDoor: Door = {
	send(event, payload, connections) {
		const text = eventText(event, payload);
		for (const connection of connections as StreamConnection[]) write(connection, text);
	},

	close(connection, reason) {
		const { stream } = connection as StreamConnection;
		stream.end(eventText("closed", { reason }));
	}
};

/** The door for the progress of one task: it closes behind the last that there is to tell. */
export const taskStreamDoor: Door = {
	send(event, payload, connections) {
		eventStreamDoor.send(event, payload, connections);
		if (!isLast(payload)) return;
		for (const { stream } of connections as StreamConnection[]) stream.end();
	},

	close: eventStreamDoor.close
};

/** Tells whether a task that is told of so has ended. */
export function isLast({ state }: { state?: unknown }): boolean {
	return state === "done" || state === "failed" || state === "cancelled";
}

/** One event as text; `id` is what a client sends as `Last-Event-ID` when it comes back. */
export function eventText(event: string, payload: object): string {
	const { position } = payload as { position?: number };
	const id = position === undefined ? "" : `id: ${position}\n`;
	// JSON has no line breaks of its own, so that one line holds it.
	return `${id}event: ${event}\ndata: ${JSON.stringify(payload)}\n\n`;
}

function write({ stream }: StreamConnection, text: string) {
	if (stream.writableEnded || stream.destroyed) return;
	// It would not read the reason either.
	if (stream.writableLength + stream.readableLength > MAX_WAITING_BYTES) stream.destroy();
	else stream.write(text);
}
