/**
 * `npm run bench:console`: how soon the console's first page is there in a browser that has never seen it, and what
 * 100,000 documents in a list cost: on the server, by its own time (`X-Process-Time`), and in the browser, which must
 * hold one page of them. Argument: how many documents.
 */
import { availableParallelism, loadavg } from "node:os";
import { newId } from "../../mixins/index.ts";
import type { Client } from "../support/client.ts";
import {
	hasBrowser,
	openConsole,
	signedIn,
	startConsole,
	type ConsolePage,
	type ConsoleTest
} from "../support/console.ts";
import { atMost, exactly, percentile, printTable, round, type Line } from "./support/table.ts";

const DOCUMENTS = Number(process.argv[2] ?? 100_000);
const AT_ONCE = 10_000;
const PAGE_SIZE = 25;
const ROUNDS = 60;
const STARTS = 5;
const PAGES_TURNED = 30;
const STATUSES = ["planned", "active", "done", "archived"];

/** As the console asks: one page, in an order, with filters. */
const QUERIES: [what: string, query: () => string][] = [
	["a page, newest first", () => `page=${1 + any(40)}&sort=-createdAt`],
	["any page of all", () => `page=${1 + any(DOCUMENTS / PAGE_SIZE)}&sort=-createdAt`],
	["a page by another order", () => `page=${1 + any(40)}&sort=-dueOn`],
	["a filter by status", () => `page=${1 + any(40)}&filter[status]=${pick(STATUSES)}`],
	["a filter by tag", () => `page=${1 + any(4)}&filter[tags]=tag${any(500)}`],
	["two filters", () => `filter[status]=${pick(STATUSES)}&filter[tags]=tag${any(500)}`],
	["a filter by days", () => `filter[dueOn][gte]=${day(any(300))}&filter[dueOn][lt]=${day(310)}`],
	["words", () => `q=subject${any(2000)}`]
];

if (!hasBrowser()) throw new Error("Chromium is needed: apt-get install chromium");
const test = await startConsole({ plugins: ["projects"] });
try {
	const admin = await test.api.as("admin");
	const lines = await firstScreens(test);
	await fill(test);
	for (const [what, query] of QUERIES) lines.push(await onServer(admin, what, query));
	lines.push(...(await inBrowser(test)), {
		what: "the machine at the end: above its cores, times tell little",
		figure: `load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`
	});
	process.exitCode = printTable(lines) ? 0 : 1;
} finally {
	await test.stop();
}

/** Both first pages: the sign-in, and the dashboard of who is signed in already. */
async function firstScreens(console: ConsoleTest): Promise<Line[]> {
	const opened = await signedIn(console);
	const storageState = await opened.page.context().storageState();
	await opened.close();
	const untilThere = async (wait: (opened: ConsolePage) => Promise<void>, state = {}) => {
		const times: number[] = [];
		for (let start = 0; start < STARTS; start++) {
			// A new context has an empty cache.
			const one = await openConsole(console, state);
			const begun = performance.now();
			await one.go("");
			await wait(one);
			times.push(performance.now() - begun);
			await one.close();
		}
		return percentile(times, 0.5);
	};
	const signIn = await untilThere(one =>
		one.page.getByRole("button", { name: "Sign in" }).waitFor()
	);
	const dashboard = await untilThere(one => one.page.getByText("Document store").waitFor(), {
		storageState
	});
	return [
		atMost("the sign-in page, empty cache, median of 5", signIn, 1500, "ms"),
		atMost("the dashboard, empty cache, median of 5", dashboard, 1500, "ms")
	];
}

/** Stores projects past the API, which would take minutes. */
async function fill({ api }: ConsoleTest) {
	const projects = api.kernel.runtime.connection.collection("projects");
	const ownerId = newId();
	const now = Date.now();
	for (let at = 0; at < DOCUMENTS; at += AT_ONCE) {
		const count = Math.min(AT_ONCE, DOCUMENTS - at);
		const documents = Array.from({ length: count }, (_, i) => project(at + i, ownerId, now));
		await projects.insertMany(documents as never[]);
	}
}

function project(index: number, ownerId: string, now: number) {
	return {
		_id: newId(),
		name: `Project ${index} of subject${index % 2000}`,
		description: "What the project is about, in a sentence or two of the usual length.",
		status: STATUSES[index % STATUSES.length],
		tags: [`tag${index % 500}`, `tag${(index * 7) % 500}`],
		members: [],
		dueOn: new Date(`${day(index % 365)}T00:00:00Z`),
		ownerId,
		rev: 1,
		createdAt: new Date(now - index * 1000),
		updatedAt: new Date(now - index * 1000)
	};
}

async function onServer(client: Client, what: string, query: () => string): Promise<Line> {
	const times: number[] = [];
	for (let at = 0; at < ROUNDS; at++) {
		const { status, headers, text } = await client.get(
			`/projects?pageSize=${PAGE_SIZE}&${query()}`
		);
		if (status !== 200) throw new Error(text);
		times.push(Number(headers.get("x-process-time")) * 1000);
	}
	return atMost(`${what}, on the server, p95`, percentile(times, 0.95), 100, "ms");
}

/** Turns page after page, and counts what the browser holds before and after. */
async function inBrowser(console: ConsoleTest): Promise<Line[]> {
	const opened = await signedIn(console);
	const { page } = opened;
	await opened.go("/projects");
	const row = page.locator("tbody tr");
	await row.first().waitFor();
	const before = await heapOf(opened);
	const times: number[] = [];
	for (let turned = 1; turned <= PAGES_TURNED; turned++) {
		const begun = performance.now();
		await page.getByRole("button", { name: /next page/i }).click();
		const first = turned * PAGE_SIZE + 1;
		await page.getByText(new RegExp(`^${first}.${first + PAGE_SIZE - 1} of`)).waitFor();
		await page.getByRole("link", { name: `Project ${first - 1} of`, exact: false }).waitFor();
		times.push(performance.now() - begun);
	}
	const rows = await row.count();
	const after = await heapOf(opened);
	await opened.close();
	return [
		exactly("rows in the browser's table", rows, PAGE_SIZE),
		{
			what: "another page in the browser, median",
			figure: `${round(percentile(times, 0.5))} ms`
		},
		{ what: "heap of the page, first page of the list", figure: `${round(before)} MB` },
		atMost(`heap that ${PAGES_TURNED} pages more leave behind`, after - before, 10, "MB")
	];
}

/** What the page's scripts hold after a collection, in megabytes. */
async function heapOf({ page }: ConsolePage): Promise<number> {
	const session = await page.context().newCDPSession(page);
	await session.send("HeapProfiler.collectGarbage");
	const { usedSize } = await session.send("Runtime.getHeapUsage");
	await session.detach();
	return usedSize / 2 ** 20;
}

/** The day so many days into the year. */
function day(index: number) {
	return new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10);
}

function any(count: number) {
	return Math.floor(Math.random() * count);
}

function pick<T>(values: T[]): T {
	return values[any(values.length)]!;
}
