// MongoDB's own `then` of $cond and $switch is no promise.
/* oxlint-disable unicorn/no-thenable */
import { Long, ObjectId } from "mongodb";

/** What the expressions are evaluated on. */
export const DOCUMENT = {
	_id: 1,
	n: 7,
	neg: -7.5,
	s: "Héllo wörld",
	list: [3, 1, 2],
	nested: [[1, 2], [3]],
	people: [
		{ name: "ann", age: 30 },
		{ name: "bob", age: 40 }
	],
	o: { a: 1, b: { c: 2 } },
	at: new Date("2024-02-29T12:34:56.789Z"),
	nil: null,
	yes: true,
	empty: []
};

const date = (text: string) => new Date(text);

/** An expression, and its value on DOCUMENT; `undefined` is a field that is not there. */
export const EXPRESSIONS: Record<string, [expression: unknown, value: unknown][]> = {
	arithmetic: [
		[{ $add: ["$n", 1, 2] }, 10],
		[{ $subtract: ["$n", 10] }, -3],
		[{ $multiply: ["$n", 2] }, 14],
		[{ $divide: ["$n", 2] }, 3.5],
		[{ $mod: ["$n", 4] }, 3],
		[{ $mod: [-7, 4] }, -3],
		[{ $abs: "$neg" }, 7.5],
		[{ $ceil: "$neg" }, -7],
		[{ $floor: "$neg" }, -8],
		[{ $round: [2.5, 0] }, 2],
		[{ $round: [3.14159, 2] }, 3.14],
		[{ $trunc: ["$neg"] }, -7],
		[{ $pow: [2, 10] }, 1024],
		[{ $sqrt: 49 }, 7],
		[{ $exp: 0 }, 1],
		[{ $ln: 1 }, 0],
		[{ $log10: 1000 }, 3],
		[{ $add: ["$n", "$nil"] }, null],
		[{ $add: ["$n", "$missing"] }, null],
		[{ $multiply: [] }, 1],
		[{ $add: ["$at", 1000] }, date("2024-02-29T12:34:57.789Z")],
		[{ $subtract: ["$at", date("2024-02-29T12:34:56.000Z")] }, 789],
		[{ $bitAnd: [12, 10] }, 8]
	],
	"comparison and logic": [
		[{ $eq: ["$n", 7] }, true],
		[{ $ne: ["$n", "7"] }, true],
		[{ $gt: ["$s", 100] }, true],
		[{ $lt: ["$missing", "$nil"] }, true],
		[{ $cmp: [1, 2] }, -1],
		[{ $gte: ["$list", [3, 1]] }, true],
		[{ $and: [true, 1, "x"] }, true],
		[{ $and: [] }, true],
		[{ $or: [0, null, "$missing"] }, false],
		[{ $not: ["$nil"] }, true],
		[{ $cond: ["$yes", "a", "b"] }, "a"],
		[{ $cond: { if: "$missing", then: 1, else: 2 } }, 2],
		[{ $ifNull: ["$nil", "$missing", 5] }, 5],
		[{ $ifNull: ["$n", 5] }, 7],
		[
			{
				$switch: { branches: [{ case: { $gt: ["$n", 5] }, then: "big" }], default: "small" }
			},
			"big"
		],
		[{ $switch: { branches: [{ case: false, then: 1 }], default: 2 } }, 2]
	],
	strings: [
		[{ $concat: ["$s", "!"] }, "Héllo wörld!"],
		[{ $concat: ["$s", "$nil"] }, null],
		[{ $toUpper: "abc" }, "ABC"],
		[{ $toLower: "ABC" }, "abc"],
		[{ $toUpper: "$nil" }, ""],
		[{ $strLenCP: "$s" }, 11],
		[{ $strLenBytes: "$s" }, 13],
		[{ $substrCP: ["$s", 1, 4] }, "éllo"],
		[{ $substrBytes: ["$s", 0, 1] }, "H"],
		[{ $indexOfCP: ["$s", "w"] }, 6],
		[{ $indexOfBytes: ["$s", "w"] }, 7],
		[{ $indexOfCP: ["$s", "zz"] }, -1],
		[{ $split: ["a,b,,c", ","] }, ["a", "b", "", "c"]],
		[{ $trim: { input: "  x " } }, "x"],
		[{ $ltrim: { input: "xxay", chars: "x" } }, "ay"],
		[{ $rtrim: { input: "ayy", chars: "y" } }, "a"],
		[{ $replaceOne: { input: "aXbX", find: "X", replacement: "-" } }, "a-bX"],
		[{ $replaceAll: { input: "a.b.", find: ".", replacement: { $literal: "$&" } } }, "a$&b$&"],
		[{ $regexMatch: { input: "$s", regex: "^h", options: "i" } }, true],
		[
			{ $regexFind: { input: "ab12", regex: /(\d)(\d)/ } },
			{ match: "12", idx: 2, captures: ["1", "2"] }
		],
		[{ $regexFind: { input: "ab", regex: "x" } }, null],
		[
			{ $regexFindAll: { input: "a1b2", regex: /\d/ } },
			[
				{ match: "1", idx: 1, captures: [] },
				{ match: "2", idx: 3, captures: [] }
			]
		],
		[{ $strcasecmp: ["ABC", "abd"] }, -1]
	],
	arrays: [
		[{ $size: "$list" }, 3],
		[{ $arrayElemAt: ["$list", 0] }, 3],
		[{ $arrayElemAt: ["$list", -1] }, 2],
		[{ $arrayElemAt: ["$list", 9] }, undefined],
		[{ $first: "$list" }, 3],
		[{ $last: "$list" }, 2],
		[{ $slice: ["$list", 2] }, [3, 1]],
		[{ $slice: ["$list", 1, 1] }, [1]],
		[{ $slice: ["$list", -2] }, [1, 2]],
		[{ $concatArrays: ["$list", [9]] }, [3, 1, 2, 9]],
		[{ $concatArrays: ["$list", "$nil"] }, null],
		[{ $reverseArray: "$list" }, [2, 1, 3]],
		[{ $sortArray: { input: "$list", sortBy: -1 } }, [3, 2, 1]],
		[{ $sortArray: { input: "$people.age", sortBy: -1 } }, [40, 30]],
		[{ $in: [2, "$list"] }, true],
		[{ $indexOfArray: ["$list", 1] }, 1],
		[{ $indexOfArray: ["$list", 8] }, -1],
		[{ $isArray: "$list" }, true],
		[{ $isArray: ["$n"] }, false],
		[{ $range: [0, 10, 4] }, [0, 4, 8]],
		[{ $map: { input: "$list", as: "x", in: { $multiply: ["$$x", 2] } } }, [6, 2, 4]],
		[{ $map: { input: "$list", in: "$$this" } }, [3, 1, 2]],
		[{ $map: { input: "$missing", in: 1 } }, null],
		[{ $filter: { input: "$list", as: "x", cond: { $gt: ["$$x", 1] } } }, [3, 2]],
		[{ $filter: { input: "$list", cond: { $gt: ["$$this", 1] }, limit: 1 } }, [3]],
		[{ $reduce: { input: "$list", initialValue: 0, in: { $add: ["$$value", "$$this"] } } }, 6],
		[
			{ $zip: { inputs: ["$list", ["a", "b"]] } },
			[
				[3, "a"],
				[1, "b"]
			]
		],
		[{ $sum: "$list" }, 6],
		[{ $avg: "$people.age" }, 35],
		[{ $max: "$list" }, 3],
		[{ $min: ["$n", 2] }, 2],
		[{ $maxN: { n: 2, input: "$list" } }, [3, 2]],
		["$people.name", ["ann", "bob"]],
		["$people.nope", []],
		["$nested.x", []]
	],
	sets: [
		[{ $sortArray: { input: { $setUnion: ["$list", [9, 1]] }, sortBy: 1 } }, [1, 2, 3, 9]],
		[{ $sortArray: { input: { $setIntersection: ["$list", [2, 1, 7]] }, sortBy: 1 } }, [1, 2]],
		[{ $setDifference: ["$list", [1, 2]] }, [3]],
		[{ $setIsSubset: [[1], "$list"] }, true],
		[{ $setEquals: ["$list", [1, 2, 3, 3]] }, true],
		[{ $anyElementTrue: [[0, false, 1]] }, true],
		[{ $allElementsTrue: [[1, null]] }, false]
	],
	objects: [
		[{ $mergeObjects: ["$o", { a: 9, z: 1 }] }, { a: 9, b: { c: 2 }, z: 1 }],
		[{ $mergeObjects: ["$nil", { a: 1 }] }, { a: 1 }],
		[
			{ $objectToArray: { x: 1, y: 2 } },
			[
				{ k: "x", v: 1 },
				{ k: "y", v: 2 }
			]
		],
		[
			{
				$arrayToObject: [
					[
						["x", 1],
						["y", 2]
					]
				]
			},
			{ x: 1, y: 2 }
		],
		[{ $arrayToObject: { $literal: [{ k: "x", v: 1 }] } }, { x: 1 }],
		[{ $getField: { field: "a", input: "$o" } }, 1],
		[{ $setField: { field: "x", input: "$o", value: 5 } }, { a: 1, b: { c: 2 }, x: 5 }],
		[{ $unsetField: { field: "a", input: "$o" } }, { b: { c: 2 } }],
		["$o.b.c", 2],
		["$o.nope", undefined],
		[{ $let: { vars: { x: "$n", y: 3 }, in: { $add: ["$$x", "$$y"] } } }, 10],
		[{ $literal: "$n" }, "$n"],
		[
			{ a: "$n", b: [1, "$n", "$missing"] },
			{ a: 7, b: [1, 7, null] }
		]
	],
	dates: [
		[{ $year: "$at" }, 2024],
		[{ $month: "$at" }, 2],
		[{ $dayOfMonth: "$at" }, 29],
		[{ $hour: "$at" }, 12],
		[{ $minute: "$at" }, 34],
		[{ $second: "$at" }, 56],
		[{ $millisecond: "$at" }, 789],
		[{ $dayOfWeek: "$at" }, 5],
		[{ $dayOfYear: "$at" }, 60],
		[{ $isoWeek: "$at" }, 9],
		[{ $hour: { date: "$at", timezone: "+02:00" } }, 14],
		[{ $hour: { date: "$at", timezone: "Europe/Rome" } }, 13],
		[
			{ $dateToString: { date: "$at", format: "%Y-%m-%dT%H:%M:%S.%LZ" } },
			"2024-02-29T12:34:56.789Z"
		],
		[{ $dateToString: { date: "$at" } }, "2024-02-29T12:34:56.789Z"],
		[{ $dateToString: { date: "$nil", onNull: "none" } }, "none"],
		[
			{ $dateToString: { date: "$at", format: "%d/%m %j %u", timezone: "Asia/Tokyo" } },
			"29/02 060 4"
		],
		[{ $dateFromString: { dateString: "2024-03-01T00:00:00Z" } }, date("2024-03-01")],
		[{ $dateFromString: { dateString: "2024-03-01" } }, date("2024-03-01")],
		[{ $dateFromString: { dateString: "nope", onError: "bad" } }, "bad"],
		[
			{ $dateAdd: { startDate: "$at", unit: "month", amount: 1 } },
			date("2024-03-29T12:34:56.789Z")
		],
		[
			{ $dateAdd: { startDate: date("2024-01-31"), unit: "month", amount: 1 } },
			date("2024-02-29")
		],
		[
			{ $dateSubtract: { startDate: "$at", unit: "day", amount: 29 } },
			date("2024-01-31T12:34:56.789Z")
		],
		[{ $dateDiff: { startDate: date("2024-01-31"), endDate: "$at", unit: "month" } }, 1],
		[{ $dateDiff: { startDate: date("2024-02-28T23:00Z"), endDate: "$at", unit: "day" } }, 1],
		[{ $dateTrunc: { date: "$at", unit: "hour" } }, date("2024-02-29T12:00:00Z")],
		[{ $dateTrunc: { date: "$at", unit: "week", startOfWeek: "monday" } }, date("2024-02-26")],
		[
			{ $dateToParts: { date: date("2024-02-29") } },
			{
				year: 2024,
				month: 2,
				day: 29,
				hour: 0,
				minute: 0,
				second: 0,
				millisecond: 0
			}
		],
		[{ $dateFromParts: { year: 2024, month: 3 } }, date("2024-03-01")]
	],
	types: [
		[{ $type: "$n" }, "int"],
		[{ $type: "$neg" }, "double"],
		[{ $type: "$missing" }, "missing"],
		[{ $type: "$list" }, "array"],
		[{ $type: "$at" }, "date"],
		[{ $toString: "$n" }, "7"],
		[{ $toString: 1.5 }, "1.5"],
		[{ $toString: "$at" }, "2024-02-29T12:34:56.789Z"],
		[{ $toString: true }, "true"],
		[{ $toInt: "42" }, 42],
		[{ $toInt: 3.9 }, 3],
		[{ $toDouble: "1.5" }, 1.5],
		[{ $toBool: "" }, true],
		[{ $toBool: 0 }, false],
		[{ $toDate: Long.ZERO }, date("1970-01-01")],
		[{ $toObjectId: "65a1b2c3d4e5f60718293a4b" }, new ObjectId("65a1b2c3d4e5f60718293a4b")],
		[{ $toString: { $toDecimal: "1.10" } }, "1.10"],
		[{ $convert: { input: "x", to: "int", onError: -1 } }, -1],
		[{ $convert: { input: "$nil", to: "int", onNull: 0 } }, 0],
		[{ $isNumber: "$n" }, true],
		[{ $type: { $toLong: "5" } }, "long"],
		[{ $type: { $add: [Long.fromNumber(1), 1] } }, "long"],
		[{ $type: { $add: [1, 1] } }, "int"],
		[{ $type: { $multiply: [2147483647, 2] } }, "long"],
		[{ $type: { $divide: [4, 2] } }, "double"],
		[{ $type: { $size: "$list" } }, "int"],
		[{ $type: { $toDate: Long.ZERO } }, "date"]
	]
};
