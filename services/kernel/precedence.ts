/** Work that can wait, such as the swap of a plugin, gives way to requests between its steps. */
import { performance } from "node:perf_hooks";
import { setImmediate, setTimeout } from "node:timers/promises";

/** Long enough for what has queued up behind one step. */
const MAX_REST_MS = 50;

/** What queued up is work, too; and a swap is in no hurry. */
const REST_FOR_WORK = 2;

export class Precedence {
	#busy = performance.eventLoopUtilization();

	/** Rests for longer than this thread was busy since the last rest, so that no two steps add up to a stall. */
	async give(): Promise<void> {
		const { active } = performance.eventLoopUtilization(this.#busy);
		if (active < 1) await setImmediate();
		else await setTimeout(Math.min(active * REST_FOR_WORK, MAX_REST_MS));
		this.#busy = performance.eventLoopUtilization();
	}
}
