import { setTimeout } from "node:timers/promises";
import type { Collection, Document, MongoClient } from "mongodb";
import { planOf } from "../../support/plan.ts";
import type { Measured } from "./engines.ts";
import { atMost, percentile, type Line } from "./table.ts";

const COUNT = 100_000;
const GROUPS = 100;

/** The lines with budgets, on 100,000 documents of one engine. */
export async function budgets({ client }: Measured): Promise<Line[]> {
	const rows = await fill(client);
	return [
		...(await pageAndCount(rows)),
		...(await transactionsAgainstWrites(client)),
		...(await readsBesideAggregation(rows))
	];
}

async function fill(client: MongoClient) {
	const rows = client.db("bench").collection<Document>("hundred_thousand");
	await rows.createIndex({ group: 1, at: -1 });
	for (let start = 0; start < COUNT; start += 10_000) {
		await rows.insertMany(Array.from({ length: 10_000 }, (_, i) => newRow(start + i)));
	}
	return rows;
}

function newRow(i: number) {
	const at = new Date(1_700_000_000_000 + ((i * 7919) % COUNT) * 1000);
	return { _id: i as never, group: i % GROUPS, at, title: `row ${i}`, tags: [`t${i % 9}`], n: i };
}

/** A page of twenty and the count of all that it is a page of, both as explain tells them. */
async function pageAndCount(rows: Collection): Promise<Line[]> {
	const [page, deep, count] = [20, 220, COUNT / GROUPS];
	const times: number[] = [];
	const waits: number[] = [];
	let keys = { page: 0, deep: 0, count: 0 };
	for (let group = 0; group < GROUPS; group++) {
		const first = await explainPage(rows, group, 0);
		const later = await explainPage(rows, group, deep - page);
		const counted = await explainCount(rows, group);
		waits.push(await wait(rows, group));
		times.push((first.milliseconds ?? NaN) + (counted.milliseconds ?? NaN));
		keys = {
			page: Math.max(keys.page, first.keysExamined ?? NaN),
			deep: Math.max(keys.deep, later.keysExamined ?? NaN),
			count: Math.max(keys.count, counted.keysExamined ?? NaN)
		};
	}
	return [
		atMost("indexed page and its count, median", percentile(times, 0.5), 5, "ms"),
		atMost("indexed page and its count, p95", percentile(times, 0.95), 5, "ms"),
		{
			what: "the same as a client waits, median",
			figure: `${percentile(waits, 0.5).toFixed(1)} ms`
		},
		atMost(`keys for a page of ${page}`, keys.page, 2 * page, "keys"),
		atMost(`keys for a page of ${page} after ${deep - page}`, keys.deep, 2 * deep, "keys"),
		atMost(`keys for a count of ${count}`, keys.count, 2 * count, "keys")
	];
}

async function wait(rows: Collection, group: number) {
	const start = performance.now();
	await rows.find({ group }).sort({ at: -1 }).limit(20).toArray();
	await rows.countDocuments({ group });
	return performance.now() - start;
}

async function explainPage(rows: Collection, group: number, skip: number) {
	const cursor = rows.find({ group }).sort({ at: -1 }).skip(skip).limit(20);
	return planOf(await cursor.explain("executionStats"));
}

async function explainCount(rows: Collection, group: number) {
	const explain = { count: rows.collectionName, query: { group } };
	return planOf(await rows.db.command({ explain, verbosity: "executionStats" }));
}

