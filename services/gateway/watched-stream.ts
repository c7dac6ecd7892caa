/** A stream whose sender wants to hear of a client that takes nothing of it any more. */
import type { ServerResponse } from "node:http";
import { PassThrough, type Readable } from "node:stream";

export class WatchedStream extends PassThrough {
	/** So long the client may take nothing of what waits for it. */
	readonly patienceMs: number;
	readonly stalled: () => void;
	#response: ServerResponse | undefined;

	constructor(patienceMs: number, stalled: () => void) {
		super();
		this.patienceMs = patienceMs;
		this.stalled = stalled;
	}

	/** Tells the stream where it flows to. */
	flowsTo(response: ServerResponse): void {
		this.#response = response;
	}

	/** Ends the connection at once, also when all has left this stream and waits for the client. */
	cut(): void {
		this.destroy();
		if (!this.#response?.writableFinished) this.#response?.destroy();
	}
}

/**
 * Tells a watched stream when its client stalls. What is silent because nothing is sent does not stall; what
 * the machine's own buffers have taken counts as taken.
 */
export function watchReader(stream: Readable, response: ServerResponse): void {
	if (!(stream instanceof WatchedStream)) return;
	stream.flowsTo(response);
	// Node begins the time anew whenever the client takes something, also of one large write.
	response.setTimeout(stream.patienceMs, () => {
		if ((response.socket?.writableLength ?? 0) > 0) stream.stalled();
	});
}
