/**
 * Kills a node that writes and publishes, again and again, and holds what is on the stream afterwards
 * against what it had acknowledged.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { openEmbedded } from "../support/embedded.ts";
import { openStreamNode, type StreamNode } from "../support/stream-node.ts";
import { waitUntil } from "../support/wait-until.ts";

const WRITER = path.join(import.meta.dirname, "stream-writer.ts");

/** As many acknowledged writes as each round sees before its kill, so that there is work in every corner. */
const FEWEST = 20;
const MOST = 200;

export interface Findings {
	acknowledged: number;
	published: number;
	/** What must not be: one line each. */
	problems: string[];
}

/** Runs the rounds on one store; `natsUrl` null keeps the streams in it. */
export async function killWriters(rounds: number, natsUrl: string | null): Promise<Findings> {
	const dataDir = await mkdtemp(path.join(tmpdir(), "lyceum-streams-"));
	try {
		const acknowledged: string[] = [];
		for (let round = 0; round < rounds; round++)
			acknowledged.push(...(await killOne(dataDir, natsUrl, round)));
		return await findings(dataDir, natsUrl, acknowledged);
	} finally {
		await rm(dataDir, { recursive: true, force: true });
	}
}

async function killOne(dataDir: string, natsUrl: string | null, round: number): Promise<string[]> {
	const child = spawn(process.execPath, [WRITER, dataDir, natsUrl ?? "-", String(round)], {
		stdio: ["ignore", "pipe", "inherit"]
	});
	const gone = once(child, "close");
	const lines: string[] = [];
	const enough = FEWEST + Math.floor(Math.random() * (MOST - FEWEST));
	createInterface({ input: child.stdout }).on("line", line => {
		lines.push(line);
		if (lines.length === enough) child.kill("SIGKILL");
	});
	await gone;
	if (child.signalCode !== "SIGKILL") throw new Error(`The writer ended with ${child.exitCode}`);
	return lines;
}

async function findings(
	dataDir: string,
	natsUrl: string | null,
	acknowledged: string[]
): Promise<Findings> {
	const store = await openEmbedded(dataDir);
	const node = await openStreamNode({ mongoUrl: store.url, natsUrl, nodeId: "reader" });
	try {
		const received: { id: string; write: string }[] = [];
		node.consume(
			({ id, key, payload }) => received.push({ id, write: `${key} ${payload.n}` }),
			{
				group: "readers"
			}
		);
		await waitUntil("all is published and read", () => isThrough(node));
		const written = await node.runtime.connection.collection("writes").distinct("_id");
		const problems = problemsOf(acknowledged, written as unknown as string[], received);
		return { acknowledged: acknowledged.length, published: received.length, problems };
	} finally {
		await node.close();
		await store.close();
	}
}

async function isThrough({ streams }: StreamNode) {
	if (!(await streams.outbox.isEmpty())) return false;
	const { groups } = await streams.driver.status("counts");
	return groups.some(({ group, lag }) => group === "readers" && lag === 0);
}

function problemsOf(
	acknowledged: string[],
	written: string[],
	received: { id: string; write: string }[]
): string[] {
	const writes = received.map(({ write }) => write);
	const seen = new Set(writes);
	const there = new Set(written);
	return [
		...acknowledged.filter(write => !seen.has(write)).map(write => `${write} has no message`),
		...written.filter(write => !seen.has(write)).map(write => `${write} was kept untold`),
		...writes.filter(write => !there.has(write)).map(write => `${write} was never written`),
		...(seen.size === writes.length ? [] : ["a write has two messages"]),
		...(new Set(received.map(({ id }) => id)).size === received.length
			? []
			: ["an id came twice"]),
		...[...Map.groupBy(writes, write => write.slice(0, write.lastIndexOf(" ")))]
			.filter(([, own]) => !isAscending(own.map(write => Number(write.split(" ").at(-1)))))
			.map(([key]) => `${key} is out of order`)
	];
}

function isAscending(numbers: number[]) {
	return numbers.every((number, index) => index === 0 || number > numbers[index - 1]!);
}
