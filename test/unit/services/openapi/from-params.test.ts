import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "chai";
import * as fc from "fast-check";
import validatorModule from "fastest-validator";
import type { JsonSchema } from "../../../../mixins/index.ts";
import { schemaFromParams } from "../../../../services/openapi/from-params.ts";

const Validator = validatorModule as unknown as typeof validatorModule.default;
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

/** The schema of one field. */
function fieldSchema(rule: unknown): JsonSchema {
	return schemaFromParams({ field: rule }).properties!.field!;
}

describe("schemaFromParams", () => {
	const rules: [string, unknown, JsonSchema][] = [
		["a shorthand", "string|min:1|max:200", { type: "string", minLength: 1, maxLength: 200 }],
		[
			"a length",
			{ type: "string", length: 24, hex: true },
			{ type: "string", minLength: 24, maxLength: 24, pattern: "^([0-9a-fA-F]{2})+$" }
		],
		[
			"trimmed text, which may be sent longer",
			"string|trim|min:1|max:5",
			{ type: "string", minLength: 1 }
		],
		[
			"padded text, which may be sent shorter",
			"string|padStart:5|min:5|max:5",
			{ type: "string", maxLength: 5 }
		],
		[
			"text that may be empty",
			{ type: "string", empty: true, min: 5, pattern: /^a/ },
			{ type: "string" }
		],
		["text that may not be empty", "string|empty:false", { type: "string", minLength: 1 }],
		[
			"text of a list",
			{ type: "string", enum: ["a", "b"] },
			{ type: "string", enum: ["a", "b"] }
		],
		[
			"a list that is compared in lower case",
			{ type: "string", enum: ["a"], lowercase: true },
			{ type: "string" }
		],
		[
			"a pattern",
			{ type: "string", pattern: /^[a-z]+$/ },
			{ type: "string", pattern: "^[a-z]+$" }
		],
		["a pattern with flags", { type: "string", pattern: /^[a-z]+$/i }, { type: "string" }],
		[
			"a pattern that Unicode mode refuses",
			{ type: "string", pattern: "^\\-$" },
			{ type: "string" }
		],
		[
			"several patterns",
			"string|alpha|singleLine",
			{ type: "string", allOf: [{ pattern: "^[a-zA-Z]+$" }, { pattern: "^[^\\n]*$" }] }
		],
		[
			"contained text",
			{ type: "string", contains: "a.b" },
			{ type: "string", pattern: "a\\.b" }
		],
		["base64", "string|base64", { type: "string", contentEncoding: "base64" }],
		["an address", "email|max:100", { type: "string", maxLength: 100, format: "email" }],
		["an address that is normalized", "email|normalize|max:100", { type: "string" }],
		["a URL", "url", { type: "string", format: "uri" }],
		["a UUID", "uuid", { type: "string", format: "uuid" }],
		["a MAC address", "mac", { type: "string" }],
		["a number", "number|min:1|max:5", { type: "number", minimum: 1, maximum: 5 }],
		[
			"a whole number",
			"number|integer|positive|convert",
			{ type: "integer", exclusiveMinimum: 0 }
		],
		["a negative number", "number|negative", { type: "number", exclusiveMaximum: 0 }],
		["one number", "number|equal:3", { type: "number", const: 3 }],
		["any other number", "number|notEqual:3", { type: "number", not: { const: 3 } }],
		["a boolean", "boolean|convert", { type: "boolean" }],
		["a date", "date|convert", { type: "string", format: "date-time" }],
		["a date object, which JSON does not have", "date", {}],
		[
			"an enumeration",
			{ type: "enum", values: ["a", "b"] },
			{ type: "string", enum: ["a", "b"] }
		],
		["a mixed enumeration", { type: "enum", values: ["a", 1] }, { enum: ["a", 1] }],
		["one value", { type: "equal", value: true, strict: true }, { const: true }],
		["a value that is compared loosely", { type: "equal", value: 1 }, {}],
		["a field that is compared with another", { type: "equal", field: "password" }, {}],
		[
			"an id",
			{ type: "objectID", ObjectID: Object },
			{ type: "string", pattern: "^[0-9a-fA-F]{24}$" }
		],
		["a list in shorthand", "string[]", { type: "array", items: { type: "string" } }],
		[
			"a list",
			{ type: "array", items: "number", min: 1, max: 3, unique: true },
			{
				type: "array",
				items: { type: "number" },
				minItems: 1,
				maxItems: 3,
				uniqueItems: true
			}
		],
		[
			"a list of distinct objects",
			{ type: "array", items: "object", unique: true },
			{ type: "array", items: { type: "object", properties: {} } }
		],
		[
			"a list that may not be empty",
			{ type: "array", empty: false, contains: 1 },
			{ type: "array", items: {}, minItems: 1, contains: { const: 1 } }
		],
		[
			"a list from a list",
			{ type: "array", enum: [1, 2], length: 2 },
			{ type: "array", items: { enum: [1, 2] }, minItems: 2, maxItems: 2 }
		],
		[
			"a tuple",
			{ type: "tuple", items: ["string", "number"], empty: false },
			{
				type: "array",
				prefixItems: [{ type: "string" }, { type: "number" }],
				items: false as never,
				minItems: 2
			}
		],
		[
			"a record",
			{ type: "record", key: "string|alpha", value: "number" },
			{
				type: "object",
				propertyNames: { type: "string", pattern: "^[a-zA-Z]+$" },
				additionalProperties: { type: "number" }
			}
		],
		[
			"a record of anything",
			{ type: "record" },
			{ type: "object", additionalProperties: true }
		],
		["alternatives", ["string", "number"], { anyOf: [{ type: "string" }, { type: "number" }] }],
		[
			"alternatives in full",
			{ type: "multi", rules: ["string", "boolean"] },
			{ anyOf: [{ type: "string" }, { type: "boolean" }] }
		],
		["alternatives of which one is anything", ["string", "any"], {}],
		["anything", "any", {}],
		["a custom check", { type: "custom", check: () => true }, {}],
		["a type of another broker", "money", {}],
		["null beside text", "string|nullable", { type: ["string", "null"] }],
		[
			"null beside a list of values",
			{ type: "enum", values: ["a"], optional: true },
			{ type: ["string", "null"], enum: ["a", null] }
		],
		[
			"null beside alternatives",
			{ type: "multi", rules: ["string", "number"], nullable: true, description: "Either" },
			{
				anyOf: [{ anyOf: [{ type: "string" }, { type: "number" }] }, { type: "null" }],
				description: "Either"
			}
		],
		[
			"what is said about a field",
			{ type: "string", description: "A title", example: "Loops" },
			{ type: "string", description: "A title", examples: ["Loops"] }
		]
	];
	for (const [name, rule, expected] of rules) {
		it(`describes ${name}`, () => {
			expect(fieldSchema(rule)).to.deep.equal(expected);
		});
	}

	it("requires what is neither optional nor filled in", () => {
		const params = {
			one: "string",
			two: "string|optional",
			three: "number|default:3",
			four: ["string|optional", "number|optional"]
		};
		expect(schemaFromParams(params).required).to.deep.equal(["one"]);
	});

	it("says the default of a field, unless it is computed", () => {
		expect(fieldSchema("number|default:3")).to.deep.equal({
			type: ["number", "null"],
			default: 3
		});
		expect(fieldSchema({ type: "number", default: () => 3 })).to.deep.equal({
			type: ["number", "null"]
		});
	});

	it("refuses unknown properties where the rules are strict, and nowhere else", () => {
		expect(schemaFromParams({ $$strict: true, one: "string" }).additionalProperties).to.equal(
			false
		);
		expect(schemaFromParams({ $$strict: "remove", one: "string" })).to.not.have.property(
			"additionalProperties"
		);
		expect(
			fieldSchema({ type: "object", strict: true, props: {} }).additionalProperties
		).to.equal(false);
	});

	it("describes nested objects in each of their spellings", () => {
		const expected = {
			type: "object",
			properties: { city: { type: "string" } },
			required: ["city"]
		};
		expect(fieldSchema({ type: "object", props: { city: "string" } })).to.deep.equal(expected);
		expect(fieldSchema({ type: "object", properties: { city: "string" } })).to.deep.equal(
			expected
		);
		expect(fieldSchema({ $$type: "object", city: "string" })).to.deep.equal(expected);
	});

	it("leaves out limits that hold only after defaults are filled in and properties removed", () => {
		const props = { a: "number|default:1" };
		expect(fieldSchema({ type: "object", minProps: 1, maxProps: 2, props }))
			.to.include({ maxProperties: 2 })
			.and.not.have.property("minProperties");
		expect(fieldSchema({ type: "object", minProps: 1, maxProps: 2, strict: "remove" }))
			.to.include({ minProperties: 1 })
			.and.not.have.property("maxProperties");
	});

	it("describes a root that is no object", () => {
		expect(schemaFromParams({ $$root: true, type: "array", items: "string" })).to.deep.equal({
			type: "array",
			items: { type: "string" }
		});
	});

	it("describes no parameters at all", () => {
		expect(schemaFromParams(undefined)).to.deep.equal({ type: "object", properties: {} });
	});

	it("leaves out what is forbidden", () => {
		expect(schemaFromParams({ one: "forbidden" })).to.deep.equal({
			type: "object",
			properties: {}
		});
	});

	it("knows the aliases of the broker's validator", () => {
		const validator = new Validator({ aliases: { title: { type: "string", max: 200 } } });
		expect(schemaFromParams({ title: "title" }, validator).properties).to.deep.equal({
			title: { type: "string", maxLength: 200 }
		});
	});

	it("does not change the rules", () => {
		const params = {
			$$strict: true,
			address: { $$type: "object|optional", city: "string" },
			either: ["string", "number"]
		};
		const copy = structuredClone(params);
		schemaFromParams(params);
		expect(params).to.deep.equal(copy);
	});

	/** Without what makes an object that cannot be turned into text, at which the validator itself throws. */
	const plainJson = fc
		.jsonValue()
		.filter(value => !/"(toString|valueOf)":/.test(JSON.stringify(value)));

	it("never refuses what the rules take", () => {
		fc.assert(
			fc.property(
				ruleArbitrary,
				fc.array(plainJson, { minLength: 5, maxLength: 30 }),
				(rule, values) => {
					const takes = new Validator().compile({ field: rule as never });
					const matches = ajv.compile(schemaFromParams({ field: structuredClone(rule) }));
					for (const value of [...values, ...TELLING]) {
						if (takes({ field: structuredClone(value) }) === true)
							expect(matches({ field: value }), JSON.stringify(value)).to.equal(true);
					}
				}
			),
			{ numRuns: 300 }
		);
	});

	it("refuses what simple rules refuse", () => {
		fc.assert(
			fc.property(simpleRuleArbitrary, rule => {
				const takes = new Validator().compile({ field: rule });
				const matches = ajv.compile(schemaFromParams({ field: rule }));
				for (const value of TELLING) {
					expect(matches({ field: value }), JSON.stringify(value)).to.equal(
						takes({ field: value }) === true
					);
				}
			})
		);
	});
});

