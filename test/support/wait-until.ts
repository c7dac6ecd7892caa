/** Waits for a condition that nothing announces, by asking for it. */
import { setTimeout as pause } from "node:timers/promises";

const ASK_EVERY_MS = 50;
const GIVE_UP_MS = 60_000;

/** Resolves once the condition holds; throws when it does not within a minute, with what was waited for. */
export async function waitUntil(
	what: string,
	holds: () => boolean | Promise<boolean>
): Promise<void> {
	const deadline = performance.now() + GIVE_UP_MS;
	while (!(await holds())) {
		if (performance.now() > deadline) throw new Error(`Waited in vain: ${what}`);
		await pause(ASK_EVERY_MS);
	}
}
