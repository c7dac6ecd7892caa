/** Backup and restore of a database behind a URL, as with `MONGO_URL`: the store served alone, or another engine. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Binary, Decimal128, Double, Int32, Long, ObjectId } from "bson";
import { expect } from "chai";
import { backUp } from "../../services/backup/back-up.ts";
import { openMongoSource } from "../../services/backup/mongo-source.ts";
import { openMongoTarget } from "../../services/backup/mongo-target.ts";
import { restore } from "../../services/backup/restore.ts";
import { DiskStorage } from "../../services/files/storage/disk.ts";
import { databaseUrl } from "../support/store-url.ts";
import { engine, useStore } from "../support/store.ts";

describe("backup and restore of a database behind a URL", () => {
	const store = useStore("backup");
	let folder: string;
	let files: DiskStorage;
	let number = 0;

	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-backup-"));
		files = new DiskStorage(path.join(folder, "files"));
	});
	after(() => rm(folder, { recursive: true, force: true }));

	/** A database of its own, dropped with the test. */
	function database(name: string) {
		const db = store.client.db(`${name}_${process.pid}_${++number}`);
		return { db, url: databaseUrl(store.url, db.databaseName) };
	}

	async function archive(url: string) {
		const file = path.join(folder, `${++number}.backup`);
		const source = await openMongoSource(url, false);
		const manifest = await backUp(source, files, file).finally(() => source.close());
		return { file, manifest };
	}
	const rawOf = async (db: typeof store.db, name: string) => {
		const found = await db.collection(name).find({}, { raw: true }).sort({ _id: 1 }).toArray();
		return found.map(document => (document as unknown as Buffer).toString("hex"));
	};
	const indexesOf = async (db: typeof store.db, name: string) =>
		(await db.collection(name).indexes()).map(({ v: _v, ns: _ns, ...index }) => index);

	it("keeps every value with its type, and every index", async () => {
		const { db, url } = database("from");
		await db.collection<{ _id: unknown }>("values").insertMany([
			{
				_id: "numbers",
				int: new Int32(1),
				double: new Double(1),
				long: Long.fromString("9007199254740993"),
				decimal: Decimal128.fromString("0.10")
			},
			{
				_id: new ObjectId("665f1c2ab7d0c4e1f2a3b4c5"),
				when: new Date(0),
				bytes: new Binary(Buffer.from("hi")),
				none: null,
				list: [[], {}, /a.b/i]
			}
		] as never[]);
		const people = db.collection("people");
		await people.insertMany([
			{ name: "Ann", about: "reads" },
			{ name: "Bo", about: "writes" }
		]);
		await people.createIndexes([
			{ key: { name: 1 }, name: "own_name", unique: true },
			{ key: { name: "text", about: "text" }, name: "words", weights: { name: 3, about: 1 } },
			{ key: { at: -1 }, name: "gone", expireAfterSeconds: 60 },
			{ key: { about: 1, name: -1 }, name: "part", partialFilterExpression: { name: "Ann" } }
		]);
		await db.createCollection("empty");
		const { file, manifest } = await archive(url);
		expect(
			manifest.collections.map(({ name, documents }) => [name, documents])
		).to.have.deep.members([
			["values", 2],
			["people", 2],
			["empty", 0]
		]);

		const to = database("to");
		const { header } = await restore(file, () =>
			openMongoTarget({ url: to.url, files, force: false })
		);
		expect(header.isConsistent).to.equal(false);
		const names = (await to.db.listCollections().toArray()).map(({ name }) => name);
		expect(names).to.have.members(["values", "people", "empty"]);
		for (const name of names) {
			expect(await rawOf(to.db, name)).to.deep.equal(await rawOf(db, name));
			expect(await indexesOf(to.db, name)).to.have.deep.members(await indexesOf(db, name));
		}
		await Promise.all([db.dropDatabase(), to.db.dropDatabase()]);
	});

	it("leaves a database that holds something alone, and replaces all of it when that is meant", async () => {
		const { db, url } = database("from");
		await db.collection("people").insertOne({ name: "Ann" });
		const { file } = await archive(url);
		const to = database("to");
		await to.db.collection("people").insertOne({ name: "Old" });
		await to.db.collection("others").insertOne({ name: "Old" });
		const open = (force: boolean) => openMongoTarget({ url: to.url, files, force });
		const error = await restore(file, () => open(false)).catch((thrown: Error) => thrown);
		expect((error as Error).message)
			.to.contain("There are 2 collections")
			.and.contain("--force");
		expect(await to.db.collection("people").countDocuments({ name: "Old" })).to.equal(1);
		await restore(file, () => open(true));
		const names = (await to.db.listCollections().toArray()).map(({ name }) => name);
		expect(names).to.deep.equal(["people"]);
		expect(await to.db.collection("people").countDocuments({ name: "Ann" })).to.equal(1);
		await Promise.all([db.dropDatabase(), to.db.dropDatabase()]);
	});

	it("writes nothing when one collection cannot be written", async () => {
		const { db, url } = database("from");
		await db.collection("people").insertMany([{ name: "Ann" }, { name: "Ann" }]);
		const source = await openMongoSource(url, false);
		const described = await source.collections();
		const unique = { name: "own_name", key: { name: 1 }, unique: true };
		const file = path.join(folder, `${++number}.backup`);
		await backUp(
			{
				...source,
				collections: () =>
					Promise.resolve(described.map(one => ({ ...one, indexes: [unique] })))
			},
			files,
			file
		).finally(() => source.close());
		const to = database("to");
		const error = await restore(file, () =>
			openMongoTarget({ url: to.url, files, force: false })
		).catch((thrown: Error) => thrown);
		expect(error).to.be.instanceOf(Error);
		expect(await to.db.listCollections().toArray()).to.deep.equal([]);
		await db.dropDatabase();
	});

	it("refuses to take what changes meanwhile for one moment, where the store shows none", async function () {
		if (engine() === "mongodb") return this.skip();
		const { url } = database("from");
		const error = await openMongoSource(url, true).catch((thrown: Error) => thrown);
		expect(error).to.have.property("name", "BackupError");
		expect((error as Error).message)
			.to.contain("--store")
			.and.contain("--without-snapshot");
	});
});
