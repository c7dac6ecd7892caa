import { expect } from "chai";
import * as fc from "fast-check";
import type { OpenAPIObject, OperationObject, SchemaObject } from "openapi3-ts/oas31";
import type { AbilityRules, JsonSchema } from "../../../../mixins/index.ts";
import {
	differenceOf,
	type Difference,
	type Surface
} from "../../../../services/openapi/difference.ts";

const NAME: JsonSchema = {
	type: "object",
	properties: { name: { type: "string" } },
	required: ["name"],
	additionalProperties: false
};

function documentOf(paths: OpenAPIObject["paths"], schemas = {}): OpenAPIObject {
	return {
		openapi: "3.1.1",
		info: { title: "Test", version: "1.0.0" },
		paths,
		components: { schemas }
	};
}

/** A document with one operation, `POST /notes`. */
function withOperation(operation: OperationObject): Surface {
	const base = {
		operationId: "notes.create",
		security: [{ bearer: [] }],
		responses: { 201: { description: "Created" } }
	};
	return { document: documentOf({ "/notes": { post: { ...base, ...operation } } }) };
}

function withBody(schema: JsonSchema, more: object = {}): Surface {
	return withOperation({
		requestBody: {
			content: { "application/json": { schema: schema as SchemaObject } },
			...more
		}
	});
}

function withAnswer(schema: JsonSchema, more: object = {}): Surface {
	return withOperation({
		responses: {
			200: {
				description: "OK",
				content: { "application/json": { schema: schema as SchemaObject } },
				...more
			}
		}
	});
}

function withQuery(
	...parameters: { name: string; required?: boolean; schema?: SchemaObject }[]
): Surface {
	return withOperation({
		parameters: parameters.map(parameter => ({
			in: "query" as const,
			schema: { type: "string" },
			...parameter
		}))
	});
}

function withAbilities(abilities: AbilityRules): Surface {
	return { document: documentOf({}), abilities };
}

/** The sentences of all changes, the breaking ones with an exclamation mark. */
function sentencesOf({ added, changed, removed, breaking }: Difference) {
	return [...added, ...changed, ...removed].map(
		change => (breaking.includes(change) ? "! " : "") + change.sentence
	);
}

