/**
 * `npm run bench:sockets`: thousands of Socket.IO clients on one kernel, each signed in as a user of its own, from a
 * process beside it: how long after its commit an event has reached them all, what a socket costs in memory, whether an
 * event for one of many subscribers to "my documents" costs more than for one of ten, and what others notice of
 * one who reads slowly or never, or asks for much.
 * The kernel and the crowd need a file handle for each socket: `ulimit -n` must be above the number of sockets.
 * Arguments: sockets, events, and the parts that are wanted (memory, events, own, neighbours) with commas between.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { waitUntil } from "../support/wait-until.ts";
import { startChild } from "./support/child.ts";
import type { Receipts } from "./support/socket-crowd.ts";
import { memoryLines } from "./support/sockets-memory.ts";
import { neighbourLines } from "./support/sockets-neighbours.ts";
import type { Changed, Committed } from "./support/sockets-server.ts";
import { atMost, percentile, printTable, round, type Line } from "./support/table.ts";

const SOCKETS = Number(process.argv[2] ?? 10_000);
const EVENTS = Number(process.argv[3] ?? 20);
const PARTS = (process.argv[4] ?? "memory,events,own,neighbours").split(",");
const FEW = 10;
const ROUNDS = 3;
const CHANGES = 200;
const PAUSE_MS = 500;
const PROFILED = 5;
const SLOWEST_PLACES = 12;
const SUPPORT = path.join(import.meta.dirname, "support");
const PLUGINS = ["projects", "exercises"];

const pluginsDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-plugins-"));
for (const name of PLUGINS)
	await cp(
		path.resolve(import.meta.dirname, "../../plugins", name),
		path.join(pluginsDir, name),
		{
			recursive: true
		}
	);
const lines: Line[] = [];
if (isWanted("memory")) note(await memoryLines(pluginsDir, SOCKETS));
const kernel = await startChild(path.join(SUPPORT, "sockets-server.ts"), [pluginsDir]);
const crowd = await startChild(path.join(SUPPORT, "socket-crowd.ts"), [kernel.url]);
try {
	await joinAll();
	if (isWanted("events")) note(await eventLines());
	if (isWanted("own")) note(await ownLines());
	if (isWanted("neighbours")) note(await neighbourLines(kernel, crowd));
	note([
		{
			what: "the machine at the end: above its cores, times tell little",
			figure: `load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`
		}
	]);
	process.exitCode = printTable(lines) ? 0 : 1;
} finally {
	await crowd.stop();
	await kernel.stop();
	await rm(pluginsDir, { recursive: true, force: true });
}

function isWanted(part: string) {
	return PARTS.includes(part);
}

/** It takes minutes: who waits sees what is known already. */
function note(measured: Line[]) {
	lines.push(...measured);
	for (const { what, figure } of measured) console.log(`${what}: ${figure}`);
}

async function joinAll() {
	const tokens = await kernel.ask<string[]>("makeUsers", { count: SOCKETS });
	await crowd.ask("join", { tokens });
	await subscribe("exercises", SOCKETS);
}

function subscribe(collection: string, count: number) {
	return crowd.ask<{ subscription: string }>("emit", {
		count,
		words: ["subscribe", { collection }]
	});
}

async function eventLines(): Promise<Line[]> {
	await sendToAll();
	const busyBefore = await kernel.cpu();
	const times: number[] = [];
	for (let number = 0; number < EVENTS; number++) times.push(...(await sendToAll()));
	const busy = (await kernel.cpu()) - busyBefore;
	// Afterwards, because to be watched costs something.
	await kernel.ask("profile");
	for (let number = 0; number < PROFILED; number++) await sendToAll();
	describe(await kernel.ask<[string, number][]>("profiled"));
	return [
		{ what: "one event to all: median", figure: `${round(percentile(times, 0.5))} ms` },
		atMost("one event to all: p99", percentile(times, 0.99), 250, "ms"),
		{ what: "one event to all: the last of them", figure: `${round(percentile(times, 1))} ms` },
		{ what: "CPU of the kernel for an event to all", figure: `${round(busy / EVENTS)} ms` }
	];
}

/** Writes one document and waits until everybody was told of it; milliseconds from its commit for each. */
async function sendToAll(): Promise<number[]> {
	await setTimeout(PAUSE_MS);
	const { id, at } = await kernel.ask<Committed>("announce", { number: EVENTS });
	const receipts: number[] = [];
	await waitUntil("everybody was told", async () => {
		receipts.push(...((await crowd.ask<Receipts>("take"))[id] ?? []));
		return receipts.length === SOCKETS;
	});
	return receipts.map(receipt => receipt - at);
}

/** In turns, so that whatever else happens on the machine happens to both. */
async function ownLines(): Promise<Line[]> {
	const [few, all]: [number[], number[]] = [[], []];
	await changeWith(FEW);
	for (let turn = 0; turn < ROUNDS; turn++) {
		few.push(await changeWith(FEW));
		all.push(await changeWith(SOCKETS));
	}
	const [fewCost, allCost] = [percentile(few, 0.5), percentile(all, 0.5)];
	return [
		{ what: `CPU of an event for one of ${FEW}, median`, figure: `${round(fewCost)} ms` },
		{ what: `CPU of an event for one of ${SOCKETS}, median`, figure: `${round(allCost)} ms` },
		atMost(`one of ${SOCKETS} against one of ${FEW}`, allCost / fewCost, 1.2, "×")
	];
}

/** The cost of a change that one subscriber is told of, while so many are subscribed to their documents. */
async function changeWith(subscribers: number): Promise<number> {
	const { subscription } = await subscribe("projects", subscribers);
	const { cost } = await kernel.ask<Changed>("change", { count: CHANGES, owners: FEW });
	const told = Object.keys(await crowd.ask<Receipts>("take")).length;
	await crowd.ask("emit", { count: subscribers, words: ["unsubscribe", { subscription }] });
	if (told < CHANGES * 0.9) throw new Error(`Only ${told} of ${CHANGES} changes arrived`);
	return cost;
}

function describe(profile: [where: string, milliseconds: number][]) {
	console.log(`The kernel's own time during ${PROFILED} events to all, in ms for an event:`);
	for (const [where, milliseconds] of profile.slice(0, SLOWEST_PLACES))
		console.log(`  ${round(milliseconds / PROFILED).padStart(6)}  ${where}`);
}
