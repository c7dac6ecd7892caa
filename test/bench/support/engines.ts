import { execFile } from "node:child_process";
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { MongoClient } from "mongodb";
import { startStore } from "../../support/store-child.ts";
import { clockOf, clockOfAll, type CpuClock } from "./cpu.ts";

/** An engine that is measured. */
export interface Measured {
	name: string;
	client: MongoClient;
	cpu: CpuClock;
	close(): Promise<void>;
}

/** Starts the embedded store in a process of its own, on an empty folder. */
export async function embeddedEngine(): Promise<Measured> {
	const dataDir = await mkdtemp(join(tmpdir(), "store-bench-"));
	const store = await startStore(dataDir);
	const client = await MongoClient.connect(store.url);
	return {
		name: "embedded",
		client,
		cpu: clockOf(store.pid),
		close: async () => {
			await client.close();
			await store.close();
			await rm(dataDir, { recursive: true });
		}
	};
}

/** Connects to the engine to compare with, if there is one. */
export async function otherEngine(): Promise<Measured | undefined> {
	const url = process.env.MONGO_COMPARE_URL ?? (await neighbour());
	if (!url) return undefined;
	const client = await MongoClient.connect(url);
	const { pid, storageEngine } = await client.db("admin").command({ serverStatus: 1 });
	return {
		name: storageEngine.name,
		client,
		cpu: clockOfAll(Number(pid), "postgres"),
		close: () => client.close()
	};
}

const NEIGHBOUR = join(import.meta.dirname, "../../../../shared/mongo/start");

/** The engine that may lie beside the project; its script prints its URL as the last line. */
async function neighbour() {
	const there = await access(NEIGHBOUR).then(
		() => true,
		() => false
	);
	if (!there) return undefined;
	const { stdout } = await promisify(execFile)(NEIGHBOUR);
	return stdout.trim().split("\n").at(-1);
}
