import { expect } from "chai";
import type { Document } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useStore, type Doc } from "../../support/store.ts";
import { conforms } from "./differences.ts";

const DOCUMENT = {
	_id: 1,
	a: 1,
	b: { x: 1, y: { z: 2, w: 3 } },
	l: [
		{ k: 1, v: "a" },
		{ k: 2, v: "b" },
		{ k: 3, v: "c" }
	],
	n: [1, 2, 3, 4, 5]
};

/** A projection, what it leaves of DOCUMENT, and the filter it runs under. */
const CASES: [projection: Document, result: Doc, filter?: Doc][] = [
	[{ a: 1 }, { _id: 1, a: 1 }],
	[{ a: true, _id: 0 }, { a: 1 }],
	[{ nope: 1 }, { _id: 1 }],
	[{ _id: 1 }, { _id: 1 }],
	[
		{ b: 0, l: 0, n: 0 },
		{ _id: 1, a: 1 }
	],
	[{ _id: 0, b: 0, l: 0, n: false }, { a: 1 }],
	[
		{ n: 1, a: 1, _id: 0 },
		{ a: 1, n: [1, 2, 3, 4, 5] }
	],
	[{ "b.y.z": 1, _id: 0 }, { b: { y: { z: 2 } } }],
	[{ b: { y: { w: 1 } }, _id: 0 }, { b: { y: { w: 3 } } }],
	[
		{ "b.y": 0, l: 0, n: 0 },
		{ _id: 1, a: 1, b: { x: 1 } }
	],
	[{ "l.v": 1, _id: 0 }, { l: [{ v: "a" }, { v: "b" }, { v: "c" }] }],
	[
		{ "l.v": 0, n: 0, b: 0 },
		{ _id: 1, a: 1, l: [{ k: 1 }, { k: 2 }, { k: 3 }] }
	],
	[{ "n.x": 1, _id: 0 }, { n: [] }],
	[
		{ n: { $slice: 2 }, a: 1 },
		{ _id: 1, a: 1, n: [1, 2] }
	],
	[
		{ n: { $slice: -2 }, a: 1 },
		{ _id: 1, a: 1, n: [4, 5] }
	],
	[
		{ n: { $slice: [1, 2] }, a: 1 },
		{ _id: 1, a: 1, n: [2, 3] }
	],
	[
		{ n: { $slice: [-3, 2] }, b: 0, l: 0 },
		{ _id: 1, a: 1, n: [3, 4] }
	],
	[{ l: { $elemMatch: { k: { $gt: 1 } } } }, { _id: 1, l: [{ k: 2, v: "b" }] }],
	[{ l: { $elemMatch: { k: 9 } } }, { _id: 1 }],
	[{ "l.$": 1 }, { _id: 1, l: [{ k: 2, v: "b" }] }, { "l.k": 2 }],
	[{ "n.$": 1 }, { _id: 1, n: [4] }, { n: { $gt: 3 } }],
	[{ _id: 0, sum: { $add: ["$a", "$b.x"] } }, { sum: 2 }],
	[
		{ _id: 0, a: 1, c: "$b.y.z" },
		{ a: 1, c: 2 }
	],
	[{ _id: 0, c: { $literal: 1 } }, { c: 1 }],
	[
		{ _id: 0, size: { $size: "$n" }, last: { $arrayElemAt: ["$n", -1] } },
		{ size: 5, last: 5 }
	],
	[{ _id: 0, o: { p: "$a", q: "text" } }, { o: { p: 1, q: "text" } }]
];

const MISTAKES: [name: string, projection: Document, code: number[]][] = [
	["inclusion mixed with exclusion", { a: 1, b: 0 }, [31253, 31254]],
	["exclusion mixed with inclusion", { b: 0, a: 1 }, [31253, 31254]],
	["a path and a path inside of it", { b: 1, "b.x": 1 }, [31249, 31250]],
	["an unknown operator", { a: { $nope: 1 } }, [31325, 168]],
	["two positions", { "l.$": 1, "n.$": 1 }, [31276]],
	["a $slice of text", { n: { $slice: "x" } }, [28667, 28724]]
];

describe("store: projection", () => {
	const store = useStore("projection");

	for (const [projection, result, filter = {}] of CASES) {
		const name = JSON.stringify(projection);
		it(
			`${name} gives ${JSON.stringify(result)}`,
			conforms(`projection: ${name}`, async () => {
				const things = await store.collection([DOCUMENT]);
				const found = await things.findOne(filter, { projection });
				expect(JSON.stringify(found)).to.equal(JSON.stringify(result));
			})
		);
	}

	it("keeps nulls and leaves out what is missing", async () => {
		const things = await store.collection([{ _id: 1, a: null }, { _id: 2 }]);
		const found = await things
			.find({}, { projection: { a: 1 } })
			.sort({ _id: 1 })
			.toArray();
		expect(found).to.deep.equal([{ _id: 1, a: null }, { _id: 2 }]);
	});

	describe("refuses", () => {
		for (const [name, projection, code] of MISTAKES) {
			it(
				name,
				conforms(`projection-mistake: ${name}`, async () => {
					const things = await store.collection([DOCUMENT]);
					await refused(things.find({}, { projection }).toArray(), code);
				})
			);
		}
	});
});
