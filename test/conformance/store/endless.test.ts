import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { MongoClient } from "mongodb";
import type { Db } from "mongodb";
import { startStore, type StoreChild } from "../../support/store-child.ts";
import { until } from "../../support/store.ts";

// A store of its own, in a process that can be killed: what fails here may never answer again.
describe("store: work without end", () => {
	let dataDir: string;
	let child: StoreChild | undefined;
	let client: MongoClient;
	let db: Db;

	before(async function () {
		this.timeout(30_000);
		dataDir = await mkdtemp(join(tmpdir(), "store-endless-"));
		if (!process.env.MONGO_URL) child = await startStore(dataDir);
		client = await MongoClient.connect(process.env.MONGO_URL ?? child!.url);
		db = client.db(`conformance_endless_${process.pid}`);
	});
	after(async function () {
		this.timeout(30_000);
		// First the store: a client waits for what it has sent.
		await (child ? child.kill() : db.dropDatabase());
		await client.close();
		await rm(dataDir, { recursive: true });
	});

	it("in a regular expression ends, and hurts nobody else", async function () {
		this.timeout(20_000);
		await db.collection("trap").insertMany([{ s: `${"a".repeat(40)}!` }, { s: "b" }]);
		await db.collection("others").insertOne({ n: 5 });
		const state = { over: false };
		const evil = db
			.collection("trap")
			.find({ s: /^(a+)+$/ }, { maxTimeMS: 1500 })
			.toArray()
			.then(
				found => expect(found).to.deep.equal([]),
				(error: { code?: number }) => expect(error.code).to.be.a("number")
			)
			.finally(() => (state.over = true));
		await until(async () => {
			expect(await db.collection("others").countDocuments({ n: 5 })).to.equal(1);
			await db.collection("others").updateOne({ n: 5 }, { $inc: { x: 1 } });
			return state.over;
		});
		await evil;
	});
});
