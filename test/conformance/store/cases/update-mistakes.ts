import type { UpdateOptions } from "mongodb";
import type { Doc } from "../../../support/store.ts";
import type { Update } from "./update-steps.ts";

/** Updates that must be refused, with MongoDB's code. */
export const MISTAKES: [
	name: string,
	before: Doc,
	update: Update,
	code: number,
	options?: UpdateOptions
][] = [
	["an unknown operator", {}, { $nope: { a: 1 } }, 9],
	["two operators on one path", { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
	["a path and a path inside of it", { a: {} }, { $set: { a: 1, "a.b": 1 } }, 40],
	["a change of _id", { a: 1 }, { $set: { _id: 5 } }, 66],
	["$inc of a string", { a: "x" }, { $inc: { a: 1 } }, 14],
	["$inc of a boolean", { a: false }, { $inc: { a: 1 } }, 14],
	["$inc by a string", { a: 1 }, { $inc: { a: "x" } }, 14],
	["$push to what is no array", { a: 1 }, { $push: { a: 1 } }, 2],
	["$addToSet to what is no array", { a: 1 }, { $addToSet: { a: 1 } }, 2],
	["$pull from what is no array", { a: 1 }, { $pull: { a: 1 } }, 2],
	["$pop from what is no array", { a: 1 }, { $pop: { a: 1 } }, 14],
	["$pop by two", { a: [1] }, { $pop: { a: 2 } }, 9],
	["$bit of a double", { a: 1.5 }, { $bit: { a: { and: 1 } } }, 2],
	["a path through a number", { a: 1 }, { $set: { "a.b": 1 } }, 28],
	["a path by name into an array", { a: [1] }, { $set: { "a.b": 1 } }, 28],
	["$rename onto itself", { a: 1 }, { $rename: { a: "a" } }, 2],
	["$[name] without its filter", { a: [1] }, { $set: { "a.$[e]": 1 } }, 2],
	[
		"a filter that nothing names",
		{ a: [1] },
		{ $set: { a: 1 } },
		9,
		{ arrayFilters: [{ e: 1 }] }
	],
	["$ without an array in the filter", { a: [1] }, { $set: { "a.$": 1 } }, 2],
	["$[] of what is no array", { a: 1 }, { $set: { "a.$[]": 1 } }, 2],
	["$each of a value", { a: [1] }, { $push: { a: { $each: 1 } } }, 2],
	["a stage that updates may not have", { a: 1 }, [{ $match: { a: 1 } }], 72],
	["an empty field name in a path", { a: 1 }, { $set: { "a..b": 1 } }, 56]
];
