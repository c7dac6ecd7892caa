/**
 * Calls that did not reach an action because its node was just leaving, or that were lost with their node, are
 * made again: another node has the action, or this one has it again in a moment.
 */
import { setTimeout } from "node:timers/promises";

const MAX_REPEATS = 5;
const FIRST_PAUSE_MS = 20;

/** Nobody has begun with these. */
const NOT_BEGUN = new Set(["ServiceNotFoundError", "ServiceNotAvailableError"]);

/** The node has gone while the call was under way: nobody knows how far it came. */
const LOST = "RequestRejectedError";

interface CallError {
	name?: string;
	data?: { action?: string };
}

/** Tells whether a failed call of an action can be made again without doing anything twice. */
export function mayRepeat(thrown: unknown, action: string, isRead: boolean): boolean {
	const { name = "", data } = (thrown ?? {}) as CallError;
	// The same errors come from within, when the action calls what is not there.
	if (data?.action !== action) return false;
	return NOT_BEGUN.has(name) || (name === LOST && isRead);
}

/** Repeats an attempt while its failure may be repeated, with growing pauses of 0.6 s in all. */
export async function callAgain<Result>(
	attempt: () => Promise<Result>,
	mayBeRepeated: (error: unknown) => boolean
): Promise<Result> {
	for (let repeats = 0; ; repeats++) {
		try {
			return await attempt();
		} catch (error) {
			if (repeats === MAX_REPEATS || !mayBeRepeated(error)) throw error;
			await setTimeout(FIRST_PAUSE_MS * 2 ** repeats);
		}
	}
}
