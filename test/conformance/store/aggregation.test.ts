import { expect } from "chai";
import type { Collection } from "mongodb";
import { print } from "../../support/print.ts";
import { refused } from "../../support/server-error.ts";
import { useStore, type Doc } from "../../support/store.ts";
import { MISTAKES } from "./cases/aggregation-mistakes.ts";
import { STAGES } from "./cases/aggregation-stages.ts";
import { conforms } from "./differences.ts";

const ORDERS: Doc[] = [
	{ _id: 1, who: "ann", sum: 10, tags: ["a", "b"], at: new Date("2024-01-15") },
	{ _id: 2, who: "bob", sum: 20, tags: ["a"], at: new Date("2024-01-20") },
	{ _id: 3, who: "ann", sum: 30, tags: [], at: new Date("2024-02-10") },
	{ _id: 4, who: "cid", sum: 40, at: new Date("2024-02-11") },
	{ _id: 5, who: "ann", sum: 50, tags: ["b", "c"], at: new Date("2024-03-01") }
];

const PEOPLE: Doc[] = [
	{ _id: "ann", boss: "bob", age: 30 },
	{ _id: "bob", boss: "cid", age: 40 },
	{ _id: "cid", age: 50 }
];

describe("store: aggregation stages", () => {
	const store = useStore("aggregation");
	let orders: Collection<Doc>;

	before(async () => {
		orders = await store.collection(ORDERS);
		await store.db.collection<Doc>("people").insertMany(PEOPLE);
	});

	for (const [topic, pipelines] of Object.entries(STAGES)) {
		describe(topic, () => {
			for (const [pipeline, result] of pipelines) {
				const name = print(pipeline);
				it(
					name,
					conforms(`aggregation: ${name}`, async () => {
						expect(await orders.aggregate(pipeline).toArray()).to.deep.equal(result);
					})
				);
			}
		});
	}

	describe("refuses", () => {
		for (const [name, pipeline, code] of MISTAKES) {
			it(
				name,
				conforms(`aggregation-mistake: ${name}`, async () => {
					await refused(orders.aggregate(pipeline).toArray(), code);
				})
			);
		}
	});

	it("fills with values and from neighbours", async () => {
		const things = await store.collection([
			{ _id: 1, n: 1 },
			{ _id: 2, n: null },
			{ _id: 3, n: 3, s: "x" }
		]);
		const output = { n: { method: "linear" }, s: { value: "none" } };
		const filled = await things
			.aggregate([{ $fill: { sortBy: { _id: 1 }, output } }])
			.toArray();
		expect(filled.map(({ n, s }) => [n, s])).to.deep.equal([
			[1, "none"],
			[2, "none"],
			[3, "x"]
		]);
	});

	it("begins with documents that are written in the pipeline", async () => {
		const pipeline = [{ $documents: [{ a: 1 }, { a: 2 }] }, { $match: { a: 2 } }];
		expect(await store.db.aggregate(pipeline).toArray()).to.deep.equal([{ a: 2 }]);
	});

	it("takes variables from `let`, and knows $$NOW and $$ROOT", async () => {
		const pipeline = [
			{ $match: { $expr: { $eq: ["$_id", "$$wanted"] } } },
			{ $project: { now: "$$NOW", who: "$$ROOT.who" } }
		];
		const [found] = await orders.aggregate(pipeline, { let: { wanted: 2 } }).toArray();
		expect(found!.who).to.equal("bob");
		expect(found!.now.getTime()).to.be.closeTo(Date.now(), 60_000);
	});

	it("writes with $out and replaces what was there", async () => {
		const target = await store.collection([{ _id: "old" }]);
		const pipeline = [{ $match: { who: "ann" } }, { $project: { sum: 1 } }];
		const out = [...pipeline, { $out: target.collectionName }];
		expect(await orders.aggregate(out).toArray()).to.deep.equal([]);
		expect(await target.find().sort({ _id: 1 }).toArray()).to.deep.equal([
			{ _id: 1, sum: 10 },
			{ _id: 3, sum: 30 },
			{ _id: 5, sum: 50 }
		]);
	});

	it("writes with $merge: replaces, keeps, merges, inserts", async () => {
		const target = await store.collection([{ _id: 1, keep: true }, { _id: 99 }]);
		const merge = (options: object) =>
			orders
				.aggregate([
					{ $match: { _id: { $lte: 2 } } },
					{ $project: { sum: 1 } },
					{ $merge: { into: target.collectionName, ...options } }
				])
				.toArray();
		const all = () => target.find().sort({ _id: 1 }).toArray();
		await merge({ whenMatched: "keepExisting", whenNotMatched: "discard" });
		expect(await all()).to.deep.equal([{ _id: 1, keep: true }, { _id: 99 }]);
		await merge({});
		expect(await all()).to.deep.equal([
			{ _id: 1, keep: true, sum: 10 },
			{ _id: 2, sum: 20 },
			{ _id: 99 }
		]);
		await merge({ whenMatched: "replace" });
		expect(await all()).to.deep.equal([{ _id: 1, sum: 10 }, { _id: 2, sum: 20 }, { _id: 99 }]);
	});

	it("goes on in batches like a find", async () => {
		const many = await store.collection(Array.from({ length: 500 }, (_, _id) => ({ _id })));
		const pipeline = [{ $sort: { _id: -1 } }, { $addFields: { x: 1 } }];
		const found = await many.aggregate(pipeline, { batchSize: 40 }).toArray();
		expect(found.map(({ _id }) => _id)).to.deep.equal(
			Array.from({ length: 500 }, (_, place) => 499 - place)
		);
	});

	it("reads a view through its pipeline, and refuses to write it", async () => {
		await store.db.createCollection("anns", {
			viewOn: orders.collectionName,
			pipeline: [{ $match: { who: "ann" } }]
		});
		const view = store.db.collection("anns");
		expect(await view.countDocuments({ sum: { $gt: 10 } })).to.equal(2);
		expect(await view.find().sort({ sum: -1 }).limit(1).toArray()).to.have.length(1);
		await refused(view.insertOne({ a: 1 }), 166);
	});
});
