import { expect } from "chai";
import type { Collection, Document } from "mongodb";
import { print } from "../../support/print.ts";
import { refused } from "../../support/server-error.ts";
import { useStore, type Doc } from "../../support/store.ts";
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

/** A pipeline over the orders, and all that it gives (ordered where it sorts). */
const STAGES: Record<string, [pipeline: Document[], result: unknown[]][]> = {
	"$match, $sort, $skip, $limit, $project": [
		[[{ $match: { sum: { $gt: 40 } } }, { $project: { sum: 1 } }], [{ _id: 5, sum: 50 }]],
		[
			[{ $sort: { who: 1, sum: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
			[{ _id: 3 }, { _id: 1 }]
		],
		[
			[
				{ $match: { _id: 1 } },
				{ $project: { _id: 0, who: 1, half: { $divide: ["$sum", 2] } } }
			],
			[{ who: "ann", half: 5 }]
		],
		[
			[{ $match: { _id: 2 } }, { $project: { at: 0, tags: 0 } }],
			[{ _id: 2, who: "bob", sum: 20 }]
		]
	],
	$group: [
		[
			[
				{
					$group: {
						_id: "$who",
						n: { $sum: 1 },
						total: { $sum: "$sum" },
						mean: { $avg: "$sum" },
						least: { $min: "$sum" },
						most: { $max: "$sum" }
					}
				},
				{ $sort: { _id: 1 } }
			],
			[
				{ _id: "ann", n: 3, total: 90, mean: 30, least: 10, most: 50 },
				{ _id: "bob", n: 1, total: 20, mean: 20, least: 20, most: 20 },
				{ _id: "cid", n: 1, total: 40, mean: 40, least: 40, most: 40 }
			]
		],
		[
			[
				{ $sort: { _id: 1 } },
				{
					$group: {
						_id: null,
						first: { $first: "$who" },
						last: { $last: "$who" },
						all: { $push: "$sum" },
						count: { $count: {} }
					}
				}
			],
			[{ _id: null, first: "ann", last: "ann", all: [10, 20, 30, 40, 50], count: 5 }]
		],
		[
			[
				{ $group: { _id: { who: "$who", month: { $month: "$at" } }, n: { $sum: 1 } } },
				{ $match: { "_id.month": 2 } },
				{ $sort: { "_id.who": 1 } }
			],
			[
				{ _id: { who: "ann", month: 2 }, n: 1 },
				{ _id: { who: "cid", month: 2 }, n: 1 }
			]
		],
		[
			[
				{ $unwind: "$tags" },
				{ $group: { _id: null, tags: { $addToSet: "$tags" } } },
				{ $project: { tags: { $sortArray: { input: "$tags", sortBy: 1 } } } }
			],
			[{ _id: null, tags: ["a", "b", "c"] }]
		],
		[
			[
				{
					$group: {
						_id: "$missing",
						n: { $sum: 1 },
						s: { $sum: "$who" },
						a: { $avg: "$who" }
					}
				}
			],
			[{ _id: null, n: 5, s: 0, a: null }]
		],
		[
			[
				{
					$group: {
						_id: null,
						top: { $top: { sortBy: { sum: -1 }, output: "$_id" } },
						two: { $topN: { n: 2, sortBy: { sum: -1 }, output: "$_id" } },
						low: { $bottom: { sortBy: { sum: -1 }, output: "$_id" } },
						big: { $maxN: { n: 2, input: "$sum" } }
					}
				}
			],
			[{ _id: null, top: 5, two: [5, 4], low: 1, big: [50, 40] }]
		],
		[[{ $match: { _id: 99 } }, { $group: { _id: null, n: { $sum: 1 } } }], []]
	],
	$unwind: [
		[
			[{ $unwind: "$tags" }, { $sort: { _id: 1, tags: 1 } }, { $project: { tags: 1 } }],
			[
				{ _id: 1, tags: "a" },
				{ _id: 1, tags: "b" },
				{ _id: 2, tags: "a" },
				{ _id: 5, tags: "b" },
				{ _id: 5, tags: "c" }
			]
		],
		[
			[
				{ $match: { _id: { $in: [1, 3, 4] } } },
				{ $sort: { _id: 1 } },
				{
					$unwind: {
						path: "$tags",
						preserveNullAndEmptyArrays: true,
						includeArrayIndex: "i"
					}
				},
				{ $project: { tags: 1, i: 1 } }
			],
			[
				{ _id: 1, tags: "a", i: 0 },
				{ _id: 1, tags: "b", i: 1 },
				{ _id: 3, i: null },
				{ _id: 4, i: null }
			]
		]
	],
	"$addFields, $set, $unset, $replaceRoot, $replaceWith": [
		[
			[
				{ $match: { _id: 2 } },
				{ $addFields: { x: { y: "$sum" }, who: "eve" } },
				{ $unset: ["at", "tags"] }
			],
			[{ _id: 2, who: "eve", sum: 20, x: { y: 20 } }]
		],
		[[{ $match: { _id: 2 } }, { $replaceRoot: { newRoot: { a: "$who" } } }], [{ a: "bob" }]],
		[
			[
				{ $match: { _id: 2 } },
				{ $replaceWith: { $mergeObjects: [{ z: 1, who: 1 }, { who: "$who" }] } }
			],
			[{ z: 1, who: "bob" }]
		]
	],
	"$count, $sortByCount, $bucket, $bucketAuto, $facet, $sample": [
		[[{ $match: { sum: { $gte: 30 } } }, { $count: "n" }], [{ n: 3 }]],
		[[{ $match: { sum: 1000 } }, { $count: "n" }], []],
		[[{ $sortByCount: "$who" }, { $limit: 1 }], [{ _id: "ann", count: 3 }]],
		[
			[
				{
					$bucket: {
						groupBy: "$sum",
						boundaries: [0, 20, 40],
						default: "more",
						output: { n: { $sum: 1 }, ids: { $push: "$_id" } }
					}
				}
			],
			[
				{ _id: 0, n: 1, ids: [1] },
				{ _id: 20, n: 2, ids: [2, 3] },
				{ _id: "more", n: 2, ids: [4, 5] }
			]
		],
		[
			[{ $bucketAuto: { groupBy: "$sum", buckets: 2 } }],
			[
				{ _id: { min: 10, max: 40 }, count: 3 },
				{ _id: { min: 40, max: 50 }, count: 2 }
			]
		],
		[
			[
				{
					$facet: {
						n: [{ $count: "n" }],
						page: [{ $sort: { sum: -1 } }, { $limit: 2 }, { $project: { _id: 1 } }],
						none: [{ $match: { sum: -1 } }]
					}
				}
			],
			[{ n: [{ n: 5 }], page: [{ _id: 5 }, { _id: 4 }], none: [] }]
		],
		[[{ $sample: { size: 3 } }, { $count: "n" }], [{ n: 3 }]]
	],
	$lookup: [
		[
			[
				{ $match: { _id: { $lte: 2 } } },
				{ $sort: { _id: 1 } },
				{ $lookup: { from: "people", localField: "who", foreignField: "_id", as: "p" } },
				{ $project: { p: 1 } }
			],
			[
				{ _id: 1, p: [{ _id: "ann", boss: "bob", age: 30 }] },
				{ _id: 2, p: [{ _id: "bob", boss: "cid", age: 40 }] }
			]
		],
		[
			[
				{ $match: { _id: 4 } },
				{
					$lookup: {
						from: "people",
						let: { sum: "$sum" },
						pipeline: [
							{ $match: { $expr: { $gte: ["$age", "$$sum"] } } },
							{ $sort: { _id: 1 } },
							{ $project: { _id: 1 } }
						],
						as: "p"
					}
				},
				{ $project: { p: 1 } }
			],
			[{ _id: 4, p: [{ _id: "bob" }, { _id: "cid" }] }]
		],
		[
			[
				{ $match: { _id: 1 } },
				{
					$lookup: {
						from: "people",
						localField: "who",
						foreignField: "_id",
						pipeline: [{ $project: { _id: 0, age: 1 } }],
						as: "p"
					}
				},
				{ $unwind: "$p" },
				{ $project: { age: "$p.age" } }
			],
			[{ _id: 1, age: 30 }]
		],
		[
			[
				{ $match: { _id: 1 } },
				{ $lookup: { from: "nowhere", localField: "who", foreignField: "_id", as: "p" } },
				{ $project: { p: 1 } }
			],
			[{ _id: 1, p: [] }]
		],
		[
			[
				{ $match: { _id: 5 } },
				{
					$lookup: {
						from: "people",
						localField: "missing",
						foreignField: "boss",
						as: "p"
					}
				},
				{ $project: { "p._id": 1 } }
			],
			[{ _id: 5, p: [{ _id: "cid" }] }]
		]
	],
	"$graphLookup and $unionWith": [
		[
			[
				{ $match: { _id: 1 } },
				{
					$graphLookup: {
						from: "people",
						startWith: "$who",
						connectFromField: "boss",
						connectToField: "_id",
						depthField: "depth",
						as: "chain"
					}
				},
				{ $project: { chain: { $sortArray: { input: "$chain", sortBy: { depth: 1 } } } } },
				{ $project: { "chain._id": 1, "chain.depth": 1 } }
			],
			[
				{
					_id: 1,
					chain: [
						{ _id: "ann", depth: 0 },
						{ _id: "bob", depth: 1 },
						{ _id: "cid", depth: 2 }
					]
				}
			]
		],
		[
			[
				{ $unionWith: { coll: "people", pipeline: [{ $match: { age: 50 } }] } },
				{ $count: "n" }
			],
			[{ n: 6 }]
		]
	],
	"$setWindowFields, $densify, $fill, $redact": [
		[
			[
				{
					$setWindowFields: {
						partitionBy: "$who",
						sortBy: { sum: 1 },
						output: {
							run: { $sum: "$sum", window: { documents: ["unbounded", "current"] } },
							nr: { $documentNumber: {} }
						}
					}
				},
				{ $match: { who: "ann" } },
				{ $sort: { sum: 1 } },
				{ $project: { run: 1, nr: 1 } }
			],
			[
				{ _id: 1, run: 10, nr: 1 },
				{ _id: 3, run: 40, nr: 2 },
				{ _id: 5, run: 90, nr: 3 }
			]
		],
		[
			[
				{ $match: { _id: { $in: [1, 3] } } },
				{ $project: { sum: 1 } },
				{ $densify: { field: "sum", range: { step: 10, bounds: "full" } } },
				{ $sort: { sum: 1 } },
				{ $project: { _id: 0 } }
			],
			[{ sum: 10 }, { sum: 20 }, { sum: 30 }]
		],
		[
			[
				{ $redact: { $cond: [{ $gt: ["$sum", 30] }, "$$KEEP", "$$PRUNE"] } },
				{ $project: { _id: 1 } },
				{ $sort: { _id: 1 } }
			],
			[{ _id: 4 }, { _id: 5 }]
		]
	]
};

const MISTAKES: [name: string, pipeline: Document[], code: number[]][] = [
	["an unknown stage", [{ $nope: {} }], [40324]],
	["a stage with two names", [{ $match: {}, $sort: { a: 1 } }], [40323]],
	["an unknown expression", [{ $project: { a: { $nope: 1 } } }], [31325, 168]],
	["an unknown accumulator", [{ $group: { _id: 1, a: { $nope: 1 } } }], [15952]],
	["$group without _id", [{ $group: { n: { $sum: 1 } } }], [15955]],
	["a field of $group that is no accumulator", [{ $group: { _id: 1, n: 5 } }], [40234]],
	["$limit of nothing", [{ $limit: 0 }], [15958]],
	["a negative $skip", [{ $skip: -1 }], [5107200, 15956]],
	["$unwind of no path", [{ $unwind: "tags" }], [28818]],
	["$sort by nothing", [{ $sort: {} }], [15976]],
	["$out before the end", [{ $out: "x" }, { $match: {} }], [40601]],
	["$facet inside of $facet", [{ $facet: { a: [{ $facet: { b: [] } }] } }], [40600]],
	["an undefined variable", [{ $project: { a: "$$nope" } }], [17276]],
	["a division by zero", [{ $project: { a: { $divide: ["$sum", 0] } } }], [2, 16608]],
	["$add of a string", [{ $project: { a: { $add: ["$who", 1] } } }], [14]],
	["$size of a number", [{ $project: { a: { $size: "$sum" } } }], [17124]],
	["$replaceRoot by a value", [{ $replaceRoot: { newRoot: "$sum" } }], [40228]],
	[
		"$bucket without its default",
		[{ $bucket: { groupBy: "$sum", boundaries: [0, 1] } }],
		[40066, 2]
	],
	["two arguments too many", [{ $project: { a: { $eq: [1, 2, 3] } } }], [16020]],
	["$text that is not first", [{ $limit: 1 }, { $match: { $text: { $search: "a" } } }], [17313]]
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
