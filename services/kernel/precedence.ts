/** Work that can wait gives way to requests between its steps. */
import { setImmediate } from "node:timers/promises";

/** Lets what has arrived meanwhile be handled first. */
export async function givePrecedence(): Promise<void> {
	await setImmediate();
}
