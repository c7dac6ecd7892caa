import { expect } from "chai";
import { ObjectId } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { until, useStore } from "../../support/store.ts";
import { conforms } from "./differences.ts";

describe("store: create, read, update, delete", () => {
	const store = useStore("crud");

	describe("insert", () => {
		it("makes an ObjectId for a document without _id and puts _id first", async () => {
			const people = await store.collection();
			const { insertedId, acknowledged } = await people.insertOne({ name: "Ada" });
			expect(acknowledged).to.equal(true);
			expect(insertedId).to.be.instanceOf(ObjectId);
			const found = await people.findOne({ name: "Ada" });
			expect(Object.keys(found!)).to.deep.equal(["_id", "name"]);
		});

		it("moves an _id that is not the first field to the front", async () => {
			const things = await store.collection([{ name: "a", _id: 1 }]);
			expect(Object.keys((await things.findOne())!)).to.deep.equal(["_id", "name"]);
		});

		it("keeps the order of fields, of embedded ones too", async () => {
			const document = {
				_id: 1,
				z: 1,
				a: { y: 1, b: 2, q: null },
				m: [{ d: 1, c: 2 }]
			};
			const things = await store.collection([document]);
			const found = await things.findOne({ _id: 1 });
			expect(JSON.stringify(found)).to.equal(JSON.stringify(document));
		});

		it("inserts many and reports their ids by position", async () => {
			const things = await store.collection();
			const result = await things.insertMany([{ _id: "a" }, { _id: "b" }, { _id: "c" }]);
			expect(result.insertedCount).to.equal(3);
			expect(result.insertedIds).to.deep.equal({ 0: "a", 1: "b", 2: "c" });
		});

		it("refuses a second document with the same _id: 11000 with keyPattern and keyValue", async () => {
			const things = await store.collection([{ _id: 1 }]);
			const error = await refused(things.insertOne({ _id: 1 }), 11000);
			expect(error.message).to.match(
				/^E11000 duplicate key error collection: \S+ index: _id_ dup key: \{ _id: 1 \}/
			);
			expect(error.keyPattern).to.deep.equal({ _id: 1 });
			expect(error.keyValue).to.deep.equal({ _id: 1 });
		});

		it("takes numerically equal _ids of different types for the same", async () => {
			const things = await store.collection([{ _id: 1 }]);
			const { Double, Long } = await import("mongodb");
			await refused(things.insertOne({ _id: new Double(1) }), 11000);
			await refused(things.insertOne({ _id: Long.fromNumber(1) }), 11000);
		});

		it("takes embedded documents with another field order for different _ids", async () => {
			const things = await store.collection([{ _id: { a: 1, b: 2 } }]);
			await things.insertOne({ _id: { b: 2, a: 1 } });
			expect(await things.countDocuments()).to.equal(2);
		});

		it("refuses an array, a regular expression and undefined-like values as _id", async () => {
			const things = await store.collection();
			await refused(things.insertOne({ _id: [1] }), [2, 53]);
			await refused(things.insertOne({ _id: /x/ }), [2, 53]);
		});

		it("stores a large document and refuses one over 16 MB", async () => {
			const things = await store.collection();
			await things.insertOne({ _id: 1, text: "x".repeat(8_000_000) });
			const found = await things.findOne({ _id: 1 });
			expect(found!.text).to.have.length(8_000_000);
			await refused(
				things.updateOne({ _id: 1 }, { $set: { more: "y".repeat(9_000_000) } }),
				[10334, 17419]
			);
		});

		it("takes a message larger than one document may be", async () => {
			const documents = Array.from({ length: 24 }, (_, _id) => ({ _id, t: "x".repeat(1e6) }));
			const things = await store.collection(documents);
			expect(await things.countDocuments()).to.equal(24);
		});

		it("accepts unacknowledged writes", async () => {
			const things = await store.collection([{ _id: 0 }]);
			const result = await things.insertOne({ _id: 1 }, { writeConcern: { w: 0 } });
			expect(result.acknowledged).to.equal(false);
			await until(async () => (await things.countDocuments()) === 2);
		});
	});

	describe("update", () => {
		it("updates the first match, or all of them, and counts matched and modified", async () => {
			const things = await store.collection([{ n: 1 }, { n: 1 }, { n: 2 }]);
			const one = await things.updateOne({ n: 1 }, { $set: { m: 1 } });
			expect([one.matchedCount, one.modifiedCount, one.upsertedId]).to.deep.equal([
				1,
				1,
				null
			]);
			const many = await things.updateMany({ n: 1 }, { $set: { m: 1 } });
			expect([many.matchedCount, many.modifiedCount]).to.deep.equal([2, 1]);
			const none = await things.updateMany({ n: 9 }, { $set: { m: 1 } });
			expect([none.matchedCount, none.modifiedCount]).to.deep.equal([0, 0]);
		});

		it("replaces all fields but _id", async () => {
			const things = await store.collection([{ _id: 1, a: 1, b: 2 }]);
			await things.replaceOne({ _id: 1 }, { c: 3 });
			expect(await things.findOne()).to.deep.equal({ _id: 1, c: 3 });
		});

		it("refuses a replacement with another _id: 66", async () => {
			const things = await store.collection([{ _id: 1 }]);
			await refused(things.replaceOne({ _id: 1 }, { _id: 2 } as object), 66);
		});

		it(
			"does not count a replacement by an equal document as modified",
			conforms("replace-equal", async () => {
				const things = await store.collection([{ _id: 1, a: { b: [1, 2] } }]);
				const result = await things.replaceOne({ _id: 1 }, { a: { b: [1, 2] } });
				expect([result.matchedCount, result.modifiedCount]).to.deep.equal([1, 0]);
			})
		);
	});

	describe("delete", () => {
		it("deletes the first match, or all of them", async () => {
			const things = await store.collection([{ n: 1 }, { n: 1 }, { n: 1 }, { n: 2 }]);
			expect((await things.deleteOne({ n: 1 })).deletedCount).to.equal(1);
			expect((await things.deleteMany({ n: 1 })).deletedCount).to.equal(2);
			expect((await things.deleteMany({ n: 1 })).deletedCount).to.equal(0);
			expect(await things.countDocuments()).to.equal(1);
		});
	});

	describe("count and distinct", () => {
		it("counts with a filter, skip and limit, and estimates from what is there", async () => {
			const things = await store.collection(Array.from({ length: 10 }, (_, n) => ({ n })));
			expect(await things.countDocuments({ n: { $gte: 4 } })).to.equal(6);
			expect(await things.countDocuments({ n: { $gte: 4 } }, { skip: 1, limit: 3 })).to.equal(
				3
			);
			expect(await things.estimatedDocumentCount()).to.equal(10);
		});

		it("answers the count command with query, skip and limit", async () => {
			const things = await store.collection(Array.from({ length: 10 }, (_, n) => ({ n })));
			const count = (rest: object) =>
				store.db.command({ count: things.collectionName, ...rest });
			expect((await count({ query: { n: { $lt: 5 } } })).n).to.equal(5);
			expect((await count({ query: {}, skip: 8 })).n).to.equal(2);
			expect((await count({ query: {}, limit: 4 })).n).to.equal(4);
		});

		it("finds distinct values, of arrays element by element and along paths", async () => {
			const things = await store.collection([
				{ t: ["a", "b"], o: { k: 1 } },
				{ t: "b", o: [{ k: 2 }, { k: 1 }] },
				{ t: null },
				{ x: 1 }
			]);
			expect(await things.distinct("t")).to.have.members(["a", "b", null]);
			expect(await things.distinct("o.k")).to.have.members([1, 2]);
			expect(await things.distinct("t", { x: 1 })).to.deep.equal([]);
		});

		it("finds nothing in a collection that does not exist", async () => {
			const nowhere = store.db.collection("never_made");
			expect(await nowhere.find().toArray()).to.deep.equal([]);
			expect(await nowhere.countDocuments()).to.equal(0);
			expect(await nowhere.estimatedDocumentCount()).to.equal(0);
			expect(await nowhere.distinct("a")).to.deep.equal([]);
			expect((await nowhere.deleteMany({})).deletedCount).to.equal(0);
		});
	});

	describe("concurrent writers", () => {
		it("lose no increment", async () => {
			const things = await store.collection([{ _id: 1, n: 0 }]);
			const add = async () => {
				for (let i = 0; i < 10; i++) await things.updateOne({ _id: 1 }, { $inc: { n: 1 } });
			};
			await Promise.all(Array.from({ length: 20 }, add));
			expect((await things.findOne())!.n).to.equal(200);
		});

		it("never take the last piece twice", async () => {
			const stock = await store.collection([{ _id: 1, left: 7 }]);
			const take = () =>
				stock.updateOne({ _id: 1, left: { $gt: 0 } }, { $inc: { left: -1 } });
			const results = await Promise.all(Array.from({ length: 30 }, take));
			expect(results.filter(result => result.modifiedCount === 1)).to.have.length(7);
			expect((await stock.findOne())!.left).to.equal(0);
		});
	});
});
