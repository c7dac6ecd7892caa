/**
 * What a process holds on to, by name. Some of it comes and goes by itself: connections that clients keep open for
 * a while, the driver's look at the store, timers that are due in a moment. What was lost for good is always there.
 */
import { setTimeout } from "node:timers/promises";
import type { Child } from "./child.ts";
import type { Line } from "./table.ts";

export type Held = Record<string, number>;

/** Longer than connections of clients are kept open. */
const SETTLE_MS = 7000;
const LOOK_EVERY_MS = 100;

/** The least that is held of each kind in some seconds. */
export async function leastHeld(child: Child): Promise<Held> {
	const least = await child.ask<Held>("held");
	const end = Date.now() + SETTLE_MS;
	while (Date.now() < end) {
		await setTimeout(LOOK_EVERY_MS);
		const now = await child.ask<Held>("held");
		for (const kind of Object.keys(least)) least[kind] = Math.min(least[kind]!, now[kind] ?? 0);
	}
	return least;
}

/** A line that is kept when nothing is held that was not before. */
export function asBefore(before: Held, after: Held): Line {
	const kinds = Object.keys({ ...before, ...after }).toSorted();
	const changed = kinds.filter(kind => (before[kind] ?? 0) !== (after[kind] ?? 0));
	const more = changed.filter(kind => (after[kind] ?? 0) > (before[kind] ?? 0));
	return {
		what: "held after them: handles, routes, listeners, models, timers",
		figure:
			changed.map(kind => `${kind} ${before[kind] ?? 0}→${after[kind] ?? 0}`).join(", ") ||
			"the same",
		budget: "no more of any",
		ok: more.length === 0
	};
}
