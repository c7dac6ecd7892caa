import { expect } from "chai";
import { Decimal128, Int32, Long, ObjectId, Timestamp } from "mongodb";
import type { Document, UpdateOptions } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useStore, type Doc } from "../../support/store.ts";
import { conforms } from "./differences.ts";

/** The driver's own type refuses some of what is tested here. */
type Update = Document | Document[];

/** One update of one document: before, the update (with options and filter), after. */
interface Step {
	name: string;
	before: Doc;
	update: Update;
	after: Doc;
	filter?: Doc;
	options?: UpdateOptions;
}

const STEPS: Record<string, Step[]> = {
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
			update: { $inc: { n: 5, "o.n": -1 }, $mul: { m: 2, k: 9 } },
			after: { n: 7, m: 6, o: { n: -1 }, k: 0 }
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

/** Updates that must be refused, with MongoDB's code. */
const MISTAKES: [
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

describe("store: update operators", () => {
	const store = useStore("update");

	for (const [topic, steps] of Object.entries(STEPS)) {
		describe(topic, () => {
			for (const { name, before, update, after, filter, options } of steps) {
				const id = `update: ${name}`;
				it(
					name,
					conforms(id, async () => {
						const things = await store.collection([{ _id: 1, ...before }]);
						const result = await things.updateOne(
							{ _id: 1, ...filter },
							update,
							options
						);
						expect(result.matchedCount).to.equal(1);
						const found = await things.findOne();
						expect(JSON.stringify(found)).to.equal(
							JSON.stringify({ _id: 1, ...after })
						);
					})
				);
			}
		});
	}

	describe("refuses, and changes nothing", () => {
		for (const [name, before, update, code, options] of MISTAKES) {
			it(
				name,
				conforms(`update-mistake: ${name}`, async () => {
					const things = await store.collection([{ _id: 1, ...before }]);
					await refused(things.updateOne({ _id: 1 }, update, options), code);
					expect(await things.findOne()).to.deep.equal({ _id: 1, ...before });
				})
			);
		}
	});

	describe("modifiedCount", () => {
		const SAME: [string, Doc, Document][] = [
			["$set of the same value", { a: 1 }, { $set: { a: 1 } }],
			["$unset of a missing field", { a: 1 }, { $unset: { b: 1 } }],
			["$max of less", { a: 5 }, { $max: { a: 1 } }],
			["$addToSet of what is there", { a: [1] }, { $addToSet: { a: 1 } }],
			["$pull of nothing", { a: [1] }, { $pull: { a: 7 } }],
			["$inc by nothing", { a: 5 }, { $inc: { a: 0 } }]
		];
		for (const [name, before, update] of SAME) {
			it(
				`is 0 after ${name}`,
				conforms(`update-same: ${name}`, async () => {
					const things = await store.collection([before]);
					const result = await things.updateOne({}, update);
					expect([result.matchedCount, result.modifiedCount]).to.deep.equal([1, 0]);
				})
			);
		}
	});

	it("sets $currentDate as a date and as a timestamp", async () => {
		const things = await store.collection([{ _id: 1 }]);
		const update: Document = {
			$currentDate: { d: true, e: { $type: "date" }, t: { $type: "timestamp" } }
		};
		await things.updateOne({}, update);
		const found = await things.findOne();
		expect(found!.d).to.be.instanceOf(Date);
		expect(found!.e.getTime()).to.be.closeTo(Date.now(), 60_000);
		expect(found!.t).to.be.instanceOf(Timestamp);
	});

	it("updates every match of updateMany by its own values", async () => {
		const things = await store.collection([
			{ _id: 1, n: 1 },
			{ _id: 2, n: 2 },
			{ _id: 3, n: 3 }
		]);
		await things.updateMany({ n: { $gte: 2 } }, [{ $set: { n: { $multiply: ["$n", "$n"] } } }]);
		const found = await things.find().sort({ _id: 1 }).toArray();
		expect(found.map(({ n }) => n)).to.deep.equal([1, 4, 9]);
	});

	it("applies updateMany once to each, also when it moves documents in the index used", async () => {
		const things = await store.collection(Array.from({ length: 200 }, (_, n) => ({ n })));
		await things.createIndex({ n: 1 });
		const result = await things.updateMany({ n: { $gte: 0 } }, { $inc: { n: 1000 } });
		expect(result.modifiedCount).to.equal(200);
		expect(await things.countDocuments({ n: { $gte: 1000, $lt: 1200 } })).to.equal(200);
	});

	describe("upsert", () => {
		const upsert = { upsert: true };

		it("inserts what the filter's equalities and the update say", async () => {
			const things = await store.collection();
			const result = await things.updateOne(
				{ a: 1, "o.k": 2, e: { $eq: 3 }, r: { $gt: 4 }, $and: [{ z: 5 }] },
				{ $set: { b: 6 }, $inc: { n: 7 }, $setOnInsert: { c: 8 } },
				upsert
			);
			expect([result.matchedCount, result.upsertedCount]).to.deep.equal([0, 1]);
			expect(result.upsertedId).to.be.instanceOf(ObjectId);
			const { _id, ...found } = (await things.findOne())!;
			expect(_id).to.deep.equal(result.upsertedId);
			expect(found).to.deep.equal({ a: 1, o: { k: 2 }, e: 3, z: 5, b: 6, n: 7, c: 8 });
		});

		it("ignores $setOnInsert when it matches", async () => {
			const things = await store.collection([{ _id: 1, a: 1 }]);
			const update = { $set: { b: 1 }, $setOnInsert: { c: 1 } };
			const result = await things.updateOne({ a: 1 }, update, upsert);
			expect([result.matchedCount, result.upsertedCount]).to.deep.equal([1, 0]);
			expect(await things.findOne()).to.deep.equal({ _id: 1, a: 1, b: 1 });
		});

		it("takes _id from the filter, from $setOnInsert and from $set", async () => {
			const things = await store.collection();
			expect(
				(await things.updateOne({ _id: 5 }, { $set: { a: 1 } }, upsert)).upsertedId
			).to.equal(5);
			const onInsert = { $setOnInsert: { _id: 6 } };
			expect((await things.updateOne({ x: 1 }, onInsert, upsert)).upsertedId).to.equal(6);
			const set = { $set: { _id: 7 } };
			expect((await things.updateOne({ x: 2 }, set, upsert)).upsertedId).to.equal(7);
		});

		it("takes the only value of $in, $all and $or", async () => {
			const things = await store.collection();
			await things.updateOne(
				{ a: { $all: [1] }, $or: [{ b: 2 }] },
				{ $set: { k: 1 } },
				upsert
			);
			const { _id, ...found } = (await things.findOne())!;
			expect(_id).to.be.instanceOf(ObjectId);
			expect(found).to.deep.equal({ a: 1, b: 2, k: 1 });
		});

		it("inserts the replacement as it is, with the filter's _id", async () => {
			const things = await store.collection();
			await things.replaceOne({ _id: 9, a: 1 }, { b: 2 }, upsert);
			expect(await things.findOne()).to.deep.equal({ _id: 9, b: 2 });
		});

		it("inserts once with updateMany", async () => {
			const things = await store.collection();
			const result = await things.updateMany({ a: 1 }, { $set: { b: 1 } }, upsert);
			expect(result.upsertedCount).to.equal(1);
			expect(await things.countDocuments()).to.equal(1);
		});

		it("runs a pipeline on what the filter gives", async () => {
			const things = await store.collection();
			await things.updateOne(
				{ _id: 1, n: 2 },
				[{ $set: { m: { $add: ["$n", 1] } } }],
				upsert
			);
			expect(await things.findOne()).to.deep.equal({ _id: 1, n: 2, m: 3 });
		});

		it("refuses an update that contradicts the filter's _id: 66", async () => {
			const things = await store.collection();
			const set = { $set: { _id: 2 } };
			await refused(things.updateOne({ _id: 1 }, set, upsert), 66);
			expect(await things.countDocuments()).to.equal(0);
		});

		it(
			"refuses two values for one field in the filter: 54",
			conforms("upsert-two-values", async () => {
				const things = await store.collection();
				const filter = { $and: [{ a: 1 }, { a: 2 }] };
				await refused(things.updateOne(filter, { $set: { b: 1 } }, upsert), 54);
			})
		);

		it("makes one document when fifty race for a unique key", async () => {
			const things = await store.collection();
			await things.createIndex({ k: 1 }, { unique: true });
			const race = () => things.updateOne({ k: 1 }, { $inc: { n: 1 } }, upsert);
			const results = await Promise.allSettled(Array.from({ length: 50 }, race));
			// Whoever lost the race may be told so by a duplicate key, and tries again.
			const n = results.filter(({ status }) => status === "fulfilled").length;
			const found = await things.find({}, { projection: { _id: 0 } }).toArray();
			expect(found).to.deep.equal([{ k: 1, n }]);
		});
	});

	it("keeps exact numbers in $inc and $mul", async () => {
		const big = Long.fromString("9007199254740993");
		const things = await store.collection([
			{ _id: 1, l: big, d: Decimal128.fromString("0.1") }
		]);
		const one = new Int32(1);
		await things.updateOne({}, { $inc: { l: one }, $mul: { d: new Int32(3) } });
		const found = await things.findOne({}, { promoteLongs: false, promoteValues: false });
		expect(found!.l.toString()).to.equal("9007199254740994");
		expect(found!.d.toString()).to.equal("0.3");
	});
});
