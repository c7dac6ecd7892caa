/**
 * Jobs per second and the time from enqueue to start: by the store's runner, by Bull's, and beside them plain
 * Bull with no documents at all, in the same run. Redis is started for it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import path from "node:path";
import Bull from "bull";
import { openJobsNode } from "../support/jobs-node.ts";
import { hasRedis, startRedis } from "../support/redis.ts";
import { startStore } from "../support/store-child.ts";
import { percentile, printTable, round, type Line } from "./support/table.ts";

const MANY = Number(process.argv[2] ?? 2000);
const ONE_BY_ONE = 200;
const CONCURRENCY = 20;

/** Something that takes a piece of work and calls `begun` when it begins with it. */
interface Runner {
	name: string;
	enqueue(number: number): Promise<unknown>;
	onBegun(begun: (number: number) => void): void;
	close(): Promise<void>;
}

async function openJobs(name: string, mongoUrl: string, redisUrl: string | null): Promise<Runner> {
	let heard: (number: number) => void = () => undefined;
	const node = await openJobsNode({
		mongoUrl,
		redisUrl,
		reconcileMs: 6000,
		job: { concurrency: CONCURRENCY },
		work: ({ params: { number } }) => heard(number)
	});
	return {
		name,
		enqueue: number => node.enqueue(number),
		onBegun: begun => (heard = begun),
		close: () => node.close()
	};
}

function openPlainBull(redisUrl: string): Runner {
	const queue = new Bull<{ number: number }>("plain", redisUrl);
	let heard: (number: number) => void = () => undefined;
	void queue.process(CONCURRENCY, job => Promise.resolve(heard(job.data.number)));
	return {
		name: "plain Bull, nothing kept",
		enqueue: number => queue.add({ number }, { removeOnComplete: true }),
		onBegun: begun => (heard = begun),
		close: () => queue.close()
	};
}

async function measure(runner: Runner): Promise<Line[]> {
	await throughputOf(runner, 200);
	const perSecond = await throughputOf(runner, MANY);
	const waits = await waitsOf(runner);
	return [
		{ what: `${runner.name}: jobs per second (${MANY} at once)`, figure: round(perSecond) },
		{
			what: `${runner.name}: enqueue to start, median`,
			figure: `${round(percentile(waits, 0.5))} ms`
		},
		{
			what: `${runner.name}: enqueue to start, p99`,
			figure: `${round(percentile(waits, 0.99))} ms`
		}
	];
}

/** From the first that is queued to the last that has begun. */
async function throughputOf(runner: Runner, count: number): Promise<number> {
	const { promise: allBegun, resolve } = Promise.withResolvers<void>();
	let begun = 0;
	runner.onBegun(() => {
		if (++begun === count) resolve();
	});
	const startedAt = performance.now();
	for (let number = 0; number < count; number += CONCURRENCY)
		await Promise.all(
			Array.from({ length: Math.min(CONCURRENCY, count - number) }, (_none, index) =>
				runner.enqueue(number + index)
			)
		);
	await allBegun;
	return count / ((performance.now() - startedAt) / 1000);
}

/** One after the other, each when the one before has begun; the time begins before it is queued. */
async function waitsOf(runner: Runner): Promise<number[]> {
	const waits: number[] = [];
	for (let number = 0; number < ONE_BY_ONE; number++) {
		const { promise: hasBegun, resolve } = Promise.withResolvers<void>();
		runner.onBegun(() => resolve());
		const startedAt = performance.now();
		await runner.enqueue(number);
		await hasBegun;
		waits.push(performance.now() - startedAt);
	}
	return waits;
}

const folder = await mkdtemp(path.join(tmpdir(), "lyceum-bench-jobs-"));
const store = await startStore(folder);
const redis = hasRedis() ? await startRedis() : null;
if (!redis) console.log("There is no redis-server: Bull is not measured");
const lines: Line[] = [];
const runners: (() => Promise<Runner>)[] = [
	() => openJobs("the store's runner", store.url, null),
	...(redis
		? [
				() => openJobs("Bull's runner", store.url, redis.url),
				() => Promise.resolve(openPlainBull(redis.url))
			]
		: [])
];
try {
	for (const open of runners) {
		const runner = await open();
		lines.push(...(await measure(runner)));
		await runner.close();
	}
	const load = `load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`;
	lines.push({ what: "the machine at the end", figure: load });
	printTable(lines);
} finally {
	await redis?.stop();
	await store.kill();
	await rm(folder, { recursive: true, force: true });
}
process.exit();
