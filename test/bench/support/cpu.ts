import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";

/** Says how many milliseconds of CPU an engine has used so far, or nothing where it cannot tell. */
export type CpuClock = () => Promise<number | undefined>;

/** The clock of one process and its threads. */
export function clockOf(pid: number): CpuClock {
	return () => cpuOf(pid);
}

/** The clock of an engine in several processes: one by its id, the others by their name. */
export function clockOfAll(pid: number, name: string): CpuClock {
	return async () => {
		const pids = [pid, ...(await pidsNamed(name))];
		const used = await Promise.all(pids.map(cpuOf));
		return used[0] === undefined
			? undefined
			: used.reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
	};
}

const NANOSECONDS_PER_MS = 1e6;

/** How many milliseconds the calling thread was ready to run so far while others had the cores; NaN where nobody tells. */
export function waitedForCore(): number {
	try {
		return (
			Number(readFileSync("/proc/thread-self/schedstat", "utf8").split(" ")[1]) /
			NANOSECONDS_PER_MS
		);
	} catch {
		return NaN;
	}
}

const TICKS_PER_SECOND = 100;

/** Linux keeps the figures in /proc; elsewhere there are none. */
async function cpuOf(pid: number): Promise<number | undefined> {
	const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
	if (!stat) return undefined;
	// The name may hold spaces: the fields are counted from behind its closing bracket.
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

async function pidsNamed(name: string): Promise<number[]> {
	const entries = await readdir("/proc").catch(() => []);
	const pids = entries.filter(entry => /^\d+$/.test(entry));
	const names = await Promise.all(pids.map(nameOf));
	return pids.filter((_, place) => names[place] === name).map(Number);
}

async function nameOf(pid: string) {
	return (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")).trim();
}
