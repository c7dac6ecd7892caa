import { expect } from "chai";
import type { CreateIndexesOptions, IndexSpecification } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { until, useStore } from "../../support/store.ts";
import { conforms } from "./differences.ts";

describe("store: indexes", () => {
	const store = useStore("indexes");

	describe("definitions", () => {
		it("are listed as they were made, _id_ first", async () => {
			const things = await store.collection([{ a: 1 }]);
			const names = await things.createIndexes([
				{ key: { a: 1, b: -1 } },
				{ key: { "o.k": 1 }, unique: true, name: "keys" },
				{ key: { s: 1 }, sparse: true },
				{ key: { p: 1 }, partialFilterExpression: { p: { $gt: 5 } } },
				{ key: { at: 1 }, expireAfterSeconds: 3600 }
			]);
			expect(names).to.deep.equal(["a_1_b_-1", "keys", "s_1", "p_1", "at_1"]);
			const listed = (await things.indexes()).map(({ v: _v, ...index }) => index);
			expect(listed).to.deep.equal([
				{ key: { _id: 1 }, name: "_id_" },
				{ key: { a: 1, b: -1 }, name: "a_1_b_-1" },
				{ key: { "o.k": 1 }, name: "keys", unique: true },
				{ key: { s: 1 }, name: "s_1", sparse: true },
				{ key: { p: 1 }, name: "p_1", partialFilterExpression: { p: { $gt: 5 } } },
				{ key: { at: 1 }, name: "at_1", expireAfterSeconds: 3600 }
			]);
		});

		it("may be made again when they are the same", async () => {
			const things = await store.collection([{ a: 1 }]);
			await things.createIndex({ a: 1 });
			expect(await things.createIndex({ a: 1 })).to.equal("a_1");
			expect(await things.indexes()).to.have.length(2);
		});

		it("make the collection that they are for", async () => {
			const things = store.db.collection("made_by_index");
			await things.createIndex({ a: 1 });
			expect(
				await store.db.listCollections({ name: "made_by_index" }).toArray()
			).to.have.length(1);
		});

		const CONFLICTS: [string, IndexSpecification, CreateIndexesOptions, number[]][] = [
			["one name for two keys", { b: 1 }, { name: "a_1" }, [86]],
			["two names for one key", { a: 1 }, { name: "other" }, [85]],
			["other options under one name", { a: 1 }, { unique: true }, [85, 86]]
		];
		for (const [name, key, options, code] of CONFLICTS) {
			it(`refuse ${name}: ${code.join(" or ")}`, async () => {
				const things = await store.collection([{ a: 1 }]);
				await things.createIndex({ a: 1 });
				await refused(things.createIndex(key, options), code);
			});
		}

		const MISTAKES: [string, object, object, number[]][] = [
			["a direction of 0", { a: 0 }, {}, [67, 2]],
			["an unknown kind", { a: "nope" }, {}, [67]],
			["an empty key", {}, {}, [67]],
			["an unknown option", { a: 1 }, { nope: 1 }, [197]],
			["a TTL on two fields", { a: 1, b: 1 }, { expireAfterSeconds: 1 }, [67]],
			["a negative TTL", { a: 1 }, { expireAfterSeconds: -1 }, [67]],
			[
				"sparse and partial",
				{ a: 1 },
				{ sparse: true, partialFilterExpression: { a: 1 } },
				[67, 197]
			],
			[
				"a partial filter by $where",
				{ a: 1 },
				{ partialFilterExpression: { $where: "1" } },
				[67, 2, 238]
			]
		];
		for (const [name, key, options, code] of MISTAKES) {
			it(
				`refuse ${name}`,
				conforms(`index-mistake: ${name}`, async () => {
					const things = await store.collection([{ a: 1 }]);
					const index = { key, name: "mistake", ...options };
					const createIndexes = things.collectionName;
					await refused(store.db.command({ createIndexes, indexes: [index] }), code);
				})
			);
		}

		it("are dropped by name, by key and all at once, but never _id_", async () => {
			const things = await store.collection([{ a: 1 }]);
			await things.createIndexes([{ key: { a: 1 } }, { key: { b: 1 } }, { key: { c: 1 } }]);
			await things.dropIndex("a_1");
			await store.db.command({ dropIndexes: things.collectionName, index: { b: 1 } });
			expect((await things.indexes()).map(({ name }) => name)).to.deep.equal(["_id_", "c_1"]);
			await refused(things.dropIndex("nope"), 27, "IndexNotFound");
			await refused(things.dropIndex("_id_"), 72, "InvalidOptions");
			await things.dropIndexes();
			expect(await things.indexes()).to.have.length(1);
		});

		it("of a collection that does not exist: 26", async () => {
			await refused(store.db.collection("nowhere").indexes(), 26, "NamespaceNotFound");
		});

		it("are kept when the collection is renamed and gone when it is dropped", async () => {
			const things = await store.collection([{ a: 1 }]);
			await things.createIndex({ a: 1 }, { unique: true });
			const renamed = await things.rename("renamed_with_index");
			await refused(renamed.insertOne({ a: 1 }), 11000);
			await renamed.drop();
			await renamed.insertMany([{ a: 1 }, { a: 1 }]);
			expect(await renamed.indexes()).to.have.length(1);
			await renamed.drop();
		});

		it("are made over what is there already", async () => {
			const things = await store.collection(
				Array.from({ length: 300 }, (_, n) => ({ n: n % 10 }))
			);
			await things.createIndex({ n: 1 });
			expect(await things.find({ n: 3 }).hint({ n: 1 }).toArray()).to.have.length(30);
		});
	});

	describe("multikey", () => {
		it(
			"refuses two arrays in one compound key: 171",
			conforms("two-arrays-in-one-key", async () => {
				const things = await store.collection();
				await things.createIndex({ a: 1, b: 1 });
				await things.insertOne({ a: [1, 2], b: 1 });
				await things.insertOne({ a: 1, b: [1, 2] });
				await refused(things.insertOne({ a: [1], b: [2] }), 171);
			})
		);

		it("follows every change of the array", async () => {
			const things = await store.collection([{ _id: 1, t: ["a", "b"] }]);
			await things.createIndex({ t: 1 });
			const count = (t: string) => things.find({ t }).hint({ t: 1 }).toArray();
			await things.updateOne({}, { $push: { t: "c" } } as object);
			expect(await count("c")).to.have.length(1);
			await things.updateOne({}, { $pull: { t: "a" } } as object);
			expect(await count("a")).to.have.length(0);
			await things.updateOne({}, { $set: { t: "z" } });
			expect(await count("b")).to.have.length(0);
			expect(await count("z")).to.have.length(1);
			await things.deleteOne({});
			expect(await count("z")).to.have.length(0);
		});
	});

	describe("entries", () => {
		it("follow what an update, a replacement and its absence make of a field", async () => {
			const things = await store.collection([{ _id: 1, a: 1, o: { k: 1 }, n: 1 }]);
			await things.createIndex({ a: 1, "o.k": 1 });
			await things.createIndex({ s: 1 }, { sparse: true });
			await things.createIndex({ p: 1 }, { partialFilterExpression: { n: { $gt: 5 } } });
			const byPair = (a: number, k: number) =>
				things.find({ a, "o.k": k }).hint({ a: 1, "o.k": 1 }).toArray();
			const bySparse = () =>
				things
					.find({ s: { $exists: true } })
					.hint({ s: 1 })
					.toArray();
			const byPart = () => things.find({ p: 7, n: 6 }).hint({ p: 1 }).toArray();
			await things.updateOne({}, { $set: { "o.k": 2, p: 7 } });
			expect([(await byPair(1, 1)).length, (await byPair(1, 2)).length]).to.deep.equal([
				0, 1
			]);
			expect(await bySparse()).to.have.length(0);
			await things.updateOne({}, { $set: { s: null } });
			expect(await bySparse()).to.have.length(1);
			await things.updateOne({}, { $unset: { s: 1 } });
			expect(await bySparse()).to.have.length(0);
			await things.updateOne({}, { $set: { n: 6 } });
			expect(await byPart()).to.have.length(1);
			await things.replaceOne({}, { a: 2, o: { k: 2 }, n: 6, p: 7 });
			expect([(await byPair(1, 2)).length, (await byPair(2, 2)).length]).to.deep.equal([
				0, 1
			]);
			expect(await byPart()).to.have.length(1);
			await things.updateOne({}, { $rename: { a: "b" } });
			expect(await byPair(2, 2)).to.have.length(0);
		});
	});

	describe("TTL", () => {
		it("keeps its limit, and collMod changes it", async () => {
			const things = await store.collection([{ at: new Date() }]);
			await things.createIndex({ at: 1 }, { expireAfterSeconds: 100 });
			await store.db.command({
				collMod: things.collectionName,
				index: { keyPattern: { at: 1 }, expireAfterSeconds: 200 }
			});
			const index = (await things.indexes()).find(({ name }) => name === "at_1");
			expect(index!.expireAfterSeconds).to.equal(200);
		});

		it("deletes what has expired, and nothing else", async function () {
			this.timeout(120_000);
			const now = Date.now();
			const things = await store.collection([
				{ _id: "old", at: new Date(now - 60_000) },
				{ _id: "old in a list", at: [new Date(now + 1e6), new Date(now - 60_000)] },
				{ _id: "young", at: new Date(now + 1_000_000) },
				{ _id: "no date", at: "2001-01-01" },
				{ _id: "missing" }
			]);
			await things.createIndex({ at: 1 }, { expireAfterSeconds: 1 });
			await until(async () => (await things.countDocuments()) <= 3);
			expect(await things.distinct("_id")).to.have.members(["young", "no date", "missing"]);
		});
	});
});
