import { expect } from "chai";
import { refused } from "../../support/server-error.ts";
import { useStore } from "../../support/store.ts";

const after = { returnDocument: "after" } as const;

describe("store: findAndModify", () => {
	const store = useStore("modify");

	it("returns the document before the update, or after it", async () => {
		const things = await store.collection([{ _id: 1, n: 1 }]);
		const increment = { $inc: { n: 1 } };
		expect(await things.findOneAndUpdate({ _id: 1 }, increment)).to.deep.equal({
			_id: 1,
			n: 1
		});
		expect(await things.findOneAndUpdate({ _id: 1 }, increment, after)).to.deep.equal({
			_id: 1,
			n: 3
		});
	});

	it("returns null for no match", async () => {
		const things = await store.collection([{ _id: 1 }]);
		expect(await things.findOneAndUpdate({ _id: 9 }, { $set: { a: 1 } })).to.equal(null);
		expect(await things.findOneAndReplace({ _id: 9 }, { a: 1 })).to.equal(null);
		expect(await things.findOneAndDelete({ _id: 9 })).to.equal(null);
	});

	it("takes the first in the order of sort", async () => {
		const things = await store.collection([
			{ _id: 1, p: 5 },
			{ _id: 2, p: 9 },
			{ _id: 3, p: 7 }
		]);
		const sort = { p: -1 } as const;
		const taken = await things.findOneAndUpdate({}, { $set: { done: true } }, { sort });
		expect(taken!._id).to.equal(2);
		expect((await things.findOneAndDelete({ done: { $ne: true } }, { sort }))!._id).to.equal(3);
	});

	it("applies a projection to what it returns", async () => {
		const things = await store.collection([{ _id: 1, a: 1, b: 2 }]);
		const options = { projection: { _id: 0, b: 1 }, ...after };
		expect(await things.findOneAndUpdate({}, { $inc: { b: 1 } }, options)).to.deep.equal({
			b: 3
		});
	});

	it("replaces and deletes", async () => {
		const things = await store.collection([{ _id: 1, a: 1 }]);
		const replaced = await things.findOneAndReplace({ a: 1 }, { b: 2 }, after);
		expect(replaced).to.deep.equal({ _id: 1, b: 2 });
		expect(await things.findOneAndDelete({ b: 2 })).to.deep.equal({ _id: 1, b: 2 });
		expect(await things.countDocuments()).to.equal(0);
	});

	it("upserts: null before, the new document after", async () => {
		const things = await store.collection();
		const upsert = { upsert: true };
		const before = await things.findOneAndUpdate({ _id: 1 }, { $set: { a: 1 } }, upsert);
		expect(before).to.equal(null);
		const options = { upsert: true, ...after };
		const made = await things.findOneAndUpdate({ _id: 2, k: 3 }, { $set: { a: 1 } }, options);
		expect(made).to.deep.equal({ _id: 2, k: 3, a: 1 });
		const replaced = await things.findOneAndReplace({ _id: 3 }, { z: 1 }, options);
		expect(replaced).to.deep.equal({ _id: 3, z: 1 });
	});

	it("says in lastErrorObject what happened", async () => {
		const things = await store.collection([{ _id: 1 }]);
		const set = { $set: { a: 1 } };
		const raw = { includeResultMetadata: true } as const;
		const updated = await things.findOneAndUpdate({ _id: 1 }, set, raw);
		expect(updated!.lastErrorObject).to.deep.include({ n: 1, updatedExisting: true });
		const upserted = await things.findOneAndUpdate({ _id: 2 }, set, { ...raw, upsert: true });
		expect(upserted!.lastErrorObject).to.deep.include({
			n: 1,
			updatedExisting: false,
			upserted: 2
		});
		expect(upserted!.value).to.equal(null);
		const nothing = await things.findOneAndUpdate({ _id: 3 }, set, raw);
		expect(nothing!.lastErrorObject).to.deep.include({ n: 0, updatedExisting: false });
		const removed = await things.findOneAndDelete({ _id: 1 }, raw);
		expect(removed!.lastErrorObject).to.deep.include({ n: 1 });
	});

	it("updates by arrayFilters, by position and by a pipeline", async () => {
		const things = await store.collection([{ _id: 1, l: [1, 5, 9] }]);
		const filtered = await things.findOneAndUpdate(
			{},
			{ $set: { "l.$[e]": 0 } },
			{ arrayFilters: [{ e: { $gt: 4 } }], ...after }
		);
		expect(filtered!.l).to.deep.equal([1, 0, 0]);
		const positional = await things.findOneAndUpdate({ l: 1 }, { $set: { "l.$": 7 } }, after);
		expect(positional!.l).to.deep.equal([7, 0, 0]);
		const pipeline = [{ $set: { sum: { $sum: "$l" } } }];
		expect((await things.findOneAndUpdate({}, pipeline, after))!.sum).to.equal(7);
	});

	it("refuses what would break a unique index: 11000 with keyValue", async () => {
		const things = await store.collection([
			{ _id: 1, k: "a" },
			{ _id: 2, k: "b" }
		]);
		await things.createIndex({ k: 1 }, { unique: true });
		const work = things.findOneAndUpdate({ _id: 2 }, { $set: { k: "a" } });
		const error = await refused(work, 11000);
		expect(error.codeName).to.equal("DuplicateKey");
		expect(error.keyValue).to.deep.equal({ k: "a" });
		expect((await things.findOne({ _id: 2 }))!.k).to.equal("b");
	});

	it("refuses remove together with update, and new with remove: 9", async () => {
		const things = await store.collection([{ _id: 1 }]);
		const run = (rest: object) =>
			store.db.command({ findAndModify: things.collectionName, query: {}, ...rest });
		await refused(run({ remove: true, update: { $set: { a: 1 } } }), 9);
		await refused(run({ remove: true, new: true }), 9);
		await refused(run({}), 9);
	});

	it("hands out each number of a counter once", async () => {
		const things = await store.collection([{ _id: 1, n: 0 }]);
		const next = () => things.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, after);
		const numbers = (await Promise.all(Array.from({ length: 60 }, next))).map(
			found => found!.n
		);
		expect(new Set(numbers).size).to.equal(60);
		expect(Math.max(...numbers)).to.equal(60);
	});

	it("gives each of many takers another job", async () => {
		const jobs = await store.collection(
			Array.from({ length: 20 }, (_, _id) => ({ _id, free: true }))
		);
		const take = () => jobs.findOneAndUpdate({ free: true }, { $set: { free: false } });
		const taken = (await Promise.all(Array.from({ length: 30 }, take))).filter(Boolean);
		expect(taken).to.have.length(20);
		expect(new Set(taken.map(job => job!._id)).size).to.equal(20);
	});
});
