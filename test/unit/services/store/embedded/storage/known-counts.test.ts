import { expect } from "chai";
import { useStore, type Row } from "../support.ts";

const COUNT = 300;

describe("store: counts that are remembered", () => {
	const test = useStore();
	const mine = { owner: "me" };
	const either = { $or: [mine, { "members.id": "me" }] };

	beforeEach(async () => {
		const things = test.collection("counted");
		await things.deleteMany({});
		await things.createIndexes([
			{ key: { owner: 1, at: 1 } },
			{ key: { "members.id": 1, at: 1 } }
		]);
		await things.insertMany(
			Array.from({ length: COUNT }, (_, at): Row => ({
				_id: at,
				at,
				owner: "me",
				members: at % 100 === 0 ? [{ id: "me" }, { id: "you" }] : []
			}))
		);
		expect(await counts()).to.deep.equal([COUNT, COUNT]);
	});

	async function counts(): Promise<[number, number]> {
		const things = test.collection("counted");
		const pair = [await things.countDocuments(mine), await things.countDocuments(either)];
		const again = [await things.countDocuments(mine), await things.countDocuments(either)];
		expect(again).to.deep.equal(pair);
		return pair as [number, number];
	}

	it("change with an insert, an update and a delete", async () => {
		const things = test.collection("counted");
		await things.insertOne({ _id: COUNT, at: 1, owner: "you", members: [{ id: "me" }] });
		expect(await counts()).to.deep.equal([COUNT, COUNT + 1]);
		await things.updateOne({ _id: 0 }, { $set: { owner: "you" } });
		expect(await counts()).to.deep.equal([COUNT - 1, COUNT + 1]);
		await things.findOneAndDelete({ _id: 100 });
		expect(await counts()).to.deep.equal([COUNT - 2, COUNT]);
		await things.deleteMany({ at: { $gte: 250 } });
		expect(await counts()).to.deep.equal([248, 250]);
	});

	it("change when a transaction commits, and not before", async () => {
		const things = test.collection("counted");
		await test.client.withSession(async session => {
			session.startTransaction();
			await things.deleteMany({ at: { $lt: 10 } }, { session });
			expect(await things.countDocuments(mine, { session })).to.equal(COUNT - 10);
			expect(await counts()).to.deep.equal([COUNT, COUNT]);
			await session.abortTransaction();
			expect(await counts()).to.deep.equal([COUNT, COUNT]);
			session.startTransaction();
			await things.deleteMany({ at: { $lt: 10 } }, { session });
			expect(await counts()).to.deep.equal([COUNT, COUNT]);
			await session.commitTransaction();
		});
		expect(await counts()).to.deep.equal([COUNT - 10, COUNT - 10]);
	});

	it("are those of the collection that now has the name", async () => {
		await test.collection("counted").drop();
		expect(await counts()).to.deep.equal([0, 0]);
	});
});
