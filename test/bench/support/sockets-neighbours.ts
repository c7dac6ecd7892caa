/**
 * What others notice of one who behaves badly: how long after its commit a change has reached its owner, in turns
 * with and without the neighbour, in one run, so that whatever else happens on the machine happens to both.
 */
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { waitUntil } from "../../support/wait-until.ts";
import { startChild, type Child } from "./child.ts";
import type { Receipts } from "./socket-crowd.ts";
import type { Changed } from "./sockets-server.ts";
import { atMost, percentile, round, type Line } from "./table.ts";

const WAYS = {
	neverReading: "10 sockets that never read",
	slowlyReading: "10 sockets that read slowly",
	costlyFilters: "filters that cost all that they may",
	manySubscriptions: "1,000 subscriptions",
	manyMatching: "1,000 subscriptions to everything"
};

const TURNS = 5;
const CHANGES = 150;
const OTHERS = 100;
const PAUSE_MS = 300;

/** As long as it may be: the changes of one turn are more than the buffers of who does not read hold. */
const LONG = "語".repeat(9000);

/** The median is the honest one; of the slowest few the machine decides more than the kernel. */
const MEDIAN_BUDGET = 1.5;
const SLOWEST_BUDGET = 2;

/** One turn: milliseconds from commit to receipt of each change, and what the kernel waited for a core meanwhile. */
interface Turn {
	times: number[];
	waited: number;
}

interface Turns {
	with: Turn[];
	without: Turn[];
}

export async function neighbourLines(kernel: Child, crowd: Child): Promise<Line[]> {
	const [token = ""] = await kernel.ask<string[]>("makeUsers", { count: 1, role: "admin" });
	const neighbour = await startChild(path.join(import.meta.dirname, "bad-neighbour.ts"), [
		kernel.url,
		token
	]);
	try {
		const lines: Line[] = [];
		await measure(kernel, crowd);
		for (const [way, name] of Object.entries(WAYS)) {
			const turns: Turns = { with: [], without: [] };
			for (let turn = 0; turn < TURNS; turn++) {
				turns.without.push(await measure(kernel, crowd));
				await neighbour.ask("begin", { way });
				turns.with.push(await measure(kernel, crowd));
				await neighbour.ask("end");
			}
			lines.push(...compare(name, turns));
		}
		return lines;
	} finally {
		await neighbour.stop();
	}
}

async function measure(kernel: Child, crowd: Child): Promise<Turn> {
	await setTimeout(PAUSE_MS);
	const words = ["subscribe", { collection: "projects" }];
	const { subscription } = (await crowd.ask("emit", { count: OTHERS, words })) as {
		subscription: string;
	};
	await crowd.ask("take");
	const { written, waited } = await kernel.ask<Changed>("change", {
		count: CHANGES,
		owners: OTHERS,
		description: LONG
	});
	const receipts: Receipts = {};
	await waitUntil("each owner was told", async () => {
		Object.assign(receipts, await crowd.ask<Receipts>("take"));
		return written.every(({ id }) => receipts[id] !== undefined);
	});
	await crowd.ask("emit", { count: OTHERS, words: ["unsubscribe", { subscription }] });
	return { times: written.map(({ id, at }) => receipts[id]![0]! - at), waited };
}

/** The median of the turns: what the machine did in one of them alone does not count. */
function inMost(turns: Turn[], figure: (turn: Turn) => number): number {
	return percentile(turns.map(figure), 0.5);
}

function compare(name: string, turns: Turns): Line[] {
	const figures = (figure: (turn: Turn) => number) => {
		const [alone, beside] = [inMost(turns.without, figure), inMost(turns.with, figure)];
		return { told: `${round(alone)} and ${round(beside)} ms`, ratio: beside / alone };
	};
	const median = figures(({ times }) => percentile(times, 0.5));
	const slowest = figures(({ times }) => percentile(times, 0.99));
	const waited = figures(turn => turn.waited);
	return [
		{
			what: `others without and with ${name}: median; p99`,
			figure: `${median.told}; ${slowest.told}`
		},
		{
			what: `the kernel waited for a core, of each change; with ${name}`,
			figure: waited.told
		},
		atMost(`${name}: the others' median`, median.ratio, MEDIAN_BUDGET, "×"),
		atMost(`${name}: the others' p99`, slowest.ratio, SLOWEST_BUDGET, "×")
	];
}
