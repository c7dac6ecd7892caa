import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import type { Collection, Db } from "mongodb";
import type { Ledger } from "./ledger.ts";
import { ACCOUNTS, DEPOSIT, incrementNumbered, type Rows } from "./writers.ts";

/** Holds a store that was killed and opened again against what it had acknowledged. */
export async function check(db: Db, ledger: Ledger) {
	await checkInserts(db, ledger);
	await checkTransactions(db, ledger);
	await checkCounters(db, ledger);
	await checkRetried(db, ledger);
	for (const { name } of await db.listCollections().toArray()) {
		await checkIndexes(db.collection<Rows>(name));
	}
}

async function checkInserts(db: Db, ledger: Ledger) {
	const found = new Map<string, number>();
	for await (const { _id, n } of db.collection<Rows>("rows").find()) found.set(_id, n);
	for (const [_id, n] of ledger.inserted) {
		if (!ledger.deleting.has(_id))
			expect(found.get(_id), `acknowledged insert ${_id}`).to.equal(n);
	}
	for (const _id of ledger.deleted) {
		expect(found.has(_id), `acknowledged delete ${_id}`).to.equal(false);
	}
}

async function checkTransactions(db: Db, ledger: Ledger) {
	const ids = (name: string) => db.collection<Rows>(name).distinct("_id");
	const [left, right] = [new Set(await ids("left")), new Set(await ids("right"))];
	expect([...left].sort(), "half of a transaction").to.deep.equal([...right].sort());
	for (const name of ledger.pairs) expect(left.has(name), `transaction ${name}`).to.equal(true);
	const accounts = await db.collection<Rows>("accounts").find().toArray();
	const sum = accounts.reduce((sum, { money }) => sum + money, 0);
	expect(sum, "money in all accounts").to.equal(ACCOUNTS * DEPOSIT);
}

async function checkCounters(db: Db, ledger: Ledger) {
	for (const [_id, { acknowledged, sent }] of ledger.counters) {
		const n = (await db.collection<Rows>("counters").findOne({ _id }))?.n ?? 0;
		expect(n, `counter ${_id}`).to.be.within(acknowledged, sent);
		// What was sent and not acknowledged is decided now: the next kill starts from here.
		ledger.counters.set(_id, { acknowledged: n, sent: n });
	}
}

/** The last number, acknowledged or not, is sent again: it must have been applied exactly once. */
async function checkRetried(db: Db, ledger: Ledger) {
	const { sent } = ledger.retried;
	if (sent > 0) await incrementNumbered(db, ledger);
	const counter = await db.collection<Rows>("counters").findOne({ _id: "retried" });
	expect(counter!.n, "increments sent again under their number").to.equal(sent);
}

async function checkIndexes(things: Collection<Rows>) {
	const report = await things.db.command({ validate: things.collectionName, full: true });
	expect(report.valid, JSON.stringify(report.errors)).to.equal(true);
	const all = await things.find().hint({ $natural: 1 }).toArray();
	for (const index of await things.indexes()) {
		if (Object.values(index.key).includes("text")) continue;
		const found = await things.find().hint(index.name!).toArray();
		expect(ids(found), `${things.collectionName} by ${index.name}`).to.deep.equal(ids(all));
	}
}

const ids = (rows: Rows[]) => rows.map(({ _id }) => _id).sort();

/** Lets SQLite itself check every database file of a store's folder. */
export async function checkFiles(dataDir: string) {
	const files = await databaseFiles(dataDir);
	expect(files, `SQLite files in ${dataDir}`).to.not.deep.equal([]);
	for (const file of files) {
		const database = new DatabaseSync(file, { readOnly: true });
		const report = database.prepare("PRAGMA integrity_check").all();
		database.close();
		expect(report, file).to.deep.equal([{ integrity_check: "ok" }]);
	}
}

async function databaseFiles(dataDir: string) {
	const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
	const files = entries
		.filter(entry => entry.isFile())
		.map(entry => join(entry.parentPath, entry.name));
	const heads = await Promise.all(files.map(head));
	return files.filter((_, place) => heads[place] === "SQLite format 3\0");
}

async function head(file: string) {
	const handle = await open(file);
	const { buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0);
	await handle.close();
	return buffer.toString("latin1");
}
