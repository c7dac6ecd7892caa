import { expect } from "chai";
import { MongoServerError } from "mongodb";
import type { ClientSession } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useSessions } from "../../support/sessions.ts";
import { useStore, type Doc } from "../../support/store.ts";
import { conforms } from "./differences.ts";

describe("store: sessions and transactions", () => {
	const store = useStore("transactions");
	const { session, transaction } = useSessions(store);

	describe("commit and abort", () => {
		it("shows its writes to itself at once, and to others after the commit", async () => {
			const things = await store.collection([{ _id: 1, n: 1 }]);
			const own = transaction();
			await things.insertOne({ _id: 2 }, { session: own });
			await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: own });
			expect(await things.countDocuments({}, { session: own })).to.equal(2);
			expect((await things.findOne({ _id: 1 }, { session: own }))!.n).to.equal(2);
			expect(await things.countDocuments()).to.equal(1);
			expect((await things.findOne({ _id: 1 }))!.n).to.equal(1);
			await own.commitTransaction();
			expect(await things.countDocuments()).to.equal(2);
			expect((await things.findOne({ _id: 1 }))!.n).to.equal(2);
		});

		it("leaves nothing behind when it is aborted", async () => {
			const things = await store.collection([{ _id: 1, n: 1 }]);
			await things.createIndex({ n: 1 });
			const own = transaction();
			await things.insertMany([{ _id: 2 }, { _id: 3 }], { session: own });
			await things.updateOne({ _id: 1 }, { $set: { n: 9 } }, { session: own });
			await things.deleteOne({ _id: 2 }, { session: own });
			await own.abortTransaction();
			expect(await things.find().toArray()).to.deep.equal([{ _id: 1, n: 1 }]);
			expect(await things.find({ n: 1 }).hint({ n: 1 }).toArray()).to.have.length(1);
			expect(await things.find({ n: 9 }).hint({ n: 1 }).toArray()).to.have.length(0);
		});

		it("is aborted with its session", async () => {
			const things = await store.collection([{ _id: 1 }]);
			const own = transaction();
			await things.insertOne({ _id: 2 }, { session: own });
			await own.endSession();
			expect(await things.countDocuments()).to.equal(1);
		});

		it("covers several collections and databases", async () => {
			const [one, two] = [
				await store.collection([{ _id: 1 }]),
				await store.collection([{ _id: 1 }])
			];
			const own = transaction();
			await one.deleteOne({ _id: 1 }, { session: own });
			await two.insertOne({ _id: 2 }, { session: own });
			await own.commitTransaction();
			expect([await one.countDocuments(), await two.countDocuments()]).to.deep.equal([0, 2]);
		});

		it("makes collections that do not exist, and unmakes them", async () => {
			const made = async (end: (own: ClientSession) => Promise<unknown>, name: string) => {
				const own = transaction();
				await store.db.collection<Doc>(name).insertOne({ _id: 1 }, { session: own });
				await end(own);
				return store.db.listCollections({ name }).toArray();
			};
			expect(await made(own => own.abortTransaction(), "aborted_one")).to.deep.equal([]);
			expect(await made(own => own.commitTransaction(), "committed_one")).to.have.length(1);
		});

		it("may commit twice, and start again on the same session", async () => {
			const things = await store.collection([{ _id: 0 }]);
			const own = transaction();
			await things.insertOne({ _id: 1 }, { session: own });
			await own.commitTransaction();
			await own.commitTransaction();
			own.startTransaction();
			await things.insertOne({ _id: 2 }, { session: own });
			await own.commitTransaction();
			expect(await things.countDocuments()).to.equal(3);
		});

		it("runs every kind of write and read inside", async () => {
			const things = await store.collection([
				{ _id: 1, n: 1 },
				{ _id: 2, n: 2 }
			]);
			const own = transaction();
			const inside = { session: own };
			await things.findOneAndUpdate({ _id: 1 }, { $inc: { n: 10 } }, inside);
			await things.updateOne({ _id: 5 }, { $set: { n: 5 } }, { upsert: true, ...inside });
			await things.bulkWrite([{ deleteOne: { filter: { _id: 2 } } }], inside);
			expect(await things.distinct("n", {}, inside)).to.have.members([11, 5]);
			const sum = [{ $group: { _id: null, s: { $sum: "$n" } } }];
			expect((await things.aggregate(sum, inside).toArray())[0]!.s).to.equal(16);
			await own.commitTransaction();
			expect((await things.aggregate(sum).toArray())[0]!.s).to.equal(16);
		});

		it("reads on over several batches, its own writes included", async () => {
			const things = await store.collection(
				Array.from({ length: 150 }, (_, _id) => ({ _id }))
			);
			const own = transaction();
			const more = Array.from({ length: 150 }, (_, i) => ({ _id: 1000 + i }));
			await things.insertMany(more, { session: own });
			const cursor = things.find({}, { session: own }).sort({ _id: -1 }).batchSize(40);
			expect(await cursor.toArray()).to.have.length(300);
			await own.commitTransaction();
		});
	});

	describe("errors inside", () => {
		it("abort it: a duplicate key, and then 251 for what follows", async () => {
			const things = await store.collection([{ _id: 1 }]);
			const own = transaction();
			await things.insertOne({ _id: 2 }, { session: own });
			await refused(things.insertOne({ _id: 1 }, { session: own }), 11000);
			const next = await refused(
				things.findOne({}, { session: own }),
				251,
				"NoSuchTransaction"
			);
			expect(next.hasErrorLabel("TransientTransactionError")).to.equal(true);
			await own.abortTransaction();
			expect(await things.distinct("_id")).to.deep.equal([1]);
		});

		it("that the callback throws roll back withTransaction", async () => {
			const things = await store.collection([{ _id: 1 }]);
			const own = session();
			const work = own.withTransaction(async () => {
				await things.insertOne({ _id: 2 }, { session: own });
				throw new Error("changed my mind");
			});
			const message = await work.then(
				() => "nothing",
				(error: Error) => error.message
			);
			expect(message).to.equal("changed my mind");
			await own.withTransaction(() => things.insertOne({ _id: 3 }, { session: own }));
			expect(await things.distinct("_id")).to.have.members([1, 3]);
		});

		it("refuse a command of a transaction that was never started: 251", async () => {
			const things = await store.collection([{ _id: 1 }]);
			const lsid = session().id;
			const { Long } = await import("mongodb");
			const command = {
				find: things.collectionName,
				lsid,
				txnNumber: Long.fromNumber(5),
				autocommit: false
			};
			const driver = await store.connect();
			await refused(driver.db(store.db.databaseName).command(command), 251);
		});

		const FORBIDDEN: [string, object][] = [
			["listCollections", { listCollections: 1 }],
			["dropDatabase", { dropDatabase: 1 }],
			["collMod", { collMod: "x" }]
		];
		for (const [name, command] of FORBIDDEN) {
			it(
				`refuse ${name}: 263`,
				conforms(`transaction-forbids: ${name}`, async () => {
					const own = transaction();
					const work = store.db.command(command, { session: own });
					await refused(work, 263, "OperationNotSupportedInTransaction");
				})
			);
		}
	});

	it("retries withTransaction when the server says that it may", async () => {
		const things = await store.collection([{ _id: 1 }]);
		let attempts = 0;
		await session().withTransaction(async own => {
			attempts++;
			await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: own });
			if (attempts < 3) throw transient();
		});
		expect(attempts).to.equal(3);
		expect((await things.findOne())!.n).to.equal(1);
	});

	function transient() {
		const error = new MongoServerError({ message: "again", code: 112 });
		error.addErrorLabel("TransientTransactionError");
		return error;
	}

	describe("sessions without transactions", () => {
		it("read their own writes, causally", async () => {
			const things = await store.collection();
			const own = session({ causalConsistency: true });
			for (let _id = 0; _id < 20; _id++) {
				await things.insertOne({ _id }, { session: own });
				expect(await things.countDocuments({}, { session: own })).to.equal(_id + 1);
			}
		});

		it(
			"read a snapshot that later writes do not change, or are refused it",
			conforms("snapshot-session", async () => {
				const things = await store.collection([{ _id: 1 }]);
				const own = session({ snapshot: true });
				const work = async () => {
					const before = await things.countDocuments({}, { session: own });
					await things.insertOne({ _id: 2 });
					expect(await things.countDocuments({}, { session: own })).to.equal(before);
				};
				// The manual allows an engine to refuse a snapshot that it does not have.
				await work().catch(async (error: unknown) =>
					refused(Promise.reject(error), [72, 238, 246])
				);
			})
		);

		it("are ended and refreshed by command", async () => {
			const { id } = await store.db.admin().command({ startSession: 1 });
			expect((await store.db.admin().command({ refreshSessions: [id] })).ok).to.equal(1);
			expect((await store.db.admin().command({ endSessions: [id] })).ok).to.equal(1);
		});
	});
});
