import { expect } from "chai";
import type { ClientSession } from "mongodb";
import { errorOf, useStore } from "./support.ts";

describe("store: transactions", () => {
	const test = useStore();
	let session: ClientSession;

	beforeEach(async () => {
		await test.db.dropDatabase();
		await test.collection("accounts").insertOne({ _id: "a", sum: 0 });
		session = test.client.startSession();
	});
	afterEach(() => session.endSession());

	it("lose the turn when they do nothing for a second, and say so", async function () {
		this.timeout(10_000);
		session.startTransaction();
		await test
			.collection("accounts")
			.updateOne({ _id: "a" }, { $set: { sum: 9 } }, { session });
		// This write waits for the turn, which the idle transaction loses.
		await test.collection("accounts").insertOne({ _id: "b", sum: 1 });
		const error = await errorOf(test.collection("accounts").findOne({ _id: "a" }, { session }));
		expect(error).to.include({ code: 251 });
		expect(
			(error as Error & { hasErrorLabel(label: string): boolean }).hasErrorLabel(
				"TransientTransactionError"
			)
		).to.equal(true);
		await session.abortTransaction();
		expect(await test.collection("accounts").findOne({ _id: "a" })).to.deep.equal({
			_id: "a",
			sum: 0
		});
	});

	it("show their writes to themselves, and to others after the commit", async () => {
		session.startTransaction();
		await test
			.collection("accounts")
			.updateOne({ _id: "a" }, { $inc: { sum: 5 } }, { session });
		expect(await test.collection("accounts").findOne({ _id: "a" }, { session })).to.include({
			sum: 5
		});
		expect(await test.collection("accounts").findOne({ _id: "a" })).to.include({ sum: 0 });
		await session.commitTransaction();
		expect(await test.collection("accounts").findOne({ _id: "a" })).to.include({ sum: 5 });
	});

	it("that read and then write all count, beside other writes", async function () {
		this.timeout(20_000);
		const add = () =>
			test.client.withSession(own =>
				own.withTransaction(async () => {
					const found = await test
						.collection("accounts")
						.findOne({ _id: "a" }, { session: own });
					await test
						.collection("accounts")
						.updateOne(
							{ _id: "a" },
							{ $set: { sum: found!.sum + 1 } },
							{ session: own }
						);
				})
			);
		const others = Array.from({ length: 50 }, () => test.collection("accounts").insertOne({}));
		await Promise.all([...Array.from({ length: 20 }, add), ...others]);
		expect(await test.collection("accounts").findOne({ _id: "a" })).to.include({ sum: 20 });
	});

	it("take back all that they did when a write fails", async () => {
		session.startTransaction();
		await test.collection("accounts").insertOne({ _id: "c" }, { session });
		expect(
			(await errorOf(test.collection("accounts").insertOne({ _id: "a" }, { session }))).code
		).to.equal(11000);
		await session.abortTransaction();
		expect(await test.collection("accounts").countDocuments()).to.equal(1);
	});
});
