/**
 * What a socket costs in memory: how much more the kernel holds with each step of sockets that connect and subscribe.
 *
 * Two things that one difference of resident memory would count are left out, because they are no socket's. One is the
 * room that V8 keeps free: ten thousand handshakes leave garbage behind, and V8 holds on to the room that it needed,
 * about as much again as the sockets, until the process has been quiet for some ten seconds; then it gives the room
 * back by itself, and `held` makes it do so at once. That this is so is measured too: the last line is what is resident
 * half a minute after the last has come, when nobody has asked for anything. The other is the embedded store, whose threads grow by some
 * ten megabytes each with whatever they are asked: here it is a process of its own.
 *
 * A slope over steps and not one difference, so that what grows once (caches, tables, compiled code) is no socket's.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { startStore } from "../../support/store-child.ts";
import { startChild, type Child } from "./child.ts";
import { atMost, round, type Line } from "./table.ts";

const STEPS = 5;
const WARM_UP = 1000;
const PAUSE_MS = 500;
const BUDGET_KILOBYTES = 20;

/** V8 gives back what it does not need after some ten quiet seconds. */
const ALONE_MS = 30_000;

interface Point extends NodeJS.MemoryUsage {
	sockets: number;
}

/** Starts a kernel of its own, with its crowd beside it. */
export async function memoryLines(pluginsDir: string, sockets: number): Promise<Line[]> {
	const dataDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-store-"));
	const store = await startStore(dataDir);
	const file = (name: string) => path.join(import.meta.dirname, name);
	const kernel = await startChild(file("sockets-server.ts"), [pluginsDir, store.url]);
	const crowd = await startChild(file("socket-crowd.ts"), [kernel.url]);
	try {
		return await measureAll(kernel, crowd, sockets);
	} finally {
		await crowd.stop();
		await kernel.stop();
		await store.close();
		await rm(dataDir, { recursive: true, force: true });
	}
}

async function measureAll(kernel: Child, crowd: Child, sockets: number): Promise<Line[]> {
	const tokens = await kernel.ask<string[]>("makeUsers", { count: sockets });
	await join(crowd, tokens.slice(0, WARM_UP), 0);
	await crowd.ask("leave");
	const points = [await measure(kernel, 0)];
	const startedAt = performance.now();
	for (let step = 0; step < STEPS; step++) {
		const [first, last] = [step, step + 1].map(edge => Math.round((edge * sockets) / STEPS));
		await join(crowd, tokens.slice(first, last), first!);
		if (last === sockets) break;
		points.push(await measure(kernel, last!));
	}
	const seconds = (performance.now() - startedAt) / 1000;
	const alone = await leftAlone(kernel);
	points.push(await measure(kernel, sockets));
	return [
		{ what: `${sockets} sockets connected and subscribed`, figure: `in ${round(seconds)} s` },
		atMost("resident memory for each", slope(points, "rss"), BUDGET_KILOBYTES, "KB"),
		atMost("heap for each", slope(points, "heapUsed"), BUDGET_KILOBYTES, "KB"),
		atMost(
			"resident memory for each, after half a quiet minute",
			(alone - points[0]!.rss) / sockets / 1024,
			BUDGET_KILOBYTES,
			"KB"
		)
	];
}

async function join(crowd: Child, tokens: string[], first: number) {
	await crowd.ask("join", { tokens });
	const words = ["subscribe", { collection: "exercises" }];
	await crowd.ask("emit", { first, count: tokens.length, words });
}

async function leftAlone(kernel: Child): Promise<number> {
	await setTimeout(ALONE_MS);
	return (await kernel.ask<NodeJS.MemoryUsage>("resident")).rss;
}

async function measure(kernel: Child, sockets: number): Promise<Point> {
	await setTimeout(PAUSE_MS);
	return { sockets, ...(await kernel.ask<NodeJS.MemoryUsage>("held")) };
}

/** Kilobytes for each socket, by least squares. */
function slope(points: Point[], key: "rss" | "heapUsed"): number {
	const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
	const [middle, level] = [
		mean(points.map(one => one.sockets)),
		mean(points.map(one => one[key]))
	];
	const rise = points.map(one => (one.sockets - middle) * (one[key] - level));
	const run = points.map(one => (one.sockets - middle) ** 2);
	return mean(rise) / mean(run) / 1024;
}