describe("differenceOf", () => {
	describe("of operations", () => {
		const list = { get: { operationId: "notes.list", responses: {} } };
		const changes: [string, Surface, Surface, string[]][] = [
			[
				"tells of a new one",
				{ document: documentOf({}) },
				{ document: documentOf({ "/notes": list }) },
				["GET /notes is new"]
			],
			[
				"breaks without one",
				{ document: documentOf({ "/notes": list }) },
				{ document: documentOf({}) },
				["! GET /notes is not there any more"]
			],
			[
				"does not mind another name in the path",
				{ document: documentOf({ "/notes/{id}": list }) },
				{ document: documentOf({ "/notes/{noteId}": list }) },
				[]
			],
			[
				"breaks with another name",
				withOperation({}),
				withOperation({ operationId: "notes.add" }),
				[
					"! POST /notes is called notes.add instead of notes.create, also in generated clients"
				]
			],
			[
				"breaks when credentials are needed",
				withOperation({ security: [] }),
				withOperation({}),
				["! POST /notes needs credentials now"]
			],
			[
				"tells when it opens",
				withOperation({}),
				withOperation({ security: [] }),
				["POST /notes is open to everybody now"]
			],
			[
				"does not mind words",
				withOperation({ summary: "One" }),
				withOperation({ summary: "Two" }),
				[]
			],
			[
				"breaks with a new required parameter",
				withQuery(),
				withQuery({ name: "kind", required: true }),
				["! POST /notes takes a new required query parameter kind"]
			],
			[
				"tells of a new optional parameter",
				withQuery(),
				withQuery({ name: "kind" }),
				["POST /notes takes a new optional query parameter kind"]
			],
			[
				"breaks without a parameter, which is refused from then on",
				withQuery({ name: "kind" }),
				withQuery(),
				["! POST /notes takes no query parameter kind any more"]
			],
			[
				"breaks when a parameter becomes required",
				withQuery({ name: "kind" }),
				withQuery({ name: "kind", required: true }),
				["! POST /notes requires the query parameter kind now"]
			],
			[
				"breaks with a narrower parameter",
				withQuery({ name: "kind" }),
				withQuery({ name: "kind", schema: { type: "string", maxLength: 5 } }),
				[
					"! POST /notes: the query parameter kind has the limit maxLength 5 instead of none"
				]
			],
			[
				"breaks with a required body",
				withOperation({}),
				withBody(NAME, { required: true }),
				["! POST /notes requires a body now"]
			],
			[
				"tells of an optional body",
				withOperation({}),
				withBody(NAME),
				["POST /notes takes a body now"]
			],
			[
				"breaks when the body becomes required",
				withBody(NAME),
				withBody(NAME, { required: true }),
				["! POST /notes requires its body now"]
			],
			[
				"tells of a body that is not taken any more",
				withBody(NAME),
				withOperation({}),
				["POST /notes takes no body any more"]
			],
			[
				"breaks with another success",
				withOperation({}),
				withOperation({ responses: { 202: { description: "Accepted" } } }),
				["! POST /notes does not answer 201 any more", "POST /notes may answer 202 as well"]
			],
			[
				"does not mind other failures",
				withOperation({}),
				withOperation({
					responses: { 201: { description: "Created" }, 409: { description: "Conflict" } }
				}),
				[]
			],
			[
				"breaks without a header",
				withAnswer(NAME, { headers: { ETag: {} } }),
				withAnswer(NAME),
				["! POST /notes answers without the header ETag"]
			],
			[
				"breaks without a media type",
				withOperation({ requestBody: { content: { "text/csv": {} } } }),
				withOperation({ requestBody: { content: { "application/json": {} } } }),
				[
					"POST /notes has the body as application/json too",
					"! POST /notes has the body as text/csv no more"
				]
			]
		];
		for (const [name, before, after, expected] of changes) {
			it(name, () =>
				expect(sentencesOf(differenceOf(before, after))).to.have.members(expected)
			);
		}
	});

	describe("of a field in what is sent and in what is answered", () => {
		const changes: [string, JsonSchema, JsonSchema, request: string[], response: string[]][] = [
			[
				"another type",
				{ type: "string" },
				{ type: "number" },
				["! was string and is number"],
				["! was string and is number"]
			],
			[
				"a wider type",
				{ type: "integer" },
				{ type: "number" },
				["was integer and is number"],
				["! was integer and is number"]
			],
			[
				"a narrower type",
				{ type: "number" },
				{ type: "integer" },
				["! was number and is integer"],
				["was number and is integer"]
			],
			[
				"null beside",
				{ type: "string" },
				{ type: ["string", "null"] },
				["was string and is null or string"],
				["! was string and is null or string"]
			],
			[
				"a type where there was none",
				{},
				{ type: "string" },
				["! was anything and is string"],
				["was anything and is string"]
			],
			[
				"fewer values",
				{ enum: ["a", "b"] },
				{ enum: ["a"] },
				['! is never "b" any more'],
				['is never "b" any more']
			],
			[
				"more values",
				{ enum: ["a"] },
				{ enum: ["a", "b"] },
				['may be "b" as well'],
				['! may be "b" as well']
			],
			["listed values", {}, { enum: ["a"] }, ['! is only "a" now'], ['is only "a" now']],
			[
				"free values",
				{ enum: ["a"] },
				{},
				['may be anything now, not only "a"'],
				['! may be anything now, not only "a"']
			],
			[
				"a lower maximum",
				{ maximum: 9 },
				{ maximum: 5 },
				["! has the limit maximum 5 instead of 9"],
				["has the limit maximum 5 instead of 9"]
			],
			[
				"a higher maximum",
				{ maximum: 5 },
				{ maximum: 9 },
				["has the limit maximum 9 instead of 5"],
				["has the limit maximum 9 instead of 5"]
			],
			[
				"a higher minimum",
				{ minLength: 1 },
				{ minLength: 2 },
				["! has the limit minLength 2 instead of 1"],
				["has the limit minLength 2 instead of 1"]
			],
			[
				"no minimum",
				{ minItems: 1 },
				{},
				["has the limit minItems none instead of 1"],
				["has the limit minItems none instead of 1"]
			],
			[
				"a new pattern",
				{},
				{ pattern: "^a" },
				['! keeps pattern "^a" now'],
				['keeps pattern "^a" now']
			],
			[
				"no pattern",
				{ pattern: "^a" },
				{},
				['need not keep pattern "^a" any more'],
				['! need not keep pattern "^a" any more']
			],
			[
				"another pattern",
				{ pattern: "^a" },
				{ pattern: "^b" },
				['! has the pattern "^b" instead of "^a"'],
				['! has the pattern "^b" instead of "^a"']
			],
			[
				"another alternative",
				{ anyOf: [{ type: "string" }] },
				{ anyOf: [{ type: "string" }, { type: "null" }] },
				["has 2 schemas in anyOf instead of 1"],
				["! has 2 schemas in anyOf instead of 1"]
			],
			[
				"one alternative less",
				{ anyOf: [{ type: "string" }, { type: "null" }] },
				{ anyOf: [{ type: "string" }] },
				["! has 1 schemas in anyOf instead of 2"],
				["has 1 schemas in anyOf instead of 2"]
			],
			[
				"a change in an alternative",
				{ anyOf: [{ type: "string" }] },
				{ anyOf: [{ type: "string", description: "A", maxLength: 5 }] },
				["! has the limit maxLength 5 instead of none"],
				["has the limit maxLength 5 instead of none"]
			],
			[
				"other words",
				{ description: "One", examples: [1] },
				{ description: "Two", examples: [2] },
				[],
				[]
			]
		];
		for (const [name, old, present, request, response] of changes) {
			const [before, after] = [old, present].map((field): JsonSchema => ({
				type: "object",
				properties: { field }
			}));
			it(`judges ${name}`, () => {
				const inBody = request.map(what =>
					sentence('POST /notes: "field" in the body', what)
				);
				const inAnswer = response.map(what =>
					sentence('POST /notes: "field" in the answer', what)
				);
				expect(
					sentencesOf(differenceOf(withBody(before!), withBody(after!)))
				).to.deep.equal(inBody);
				expect(
					sentencesOf(differenceOf(withAnswer(before!), withAnswer(after!)))
				).to.deep.equal(inAnswer);
			});
		}
	});

	describe("of an object", () => {
		const { additionalProperties: _closed, ...open } = NAME;
		const without = { ...NAME, properties: {}, required: [] };
		const optional = { ...NAME, required: [] };
		const changes: [string, Surface, Surface, string[]][] = [
			[
				"breaks with a new required field",
				withBody(without),
				withBody(NAME),
				['! POST /notes: "name" in the body is new and required']
			],
			[
				"tells of a new optional field",
				withBody(without),
				withBody(optional),
				['POST /notes: "name" in the body is new and optional']
			],
			[
				"breaks with a field that is refused",
				withBody(NAME),
				withBody(without),
				['! POST /notes: "name" in the body is refused now']
			],
			[
				"tells of a field that is ignored",
				withBody(open),
				withBody({ ...open, properties: {}, required: [] }),
				['POST /notes: "name" in the body is ignored now']
			],
			[
				"breaks with a field that becomes required",
				withBody(optional),
				withBody(NAME),
				['! POST /notes: "name" in the body must always be there now']
			],
			[
				"tells of a field that becomes optional",
				withBody(NAME),
				withBody(optional),
				['POST /notes: "name" in the body may be missing now']
			],
			[
				"breaks when unknown fields are refused",
				withBody(open),
				withBody(NAME),
				["! POST /notes: the body takes fewer unknown properties"]
			],
			[
				"tells when unknown fields are taken",
				withBody(NAME),
				withBody(open),
				["POST /notes: the body takes unknown properties"]
			],
			[
				"breaks without an answered field",
				withAnswer(NAME),
				withAnswer(without),
				['! POST /notes: "name" in the answer is not there any more']
			],
			[
				"tells of a new answered field",
				withAnswer(without),
				withAnswer(NAME),
				['POST /notes: "name" in the answer is there as well']
			],
			[
				"breaks when an answered field may be missing",
				withAnswer(NAME),
				withAnswer(optional),
				['! POST /notes: "name" in the answer may be missing now']
			],
			[
				"tells when an answered field is always there",
				withAnswer(optional),
				withAnswer(NAME),
				['POST /notes: "name" in the answer must always be there now']
			],
			[
				"looks into lists and maps",
				withAnswer({
					type: "array",
					items: { type: "object", additionalProperties: NAME }
				}),
				withAnswer({
					type: "array",
					items: { type: "object", additionalProperties: without }
				}),
				['! POST /notes: "[]{}.name" in the answer is not there any more']
			]
		];
		for (const [name, before, after, expected] of changes) {
			it(name, () =>
				expect(sentencesOf(differenceOf(before, after))).to.deep.equal(expected)
			);
		}
	});

	it("follows references, also those that lead back", () => {
		const node = (kind: JsonSchema) => ({
			type: "object",
			properties: { kind, next: { $ref: "#/components/schemas/Node" } }
		});
		const surface = (kind: JsonSchema): Surface => {
			const content = {
				"application/json": { schema: { $ref: "#/components/schemas/Node" } }
			};
			const get = {
				operationId: "nodes.get",
				responses: { 200: { description: "OK", content } }
			};
			return { document: documentOf({ "/nodes": { get } }, { Node: node(kind) }) };
		};
		expect(
			sentencesOf(differenceOf(surface({ type: "string" }), surface({ type: "boolean" })))
		).to.deep.equal(['! GET /nodes: "kind" in the answer was string and is boolean']);
	});

	it("tells once what changed in every media type of a body", () => {
		const surface = (schema: SchemaObject) =>
			withOperation({
				requestBody: {
					content: {
						"application/json": { schema },
						"application/merge-patch+json": { schema }
					}
				}
			});
		expect(
			differenceOf(surface({ type: "string" }), surface({ type: "number" })).changed
		).to.have.length(1);
	});

	describe("of events", () => {
		const event = (schema: JsonSchema) => [{ name: "notes.note.created", schema }];
		const surface = (events: Surface["events"]): Surface => ({
			document: documentOf({}),
			events
		});
		it("tells of a new one and breaks without one", () => {
			expect(sentencesOf(differenceOf(surface([]), surface(event(NAME))))).to.deep.equal([
				"The event notes.note.created is new"
			]);
			expect(sentencesOf(differenceOf(surface(event(NAME)), surface([])))).to.deep.equal([
				"! The event notes.note.created is not emitted any more"
			]);
		});

		it("breaks without a field of the payload", () => {
			expect(
				sentencesOf(differenceOf(surface(event(NAME)), surface(event({ type: "object" }))))
			).to.deep.equal([
				'! The event notes.note.created has "name", which is not there any more'
			]);
		});
	});

	describe("of abilities", () => {
		const read = { action: "read", subject: "Note" };
		const hide = { ...read, fields: ["solution"], inverted: true };
		it("breaks when a role loses a right", () => {
			expect(
				sentencesOf(differenceOf(withAbilities({ student: [read] }), withAbilities({})))
			).to.deep.equal(["! The role student loses the rule: may read Note"]);
		});

		it("tells when a role gains a right", () => {
			const own = { ...read, conditions: { ownerId: "${user.id}" } };
			expect(
				sentencesOf(differenceOf(withAbilities({}), withAbilities({ student: [own] })))
			).to.deep.equal([
				'The role student gets the rule: may read Note where {"ownerId":"${user.id}"}'
			]);
		});

		it("breaks when a rule comes that takes away", () => {
			expect(
				sentencesOf(
					differenceOf(
						withAbilities({ student: [read] }),
						withAbilities({ student: [read, hide] })
					)
				)
			).to.deep.equal(["! The role student gets the rule: may not read Note (solution)"]);
		});

		it("tells when such a rule goes", () => {
			expect(
				differenceOf(withAbilities({ student: [hide] }), withAbilities({ student: [] }))
					.breaking
			).to.deep.equal([]);
		});
	});

	describe("of any schemas", () => {
		it("finds nothing between a version and itself", () => {
			fc.assert(
				fc.property(schemaArbitrary, schemaArbitrary, (body, answer) => {
					const surface = withOperation({
						requestBody: {
							content: { "application/json": { schema: body as SchemaObject } }
						},
						responses: {
							200: {
								description: "OK",
								content: { "application/json": { schema: answer as SchemaObject } }
							}
						}
					});
					expect(differenceOf(surface, structuredClone(surface))).to.deep.equal({
						added: [],
						changed: [],
						removed: [],
						breaking: []
					});
				})
			);
		});

		it("never breaks by a new optional field, and always without an answered one", () => {
			fc.assert(
				fc.property(objectArbitrary, schemaArbitrary, (object, field) => {
					const grown = { ...object, properties: { ...object.properties, fresh: field } };
					expect(differenceOf(withBody(object), withBody(grown)).breaking).to.deep.equal(
						[]
					);
					expect(
						differenceOf(withAnswer(object), withAnswer(grown)).breaking
					).to.deep.equal([]);
					expect(
						differenceOf(withAnswer(grown), withAnswer(object)).breaking
					).to.have.length(1);
				})
			);
		});

		it("never breaks both those that send and those that receive by one limit", () => {
			fc.assert(
				fc.property(scalarArbitrary, scalarArbitrary, (before, after) => {
					const there = differenceOf(withBody(before), withBody(after)).breaking.length;
					const back = differenceOf(withBody(after), withBody(before)).breaking.length;
					expect(there === 0 || back === 0).to.equal(true);
				})
			);
		});
	});
});

