import { expect } from "chai";
import {
	Binary,
	BSONRegExp,
	Decimal128,
	Double,
	Int32,
	Long,
	MaxKey,
	MinKey,
	ObjectId,
	Timestamp
} from "mongodb";
import { useStore } from "../../support/store.ts";

/** In MongoDB's documented order, each line equal within itself. */
const ORDERED: unknown[] = [
	new MinKey(),
	null,
	new Double(-Infinity),
	-1.5,
	new Int32(0),
	Long.fromNumber(1),
	1.5,
	Decimal128.fromString("2.5"),
	Long.fromString("9007199254740993"),
	Infinity,
	"",
	"A",
	"B",
	"a",
	"ab",
	"é",
	{},
	{ a: 1 },
	{ a: 1, b: 1 },
	{ a: 2 },
	{ b: 0 },
	new Binary(Buffer.from([9]), 0),
	new Binary(Buffer.from([1, 1]), 0),
	new Binary(Buffer.from([1, 2]), 0),
	new ObjectId("000000000000000000000001"),
	new ObjectId("65a1b2c3d4e5f60718293a4b"),
	false,
	true,
	new Date(-1),
	new Date(0),
	new Date(1),
	new Timestamp({ t: 1, i: 1 }),
	new Timestamp({ t: 1, i: 2 }),
	new BSONRegExp("a", ""),
	new BSONRegExp("b", ""),
	new MaxKey()
];

describe("store: order of comparison", () => {
	const store = useStore("comparison");

	const shuffled = () =>
		ORDERED.map((value, place) => ({
			_id: (place * 17) % ORDERED.length,
			place,
			value
		})).sort((left, right) => left._id - right._id);

	for (const index of [false, true]) {
		const how = index ? "through an index" : "without an index";
		it(`sorts mixed types upwards and downwards ${how}`, async () => {
			const things = await store.collection(shuffled());
			if (index) await things.createIndex({ value: 1 });
			const up = await things.find().sort({ value: 1 }).toArray();
			expect(up.map(found => found.place)).to.deep.equal(ORDERED.map((_, place) => place));
			const down = await things.find().sort({ value: -1 }).toArray();
			expect(down.map(found => found.place)).to.deep.equal(
				ORDERED.map((_, place) => ORDERED.length - 1 - place)
			);
		});

		it(`compares within one type bracket only ${how}`, async () => {
			const things = await store.collection(shuffled());
			if (index) await things.createIndex({ value: 1 });
			const values = async (filter: object) =>
				(await things.find({ value: filter }).sort({ place: 1 }).toArray()).map(
					found => ORDERED[found.place]
				);
			expect(await values({ $gt: "A" })).to.deep.equal(["B", "a", "ab", "é"]);
			expect(await values({ $lt: new Date(0) })).to.deep.equal([new Date(-1)]);
			expect(await values({ $gte: false })).to.deep.equal([false, true]);
			expect(await values({ $gte: { a: 1, b: 1 } })).to.deep.equal([
				{ a: 1, b: 1 },
				{ a: 2 },
				{ b: 0 }
			]);
			expect(await values({ $gt: 2 })).to.have.length(3);
			expect(await values({ $lte: null })).to.deep.equal([null]);
		});
	}

	it("compares numbers of different types by value, without loss", async () => {
		const things = await store.collection([
			{ _id: 1, n: new Int32(1) },
			{ _id: 2, n: new Double(1) },
			{ _id: 3, n: Long.fromNumber(1) },
			{ _id: 4, n: Decimal128.fromString("1.0") },
			{ _id: 5, n: Long.fromString("9007199254740993") },
			{ _id: 6, n: new Double(9007199254740992) }
		]);
		const ids = async (filter: object) =>
			(await things.find(filter).sort({ _id: 1 }).toArray()).map(found => found._id);
		expect(await ids({ n: 1 })).to.deep.equal([1, 2, 3, 4]);
		expect(await ids({ n: { $in: [Decimal128.fromString("1")] } })).to.deep.equal([1, 2, 3, 4]);
		expect(await ids({ n: { $gt: 9007199254740992 } })).to.deep.equal([5]);
		expect(await ids({ n: Long.fromString("9007199254740993") })).to.deep.equal([5]);
	});

	it("takes 0.1 as a double and as a decimal for different values", async () => {
		const things = await store.collection([
			{ _id: 1, n: 0.1 },
			{ _id: 2, n: Decimal128.fromString("0.1") }
		]);
		const found = await things.find({ n: Decimal128.fromString("0.1") }).toArray();
		expect(found.map(({ _id }) => _id)).to.deep.equal([2]);
	});

	it("sorts NaN below every number and finds it by equality", async () => {
		const things = await store.collection([
			{ _id: 1, n: 0 },
			{ _id: 2, n: NaN },
			{ _id: 3, n: -Infinity }
		]);
		const sorted = await things.find().sort({ n: 1 }).toArray();
		expect(sorted.map(({ _id }) => _id)).to.deep.equal([2, 3, 1]);
		expect((await things.findOne({ n: NaN }))!._id).to.equal(2);
		expect(await things.countDocuments({ n: { $lt: 5 } })).to.equal(2);
	});

	it("sorts missing fields like null", async () => {
		const things = await store.collection([{ _id: 1, n: 1 }, { _id: 2 }, { _id: 3, n: null }]);
		const sorted = await things.find().sort({ n: 1, _id: -1 }).toArray();
		expect(sorted.map(({ _id }) => _id)).to.deep.equal([3, 2, 1]);
	});

	it("sorts an array by its least element upwards and its greatest downwards", async () => {
		const things = await store.collection([
			{ _id: 1, n: [5, 1] },
			{ _id: 2, n: [4, 3] },
			{ _id: 3, n: 2 },
			{ _id: 4, n: [] }
		]);
		const ids = async (direction: 1 | -1) =>
			(await things.find().sort({ n: direction }).toArray()).map(({ _id }) => _id);
		expect(await ids(1)).to.deep.equal([4, 1, 3, 2]);
		expect(await ids(-1)).to.deep.equal([1, 2, 3, 4]);
	});
});
