/** Gives back to the machine what this thread holds and does not need. */
import { Session } from "node:inspector/promises";

/**
 * Collects garbage until nothing more is freed, and shrinks the heap to what is left. V8 keeps the room that
 * a start has needed, a quarter of the process, until memory is short; only its inspector can ask for it.
 * The thread stands still meanwhile.
 */
export async function trimMemory(): Promise<void> {
	const session = new Session();
	session.connect();
	try {
		await session.post("HeapProfiler.collectGarbage");
	} finally {
		session.disconnect();
	}
}
