import { Decimal128, Long, ObjectId } from "mongodb";
import type { Doc } from "../../../support/store.ts";

/** A collection's documents, and for each filter the `_id`s that it must find. */
export interface Table {
	documents: Doc[];
	find: [filter: object, ids: unknown[], difference?: string][];
}

const ID = new ObjectId();

/** The filters, by what they are about. */
export const TABLES: Record<string, Table> = {
	"equality and comparison": {
		documents: [
			{ _id: 1, n: 1, s: "a" },
			{ _id: 2, n: 2, s: "b" },
			{ _id: 3, n: 3, s: "c" },
			{ _id: 4, n: "2" },
			{ _id: 5, o: { a: 1, b: 2 } },
			{ _id: 6, o: { b: 2, a: 1 } }
		],
		find: [
			[{}, [1, 2, 3, 4, 5, 6]],
			[{ n: 2 }, [2]],
			[{ n: { $eq: 2 } }, [2]],
			[{ n: { $ne: 2 } }, [1, 3, 4, 5, 6]],
			[{ n: { $gt: 1 } }, [2, 3]],
			[{ n: { $gte: 2, $lt: 3 } }, [2]],
			[{ n: { $lte: 1 } }, [1]],
			[{ n: { $in: [1, "2", 9] } }, [1, 4]],
			[{ n: { $nin: [1, 2, 3] } }, [4, 5, 6]],
			[{ n: { $in: [] } }, []],
			[{ n: { $nin: [] } }, [1, 2, 3, 4, 5, 6]],
			[{ n: Long.fromNumber(2) }, [2]],
			[{ n: Decimal128.fromString("2.0") }, [2]],
			[{ o: { a: 1, b: 2 } }, [5]],
			[{ o: { b: 2, a: 1 } }, [6]],
			[{ o: { a: 1 } }, []],
			[{ "o.a": 1 }, [5, 6]],
			[{ n: 2, s: "c" }, []]
		]
	},
	"null, missing and $exists": {
		documents: [
			{ _id: 1, a: null },
			{ _id: 2 },
			{ _id: 3, a: 1 },
			{ _id: 4, a: [] },
			{ _id: 5, a: [null] },
			{ _id: 6, a: { b: null } },
			{ _id: 7, a: [{ b: 1 }, { c: 1 }] },
			{ _id: 8, a: [{ b: 1 }] }
		],
		find: [
			[{ a: null }, [1, 2, 5]],
			[{ a: { $eq: null } }, [1, 2, 5]],
			[{ a: { $ne: null } }, [3, 4, 6, 7, 8]],
			[{ a: { $in: [null, 1] } }, [1, 2, 3, 5]],
			[{ a: { $nin: [null] } }, [3, 4, 6, 7, 8]],
			[{ a: { $exists: true } }, [1, 3, 4, 5, 6, 7, 8]],
			[{ a: { $exists: false } }, [2]],
			[{ a: { $not: { $exists: true } } }, [2]],
			[{ "a.b": { $exists: true } }, [6, 7, 8]],
			[{ "a.b": { $exists: false } }, [1, 2, 3, 4, 5]],
			[{ "a.b": null }, [1, 2, 3, 6, 7]],
			[{ "a.b": { $ne: null } }, [4, 5, 8]],
			[{ a: { $type: "null" } }, [1, 5]],
			[{ a: { $gte: null } }, [1, 2, 5]]
		]
	},
	arrays: {
		documents: [
			{ _id: 1, t: ["a", "b"], n: [1, 5] },
			{ _id: 2, t: ["b"], n: [3] },
			{ _id: 3, t: "b", n: 3 },
			{ _id: 4, t: [["a", "b"], "c"], n: [] },
			{ _id: 5, t: ["b", "a"], n: [10, 20] },
			{ _id: 6 }
		],
		find: [
			[{ t: "b" }, [1, 2, 3, 5]],
			[{ t: ["a", "b"] }, [1, 4]],
			[{ t: { $in: ["c", "a"] } }, [1, 4, 5]],
			[{ t: { $nin: ["b"] } }, [4, 6]],
			[{ t: { $ne: "b" } }, [4, 6]],
			[{ t: { $all: ["a", "b"] } }, [1, 5]],
			[{ t: { $all: [["a", "b"]] } }, [1, 4]],
			[{ t: { $all: ["b"] } }, [1, 2, 3, 5]],
			[{ t: { $all: [] } }, []],
			[{ t: { $size: 2 } }, [1, 4, 5]],
			[{ t: { $size: 0 } }, []],
			[{ n: { $size: 0 } }, [4]],
			[{ n: { $gt: 1, $lt: 4 } }, [1, 2, 3]],
			[{ n: { $elemMatch: { $gt: 1, $lt: 4 } } }, [2]],
			[{ n: { $elemMatch: { $gte: 10 } } }, [5]],
			[{ n: { $not: { $gt: 4 } } }, [2, 3, 4, 6]],
			[{ "n.0": 3 }, [2]],
			[{ "n.1": { $gt: 4 } }, [1, 5]],
			[{ "t.0": "a" }, [1]],
			[{ n: { $lt: [2] } }, [1, 4]],
			[{ n: [] }, [4]],
			[{ n: { $mod: [5, 0] } }, [1, 5]]
		]
	},
	"arrays of documents, dotted paths and nested arrays": {
		documents: [
			{
				_id: 1,
				i: [
					{ k: 1, q: 5 },
					{ k: 2, q: 9 }
				]
			},
			{
				_id: 2,
				i: [
					{ k: 1, q: 9 },
					{ k: 3, q: 1 }
				]
			},
			{ _id: 3, i: { k: 1, q: 5 } },
			{ _id: 4, i: [[{ k: 1 }]] },
			{ _id: 5, i: [{ k: [1, 7] }, 4] },
			{ _id: 6, a: { b: [{ c: [{ d: 1 }] }, { c: [{ d: 2 }] }] } },
			{ _id: 7, a: [{ b: { c: { d: 2 } } }] },
			{ _id: 8, i: { "0": { k: 8 } } }
		],
		find: [
			[{ "i.k": 1 }, [1, 2, 3, 5]],
			[{ "i.k": 7 }, [5]],
			[{ "i.k": [1, 7] }, [5]],
			[{ "i.k": 1, "i.q": 9 }, [1, 2]],
			[{ i: { $elemMatch: { k: 1, q: 9 } } }, [2]],
			[{ i: { $elemMatch: { k: 1 } } }, [1, 2, 5]],
			[{ i: { $elemMatch: { $or: [{ k: 2 }, { q: 1 }] } } }, [1, 2]],
			[{ i: { $all: [{ $elemMatch: { k: 1 } }, { $elemMatch: { q: 1 } }] } }, [2]],
			[{ i: { k: 1, q: 5 } }, [1, 3]],
			[{ "i.0.k": 1 }, [1, 2, 5, 4]],
			[{ "i.0.0.k": 1 }, [4]],
			[{ "i.0.k": 8 }, [8]],
			[{ "i.1": 4 }, [5]],
			[{ "a.b.c.d": 2 }, [6, 7]],
			[{ "a.b.0.c.d": 2 }, []],
			[{ "a.b.1.c.0.d": 2 }, [6]],
			[{ "i.q": { $gt: 1, $lt: 9 } }, [1, 2, 3]],
			[{ "i.k": { $size: 2 } }, [5]]
		]
	},
	"logical operators": {
		documents: [
			{ _id: 1, a: 1, b: 1 },
			{ _id: 2, a: 1, b: 2 },
			{ _id: 3, a: 2, b: 1 },
			{ _id: 4, b: 3 }
		],
		find: [
			[{ $and: [{ a: 1 }, { b: 2 }] }, [2]],
			[{ $or: [{ a: 2 }, { b: 2 }] }, [2, 3]],
			[{ $nor: [{ a: 1 }, { b: 3 }] }, [3]],
			[{ a: 1, $or: [{ b: 1 }, { b: 3 }] }, [1]],
			[{ $and: [{ $or: [{ a: 1 }, { a: 2 }] }, { $or: [{ b: 1 }] }] }, [1, 3]],
			[{ a: { $not: { $gt: 1 } } }, [1, 2, 4]],
			[{ a: { $not: { $in: [1] } } }, [3, 4]],
			[{ a: { $not: { $not: { $eq: 1 } } } }, [1, 2]]
		]
	},
	"regular expressions": {
		documents: [
			{ _id: 1, s: "Hello world" },
			{ _id: 2, s: "hello\nWorld" },
			{ _id: 3, s: ["x", "hello"] },
			{ _id: 4, s: 5 },
			{ _id: 5, s: "a.b" },
			{ _id: 6, s: "aXb" },
			{ _id: 7, s: "Éclair" }
		],
		find: [
			[{ s: /^hello/ }, [2, 3]],
			[{ s: /^hello/i }, [1, 2, 3]],
			[{ s: { $regex: "^Hello" } }, [1]],
			[{ s: { $regex: "^HELLO", $options: "i" } }, [1, 2, 3]],
			[{ s: /^World/m }, [2]],
			[{ s: { $regex: "hello.world", $options: "is" } }, [1, 2]],
			[{ s: { $regex: "h e l l o # comment", $options: "x" } }, [2, 3]],
			[{ s: { $in: [/^a\./, /world$/] } }, [1, 5]],
			[{ s: { $not: /l/ } }, [4, 5, 6]],
			[{ s: { $not: { $regex: "b$" } } }, [1, 2, 3, 4, 7]],
			[{ s: /^a\.b$/ }, [5]],
			[{ s: { $nin: [/l/] } }, [4, 5, 6]],
			[{ s: { $regex: "^Écl" } }, [7]],
			[{ s: { $all: [/^h/, /^x$/] } }, [3]]
		]
	},
	$type: {
		documents: [
			{ _id: 1, v: 1 },
			{ _id: 2, v: 1.5 },
			{ _id: 3, v: Long.fromNumber(3) },
			{ _id: 4, v: Decimal128.fromString("1") },
			{ _id: 5, v: "s" },
			{ _id: 6, v: [1, "s"] },
			{ _id: 7, v: ID },
			{ _id: 8, v: new Date() },
			{ _id: 9, v: true },
			{ _id: 10, v: {} },
			{ _id: 11 },
			{ _id: 12, v: [[1]] },
			{ _id: 13, v: Buffer.from("b") },
			{ _id: 14, v: /r/ }
		],
		find: [
			[{ v: { $type: "int" } }, [1, 6]],
			[{ v: { $type: "double" } }, [2]],
			[{ v: { $type: "long" } }, [3]],
			[{ v: { $type: "decimal" } }, [4]],
			[{ v: { $type: "number" } }, [1, 2, 3, 4, 6]],
			[{ v: { $type: 2 } }, [5, 6]],
			[{ v: { $type: ["string", "bool"] } }, [5, 6, 9]],
			[{ v: { $type: "array" } }, [6, 12]],
			[{ v: { $type: "objectId" } }, [7]],
			[{ v: { $type: "date" } }, [8]],
			[{ v: { $type: "object" } }, [10]],
			[{ v: { $type: "binData" } }, [13]],
			[{ v: { $type: "regex" } }, [14]],
			[{ v: { $not: { $type: "number" } } }, [5, 7, 8, 9, 10, 11, 12, 13, 14]]
		]
	},
	"$expr and evaluation": {
		documents: [
			{ _id: 1, a: 5, b: 3, l: [1, 2] },
			{ _id: 2, a: 3, b: 5, l: [] },
			{ _id: 3, a: 5 },
			{ _id: 4, a: -7, b: 12 }
		],
		find: [
			[{ $expr: { $gt: ["$a", "$b"] } }, [1, 3]],
			[{ $expr: { $eq: ["$a", 5] } }, [1, 3]],
			[{ $expr: { $and: [{ $lt: ["$a", "$b"] }, { $gt: ["$a", 0] }] } }, [2]],
			[{ $expr: { $eq: [{ $size: { $ifNull: ["$l", []] } }, 2] } }, [1]],
			[{ $expr: { $in: ["$a", [3, -7]] } }, [2, 4]],
			[{ a: 5, $expr: { $eq: ["$b", 3] } }, [1]],
			[{ a: { $mod: [2, 1] } }, [1, 2, 3]],
			[{ a: { $mod: [7, 0] } }, [4]],
			[{ b: { $bitsAllSet: 4 } }, [2, 4]],
			[{ b: { $bitsAnySet: [1, 3] } }, [1, 4]],
			[{ b: { $bitsAllClear: 2 } }, [2, 4]],
			[{ $comment: "why", a: 3 }, [2]],
			[{ $jsonSchema: { required: ["b"], properties: { b: { minimum: 5 } } } }, [2, 4]],
			[{ $alwaysTrue: 1 }, [1, 2, 3, 4]],
			[{ $alwaysFalse: 1 }, []]
		]
	}
};
