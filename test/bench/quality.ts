/**
 * `npm run bench:quality`: a check of a whole library as a job, and how long other requests take meanwhile; and how
 * long it takes to find what is much the same as one item. Arguments: items, other requests a second.
 */
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { DuplicateIndex } from "../../plugins/quality/duplicates/index.ts";
import { signatureOf } from "../../plugins/quality/duplicates/minhash.ts";
import type { CheckedItem } from "../../plugins/quality/item.ts";
import { startChild } from "./support/child.ts";
import { libraryItem } from "./support/library-items.ts";
import { sendSteadily, type LoadRequest, type LoadResult } from "./support/load.ts";
import { atMost, percentile, printTable, round, type Line } from "./support/table.ts";

const ITEMS = Number(process.argv[2] ?? 10_000);
const OTHERS_PER_SECOND = Number(process.argv[3] ?? 50);
const WARM_UP_MS = 5000;
const QUIET_MS = 15_000;
const AT_ONCE = 500;
const ASK_EVERY_MS = 250;
const SAMPLES = 200;

const PROJECT = path.resolve(import.meta.dirname, "../..");

const folder = await mkdtemp(path.join(tmpdir(), "lyceum-bench-"));
const pluginsDir = path.join(folder, "plugins");
await mkdir(pluginsDir);
await symlink(path.join(PROJECT, "node_modules"), path.join(folder, "node_modules"));
for (const name of ["content", "projects", "quality"])
	await cp(path.join(PROJECT, "plugins", name), path.join(pluginsDir, name), { recursive: true });
const kernel = await startChild(path.join(import.meta.dirname, "support/kernel-server.ts"), [
	pluginsDir
]);
try {
	await fillLibrary();
	await sendSteadily(kernel.url, OTHERS_PER_SECOND, other, setTimeout(WARM_UP_MS));
	const quiet = await sendSteadily(kernel.url, OTHERS_PER_SECOND, other, setTimeout(QUIET_MS));
	await kernel.ask("watch");
	const first = runCheck();
	const beside = await sendSteadily(kernel.url, OTHERS_PER_SECOND, other, first);
	const busy = (await kernel.ask("watched")) as { longestStall: number; cpu: number };
	const again = await runCheck();
	process.exitCode = printTable([
		...checkLines(await first, again),
		...othersLines(quiet, beside),
		{
			what: "the kernel's own thread meanwhile",
			figure: `${round(busy.cpu / beside.seconds / 10)} % busy, stood still for ${round(busy.longestStall)} ms at most`
		},
		duplicatesLine()
	])
		? 0
		: 1;
} finally {
	await kernel.stop();
	await rm(folder, { recursive: true, force: true });
}

async function fillLibrary() {
	const { annId } = kernel.info as { annId: string };
	await kernel.ask("fill", { count: 1000, ownerId: annId });
	for (let at = 0; at < ITEMS; at += AT_ONCE) {
		const count = Math.min(AT_ONCE, ITEMS - at);
		const documents = Array.from({ length: count }, (_, index) => libraryItem(at + index));
		await kernel.ask("insert", { collection: "content", documents });
	}
}

interface Check {
	id: string;
	state: string;
	items: number;
	unchanged: number;
	opened: number;
	failures: string[];
	seconds: number;
}

async function runCheck(): Promise<Check> {
	const startedAt = performance.now();
	const { id } = await request<Check>("POST", "/quality/checks", { all: true });
	for (;;) {
		await setTimeout(ASK_EVERY_MS);
		const check = await request<Check>("GET", `/quality/checks/${id}`);
		if (!["queued", "running"].includes(check.state))
			return { ...check, seconds: (performance.now() - startedAt) / 1000 };
	}
}

async function request<Answer>(method: string, route: string, body?: object): Promise<Answer> {
	const response = await fetch(`${kernel.url}/api/v1${route}`, {
		method,
		headers: {
			authorization: `Bearer ${kernel.info.admin}`,
			"content-type": "application/json"
		},
		...(body && { body: JSON.stringify(body) })
	});
	if (!response.ok) throw new Error(await response.text());
	return (await response.json()) as Answer;
}

function other(index: number): LoadRequest {
	const route = index % 2 ? "/api/v1/auth/me" : `/api/v1/projects?page=${(index % 20) + 1}`;
	return { path: route, headers: { authorization: `Bearer ${kernel.info.ann}` } };
}

function checkLines(first: Check, again: Check): Line[] {
	const { state, items, opened, failures } = first;
	return [
		atMost(`a check of ${ITEMS} items`, first.seconds, 300, "s"),
		{
			what: "how it ended",
			figure: `${state}: ${items} items, ${opened} findings, ${failures.length} failures`,
			budget: `done: ${ITEMS} items`,
			ok: state === "done" && items === ITEMS && failures.length === 0
		},
		atMost(
			`the same again, ${again.unchanged} unchanged`,
			again.seconds,
			Math.ceil(first.seconds),
			"s"
		)
	];
}

function othersLines(quiet: LoadResult, beside: LoadResult): Line[] {
	const usual = percentile(quiet.times, 0.99);
	const failed = beside.times.length - (beside.statuses["200"] ?? 0);
	return [
		{ what: `other requests alone, ${OTHERS_PER_SECOND}/s`, figure: describe(quiet.times) },
		{ what: "other requests beside the check", figure: describe(beside.times) },
		atMost("their p99, in units of the usual", percentile(beside.times, 0.99) / usual, 2, "×"),
		atMost("other requests that failed", failed, 0, "")
	];
}

function duplicatesLine(): Line {
	const index = new DuplicateIndex();
	const items = Array.from({ length: ITEMS }, (_, at) => {
		const { _id: id, ...rest } = libraryItem(at);
		return { id, ...rest } as unknown as CheckedItem;
	});
	for (const item of items) index.set(item.id, item.title ?? "", signatureOf(item));
	const times = items.slice(0, SAMPLES).map(item => {
		const startedAt = performance.now();
		index.similarTo(item.id, signatureOf(item));
		return performance.now() - startedAt;
	});
	return atMost("near-duplicates of one item, p99", percentile(times, 0.99), 50, "ms");
}

function describe(times: number[]) {
	return `p50 ${round(percentile(times, 0.5))} ms, p99 ${round(percentile(times, 0.99))} ms`;
}
