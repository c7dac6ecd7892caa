import { expect } from "chai";
import type { Document } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useStore } from "../../support/store.ts";
import { conforms } from "./differences.ts";

/** Names that mean something to JavaScript, and must mean nothing to a store. */
const NAMES = [
	"__proto__",
	"constructor",
	"prototype",
	"toString",
	"hasOwnProperty",
	"length",
	"then"
];

/** A document with one field of any name, as a field of its own. */
const named = (name: string, value: unknown): Document =>
	JSON.parse(`{ ${JSON.stringify(name)}: ${JSON.stringify(value)} }`);

const own = (document: Document, name: string) =>
	Object.getOwnPropertyDescriptor(document, name)?.value;

describe("store: field names", () => {
	const store = useStore("names");

	for (const name of NAMES) {
		describe(name, () => {
			it("is kept, found, sorted and projected like any other", async () => {
				const things = await store.collection([
					{ _id: 1, inner: named(name, 2) },
					{ _id: 2, inner: named(name, 1) },
					{ _id: 3, inner: {} }
				]);
				const found = await things.findOne({ [`inner.${name}`]: 2 });
				expect(found!._id).to.equal(1);
				expect(own(found!.inner, name)).to.equal(2);
				expect(
					await things.countDocuments({ [`inner.${name}`]: { $exists: false } })
				).to.equal(1);
				const sorted = await things
					.find()
					.sort({ [`inner.${name}`]: -1 })
					.toArray();
				expect(sorted.map(({ _id }) => _id)).to.deep.equal([1, 2, 3]);
			});

			it("is found by an index and unique in one", async () => {
				const things = await store.collection([{ _id: 1, inner: named(name, 2) }]);
				await things.createIndex({ [`inner.${name}`]: 1 }, { unique: true });
				await refused(things.insertOne({ inner: named(name, 2) }), 11000);
				const found = await things
					.find({ [`inner.${name}`]: 2 })
					.hint(`inner.${name}_1`)
					.toArray();
				expect(found).to.have.length(1);
			});

			it("is set, unset and grouped by", async () => {
				const things = await store.collection([{ _id: 1, inner: {} }]);
				await things.updateOne({ _id: 1 }, { $set: { [`inner.${name}`]: 5 } });
				expect(own((await things.findOne())!.inner, name)).to.equal(5);
				const groups = await things
					.aggregate([{ $group: { _id: `$inner.${name}` } }])
					.toArray();
				expect(groups).to.deep.equal([{ _id: 5 }]);
				await things.updateOne({ _id: 1 }, { $unset: { [`inner.${name}`]: "" } });
				expect(own((await things.findOne())!.inner, name)).to.equal(undefined);
			});
		});
	}

	it("change no prototype", async () => {
		const things = await store.collection([{ _id: 1 }]);
		await things.updateOne(
			{ _id: 1 },
			{ $set: { "__proto__.polluted": 1, "constructor.polluted": 1 } }
		);
		await things.aggregate([{ $addFields: { "__proto__.polluted": 1 } }]).toArray();
		await things.insertOne({ _id: 2 });
		expect("polluted" in (await things.findOne({ _id: 2 }))!).to.equal(false);
		expect(await things.countDocuments({ polluted: 1 })).to.equal(0);
	});

	it("with dots and dollars are kept as they are", async () => {
		const things = await store.collection();
		await things.insertOne({ _id: 1, "a.b": 1, c: { "d.e": 2 }, x$y: 3 });
		expect(await things.findOne()).to.deep.equal({ _id: 1, "a.b": 1, c: { "d.e": 2 }, x$y: 3 });
		expect(await things.countDocuments({ "a.b": 1 })).to.equal(0);
	});

	it("may be empty, long, and in any script", async () => {
		const document = { _id: 1, "": 1, ["k".repeat(1000)]: 2, キー: 3, "😀": 4, "a b": 5 };
		const things = await store.collection([document]);
		expect(await things.findOne()).to.deep.equal(document);
		expect(await things.countDocuments({ キー: 3, "😀": 4, "a b": 5 })).to.equal(1);
	});

	it("nest a hundred deep", async () => {
		const deep = Array.from({ length: 95 }).reduce<Document>(inner => ({ a: inner }), {
			end: 1
		});
		const things = await store.collection([{ _id: 1, deep }]);
		expect((await things.findOne())!.deep).to.deep.equal(deep);
		expect(await things.countDocuments({ [`deep.${"a.".repeat(95)}end`]: 1 })).to.equal(1);
	});

	it(
		"nested without end are refused, and the store goes on",
		conforms("too-deep", async () => {
			const deep = Array.from({ length: 3000 }).reduce<Document>(inner => ({ a: inner }), {});
			const things = await store.collection([{ _id: 0 }]);
			await refused(things.insertOne({ _id: 1, deep }), [2, 15, 22]);
			const filter = Array.from({ length: 3000 }).reduce<Document>(
				inner => ({ $nor: [inner] }),
				{ a: 1 }
			);
			await refused(things.find(filter).toArray(), [2, 9, 15, 22]);
			expect(await things.countDocuments()).to.equal(1);
		})
	);
});
