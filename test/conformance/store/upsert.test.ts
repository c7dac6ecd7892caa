import { expect } from "chai";
import { ObjectId } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useStore } from "../../support/store.ts";
import { conforms } from "./differences.ts";

describe("store: upsert", () => {
	const store = useStore("upsert");
	const upsert = { upsert: true };

	it("inserts what the filter's equalities and the update say", async () => {
		const things = await store.collection();
		const result = await things.updateOne(
			{ a: 1, "o.k": 2, e: { $eq: 3 }, r: { $gt: 4 }, $and: [{ z: 5 }] },
			{ $set: { b: 6 }, $inc: { n: 7 }, $setOnInsert: { c: 8 } },
			upsert
		);
		expect([result.matchedCount, result.upsertedCount]).to.deep.equal([0, 1]);
		expect(result.upsertedId).to.be.instanceOf(ObjectId);
		const { _id, ...found } = (await things.findOne())!;
		expect(_id).to.deep.equal(result.upsertedId);
		expect(found).to.deep.equal({ a: 1, o: { k: 2 }, e: 3, z: 5, b: 6, n: 7, c: 8 });
	});

	it("ignores $setOnInsert when it matches", async () => {
		const things = await store.collection([{ _id: 1, a: 1 }]);
		const update = { $set: { b: 1 }, $setOnInsert: { c: 1 } };
		const result = await things.updateOne({ a: 1 }, update, upsert);
		expect([result.matchedCount, result.upsertedCount]).to.deep.equal([1, 0]);
		expect(await things.findOne()).to.deep.equal({ _id: 1, a: 1, b: 1 });
	});

	it("takes _id from the filter, from $setOnInsert and from $set", async () => {
		const things = await store.collection();
		expect(
			(await things.updateOne({ _id: 5 }, { $set: { a: 1 } }, upsert)).upsertedId
		).to.equal(5);
		const onInsert = { $setOnInsert: { _id: 6 } };
		expect((await things.updateOne({ x: 1 }, onInsert, upsert)).upsertedId).to.equal(6);
		const set = { $set: { _id: 7 } };
		expect((await things.updateOne({ x: 2 }, set, upsert)).upsertedId).to.equal(7);
	});

	it("takes the only value of $in, $all and $or", async () => {
		const things = await store.collection();
		await things.updateOne({ a: { $all: [1] }, $or: [{ b: 2 }] }, { $set: { k: 1 } }, upsert);
		const { _id, ...found } = (await things.findOne())!;
		expect(_id).to.be.instanceOf(ObjectId);
		expect(found).to.deep.equal({ a: 1, b: 2, k: 1 });
	});

	it("inserts the replacement as it is, with the filter's _id", async () => {
		const things = await store.collection();
		await things.replaceOne({ _id: 9, a: 1 }, { b: 2 }, upsert);
		expect(await things.findOne()).to.deep.equal({ _id: 9, b: 2 });
	});

	it("inserts once with updateMany", async () => {
		const things = await store.collection();
		const result = await things.updateMany({ a: 1 }, { $set: { b: 1 } }, upsert);
		expect(result.upsertedCount).to.equal(1);
		expect(await things.countDocuments()).to.equal(1);
	});

	it("runs a pipeline on what the filter gives", async () => {
		const things = await store.collection();
		await things.updateOne({ _id: 1, n: 2 }, [{ $set: { m: { $add: ["$n", 1] } } }], upsert);
		expect(await things.findOne()).to.deep.equal({ _id: 1, n: 2, m: 3 });
	});

	it("refuses an update that contradicts the filter's _id: 66", async () => {
		const things = await store.collection();
		const set = { $set: { _id: 2 } };
		await refused(things.updateOne({ _id: 1 }, set, upsert), 66);
		expect(await things.countDocuments()).to.equal(0);
	});

	it(
		"refuses two values for one field in the filter: 54",
		conforms("upsert-two-values", async () => {
			const things = await store.collection();
			const filter = { $and: [{ a: 1 }, { a: 2 }] };
			await refused(things.updateOne(filter, { $set: { b: 1 } }, upsert), 54);
		})
	);

	it("makes one document when fifty race for a unique key", async () => {
		const things = await store.collection();
		await things.createIndex({ k: 1 }, { unique: true });
		const race = () => things.updateOne({ k: 1 }, { $inc: { n: 1 } }, upsert);
		const results = await Promise.allSettled(Array.from({ length: 50 }, race));
		// Whoever lost the race may be told so by a duplicate key, and tries again.
		const n = results.filter(({ status }) => status === "fulfilled").length;
		const found = await things.find({}, { projection: { _id: 0 } }).toArray();
		expect(found).to.deep.equal([{ k: 1, n }]);
	});
});
