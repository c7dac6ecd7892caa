/**
 * `npm run bench:swap`: swaps of a plugin between two versions, one after the other, at 1,000 requests a second
 * through the gateway, every tenth one to a version that does not start; then what 1,000 reloads leave behind.
 * Arguments: requests a second, swaps, reloads.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { uploadForm, type PluginSource } from "../support/plugin-package.ts";
import { startChild } from "./support/child.ts";
import { broken, exercises, pack, type Package } from "./support/exercises-versions.ts";
import { asBefore, leastHeld } from "./support/held.ts";
import { sendUntil, type SteadyResult } from "./support/load-generator.ts";
import type { Watched } from "./support/turns.ts";
import { atMost, exactly, percentile, printTable, round, type Line } from "./support/table.ts";

const RATE = Number(process.argv[2] ?? 1000);
const SWAPS = Number(process.argv[3] ?? 50);
const RELOADS = Number(process.argv[4] ?? 1000);
const WARM_UP = 3;
const SETTLED = 150;
const CHANGED = 100;
const STEADY_MS = 10_000;
const PAGES = 20;
const SUPPORT = path.join(import.meta.dirname, "support");

interface Phase extends SteadyResult, Watched {}

const source = await exercises();
const pluginsDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-plugins-"));
const kernel = await startChild(path.join(SUPPORT, "kernel-server.ts"), [pluginsDir]);
const generator = await startChild(path.join(SUPPORT, "load-generator.ts"), [kernel.url]);
const requests = Array.from({ length: PAGES }, (_, page) => ({
	path: `/api/v1/exercises?pageSize=1&page=${page + 1}`,
	headers: { authorization: `Bearer ${kernel.info.ann}` }
}));
try {
	await install(await pack(source, 0));
	const lines = [...(await swapUnderLoad()), ...(await reloads()), ...(await changedVersions())];
	console.log(`load of the machine: ${loadavg().map(round).join(", ")}`);
	process.exitCode = printTable(lines) ? 0 : 1;
} finally {
	await generator.stop();
	await kernel.stop();
	await rm(pluginsDir, { recursive: true, force: true });
}

async function swapUnderLoad(): Promise<Line[]> {
	// Packed beforehand: no other work is done while requests are timed.
	const packages = await Promise.all(
		Array.from({ length: SWAPS }, (_, index) =>
			pack(isBad(index) ? broken(source) : source, index + 1 + WARM_UP)
		)
	);
	// The first swaps are no swaps among many: code is compiled, and connections to the store are opened.
	const warmUp = await Promise.all(
		Array.from({ length: WARM_UP }, (_, index) => pack(source, index + 1))
	);
	await measure(installAll(warmUp));
	const steady = await measure(setTimeout(STEADY_MS));
	const swaps = installAll(packages);
	const swapping = await measure(swaps);
	describe("steady", steady);
	describe("swapping", swapping);
	const [before, during] = [steady, swapping].map(({ times }) => percentile(times, 0.99));
	const perRequest = steady.cpu / steady.times.length;
	const perSwap = (swapping.cpu - perRequest * swapping.times.length) / SWAPS;
	return [
		...outcomes(await swaps),
		atMost(
			`requests that failed, of ${swapping.times.length} at ${RATE}/s`,
			failures(swapping.statuses),
			0,
			""
		),
		atMost("p99 while swapping, against the steady one", during! / before!, 2, "×"),
		atMost("p99 while swapping", during!, 100, "ms"),
		{ what: "longest stall while swapping", figure: `${round(swapping.longestStall)} ms` },
		{ what: "longest turn of the kernel's thread", figure: turnsOf(steady, swapping) },
		{ what: "CPU of the kernel's thread for a swap", figure: `${round(perSwap)} ms` }
	];
}

/** In CPU time, which does not depend on what else the machine does. */
function turnsOf(steady: Phase, swapping: Phase) {
	const { longestTurn, longTurn } = swapping;
	return `${round(longestTurn)} ms of CPU, one of 1,000 ${round(longTurn)} ms; steady ${round(steady.longestTurn)}, ${round(steady.longTurn)}`;
}

