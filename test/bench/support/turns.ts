/**
 * How long the turns of this thread's event loop are: for so long a request waits that comes at a bad moment.
 * Counted in CPU time as well, which is the same on a machine that others keep busy.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { percentile } from "./table.ts";

/** What the thread did in a phase, in milliseconds. */
export interface Watched {
	/** For how long at most it came to nothing else. */
	longestStall: number;
	/** The CPU time of the longest turn, and of those that one of a thousand is longer than. */
	longestTurn: number;
	longTurn: number;
	cpu: number;
}

const stalls = monitorEventLoopDelay({ resolution: 1 });
let turns: number[] = [];
let begun = process.threadCpuUsage();
let ticking: NodeJS.Timeout;

/** Begins to watch the thread that calls it. */
export function watch(): void {
	stalls.reset();
	stalls.enable();
	turns = [];
	begun = process.threadCpuUsage();
	let last = 0;
	ticking = setInterval(() => {
		const now = cpuSince();
		turns.push(now - last);
		last = now;
	}, 1);
}

/** What was seen since `watch`. */
export function watched(): Watched {
	clearInterval(ticking);
	stalls.disable();
	return {
		longestStall: stalls.max / 1e6,
		longestTurn: percentile(turns, 1),
		longTurn: percentile(turns, 0.999),
		cpu: cpuSince()
	};
}

function cpuSince() {
	const { user, system } = process.threadCpuUsage(begun);
	return (user + system) / 1000;
}
