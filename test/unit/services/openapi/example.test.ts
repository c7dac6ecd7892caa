import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "chai";
import * as fc from "fast-check";
import type { JsonSchema } from "../../../../mixins/index.ts";
import { EXAMPLE_DATE, EXAMPLE_ID, exampleOf } from "../../../../services/openapi/example.ts";

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

describe("exampleOf", () => {
	const examples: [string, JsonSchema, unknown][] = [
		["a declared example", { type: "string", examples: ["Loops"] }, "Loops"],
		["a default", { type: "integer", default: 25 }, 25],
		["a constant", { const: "delta" }, "delta"],
		["the first of a list", { enum: ["planned", "done"] }, "planned"],
		["the type beside null", { type: ["null", "boolean"] }, true],
		["null alone", { type: "null" }, null],
		["a date", { type: "string", format: "date-time" }, EXAMPLE_DATE],
		["short text", { type: "string", maxLength: 2 }, "Te"],
		["long text", { type: "string", minLength: 6 }, "Text.."],
		["an id by its pattern", { type: "string", pattern: "^[0-9a-f]{24}$" }, EXAMPLE_ID],
		["a number beyond its limits", { type: "number", minimum: 10 }, 10],
		[
			"a number between exclusive limits",
			{ type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
			0.5
		],
		["a whole number above a limit", { type: "integer", exclusiveMinimum: 4.5 }, 5],
		["a multiple", { type: "integer", multipleOf: 5, minimum: 7 }, 10],
		[
			"another number than the refused one",
			{ type: "number", not: { const: 1 }, maximum: 3 },
			3
		],
		["a list", { type: "array", items: { type: "string" } }, ["Text"]],
		[
			"a list that may hold nothing",
			{ type: "array", items: { type: "string" }, maxItems: 0 },
			[]
		],
		[
			"a list of distinct entries",
			{ type: "array", items: { enum: ["a", "b", "c"] }, minItems: 2, uniqueItems: true },
			["a", "b"]
		],
		[
			"a list of distinct numbers",
			{ type: "array", items: { type: "integer" }, minItems: 2, uniqueItems: true },
			[1, 2]
		],
		[
			"a tuple",
			{ prefixItems: [{ type: "boolean" }, { type: "integer" }], items: false as never },
			[true, 1]
		],
		[
			"an object",
			{
				type: "object",
				properties: { firstName: { type: "string" }, ownerId: { type: "string" } }
			},
			{ firstName: "First name", ownerId: EXAMPLE_ID }
		],
		["a map", { type: "object", additionalProperties: { type: "integer" } }, { example: 1 }],
		[
			"a patch",
			{
				type: "object",
				minProperties: 1,
				properties: { title: { type: "string" }, rev: { type: "integer" } }
			},
			{ title: "Title" }
		],
		["the first alternative", { anyOf: [{ type: "integer" }, { type: "null" }] }, 1],
		[
			"all parts together",
			{
				allOf: [
					{ properties: { a: { type: "integer" } } },
					{ properties: { b: { type: "boolean" } } }
				]
			},
			{ a: 1, b: true }
		],
		["anything", {}, {}]
	];
	for (const [name, schema, expected] of examples) {
		it(`gives ${name}`, () => {
			expect(exampleOf(schema)).to.deep.equal(expected);
			expect(ajv.validate(schema, expected)).to.equal(true);
		});
	}

	it("is valid against its own schema", () => {
		fc.assert(
			fc.property(schemaArbitrary, schema => {
				const example = exampleOf(schema);
				expect(
					ajv.validate(schema, example),
					`${JSON.stringify(example)} ${ajv.errorsText()}`
				).to.equal(true);
			}),
			{ numRuns: 500 }
		);
	});
});

const small = fc.integer({ min: 0, max: 4 });
const { schema: schemaArbitrary } = fc.letrec<{ schema: JsonSchema }>(tie => ({
	schema: fc.oneof(
		{ maxDepth: 4 },
		fc
			.tuple(small, small)
			.map(([low, more]) => ({ type: "string", minLength: low, maxLength: low + more })),
		fc
			.constantFrom(
				"date-time",
				"date",
				"time",
				"duration",
				"email",
				"uri",
				"uuid",
				"hostname",
				"ipv4",
				"ipv6",
				"regex"
			)
			.map(format => ({ type: "string", format })),
		fc
			.constantFrom(
				"^[a-z]+$",
				"^\\d+$",
				"^[A-Z]",
				"^[0-9a-f]{24}$",
				"^[a-z0-9-]+$",
				"^\\d+\\.\\d+\\.\\d+$"
			)
			.map(pattern => ({ type: "string", pattern })),
		fc
			.tuple(fc.constantFrom("integer", "number"), fc.integer({ min: -9, max: 9 }), small)
			.map(([type, low, more]) => ({ type, minimum: low, maximum: low + more })),
		fc
			.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 2, max: 4 }))
			.map(([low, more]) => ({
				type: "integer",
				exclusiveMinimum: low,
				exclusiveMaximum: low + more
			})),
		fc
			.integer({ min: 2, max: 9 })
			.map(step => ({ type: "integer", multipleOf: step, minimum: step * 3 - 1 })),
		fc.constantFrom<JsonSchema>(
			{ type: "boolean" },
			{ type: ["string", "null"] },
			{ enum: ["a", 1] },
			{ const: 5 },
			{ type: "null" },
			{}
		),
		fc
			.tuple(tie("schema"), small)
			.map(([items, low]) => ({ type: "array", items, minItems: low })),
		fc.tuple(small, fc.constantFrom("string", "integer")).map(([low, type]) => ({
			type: "array",
			items: { type },
			minItems: low,
			uniqueItems: true
		})),
		fc.tuple(tie("schema"), tie("schema")).map(([a, b]) => ({
			type: "object",
			properties: { a, b },
			required: ["b"],
			additionalProperties: false
		})),
		tie("schema").map(entry => ({ type: "object", additionalProperties: entry })),
		tie("schema").map(entry => ({ anyOf: [entry, { type: "null" }] }))
	)
}));
