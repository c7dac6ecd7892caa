/** Clients that take what they are sent more slowly than it comes, or never. */
import { setTimeout as pause } from "node:timers/promises";

/** What a client has not taken yet may grow to this; a client that is slower is let go. */
export const MAX_WAITING_BYTES = 1024 * 1024;

/** As long is waited for a client that is let go to read why; then its connection is cut. */
export const GRACE_MS = 5000;

/** With less than this waiting, a client that catches up is sent more. */
const LITTLE_BYTES = MAX_WAITING_BYTES / 4;
const LOOK_EVERY_MS = 20;

/** How long a client that catches up may take for what it has been sent. */
const PATIENCE_MS = 30_000;

/** Waits until little is left to be taken; false when that takes too long or the client is gone. */
export async function whenRead(waiting: () => number, isGone: () => boolean): Promise<boolean> {
	const deadline = performance.now() + PATIENCE_MS;
	while (waiting() > LITTLE_BYTES && !isGone()) {
		if (performance.now() > deadline) return false;
		await pause(LOOK_EVERY_MS, undefined, { ref: false });
	}
	return !isGone();
}

/** Cuts a connection that should have been closed by then. */
export function cutAfterGrace(cut: () => void): void {
	setTimeout(cut, GRACE_MS).unref();
}
