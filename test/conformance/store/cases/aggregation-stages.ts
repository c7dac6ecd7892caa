import type { Document } from "mongodb";

/** A pipeline over the orders, and all that it gives (ordered where it sorts). */
export const STAGES: Record<string, [pipeline: Document[], result: unknown[]][]> = {
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
