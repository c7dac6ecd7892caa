import { expect } from "chai";
import { Long } from "mongodb";
import type { Document } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { until, useStore } from "../../support/store.ts";
import { conforms } from "./differences.ts";

const ROWS = Array.from({ length: 300 }, (_, _id) => ({ _id, n: _id % 10 }));

describe("store: cursors", () => {
	const store = useStore("cursors");

	/** Opens a cursor by the bare command, to see its batches as they are on the wire. */
	async function open(rest: Document = {}) {
		const { collectionName } = await store.collection(ROWS);
		const reply = await store.db.command({ find: collectionName, sort: { _id: 1 }, ...rest });
		const next = (id: Long, options: Document = {}) =>
			store.db.command({
				getMore: Long.fromValue(id),
				collection: collectionName,
				...options
			});
		return { collectionName, cursor: reply.cursor, next };
	}

	it("gives 101 documents first, and the rest on request", async () => {
		const { cursor, next } = await open();
		expect(cursor.firstBatch).to.have.length(101);
		expect(cursor.ns).to.equal(`${store.db.databaseName}.cursors_1`);
		const more = await next(cursor.id);
		expect(more.cursor.nextBatch).to.have.length(199);
		expect(Number(more.cursor.id)).to.equal(0);
	});

	it("obeys the batch sizes of find and getMore", async () => {
		const { cursor, next } = await open({ batchSize: 5 });
		expect(cursor.firstBatch).to.have.length(5);
		const more = await next(cursor.id, { batchSize: 7 });
		expect(more.cursor.nextBatch.map((found: Document) => found._id)).to.deep.equal([
			5, 6, 7, 8, 9, 10, 11
		]);
	});

	it("gives an empty first batch for a size of 0", async () => {
		const { cursor, next } = await open({ batchSize: 0 });
		expect(cursor.firstBatch).to.deep.equal([]);
		expect((await next(cursor.id)).cursor.nextBatch).to.have.length(300);
	});

	it("closes at once with singleBatch and when all fits", async () => {
		const single = await open({ batchSize: 5, singleBatch: true });
		expect(Number(single.cursor.id)).to.equal(0);
		const all = await open({ batchSize: 1000 });
		expect(Number(all.cursor.id)).to.equal(0);
	});

	it("keeps a limit over several batches", async () => {
		const things = await store.collection(ROWS);
		const found = await things.find().sort({ _id: -1 }).limit(50).batchSize(8).toArray();
		expect(found.map(({ _id }) => _id)).to.deep.equal(
			Array.from({ length: 50 }, (_, place) => 299 - place)
		);
	});

	it("splits what is larger than a message, however large the batch", async () => {
		const documents = Array.from({ length: 40 }, (_, _id) => ({
			_id,
			t: "x".repeat(1_000_000)
		}));
		const things = await store.collection(documents);
		const { cursor } = await store.db.command({ find: things.collectionName, batchSize: 100 });
		expect(cursor.firstBatch.length).to.be.within(10, 17);
		expect(await things.find({}, { batchSize: 100 }).toArray()).to.have.length(40);
	});

	it("refuses a cursor that is unknown, ended or killed: 43", async () => {
		const { cursor, next, collectionName } = await open({ batchSize: 200 });
		await refused(next(Long.fromNumber(12345)), 43, "CursorNotFound");
		await next(cursor.id);
		await refused(next(cursor.id), 43, "CursorNotFound");
		const other = await store.db.command({ find: collectionName, batchSize: 2 });
		await store.db.command({ killCursors: collectionName, cursors: [other.cursor.id] });
		await refused(next(other.cursor.id), 43, "CursorNotFound");
	});

	it("says which cursors it killed and which it did not know", async () => {
		const { cursor, collectionName } = await open({ batchSize: 2 });
		const unknown = Long.fromNumber(777);
		const reply = await store.db.command({
			killCursors: collectionName,
			cursors: [cursor.id, unknown]
		});
		expect(reply.cursorsKilled.map(String)).to.deep.equal([String(cursor.id)]);
		expect(reply.cursorsNotFound.map(String)).to.deep.equal(["777"]);
		expect(reply.cursorsAlive).to.deep.equal([]);
	});

	it("kills the cursor of a loop that was left", async () => {
		const things = await store.collection(ROWS);
		const cursor = things.find().batchSize(10);
		for await (const found of cursor) if (found._id === 25) break;
		expect(cursor.killed).to.equal(true);
		const more = { getMore: cursor.id!, collection: things.collectionName };
		await refused(store.db.command(more), 43);
	});

	it(
		"refuses a getMore for another collection: 13",
		conforms("getmore-other-collection", async () => {
			const { cursor } = await open({ batchSize: 2 });
			const wrong = { getMore: cursor.id, collection: "another" };
			await refused(store.db.command(wrong), 13, "Unauthorized");
		})
	);

	it("goes on over what is written meanwhile, giving nothing twice", async () => {
		const things = await store.collection(ROWS);
		const seen: unknown[] = [];
		for await (const found of things
			.find({ n: { $gte: 0 } })
			.sort({ _id: 1 })
			.batchSize(20)) {
			if (seen.length === 10) await things.updateMany({}, { $inc: { n: 100 } });
			if (seen.length === 50) await things.deleteMany({ _id: { $gte: 290 } });
			seen.push(found._id);
		}
		expect(new Set(seen).size).to.equal(seen.length);
		expect(seen.length).to.be.within(200, 300);
	});

	it("holds many open cursors and still answers", async () => {
		const things = await store.collection(ROWS);
		const cursors = Array.from({ length: 120 }, () => things.find().batchSize(2));
		await Promise.all(cursors.map(cursor => cursor.next()));
		expect(await things.countDocuments()).to.equal(300);
		await Promise.all(cursors.map(cursor => cursor.close()));
	});

	it("iterates, counts, rewinds, clones and maps as the driver offers", async () => {
		const things = await store.collection(ROWS);
		const cursor = things.find({ n: 1 }).sort({ _id: 1 }).batchSize(4);
		expect(await cursor.hasNext()).to.equal(true);
		expect((await cursor.next())!._id).to.equal(1);
		cursor.rewind();
		expect((await cursor.next())!._id).to.equal(1);
		const mapped = cursor.clone().map(found => found._id);
		expect((await mapped.toArray()).slice(0, 2)).to.deep.equal([1, 11]);
		await cursor.close();
	});

	it("streams", async () => {
		const things = await store.collection(ROWS);
		let count = 0;
		for await (const _ of things.find().batchSize(30).stream()) count++;
		expect(count).to.equal(300);
	});

	it("ends a query at maxTimeMS: 50, and what ran is no longer running", async () => {
		const many = await store.collection(Array.from({ length: 3000 }, (_, i) => ({ i })));
		const square = {
			$lookup: {
				from: many.collectionName,
				let: { i: "$i" },
				pipeline: [
					{ $match: { $expr: { $gt: ["$i", "$$i"] } } },
					{ $group: { _id: null, s: { $sum: "$i" } } }
				],
				as: "later"
			}
		};
		const slow = many.aggregate([square, { $count: "n" }], { maxTimeMS: 100 }).toArray();
		await refused(slow, 50, "MaxTimeMSExpired");
		await until(async () => (await many.countDocuments()) === 3000);
		expect(await many.find({ i: 5 }).maxTimeMS(10_000).toArray()).to.have.length(1);
	});

	it("answers finds that ask for an exhaust cursor like any other", async () => {
		const { cursor } = await open({ batchSize: 5, noCursorTimeout: true });
		expect(cursor.firstBatch).to.have.length(5);
		await store.db.command({ killCursors: "cursors", cursors: [cursor.id] });
	});

	it(
		"refuses a tailable cursor on a collection that is not capped",
		conforms("tailable", async () => {
			const things = await store.collection(ROWS);
			await refused(things.find({}, { tailable: true }).toArray(), [2, 238]);
		})
	);

	it("lists collections and indexes through cursors too", async () => {
		const things = await store.collection(ROWS.slice(0, 1));
		await things.createIndexes(
			Array.from({ length: 6 }, (_, i) => ({ key: { [`f${i}`]: 1 } }))
		);
		expect(await things.listIndexes({ batchSize: 2 }).toArray()).to.have.length(7);
		const listed = await store.db
			.listCollections({}, { batchSize: 1, nameOnly: true })
			.toArray();
		expect(listed.map(({ name }) => name)).to.include(things.collectionName);
	});
});