/** Values on both sides of the limits that the rules below are made of. */
const TELLING = [
	"",
	"a",
	"ab",
	"abc",
	" a ",
	"A",
	"12",
	"a\nb",
	0,
	1,
	2,
	3,
	2.5,
	-1,
	true,
	false,
	null,
	[],
	["a"],
	["a", "a"],
	[1, 2],
	{},
	{ a: "a" },
	{ a: "a", b: 1 },
	{ b: 2 }
];

const limit = fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined });
const flag = fc.constantFrom(true, false, undefined);

const stringRule = fc.record(
	{
		type: fc.constant("string"),
		min: limit,
		max: limit,
		empty: flag,
		trim: flag,
		lowercase: flag,
		alpha: flag,
		singleLine: flag,
		enum: fc.constantFrom(undefined, ["a", "ab"]),
		pattern: fc.constantFrom(undefined, "^a", "b$"),
		optional: flag,
		nullable: flag
	},
	{ requiredKeys: ["type"] }
);
const numberRule = fc.record(
	{
		type: fc.constant("number"),
		min: limit,
		max: limit,
		integer: flag,
		positive: flag,
		notEqual: limit,
		optional: flag
	},
	{ requiredKeys: ["type"] }
);
const { rule: ruleArbitrary } = fc.letrec<{ rule: unknown }>(tie => ({
	rule: fc.oneof(
		{ maxDepth: 3 },
		stringRule,
		numberRule,
		fc.constantFrom("any", "boolean|optional", "email", "url"),
		fc.record(
			{
				type: fc.constant("array"),
				items: tie("rule"),
				min: limit,
				max: limit,
				unique: flag,
				optional: flag
			},
			{ requiredKeys: ["type"] }
		),
		fc.record(
			{
				type: fc.constant("object"),
				props: fc.record({ a: tie("rule"), b: tie("rule") }),
				strict: fc.constantFrom(true, "remove", undefined),
				minProps: limit,
				maxProps: limit
			},
			{ requiredKeys: ["type", "props"] }
		),
		fc.record(
			{ type: fc.constant("tuple"), items: fc.tuple(tie("rule"), tie("rule")), empty: flag },
			{ requiredKeys: ["type", "items"] }
		),
		fc.tuple(tie("rule"), tie("rule"))
	)
}));
const simpleRuleArbitrary = fc.oneof(
	fc.record(
		{
			type: fc.constant("string"),
			min: limit,
			max: limit,
			alpha: flag,
			pattern: fc.constantFrom(undefined, "^a", "b$"),
			optional: flag
		},
		{ requiredKeys: ["type"] }
	),
	numberRule,
	fc.record(
		{
			type: fc.constant("array"),
			items: fc.constantFrom("string", "number"),
			min: limit,
			max: limit,
			unique: flag
		},
		{ requiredKeys: ["type", "items"] }
	),
	fc.record(
		{
			type: fc.constant("object"),
			props: fc.constant({ a: "string", b: "number|optional" }),
			strict: flag
		},
		{ requiredKeys: ["type", "props"] }
	)
);
