/**
 * `npm run bench:content`: searches in a library of 10,000 items, with their facets, as a student and as a teacher
 * ask, on a kernel that was started anew over them. The time is the server's own (`X-Process-Time`). Argument: how many items.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { newId } from "../../mixins/index.ts";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { waitedForCore } from "./support/cpu.ts";
import { atMost, percentile, printTable, round, type Line } from "./support/table.ts";

const ITEMS = Number(process.argv[2] ?? 10_000);
const AT_ONCE = 100;
/** Enough for the slowest one in twenty to be more than a chance. */
const ROUNDS = 100;
const LIMIT_MS = 50;

const TOPICS = ["loops", "lists", "strings", "files", "networks", "subnets", "ports", "names"];
const LEVELS = ["beginner", "intermediate", "advanced"];
const WORDS =
	"a packet goes from one machine to another and a router looks at its address while a loop takes one value after the other and a list keeps them in order so that a function can hand back what it has found".split(
		" "
	);

interface Form {
	what: string;
	query: () => string;
	/** Done before each of the searches, untimed. */
	before?: (kernel: TestKernel) => Promise<unknown>;
	/** Where there is none, the figure is one to look at. */
	limitMs?: number;
}

const FORMS: Form[] = [
	{ what: "everything, newest first", query: () => "page=1", limitMs: LIMIT_MS },
	{ what: "a word that few have", query: () => `q=word${any(ITEMS)}`, limitMs: LIMIT_MS },
	{ what: "a word of one in fifty", query: () => `q=subject${any(50)}`, limitMs: LIMIT_MS },
	{
		what: "two words and a filter",
		query: () => `q=subject${any(50)}%20theme${any(20)}&level=${pick(LEVELS)}`,
		limitMs: LIMIT_MS
	},
	{
		what: "a topic and a kind",
		query: () => `topic=${pick(TOPICS)}&kind=lesson&page=${1 + any(5)}`,
		limitMs: LIMIT_MS
	},
	{
		what: "everything, right after a change",
		query: () => "page=1",
		before: kernel => change(kernel, any(ITEMS)),
		limitMs: LIMIT_MS
	},
	{ what: "a word of one in three", query: () => "q=router" }
];

const dataDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-"));
const ids: string[] = [];
try {
	await withKernel(fill);
	const lines = await withKernel(measureAll);
	process.exitCode = printTable(lines) ? 0 : 1;
} finally {
	await rm(dataDir, { recursive: true, force: true });
}

async function withKernel<Result>(use: (kernel: TestKernel) => Promise<Result>): Promise<Result> {
	const kernel = await startTestKernel({ plugins: ["content"], dataDir });
	try {
		return await use(kernel);
	} finally {
		await kernel.stop();
	}
}

/** Stores the items as an import would, each published. */
async function fill({ kernel }: TestKernel) {
	const { broker } = kernel;
	for (let at = 0; at < ITEMS; at += AT_ONCE) {
		await kernel.runtime.transaction(async () => {
			for (let index = at; index < Math.min(at + AT_ONCE, ITEMS); index++) {
				const id = newId();
				const fields = workingCopy(index);
				ids.push(id);
				await broker.call("content.put", { id, fields });
				const published = { ...fields, itemRev: 1, publishedAt: new Date() };
				await broker.call("contentPublished.put", { id, fields: published });
			}
		});
	}
}

function item(index: number) {
	const words = Array.from(
		{ length: 300 },
		(_, at) => WORDS[(index * 7 + at * 3) % WORDS.length]
	);
	return {
		kind: index % 3 === 0 ? "article" : "lesson",
		title: `Item ${index} of subject${index % 50}`,
		body: `${words.join(" ")} word${index} theme${index % 20}`,
		topics: [TOPICS[index % TOPICS.length]!, TOPICS[(index * 3) % TOPICS.length]!],
		level: LEVELS[index % LEVELS.length]!,
		licence: "CC-BY-4.0"
	};
}

function workingCopy(index: number) {
	return { ...item(index), sharedWith: [], reviewers: [], shared: index % 2 === 0 };
}

/** Stores an item anew as it is: it is the newest one then. */
function change({ kernel }: TestKernel, index: number) {
	return kernel.broker.call("content.put", { id: ids[index]!, fields: workingCopy(index) });
}

async function measureAll(kernel: TestKernel): Promise<Line[]> {
	const student = await kernel.as("student");
	const first = await serverTime(student, "page=1");
	const lines: Line[] = [
		{ what: "the first search after a start", figure: `${round(first)} ms` }
	];
	await settle();
	for (const [who, client] of [
		["student", student],
		["teacher", await kernel.as("teacher")]
	] as const)
		for (const form of FORMS) lines.push(...(await measure(kernel, client, who, form)));
	return lines;
}

/** Waits until the kernel has done what came of the filling. */
async function settle() {
	for (;;) {
		const before = process.cpuUsage();
		await wait(1000);
		const { user, system } = process.cpuUsage(before);
		if (user + system < 100_000) return;
	}
}

async function measure(
	kernel: TestKernel,
	client: Client,
	who: string,
	{ what, query, before, limitMs = Number.POSITIVE_INFINITY }: Form
): Promise<Line[]> {
	const times: number[] = [];
	const [cpuBefore, waitedBefore] = [process.cpuUsage(), waitedForCore()];
	for (let round_ = 0; round_ < ROUNDS; round_++) {
		await before?.(kernel);
		times.push(await serverTime(client, query()));
	}
	const { user, system } = process.cpuUsage(cpuBefore);
	const waited = (waitedForCore() - waitedBefore) / ROUNDS;
	console.log(
		`${who}, ${what}: CPU of all threads ${round((user + system) / 1000 / ROUNDS)} ms a search; this one waited ${round(waited)} ms for a core`
	);
	return [["median", 0.5] as const, ["p95", 0.95] as const].map(([name, share]) => {
		const line = atMost(`${who}, ${what}: ${name}`, percentile(times, share), limitMs, "ms");
		return Number.isFinite(limitMs) ? line : { what: line.what, figure: line.figure };
	});
}

async function serverTime(client: Client, query: string): Promise<number> {
	const { status, headers, text } = await client.get(`/content/library?${query}`);
	if (status !== 200) throw new Error(text);
	return Number(headers.get("x-process-time")) * 1000;
}

function any(count: number) {
	return Math.floor(Math.random() * count);
}

function pick<T>(values: T[]): T {
	return values[any(values.length)]!;
}
