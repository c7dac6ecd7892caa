import { expect } from "chai";
import { ReadPreference } from "mongodb";
import type { Collection, FindOptions } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useStore, type Doc } from "../../support/store.ts";
import { conforms } from "./differences.ts";

describe("store: options of commands", () => {
	const store = useStore("options");
	let things: Collection<Doc>;

	beforeEach(async () => {
		things = await store.collection(Array.from({ length: 10 }, (_, n) => ({ _id: n, n })));
		await things.createIndex({ n: 1 });
	});

	const READS: [name: string, options: FindOptions][] = [
		["a comment", { comment: "who asks" }],
		["allowDiskUse", { allowDiskUse: true, sort: { n: 1 } }],
		["allowPartialResults", { allowPartialResults: true }],
		["readConcern local", { readConcern: { level: "local" } }],
		["readConcern majority", { readConcern: { level: "majority" } }],
		[
			"readPreference secondaryPreferred",
			{ readPreference: ReadPreference.SECONDARY_PREFERRED }
		],
		["readPreference nearest", { readPreference: ReadPreference.NEAREST }],
		["maxTimeMS", { maxTimeMS: 20_000 }],
		["hint", { hint: "n_1" }],
		["noCursorTimeout", { noCursorTimeout: true }]
	];
	for (const [name, options] of READS) {
		it(`find takes ${name}`, async () => {
			expect(await things.find({ n: { $gte: 5 } }, options).toArray()).to.have.length(5);
		});
	}

	it("writes take every write concern", async () => {
		for (const writeConcern of [
			{ w: 1 },
			{ w: "majority" as const },
			{ w: 1, j: true },
			{ w: 1, wtimeoutMS: 100 }
		]) {
			const result = await things.updateOne({ _id: 1 }, { $inc: { x: 1 } }, { writeConcern });
			expect(result.modifiedCount).to.equal(1);
		}
	});

	it("updates and deletes take hint, comment and let", async () => {
		const filter = { $expr: { $eq: ["$n", "$$wanted"] } };
		const options = { hint: "n_1", comment: "x", let: { wanted: 3 } };
		expect(
			(await things.updateOne(filter, { $set: { x: 1 } }, options)).modifiedCount
		).to.equal(1);
		expect((await things.findOne({ _id: 3 }))!.x).to.equal(1);
		expect((await things.deleteOne(filter, options)).deletedCount).to.equal(1);
	});

	it(
		"findAndModify takes a hint",
		conforms("modify-hint", async () => {
			const hint = { n: 1 };
			const found = await things.findOneAndUpdate({ n: 4 }, { $set: { x: 2 } }, { hint });
			expect(found!._id).to.equal(4);
		})
	);

	it(
		"refuses a hint to a missing index in writes too",
		conforms("write-hint-missing", async () => {
			const options = { hint: "nope" };
			await refused(things.updateOne({ n: 1 }, { $set: { x: 1 } }, options), 2);
			await refused(things.deleteOne({ n: 1 }, options), 2);
			expect(await things.countDocuments()).to.equal(10);
		})
	);

	it("count takes hint, limit, skip and maxTimeMS", async () => {
		const options = { hint: "n_1", skip: 2, limit: 5, maxTimeMS: 10_000 };
		expect(await things.countDocuments({ n: { $gte: 1 } }, options)).to.equal(5);
	});

	it("a large $in and a long $or are answered", async () => {
		const many = Array.from({ length: 20_000 }, (_, n) => n * 2);
		expect(await things.countDocuments({ n: { $in: many } })).to.equal(5);
		const branches = many.slice(0, 500).map(n => ({ n }));
		expect(await things.countDocuments({ $or: branches })).to.equal(5);
	});
});
