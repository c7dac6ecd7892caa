import {
	Binary,
	BSONRegExp,
	Decimal128,
	Double,
	Long,
	MaxKey,
	MinKey,
	ObjectId,
	Timestamp
} from "bson";
import { expect } from "chai";
import * as fc from "fast-check";
import { compareValues } from "../../../../../../services/store/embedded/bson/compare.ts";
import { afterPrefix, orderKey } from "../../../../../../services/store/embedded/bson/order-key.ts";

const numbers = fc.oneof(
	fc.integer(),
	fc.double(),
	fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53), 5e-324),
	fc.integer({ min: -5, max: 5 }).map(value => new Double(value)),
	fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(value => Long.fromBigInt(value)),
	fc.integer({ min: -5, max: 5 }).map(value => Long.fromNumber(value)),
	fc
		.tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -30, max: 30 }))
		.map(([digits, exponent]) => Decimal128.fromString(`${digits}E${exponent}`)),
	fc
		.constantFrom("9007199254740993", "0.1", "1E+6000", "-1E-6000", "NaN", "-Infinity")
		.map(text => Decimal128.fromString(text))
);

const scalars = fc.oneof(
	numbers,
	fc.string(),
	fc.string({ unit: "binary" }),
	fc.constantFrom(null, true, false, new MinKey(), new MaxKey(), "a\0b", "a", "a\0"),
	fc.date({ noInvalidDate: true }),
	fc.uint8Array({ minLength: 12, maxLength: 12 }).map(bytes => new ObjectId(bytes)),
	fc.uint8Array({ maxLength: 6 }).map(bytes => new Binary(bytes)),
	fc.nat(1000).map(t => new Timestamp({ t, i: 1 })),
	fc.constantFrom("a", "b").map(pattern => new BSONRegExp(pattern, "i"))
);

const values = fc.letrec(tie => ({
	value: fc.oneof({ depthSize: "small" }, scalars, tie("array"), tie("doc")),
	array: fc.array(tie("value"), { maxLength: 3 }),
	doc: fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3 })
})).value;

describe("store: the order of index keys", () => {
	it("is the order of the values", () => {
		fc.assert(
			fc.property(values, values, (a, b) => {
				const order = Math.sign(Buffer.compare(orderKey(a), orderKey(b)));
				expect(order).to.equal(Math.sign(compareValues(a, b)) + 0);
			}),
			{ numRuns: 3000 }
		);
	});

	it("is the opposite for a descending field", () => {
		fc.assert(
			fc.property(values, values, (a, b) => {
				const order = Buffer.compare(orderKey(a, true), orderKey(b, true));
				expect(Math.sign(order)).to.equal(Math.sign(compareValues(b, a)) + 0);
			})
		);
	});

	it("has no key that begins another one, so that fields can follow one another", () => {
		fc.assert(
			fc.property(values, values, (a, b) => {
				const [left, right] = [orderKey(a), orderKey(b)];
				const isPrefix =
					left.length < right.length && right.subarray(0, left.length).equals(left);
				expect(isPrefix).to.equal(false);
			})
		);
	});

	it("ends a prefix's range before the next key", () => {
		expect(afterPrefix(Buffer.from([1, 0xff]))).to.deep.equal(Buffer.from([2]));
		expect(afterPrefix(Buffer.from([0xff]))).to.equal(undefined);
	});
});