async function measure(over: Promise<unknown>): Promise<Phase> {
	await kernel.ask("watch");
	const result = await sendUntil(generator, { rate: RATE, requests }, over);
	return { ...result, ...(await kernel.ask<Watched>("watched")) };
}

function isBad(index: number) {
	return (index + 1) % 10 === 0;
}

async function installAll(packages: Package[]): Promise<number[]> {
	const statuses: number[] = [];
	for (const bytes of packages) statuses.push((await install(bytes)).status);
	return statuses;
}

function outcomes(statuses: number[]): Line[] {
	const bad = statuses.filter((_, index) => isBad(index)).length;
	return [
		exactly("swaps that took over", count(statuses, 200), SWAPS - bad),
		exactly("bad versions that were refused", count(statuses, 422), bad)
	];
}

async function reloads(): Promise<Line[]> {
	const { name } = source;
	await kernel.ask("reload", { name, count: 50 });
	const held = await leastHeld(kernel);
	const before = await kernel.memory();
	await kernel.ask("reload", { name, count: RELOADS });
	const after = await kernel.memory();
	const still = await leastHeld(kernel);
	const perReload = (after.heapUsed - before.heapUsed) / RELOADS / 1024;
	return [
		atMost(`heap kept by a reload of unchanged bytes, of ${RELOADS}`, perReload, 10, "KB"),
		asBefore(held, still)
	];
}

async function changedVersions(): Promise<Line[]> {
	const bytes = codeBytes(source);
	const first = WARM_UP + SWAPS + 1;
	// The compiled code of what the load has used goes meanwhile, and that of what a swap uses comes: which is more
	// than versions keep (245 KB for each of the first thirty, 92 from the two hundredth on).
	await installChanged(first, SETTLED);
	await kernel.memory();
	const before = await kernel.memory();
	await installChanged(first + SETTLED, CHANGED);
	const after = await kernel.memory();
	const perVersion = (after.heapUsed - before.heapUsed) / CHANGED;
	return [
		{ what: "heap kept by a changed version", figure: `${round(perVersion / 1024)} KB` },
		atMost(`against its ${round(bytes / 1024)} KB of source`, perVersion / bytes, 4, "×")
	];
}

async function installChanged(first: number, count: number) {
	for (let index = 0; index < count; index++) await install(await pack(source, first + index));
}

async function install(bytes: Package) {
	const response = await fetch(`${kernel.url}/api/v1/plugins?acceptBreaking=true`, {
		method: "POST",
		headers: { authorization: `Bearer ${kernel.info.admin}` },
		body: await uploadForm(bytes)
	});
	const text = await response.text();
	if (![200, 201, 422].includes(response.status)) throw new Error(`${response.status}: ${text}`);
	return response;
}

function codeBytes({ service, files = {} }: PluginSource) {
	const code = Object.entries(files).filter(([file]) => /\.(ts|js)$/.test(file));
	return Buffer.byteLength(service! + code.map(([, text]) => text).join(""));
}

function count(statuses: number[], wanted: number) {
	return statuses.filter(status => status === wanted).length;
}

function failures(statuses: Record<string, number>) {
	return Object.entries(statuses).reduce(
		(sum, [status, amount]) => (status === "200" ? sum : sum + amount),
		0
	);
}

function describe(name: string, { times, seconds, statuses, ...phase }: Phase) {
	const [p50, p99, p999] = [0.5, 0.99, 0.999].map(share => round(percentile(times, share)));
	console.log(
		`${name}: ${JSON.stringify(statuses)} in ${round(seconds)} s; p50 ${p50} ms, p99 ${p99} ms, ` +
			`p99.9 ${p999} ms; the kernel's thread: ${round(phase.cpu / seconds / 10)} % busy, ` +
			`longest stall ${round(phase.longestStall)} ms; the generator's: ${round(phase.generatorStall)} ms`
	);
}
