import { expect } from "chai";
import { Decimal128, Int32, Long, Timestamp } from "mongodb";
import type { Document } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useStore, type Doc } from "../../support/store.ts";
import { MISTAKES } from "./cases/update-mistakes.ts";
import { STEPS } from "./cases/update-steps.ts";
import { conforms } from "./differences.ts";

describe("store: update operators", () => {
	const store = useStore("update");

	for (const [topic, steps] of Object.entries(STEPS)) {
		describe(topic, () => {
			for (const { name, before, update, after, filter, options } of steps) {
				const id = `update: ${name}`;
				it(
					name,
					conforms(id, async () => {
						const things = await store.collection([{ _id: 1, ...before }]);
						const result = await things.updateOne(
							{ _id: 1, ...filter },
							update,
							options
						);
						expect(result.matchedCount).to.equal(1);
						const found = await things.findOne();
						expect(JSON.stringify(found)).to.equal(
							JSON.stringify({ _id: 1, ...after })
						);
					})
				);
			}
		});
	}

	describe("refuses, and changes nothing", () => {
		for (const [name, before, update, code, options] of MISTAKES) {
			it(
				name,
				conforms(`update-mistake: ${name}`, async () => {
					const things = await store.collection([{ _id: 1, ...before }]);
					await refused(things.updateOne({ _id: 1 }, update, options), code);
					expect(await things.findOne()).to.deep.equal({ _id: 1, ...before });
				})
			);
		}
	});

	describe("modifiedCount", () => {
		const SAME: [string, Doc, Document][] = [
			["$set of the same value", { a: 1 }, { $set: { a: 1 } }],
			["$unset of a missing field", { a: 1 }, { $unset: { b: 1 } }],
			["$max of less", { a: 5 }, { $max: { a: 1 } }],
			["$addToSet of what is there", { a: [1] }, { $addToSet: { a: 1 } }],
			["$pull of nothing", { a: [1] }, { $pull: { a: 7 } }],
			["$inc by nothing", { a: 5 }, { $inc: { a: 0 } }]
		];
		for (const [name, before, update] of SAME) {
			it(
				`is 0 after ${name}`,
				conforms(`update-same: ${name}`, async () => {
					const things = await store.collection([before]);
					const result = await things.updateOne({}, update);
					expect([result.matchedCount, result.modifiedCount]).to.deep.equal([1, 0]);
				})
			);
		}
	});

	it("sets $currentDate as a date and as a timestamp", async () => {
		const things = await store.collection([{ _id: 1 }]);
		const update: Document = {
			$currentDate: { d: true, e: { $type: "date" }, t: { $type: "timestamp" } }
		};
		await things.updateOne({}, update);
		const found = await things.findOne();
		expect(found!.d).to.be.instanceOf(Date);
		expect(found!.e.getTime()).to.be.closeTo(Date.now(), 60_000);
		expect(found!.t).to.be.instanceOf(Timestamp);
	});

	it("updates every match of updateMany by its own values", async () => {
		const things = await store.collection([
			{ _id: 1, n: 1 },
			{ _id: 2, n: 2 },
			{ _id: 3, n: 3 }
		]);
		await things.updateMany({ n: { $gte: 2 } }, [{ $set: { n: { $multiply: ["$n", "$n"] } } }]);
		const found = await things.find().sort({ _id: 1 }).toArray();
		expect(found.map(({ n }) => n)).to.deep.equal([1, 4, 9]);
	});

	it("applies updateMany once to each, also when it moves documents in the index used", async () => {
		const things = await store.collection(Array.from({ length: 200 }, (_, n) => ({ n })));
		await things.createIndex({ n: 1 });
		const result = await things.updateMany({ n: { $gte: 0 } }, { $inc: { n: 1000 } });
		expect(result.modifiedCount).to.equal(200);
		expect(await things.countDocuments({ n: { $gte: 1000, $lt: 1200 } })).to.equal(200);
	});

	it("keeps exact numbers in $inc and $mul", async () => {
		const big = Long.fromString("9007199254740993");
		const things = await store.collection([
			{ _id: 1, l: big, d: Decimal128.fromString("0.1") }
		]);
		const one = new Int32(1);
		await things.updateOne({}, { $inc: { l: one }, $mul: { d: new Int32(3) } });
		const found = await things.findOne({}, { promoteLongs: false, promoteValues: false });
		expect(found!.l.toString()).to.equal("9007199254740994");
		expect(found!.d.toString()).to.equal("0.3");
	});
});
