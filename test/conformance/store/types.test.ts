import { expect } from "chai";
import {
	Binary,
	BSONRegExp,
	Code,
	Decimal128,
	Double,
	Int32,
	Long,
	MaxKey,
	MinKey,
	ObjectId,
	Timestamp,
	UUID
} from "mongodb";
import { useStore } from "../../support/store.ts";
import { conforms } from "./differences.ts";

const ID = new ObjectId("65a1b2c3d4e5f60718293a4b");

/** Values of each BSON type, with the exact type that must come back when nothing is promoted. */
const VALUES: Record<string, unknown> = {
	double: new Double(1.5),
	"double that is whole": new Double(3),
	"not a number": new Double(NaN),
	infinity: new Double(-Infinity),
	"negative zero": new Double(-0),
	string: "naïve 😀",
	"string with a zero byte": "a\u0000b",
	object: { a: new Int32(1), b: { c: "d" } },
	"empty object": {},
	array: [new Int32(1), "a", [new Double(2.5)], null],
	"empty array": [],
	"binary, generic": new Binary(Buffer.from([0, 1, 255]), 0),
	"binary, user defined": new Binary(Buffer.from("x"), 0x80),
	UUID: new UUID("0b0e3a1c-6ff2-4b6a-9c1a-0a3b6c1d2e3f"),
	ObjectId: ID,
	"boolean true": true,
	"boolean false": false,
	date: new Date("2024-02-29T12:34:56.789Z"),
	"date before 1970": new Date("1899-12-31T23:59:59.001Z"),
	null: null,
	"regular expression": new BSONRegExp("^a.b$", "im"),
	code: new Code("function () { return 1; }"),
	int32: new Int32(-2147483648),
	timestamp: new Timestamp({ t: 1700000000, i: 7 }),
	int64: Long.fromString("9007199254740993"),
	"int64, small": Long.fromNumber(5),
	Decimal128: Decimal128.fromString("1.10"),
	"Decimal128, 34 digits": Decimal128.fromString("0.1234567890123456789012345678901234"),
	"minimum key": new MinKey(),
	"maximum key": new MaxKey()
};

const exact = { promoteValues: false, bsonRegExp: true };

describe("store: BSON types", () => {
	const store = useStore("types");

	describe("come back as they went in", () => {
		for (const [name, value] of Object.entries(VALUES)) {
			it(name, async () => {
				const things = await store.collection([{ _id: 1, value, list: [value] }]);
				const found = await things.findOne({ _id: 1 }, exact);
				expect(found!.value).to.deep.equal(value);
				expect(found!.list).to.deep.equal([value]);
				if (name === "negative zero")
					expect(Object.is(found!.value.value, -0)).to.equal(true);
			});
		}

		it("as _id too", async () => {
			const usable = Object.values(VALUES).filter(
				// The driver itself replaces an `_id` of null.
				value => value && !Array.isArray(value) && !(value instanceof BSONRegExp)
			) as object[];
			const things = await store.collection(usable.map(_id => ({ _id })));
			for (const _id of usable) {
				const found = await things.findOne({ _id }, exact);
				expect(found?._id, String(_id)).to.deep.equal(_id);
			}
		});
	});

	it("promotes numbers as the driver's users expect", async () => {
		const things = await store.collection([
			{ _id: 1, i: 1, d: 1.5, l: Long.fromNumber(7), big: 9007199254740991, neg: -5 }
		]);
		const found = await things.findOne();
		expect(found).to.deep.equal({ _id: 1, i: 1, d: 1.5, l: 7, big: 9007199254740991, neg: -5 });
	});

	it(
		"fills an empty timestamp at the top level when it is inserted",
		conforms("empty-timestamp", async () => {
			const things = await store.collection([{ _id: 1, at: new Timestamp({ t: 0, i: 0 }) }]);
			const found = await things.findOne();
			expect(found!.at.getHighBits()).to.be.greaterThan(1_600_000_000);
		})
	);

	describe("order of comparison", () => {
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
				expect(up.map(found => found.place)).to.deep.equal(
					ORDERED.map((_, place) => place)
				);
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
			expect(await ids({ n: { $in: [Decimal128.fromString("1")] } })).to.deep.equal([
				1, 2, 3, 4
			]);
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
			const things = await store.collection([
				{ _id: 1, n: 1 },
				{ _id: 2 },
				{ _id: 3, n: null }
			]);
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

	describe("numbers in arithmetic", () => {
		it("keep their type, and grow from int32 to int64", async () => {
			const things = await store.collection([
				{
					_id: 1,
					int: new Int32(1),
					edge: new Int32(2147483647),
					long: Long.fromString("9007199254740993"),
					double: new Double(1),
					decimal: Decimal128.fromString("1.10")
				}
			]);
			const one = new Int32(1);
			const increment = { int: one, edge: one, long: one, double: one, decimal: one };
			await things.updateOne({ _id: 1 }, { $inc: increment });
			const found = await things.findOne({ _id: 1 }, exact);
			expect(found!.int).to.deep.equal(new Int32(2));
			expect(found!.edge).to.deep.equal(Long.fromString("2147483648"));
			expect(found!.long).to.deep.equal(Long.fromString("9007199254740994"));
			expect(found!.double).to.deep.equal(new Double(2));
			expect(found!.decimal.toString()).to.equal("2.10");
		});

		it(
			"keep their type in aggregation too",
			conforms("aggregate-number-types", async () => {
				const things = await store.collection([
					{
						_id: 1,
						l: Long.fromString("9007199254740993"),
						d: Decimal128.fromString("0.1")
					}
				]);
				const [found] = await things
					.aggregate(
						[
							{
								$project: {
									l: { $add: ["$l", new Int32(1)] },
									d: { $multiply: ["$d", new Int32(3)] },
									i: { $add: [new Int32(1), new Int32(2)] },
									q: { $divide: [new Int32(6), new Int32(3)] },
									s: { $add: [new Int32(1), new Double(1)] }
								}
							}
						],
						{ promoteValues: false }
					)
					.toArray();
				expect(found!.l).to.deep.equal(Long.fromString("9007199254740994"));
				expect(found!.d.toString()).to.equal("0.3");
				expect(found!.i).to.deep.equal(new Int32(3));
				expect(found!.q).to.deep.equal(new Double(2));
				expect(found!.s).to.deep.equal(new Double(2));
			})
		);
	});
});