function sentence(place: string, what: string) {
	return what.startsWith("! ") ? `! ${place} ${what.slice(2)}` : `${place} ${what}`;
}

const scalarArbitrary = fc
	.record({ maxLength: fc.integer({ min: 1, max: 9 }) })
	.map((limits): JsonSchema => ({ type: "string", ...limits }));
const { schema: schemaArbitrary, object: objectArbitrary } = fc.letrec<{
	schema: JsonSchema;
	object: JsonSchema;
}>(tie => ({
	schema: fc.oneof(
		{ maxDepth: 3 },
		scalarArbitrary,
		fc.constantFrom<JsonSchema>(
			{},
			{ type: ["integer", "null"], minimum: 1 },
			{ enum: ["a", 2, null] },
			{ type: "string", pattern: "^a", format: "email" }
		),
		tie("schema").map(items => ({ type: "array", items, minItems: 1 })),
		tie("schema").map(entry => ({ anyOf: [entry, { type: "null" }] })),
		tie("object")
	),
	object: fc
		.tuple(
			fc.dictionary(fc.constantFrom("a", "b", "c"), tie("schema")),
			fc.subarray(["a", "b"]),
			fc.constantFrom(true, false)
		)
		.map(([properties, required, additionalProperties]) => ({
			type: "object",
			properties,
			required,
			additionalProperties
		}))
}));
