/** A stream whose sender wants to hear of a client that takes nothing of it any more. */
import type { ServerResponse } from "node:http";
import { PassThrough, type Readable } from "node:stream";

export class WatchedStream extends PassThrough {
	/** So long the client may take nothing of what waits for it. */
	readonly patienceMs: number;
	readonly stalled: () => void;

	constructor(patienceMs: number, stalled: () => void) {
		super();
		this.patienceMs = patienceMs;
		this.stalled = stalled;
	}
}

/**
 * Tells a watched stream when its client stalls. What is silent because nothing is sent does not stall; what
 * the machine's own buffers have taken counts as taken.
 */
export function watchReader(stream: Readable, response: ServerResponse): void {
	if (!(stream instanceof WatchedStream)) return;
	// Node begins the time anew whenever the client takes something, also of one large write.
	response.setTimeout(stream.patienceMs, () => {
		if ((response.socket?.writableLength ?? 0) > 0) stream.stalled();
	});
}
