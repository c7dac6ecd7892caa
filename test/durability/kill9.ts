import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { startStore } from "../support/store-child.ts";
import { check, checkFiles } from "./checks.ts";
import { newLedger, type Ledger } from "./ledger.ts";
import { connect, prepare, write } from "./writers.ts";

/** Kills a store `kills` times in the middle of writes, and checks it each time it is back. */
export async function killStore(kills: number, report: (line: string) => void = () => {}) {
	const dataDir = await mkdtemp(join(tmpdir(), "store-kill9-"));
	const ledger = newLedger();
	await once(dataDir, async url => {
		const client = await connect(url);
		await prepare(client.db("kill9"));
		await client.close();
	});
	for (let round = 1; round <= kills; round++) {
		await writeUntilKilled(dataDir, ledger, round);
		await once(dataDir, async url => {
			const client = await connect(url);
			await check(client.db("kill9"), ledger);
			await client.close();
		});
		await checkFiles(dataDir);
		report(`kill ${round} of ${kills}: ${describe(ledger)}, all there`);
	}
	await rm(dataDir, { recursive: true });
	return ledger;
}

/** Opens the store for some work and closes it in good order. */
async function once(dataDir: string, work: (url: string) => Promise<void>) {
	const store = await startStore(dataDir);
	try {
		await work(store.url);
	} catch (error) {
		await store.kill();
		throw error;
	}
	await store.close();
}

async function writeUntilKilled(dataDir: string, ledger: Ledger, round: number) {
	const store = await startStore(dataDir);
	const client = await connect(store.url);
	const writers = write(client, client.db("kill9"), ledger, round);
	await Promise.race([randomMoment(ledger), writers.then(endedEarly)]);
	await store.kill();
	await client.close();
	await writers;
}

/** Random in acknowledgements, then in time, so that it falls inside of writes. */
async function randomMoment(ledger: Ledger) {
	const enough = ledger.acknowledgements + 20 + Math.floor(Math.random() * 300);
	while (ledger.acknowledgements < enough) await setTimeout(1);
	await setTimeout(Math.random() * 20);
}

function endedEarly(): never {
	throw new Error("the writers lost the store before it was killed");
}

function describe({ inserted, deleted, pairs, retried }: Ledger) {
	const counts = [inserted.size, deleted.size, pairs.size, retried.acknowledged];
	const names = ["inserts", "deletes", "transactions", "numbered increments"];
	return counts.map((count, place) => `${count} ${names[place]}`).join(", ");
}

if (import.meta.main) {
	await killStore(Number(process.argv[2] ?? 50), console.log);
}
