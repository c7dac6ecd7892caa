import type { Document } from "mongodb";

/** Pipelines that must be refused, with MongoDB's code. */
export const MISTAKES: [name: string, pipeline: Document[], code: number[]][] = [
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
