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
	manySubscriptions: "1,000 subscriptions"
};

const TURNS = 3;
const CHANGES = 150;
const OTHERS = 100;
const PAUSE_MS = 300;

/** As long as it may be: the changes of one turn are more than the buffers of who does not read hold. */
const LONG = "語".repeat(9000);

/** The median is the honest one; of the slowest few the machine decides more than the kernel. */
const MEDIAN_BUDGET = 1.5;
const SLOWEST_BUDGET = 2;

interface Times {
	with: number[];
	without: number[];
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
			const times: Times = { with: [], without: [] };
			for (let turn = 0; turn < TURNS; turn++) {
				times.without.push(...(await measure(kernel, crowd)));
				await neighbour.ask("begin", { way });
				times.with.push(...(await measure(kernel, crowd)));
				await neighbour.ask("end");
			}
			lines.push(...compare(name, times));
		}
		return lines;
	} finally {
		await neighbour.stop();
	}
}

/** Milliseconds from commit to receipt, of each change. */
async function measure(kernel: Child, crowd: Child): Promise<number[]> {
	await setTimeout(PAUSE_MS);
	const words = ["subscribe", { collection: "projects" }];
	const { subscription } = (await crowd.ask("emit", { count: OTHERS, words })) as {
		subscription: string;
	};
	await crowd.ask("take");
	const { written } = await kernel.ask<Changed>("change", {
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
	return written.map(({ id, at }) => receipts[id]![0]! - at);
}

function compare(name: string, times: Times): Line[] {
	const figures = (share: number) => {
		const [alone, beside] = [percentile(times.without, share), percentile(times.with, share)];
		return { told: `${round(alone)} and ${round(beside)} ms`, ratio: beside / alone };
	};
	const [median, slowest] = [figures(0.5), figures(0.99)];
	return [
		{
			what: `others without and with ${name}: median; p99`,
			figure: `${median.told}; ${slowest.told}`
		},
		atMost(`${name}: the others' median`, median.ratio, MEDIAN_BUDGET, "×"),
		atMost(`${name}: the others' p99`, slowest.ratio, SLOWEST_BUDGET, "×")
	];
}
