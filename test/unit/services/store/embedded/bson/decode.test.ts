import {
	Binary,
	BSONRegExp,
	Code,
	Decimal128,
	Double,
	Long,
	MaxKey,
	MinKey,
	ObjectId,
	serialize,
	Timestamp,
	UUID
} from "bson";
import { expect } from "chai";
import * as fc from "fast-check";
import { decode } from "../../../../../../services/store/embedded/bson/decode.ts";
import { encode, idFirst } from "../../../../../../services/store/embedded/bson/encode.ts";
import { StoreError } from "../../../../../../services/store/embedded/errors.ts";

const EVERY_TYPE = {
	_id: new ObjectId(),
	int: 1,
	double: new Double(1),
	fraction: 1.5,
	minusZero: -0,
	long: Long.fromString("9223372036854775807"),
	smallLong: Long.fromNumber(7),
	decimal: Decimal128.fromString("1.10"),
	text: "Grüße, 世界 \0 end",
	nothing: null,
	yes: true,
	date: new Date(-1),
	bytes: new Binary(Buffer.from([1, 2, 3]), 5),
	uuid: new UUID(),
	regex: new BSONRegExp("^a", "im"),
	code: new Code("f()", { a: 1 }),
	timestamp: new Timestamp({ t: 5, i: 6 }),
	min: new MinKey(),
	max: new MaxKey(),
	nested: { list: [1, new Double(2), { deep: [null] }], empty: {}, none: [] }
};

describe("store: BSON bytes", () => {
	it("come back the same, whatever their types", () => {
		const bytes = Buffer.from(serialize(EVERY_TYPE));
		expect(encode(decode(bytes))).to.deep.equal(bytes);
	});

	it("keep a field called __proto__ a field", () => {
		const bytes = Buffer.from(serialize(JSON.parse('{"__proto__": {"a": 1}}')));
		const doc = decode(bytes);
		expect(Object.keys(doc)).to.deep.equal(["__proto__"]);
		expect(Object.getPrototypeOf(doc)).to.equal(Object.prototype);
		expect(encode(doc)).to.deep.equal(bytes);
	});

	it("are decoded or refused with a code, however they are damaged", () => {
		const bytes = Buffer.from(serialize(EVERY_TYPE));
		fc.assert(
			fc.property(
				fc.nat(bytes.length - 1),
				fc.nat(255),
				fc.nat(bytes.length),
				(at, byte, length) => {
					const damaged = Buffer.from(bytes.subarray(0, length));
					if (at < length) damaged[at] = byte;
					try {
						decode(damaged);
					} catch (error) {
						const isKnown =
							error instanceof StoreError ||
							error instanceof RangeError ||
							/BSON|ObjectId/.test(String(error));
						expect(isKnown, String(error)).to.equal(true);
					}
				}
			),
			{ numRuns: 5000 }
		);
	});

	it("are refused when they nest deeper than 200 levels", () => {
		let doc: object = {};
		for (let level = 0; level < 250; level++) doc = { a: doc };
		expect(() => decode(Buffer.from(serialize(doc)))).to.throw(StoreError, "nests deeper");
	});

	it("get _id as their first field", () => {
		const moved = decode(idFirst(Buffer.from(serialize({ name: "a", _id: 1, z: 2 }))));
		expect(Object.keys(moved)).to.deep.equal(["_id", "name", "z"]);
	});
});
