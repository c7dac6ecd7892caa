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