/** Twenty transactions that read, then write the same document, beside 200 writes each second. */
async function transactionsAgainstWrites(client: MongoClient): Promise<Line[]> {
	const things = client.db("bench").collection<{ _id: string; n: number }>("contended");
	const plain = client.db("bench").collection("plain");
	await things.insertOne({ _id: "sum", n: 0 });
	const stop = new AbortController();
	const writes = writeSteadily(plain, stop.signal);
	const start = performance.now();
	const results = await Promise.allSettled(Array.from({ length: 20 }, addInTransaction));
	const elapsed = performance.now() - start;
	await setTimeout(Math.max(0, 1000 - elapsed));
	stop.abort();
	const { rate, failed } = await writes;
	const finished = results.filter(({ status }) => status === "fulfilled").length;
	const { n } = (await things.findOne({ _id: "sum" }))!;
	return [
		line("read-then-write transactions that finish", finished, 20, "of 20"),
		line("their sum in the document", n, 20, ""),
		{ what: "time for all twenty", figure: `${Math.round(elapsed)} ms` },
		line("writes beside them", Math.round(rate), 180, "/s"),
		atMost("writes beside them that failed", failed, 0, "")
	];

	function addInTransaction() {
		return client.withSession(session =>
			session.withTransaction(async () => {
				const found = await things.findOne({ _id: "sum" }, { session });
				const update = { $set: { n: found!.n + 1 } };
				await things.updateOne({ _id: "sum" }, update, { session });
			})
		);
	}
}

function line(what: string, value: number, least: number, unit: string): Line {
	const figure = `${value} ${unit}`.trim();
	return { what, figure, budget: `≥ ${least} ${unit}`.trim(), ok: value >= least };
}

/** Sends 200 inserts a second, whether the ones before have been answered or not. */
async function writeSteadily(rows: Collection, signal: AbortSignal) {
	const start = performance.now();
	const sent: Promise<boolean>[] = [];
	while (!signal.aborted) {
		const due = Math.floor((performance.now() - start) / 5);
		while (sent.length < due) sent.push(rows.insertOne({ i: sent.length }).then(yes, no));
		await setTimeout(1);
	}
	const elapsed = performance.now() - start;
	const done = (await Promise.all(sent)).filter(Boolean).length;
	return { rate: (done * 1000) / elapsed, failed: sent.length - done };
}

const yes = () => true;
const no = () => false;

/** How long other reads take while a long aggregation runs for five seconds. */
async function readsBesideAggregation(rows: Collection): Promise<Line[]> {
	const quiet = await readFor(rows, setTimeout(1000));
	const long = aggregateFor(rows, 5000);
	const beside = await readFor(rows, long);
	const seconds = (await long) / 1000;
	return [
		{ what: "other reads alone, p99", figure: `${percentile(quiet, 0.99).toFixed(1)} ms` },
		line("time under a long aggregation", Number(seconds.toFixed(1)), 4.5, "s"),
		atMost(
			`other reads beside it, p99 of ${beside.length}`,
			percentile(beside, 0.99),
			20,
			"ms"
		),
		{ what: "other reads beside it, slowest", figure: `${Math.max(...beside).toFixed(1)} ms` }
	];
}

/** Reads by index and by _id, a hundred a second, until something is over. */
async function readFor(rows: Collection, over: Promise<unknown>) {
	const state = { over: false };
	void over.finally(() => (state.over = true));
	const times: number[] = [];
	for (let i = 0; !state.over; i++) {
		const start = performance.now();
		if (i % 2) await rows.findOne({ _id: ((i * 7919) % COUNT) as never });
		else
			await rows
				.find({ group: i % GROUPS })
				.sort({ at: -1 })
				.limit(20)
				.toArray();
		times.push(performance.now() - start);
		await setTimeout(10);
	}
	return times;
}

/** Keeps an aggregation running that would take far longer; one that is ended begins again. */
async function aggregateFor(rows: Collection, limit: number) {
	const everyPair = [
		{
			$lookup: {
				from: rows.collectionName,
				let: { n: "$n" },
				pipeline: [{ $match: { $expr: { $gt: ["$n", "$$n"] } } }, { $count: "later" }],
				as: "later"
			}
		},
		{ $group: { _id: null, sum: { $sum: { $size: "$later" } } } }
	];
	const start = performance.now();
	const left = () => Math.ceil(limit - (performance.now() - start));
	let busy = 0;
	while (left() > 0) {
		const begun = performance.now();
		await rows.aggregate(everyPair, { maxTimeMS: left() }).toArray().then(yes, no);
		busy += performance.now() - begun;
	}
	return busy;
}
