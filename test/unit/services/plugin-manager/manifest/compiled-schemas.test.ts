import { expect } from "chai";
import { CompiledSchemas } from "../../../../../services/plugin-manager/manifest/compiled-schemas.ts";
import { payloadProblems, schemaFault } from "../../../../../services/streams/payload.ts";

describe("compiled schemas", () => {
	it("are shared by those of the same text, and by no others", () => {
		const compiled = new CompiledSchemas({ useDefaults: true });
		const schema = (minimum: number) => ({ type: "integer", minimum });
		expect(compiled.of(schema(1))).to.equal(compiled.of(schema(1)));
		expect(compiled.of(schema(2))).to.not.equal(compiled.of(schema(1)));
		expect(compiled.of(schema(2))(1)).to.equal(false);
		expect(compiled.of(schema(1))(1)).to.equal(true);
	});

	it("hold nothing of the value that they were used with before", () => {
		const schema = { type: "object", properties: { name: { type: "string" } } };
		expect(payloadProblems(schema, { name: 1 })).to.have.lengthOf(1);
		expect(payloadProblems({ ...schema }, { name: "a" })).to.deep.equal([]);
	});

	const faulty: [what: string, schema: unknown, fault: RegExp][] = [
		["a type that is none", { type: "strnig" }, /type/],
		["a pattern that is none", { type: "string", pattern: "(" }, /regular expression|pattern/i],
		["a reference to nothing", { $ref: "#/$defs/none" }, /can't resolve reference/],
		["no object", "string", /must be an object/],
		["nothing", undefined, /must be an object/]
	];
	for (const [what, schema, fault] of faulty) {
		it(`say why there is none of ${what}`, () => {
			expect(schemaFault(schema as never)).to.match(fault);
		});
	}
});
