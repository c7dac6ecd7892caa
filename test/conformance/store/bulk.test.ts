import { expect } from "chai";
import { MongoBulkWriteError, MongoClientBulkWriteError } from "mongodb";
import type { AnyBulkWriteOperation } from "mongodb";
import { useStore, type Doc } from "../../support/store.ts";

/** Runs what must fail part of the way, and returns the error that the driver makes of it. */
async function failed(work: Promise<unknown>) {
	const error = await work.then(
		() => expect.fail("expected a bulk write error"),
		(error: unknown) => error
	);
	expect(error, String(error)).to.be.instanceOf(MongoBulkWriteError);
	return error as MongoBulkWriteError;
}

const positions = (error: MongoBulkWriteError) =>
	[error.writeErrors].flat().map(({ index, code }) => [index, code]);

describe("store: bulk writes", () => {
	const store = useStore("bulk");

	it("mixes all kinds and counts each", async () => {
		const things = await store.collection();
		const result = await things.bulkWrite([
			{ insertOne: { document: { _id: 1, n: 1 } } },
			{ insertOne: { document: { _id: 2, n: 1 } } },
			{ insertOne: { document: { _id: 3, n: 2 } } },
			{ updateOne: { filter: { _id: 1 }, update: { $set: { x: 1 } } } },
			{ updateMany: { filter: { n: 1 }, update: { $inc: { n: 10 } } } },
			{ replaceOne: { filter: { _id: 3 }, replacement: { r: 1 } } },
			{ updateOne: { filter: { _id: 9 }, update: { $set: { u: 1 } }, upsert: true } },
			{ deleteOne: { filter: { _id: 2 } } },
			{ deleteMany: { filter: { u: 1 } } }
		]);
		expect(result.insertedCount).to.equal(3);
		expect(result.matchedCount).to.equal(4);
		expect(result.modifiedCount).to.equal(4);
		expect(result.upsertedCount).to.equal(1);
		expect(result.deletedCount).to.equal(2);
		expect(result.upsertedIds).to.deep.equal({ 6: 9 });
		expect(await things.find().sort({ _id: 1 }).toArray()).to.deep.equal([
			{ _id: 1, n: 11, x: 1 },
			{ _id: 3, r: 1 }
		]);
	});

	it("ordered: stops at the first error and says where", async () => {
		const things = await store.collection([{ _id: 5 }]);
		const error = await failed(things.insertMany([{ _id: 1 }, { _id: 5 }, { _id: 2 }]));
		expect(positions(error)).to.deep.equal([[1, 11000]]);
		expect(error.insertedCount).to.equal(1);
		expect(await things.distinct("_id")).to.have.members([1, 5]);
	});

	it("unordered: goes on and names every position", async () => {
		const things = await store.collection([{ _id: 5 }]);
		const documents = [{ _id: 5 }, { _id: 1 }, { _id: 1 }, { _id: 2 }];
		const error = await failed(things.insertMany(documents, { ordered: false }));
		expect(positions(error)).to.deep.equal([
			[0, 11000],
			[2, 11000]
		]);
		expect(error.insertedCount).to.equal(2);
		expect(await things.distinct("_id")).to.have.members([1, 2, 5]);
	});

	const MIXED: AnyBulkWriteOperation<Doc>[] = [
		{ insertOne: { document: { _id: 2 } } },
		{ updateOne: { filter: { _id: 1 }, update: { $set: { k: "taken" } } } },
		{ deleteOne: { filter: { _id: 8 } } },
		{ updateOne: { filter: { _id: 4 }, update: { $set: { v: 1 } }, upsert: true } },
		{ insertOne: { document: { _id: 1 } } },
		{ updateOne: { filter: { _id: 2 }, update: { $set: { v: 2 } } } }
	];
	const mixed = async () => {
		const things = await store.collection([{ _id: 1 }, { _id: 8 }, { _id: 7, k: "taken" }]);
		await things.createIndex({ k: 1 }, { unique: true, sparse: true });
		return things;
	};

	it("ordered and mixed: leaves what comes after the error undone", async () => {
		const things = await mixed();
		const error = await failed(things.bulkWrite(MIXED));
		expect(positions(error)).to.deep.equal([[1, 11000]]);
		expect([error.insertedCount, error.deletedCount]).to.deep.equal([1, 0]);
		expect(await things.distinct("_id")).to.have.members([1, 2, 7, 8]);
	});

	it("unordered and mixed: maps errors to the caller's positions", async () => {
		const things = await mixed();
		const error = await failed(things.bulkWrite(MIXED, { ordered: false }));
		expect(positions(error).sort()).to.deep.equal([
			[1, 11000],
			[4, 11000]
		]);
		expect([error.insertedCount, error.deletedCount, error.upsertedCount]).to.deep.equal([
			1, 1, 1
		]);
		expect(await things.distinct("_id")).to.have.members([1, 2, 4, 7]);
	});

	it("takes arrayFilters, hint and pipelines in bulk", async () => {
		const things = await store.collection([{ _id: 1, l: [1, 9] }]);
		await things.createIndex({ l: 1 });
		await things.bulkWrite([
			{
				updateOne: {
					filter: { l: 9 },
					update: { $set: { "l.$[e]": 0 } },
					arrayFilters: [{ e: 9 }],
					hint: { l: 1 }
				}
			},
			{ updateOne: { filter: { _id: 1 }, update: [{ $set: { n: { $size: "$l" } } }] } }
		]);
		expect(await things.findOne()).to.deep.equal({ _id: 1, l: [1, 0], n: 2 });
	});

	it("writes more than one batch of 100,000", async () => {
		const things = await store.collection();
		const documents = Array.from({ length: 100_050 }, (_, _id) => ({ _id }));
		const result = await things.insertMany(documents, { ordered: false });
		expect(result.insertedCount).to.equal(100_050);
		expect(await things.countDocuments()).to.equal(100_050);
	});

	it("reports the position in an update command of several statements", async () => {
		const things = await store.collection([
			{ _id: 1, s: "x" },
			{ _id: 2, n: 1 }
		]);
		const statement = (_id: number) => ({ q: { _id }, u: { $inc: { n: 1, s: 1 } } });
		const reply = await store.db.command({
			update: things.collectionName,
			updates: [statement(2), statement(1), statement(2)],
			ordered: false
		});
		expect(reply.ok).to.equal(1);
		expect([reply.n, reply.nModified]).to.deep.equal([2, 2]);
		expect(reply.writeErrors.map((error: Doc) => [error.index, error.code])).to.deep.equal([
			[1, 14]
		]);
	});

	describe("of the client, over several collections", () => {
		const namespace = (collection: { collectionName: string }) =>
			`${store.db.databaseName}.${collection.collectionName}`;

		it("counts and reports each result", async () => {
			const one = await store.collection();
			const two = await store.collection([{ _id: 1, n: 1 }]);
			const result = await store.client.bulkWrite<Record<string, Doc>>(
				[
					{ name: "insertOne", namespace: namespace(one), document: { _id: 1 } },
					{
						name: "updateOne",
						namespace: namespace(two),
						filter: {},
						update: { $inc: { n: 1 } }
					},
					{
						name: "updateOne",
						namespace: namespace(two),
						filter: { _id: 7 },
						update: { $set: { a: 1 } },
						upsert: true
					},
					{ name: "deleteMany", namespace: namespace(one), filter: {} }
				],
				{ verboseResults: true }
			);
			expect(result.insertedCount).to.equal(1);
			expect(result.modifiedCount).to.equal(1);
			expect(result.upsertedCount).to.equal(1);
			expect(result.deletedCount).to.equal(1);
			expect(result.updateResults!.get(2)!.upsertedId).to.equal(7);
		});

		it("names the position of an error", async () => {
			const one = await store.collection([{ _id: 1 }]);
			const insert = (_id: number) =>
				({ name: "insertOne", namespace: namespace(one), document: { _id } }) as const;
			const work = store.client.bulkWrite<Record<string, Doc>>(
				[insert(2), insert(1), insert(3)],
				{
					ordered: false
				}
			);
			const error = await work.then(
				() => expect.fail("expected an error"),
				(error: unknown) => error as MongoClientBulkWriteError
			);
			expect(error).to.be.instanceOf(MongoClientBulkWriteError);
			expect([...error.writeErrors.keys()]).to.deep.equal([1]);
			expect(error.writeErrors.get(1)!.code).to.equal(11000);
			expect(await one.distinct("_id")).to.have.members([1, 2, 3]);
		});
	});
});
