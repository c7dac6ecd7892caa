import { Int32 } from "mongodb";
import type { Document, UpdateOptions } from "mongodb";
import type { Doc } from "../../../support/store.ts";

/** The driver's own type refuses some of what is tested here. */
export type Update = Document | Document[];

/** One update of one document: before, the update (with options and filter), after. */
export interface Step {
	name: string;
	before: Doc;
	update: Update;
	after: Doc;
	filter?: Doc;
	options?: UpdateOptions;
}

/** What each operator makes of a document. */
export const STEPS: Record<string, Step[]> = {
	fields: [
		{ name: "$set", before: { a: 1 }, update: { $set: { a: 2, b: 3 } }, after: { a: 2, b: 3 } },
		{
			name: "$set along a path makes what is missing",
			before: { a: { x: 1 } },
			update: { $set: { "a.b.c": 1, "l.0": 5 } },
			after: { a: { x: 1, b: { c: 1 } }, l: { "0": 5 } }
		},
		{
			name: "$set of an array's element, and beyond its end",
			before: { l: [1, 2] },
			update: { $set: { "l.1": 9, "l.3": 4 } },
			after: { l: [1, 9, null, 4] }
		},
		{
			name: "$unset of a field, a path and an element (which becomes null)",
			before: { a: 1, o: { x: 1, y: 2 }, l: [1, 2, 3] },
			update: { $unset: { a: "", "o.x": "", "l.1": "", nope: "" } },
			after: { o: { y: 2 }, l: [1, null, 3] }
		},
		{
			name: "$rename, also into a path",
			before: { a: 1, b: 2, o: {} },
			update: { $rename: { a: "z", b: "o.b", nope: "other" } },
			after: { o: { b: 2 }, z: 1 }
		},
		{
			name: "$inc and $mul, missing fields too",
			before: { n: 2, m: 3 },
			update: { $inc: { n: 5, "b.n": -1 }, $mul: { m: 2, k: 9 } },
			after: { n: 7, m: 6, b: { n: -1 }, k: 0 }
		},
		{
			name: "$min and $max in the order of types",
			before: { lo: 5, hi: 5, same: 5, s: "a", d: 1 },
			update: { $min: { lo: 3, same: 7, neu: 1, s: 9 }, $max: { hi: 9, d: "x" } },
			after: { lo: 3, hi: 9, same: 5, s: 9, d: "x", neu: 1 }
		},
		{
			name: "$bit",
			before: { a: new Int32(13), o: new Int32(3), x: new Int32(1) },
			update: { $bit: { a: { and: 10 }, o: { or: 5 }, x: { xor: 5 } } },
			after: { a: 8, o: 7, x: 4 }
		},
		{
			name: "several operators on different fields",
			before: { a: 1, b: 2, c: [1] },
			update: { $set: { d: 1 }, $inc: { a: 1 }, $unset: { b: 1 }, $push: { c: 2 } },
			after: { a: 2, c: [1, 2], d: 1 }
		},
		{
			name: "new fields in the order of their names",
			before: { z: 0 },
			update: { $set: { c: 1, a: 2, b: 3 } },
			after: { z: 0, a: 2, b: 3, c: 1 }
		},
		{ name: "an empty $set", before: { a: 1 }, update: { $set: {} }, after: { a: 1 } },
		{
			name: "$set of a literal that looks like an expression",
			before: { a: 1 },
			update: { $set: { a: "$b", c: { d: "$$x" } } },
			after: { a: "$b", c: { d: "$$x" } }
		}
	],
	arrays: [
		{
			name: "$push to a list and to nothing",
			before: { l: [1] },
			update: { $push: { l: [2], m: 1 } },
			after: { l: [1, [2]], m: [1] }
		},
		{
			name: "$push with $each, $position",
			before: { l: [1, 2, 3] },
			update: { $push: { l: { $each: [8, 9], $position: 1 } } },
			after: { l: [1, 8, 9, 2, 3] }
		},
		{
			name: "$push with a negative $position",
			before: { l: [1, 2, 3] },
			update: { $push: { l: { $each: [9], $position: -1 } } },
			after: { l: [1, 2, 9, 3] }
		},
		{
			name: "$push with $sort and $slice",
			before: { l: [3, 9] },
			update: { $push: { l: { $each: [1, 7], $sort: -1, $slice: 3 } } },
			after: { l: [9, 7, 3] }
		},
		{
			name: "$push with $sort by a field and $slice from the end",
			before: { l: [{ k: 3 }, { k: 1 }] },
			update: { $push: { l: { $each: [{ k: 2 }], $sort: { k: 1 }, $slice: -2 } } },
			after: { l: [{ k: 2 }, { k: 3 }] }
		},
		{
			name: "$push with $slice 0",
			before: { l: [1] },
			update: { $push: { l: { $each: [], $slice: 0 } } },
			after: { l: [] }
		},
		{
			name: "$push and $addToSet of nothing make an empty array",
			before: {},
			update: { $push: { a: { $each: [] } }, $addToSet: { b: { $each: [] } } },
			after: { a: [], b: [] }
		},
		{
			name: "$addToSet, one and $each",
			before: { l: [1, { a: 1, b: 2 }], m: [1] },
			update: { $addToSet: { l: { b: 2, a: 1 }, m: { $each: [1, 2, 2, 3] } } },
			after: { l: [1, { a: 1, b: 2 }, { b: 2, a: 1 }], m: [1, 2, 3] }
		},
		{
			name: "$addToSet of an equal document changes nothing",
			before: { l: [{ a: 1, b: 2 }] },
			update: { $addToSet: { l: { a: 1, b: 2 } } },
			after: { l: [{ a: 1, b: 2 }] }
		},
		{
			name: "$pop at both ends",
			before: { a: [1, 2, 3], b: [1, 2, 3] },
			update: { $pop: { a: 1, b: -1, nope: 1 } },
			after: { a: [1, 2], b: [2, 3] }
		},
		{
			name: "$pull by value, by condition, by document",
			before: { a: [1, 2, 1], b: [1, 5, 9], c: [{ k: 1, v: 1 }, { k: 2 }] },
			update: { $pull: { a: 1, b: { $gte: 5 }, c: { k: 1 }, nope: 1 } },
			after: { a: [2], b: [1], c: [{ k: 2 }] }
		},
		{
			name: "$pull by a regular expression",
			before: { l: ["ax", "bx", 1] },
			update: { $pull: { l: /^a/ } },
			after: { l: ["bx", 1] }
		},
		{
			name: "$pull with $elemMatch inside of elements",
			before: {
				l: [
					{ r: [{ q: 1, a: 5 }] },
					{
						r: [
							{ q: 1, a: 1 },
							{ q: 2, a: 5 }
						]
					}
				]
			},
			update: { $pull: { l: { r: { $elemMatch: { q: 1, a: { $gte: 5 } } } } } },
			after: {
				l: [
					{
						r: [
							{ q: 1, a: 1 },
							{ q: 2, a: 5 }
						]
					}
				]
			}
		},
		{
			name: "$pullAll",
			before: { l: [1, 2, [3], 2, { a: 1 }] },
			update: { $pullAll: { l: [2, [3], { a: 1 }] } },
			after: { l: [1] }
		}
	],
	positions: [
		{
			name: "$ takes the element that matched",
			before: {
				l: [
					{ k: 1, v: 1 },
					{ k: 2, v: 1 }
				]
			},
			filter: { "l.k": 2 },
			update: { $set: { "l.$.v": 9 } },
			after: {
				l: [
					{ k: 1, v: 1 },
					{ k: 2, v: 9 }
				]
			}
		},
		{
			name: "$ with $elemMatch and $inc",
			before: {
				l: [
					{ k: 1, v: 1 },
					{ k: 1, v: 5 }
				]
			},
			filter: { l: { $elemMatch: { k: 1, v: { $gt: 2 } } } },
			update: { $inc: { "l.$.v": 1 } },
			after: {
				l: [
					{ k: 1, v: 1 },
					{ k: 1, v: 6 }
				]
			}
		},
		{
			name: "$ of scalars",
			before: { l: [80, 85, 90] },
			filter: { l: 85 },
			update: { $set: { "l.$": 86 } },
			after: { l: [80, 86, 90] }
		},
		{
			name: "$[] takes all elements",
			before: { l: [1, 2], o: [{ v: [1, 2] }, { v: [3] }] },
			update: { $inc: { "l.$[]": 10, "o.$[].v.$[]": 1 } },
			after: { l: [11, 12], o: [{ v: [2, 3] }, { v: [4] }] }
		},
		{
			name: "$[name] takes what arrayFilters say",
			before: {
				l: [
					{ k: 1, v: [1, 8] },
					{ k: 2, v: [9] }
				]
			},
			update: { $set: { "l.$[e].v.$[n]": 0 } },
			options: { arrayFilters: [{ "e.k": 1 }, { n: { $gt: 5 } }] },
			after: {
				l: [
					{ k: 1, v: [1, 0] },
					{ k: 2, v: [9] }
				]
			}
		},
		{
			name: "$[name] with $or, and with $push and $unset",
			before: { l: [{ k: 1 }, { k: 2, x: 1 }, { k: 3, x: 1 }] },
			update: { $push: { "l.$[e].t": 1 }, $unset: { "l.$[e].x": "" } },
			options: { arrayFilters: [{ $or: [{ "e.k": 1 }, { "e.k": 2 }] }] },
			after: {
				l: [
					{ k: 1, t: [1] },
					{ k: 2, t: [1] },
					{ k: 3, x: 1 }
				]
			}
		}
	],
	pipelines: [
		{
			name: "$set from other fields, $unset, $$REMOVE",
			before: { a: 2, b: 3, c: 1, d: 1 },
			update: [{ $set: { sum: { $add: ["$a", "$b"] }, c: "$$REMOVE" } }, { $unset: "d" }],
			after: { a: 2, b: 3, sum: 5 }
		},
		{
			name: "$replaceWith and $project",
			before: { o: { x: 1, y: 2 } },
			update: [{ $replaceWith: { $mergeObjects: ["$o", { z: 3 }] } }, { $project: { y: 0 } }],
			after: { x: 1, z: 3 }
		},
		{
			name: "stages see what the stages before them made",
			before: { n: 1 },
			update: [
				{ $set: { n: { $add: ["$n", 1] } } },
				{ $set: { twice: { $multiply: ["$n", 2] } } }
			],
			after: { n: 2, twice: 4 }
		},
		{
			name: "$cond and arrays",
			before: { l: [3, 1], s: "a" },
			update: [
				{
					$set: {
						l: { $concatArrays: ["$l", [9]] },
						s: { $cond: [{ $eq: ["$s", "a"] }, "b", "c"] }
					}
				}
			],
			after: { l: [3, 1, 9], s: "b" }
		}
	]
};
