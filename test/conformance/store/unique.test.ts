import { expect } from "chai";
import type { CreateIndexesOptions, IndexSpecification } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useStore, type Doc } from "../../support/store.ts";

/** Two documents, and whether a unique index on `key` takes the second. */
const PAIRS: [string, IndexSpecification, CreateIndexesOptions, Doc, Doc, boolean][] = [
	["equal values", { a: 1 }, {}, { a: 1 }, { a: 1 }, false],
	["other values", { a: 1 }, {}, { a: 1 }, { a: 2 }, true],
	["1 and 1.0", { a: 1 }, {}, { a: 1 }, { a: 1.0 }, false],
	["1 and '1'", { a: 1 }, {}, { a: 1 }, { a: "1" }, true],
	["two missing", { a: 1 }, {}, { b: 1 }, { b: 2 }, false],
	["null and missing", { a: 1 }, {}, { a: null }, {}, false],
	["two missing, sparse", { a: 1 }, { sparse: true }, {}, {}, true],
	["two nulls, sparse", { a: 1 }, { sparse: true }, { a: null }, { a: null }, false],
	["half equal", { a: 1, b: 1 }, {}, { a: 1, b: 1 }, { a: 1, b: 2 }, true],
	["both equal", { a: 1, b: 1 }, {}, { a: 1, b: 1 }, { a: 1, b: 1 }, false],
	["arrays that share one", { a: 1 }, {}, { a: [1, 2] }, { a: [2, 3] }, false],
	["an array and its element", { a: 1 }, {}, { a: [1, 2] }, { a: 2 }, false],
	["arrays that share nothing", { a: 1 }, {}, { a: [1, 2] }, { a: [3] }, true],
	["paths into arrays", { "a.k": 1 }, {}, { a: [{ k: 1 }, { k: 2 }] }, { a: { k: 2 } }, false],
	["documents", { a: 1 }, {}, { a: { x: 1, y: 2 } }, { a: { x: 1, y: 2 } }, false],
	["documents in other order", { a: 1 }, {}, { a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }, true],
	["outside of the partial filter", { a: 1 }, partial({ on: true }), { a: 1 }, { a: 1 }, true],
	[
		"one inside of the partial filter",
		{ a: 1 },
		partial({ on: true }),
		{ a: 1, on: true },
		{ a: 1 },
		true
	],
	[
		"both inside of the partial filter",
		{ a: 1 },
		partial({ on: true }),
		{ a: 1, on: true },
		{ a: 1, on: true },
		false
	],
	[
		"a partial filter by type",
		{ a: 1 },
		partial({ a: { $type: "string" } }),
		{ a: null },
		{ a: null },
		true
	],
	["long equal strings", { a: 1 }, {}, { a: "x".repeat(5000) }, { a: "x".repeat(5000) }, false],
	[
		"long other strings",
		{ a: 1 },
		{},
		{ a: "x".repeat(5000) },
		{ a: "x".repeat(4999) + "y" },
		true
	]
];

describe("store: unique indexes", () => {
	const store = useStore("unique");

	for (const [name, key, options, first, second, fits] of PAIRS) {
		it(`${fits ? "takes" : "refuses"} ${name}`, async () => {
			const things = await store.collection();
			await things.createIndex(key, { unique: true, ...options });
			await things.insertOne({ ...first });
			const work = things.insertOne({ ...second });
			if (fits) await work;
			else await refused(work, 11000);
			expect(await things.countDocuments()).to.equal(fits ? 2 : 1);
		});
	}

	it("does not count one document's own repeated elements", async () => {
		const things = await store.collection();
		await things.createIndex({ a: 1 }, { unique: true });
		await things.insertOne({ a: [1, 1] });
		await things.updateOne({}, { $set: { b: 1 } });
		expect(await things.countDocuments()).to.equal(1);
	});

	it("says which index, which key and which value", async () => {
		const users = await store.collection([{ mail: "a@x", org: 1 }]);
		await users.createIndex({ mail: 1, org: -1 }, { unique: true, name: "who" });
		const error = await refused(users.insertOne({ mail: "a@x", org: 1 }), 11000);
		expect(error.message).to.include(
			`E11000 duplicate key error collection: ${users.namespace} index: who ` +
				`dup key: { mail: "a@x", org: 1 }`
		);
		expect(error.keyPattern).to.deep.equal({ mail: 1, org: -1 });
		expect(error.keyValue).to.deep.equal({ mail: "a@x", org: 1 });
	});

	it("holds for updates, and leaves the document as it was", async () => {
		const things = await store.collection([
			{ _id: 1, a: 1 },
			{ _id: 2, a: 2 }
		]);
		await things.createIndex({ a: 1 }, { unique: true });
		await refused(things.updateOne({ _id: 2 }, { $set: { a: 1, b: 1 } }), 11000);
		await refused(things.replaceOne({ _id: 2 }, { a: 1 }), 11000);
		expect(await things.findOne({ _id: 2 })).to.deep.equal({ _id: 2, a: 2 });
		await things.updateOne({ _id: 1 }, { $set: { a: 3 } });
		await things.updateOne({ _id: 2 }, { $set: { a: 1 } });
	});

	it("frees the value of what was deleted", async () => {
		const things = await store.collection([{ a: 1 }]);
		await things.createIndex({ a: 1 }, { unique: true });
		await things.deleteOne({ a: 1 });
		await things.insertOne({ a: 1 });
		expect(await things.countDocuments()).to.equal(1);
	});

	it("is refused over documents that are not, and leaves no index behind", async () => {
		const things = await store.collection([{ a: 1 }, { a: 1 }]);
		await refused(things.createIndex({ a: 1 }, { unique: true }), 11000);
		expect(await things.indexes()).to.have.length(1);
		await things.insertOne({ a: 1 });
	});

	it("lets exactly one of fifty racing inserts win", async () => {
		const things = await store.collection();
		await things.createIndex({ a: 1 }, { unique: true });
		const race = () => things.insertOne({ a: 1 });
		const results = await Promise.allSettled(Array.from({ length: 50 }, race));
		expect(results.filter(({ status }) => status === "fulfilled")).to.have.length(1);
	});
});

function partial(partialFilterExpression: object) {
	return { partialFilterExpression };
}
