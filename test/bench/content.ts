/**
 * `npm run bench:content`: searches in a library of 10,000 items, with their facets, as a student and as a teacher
 * ask. The time is the server's own (`X-Process-Time`). Argument: how many items.
 */
import { newId } from "../../mixins/index.ts";
import type { Client } from "../support/client.ts";
import { startTestKernel } from "../support/kernel.ts";
import { atMost, percentile, printTable, round, type Line } from "./support/table.ts";

const ITEMS = Number(process.argv[2] ?? 10_000);
const AT_ONCE = 100;
const ROUNDS = 20;
const LIMIT_MS = 50;

const TOPICS = ["loops", "lists", "strings", "files", "networks", "subnets", "ports", "names"];
const LEVELS = ["beginner", "intermediate", "advanced"];
const WORDS =
	"a packet goes from one machine to another and a router looks at its address while a loop takes one value after the other and a list keeps them in order so that a function can hand back what it has found".split(
		" "
	);

const QUERIES: [what: string, query: () => string][] = [
	["everything, newest first", () => "page=1"],
	["a word that few have", () => `q=word${any(ITEMS)}`],
	["a word of one in fifty", () => `q=subject${any(50)}`],
	["two words and a filter", () => `q=subject${any(50)}%20theme${any(20)}&level=${pick(LEVELS)}`],
	["a topic and a kind", () => `topic=${pick(TOPICS)}&kind=lesson&page=${1 + any(5)}`]
];

const kernel = await startTestKernel({ plugins: ["content"] });
try {
	const people = { student: await kernel.as("student"), teacher: await kernel.as("teacher") };
	await fill();
	const lines: Line[] = [];
	for (const [who, client] of Object.entries(people))
		for (const [what, query] of QUERIES) lines.push(await measure(client, who, what, query));
	process.exitCode = printTable(lines) ? 0 : 1;
} finally {
	await kernel.stop();
}

/** Stores the items as an import would, each published. */
async function fill() {
	const { broker } = kernel.kernel;
	for (let at = 0; at < ITEMS; at += AT_ONCE) {
		await kernel.kernel.runtime.transaction(async () => {
			for (let index = at; index < Math.min(at + AT_ONCE, ITEMS); index++) {
				const id = newId();
				const fields = {
					...item(index),
					sharedWith: [],
					reviewers: [],
					shared: index % 2 === 0
				};
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

async function measure(
	client: Client,
	who: string,
	what: string,
	query: () => string
): Promise<Line> {
	const times: number[] = [];
	for (let round_ = 0; round_ < ROUNDS; round_++) {
		const { status, headers, text } = await client.get(`/content/library?${query()}`);
		if (status !== 200) throw new Error(text);
		times.push(Number(headers.get("x-process-time")) * 1000);
	}
	console.log(`${who}, ${what}: p95 ${round(percentile(times, 0.95))} ms`);
	return atMost(`${who}, ${what}: median`, percentile(times, 0.5), LIMIT_MS, "ms");
}

function any(count: number) {
	return Math.floor(Math.random() * count);
}

function pick<T>(values: T[]): T {
	return values[any(values.length)]!;
}
