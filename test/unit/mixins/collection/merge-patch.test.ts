import { expect } from "chai";
import * as fc from "fast-check";
import { mergePatch } from "../../../../mixins/collection/merge-patch.ts";

/** RFC 7396, appendix A, as far as document and patch are objects. */
const EXAMPLES: [object, Record<string, unknown>, object][] = [
	[{ a: "b" }, { a: "c" }, { a: "c" }],
	[{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
	[{ a: "b" }, { a: null }, {}],
	[{ a: "b", b: "c" }, { a: null }, { b: "c" }],
	[{ a: ["b"] }, { a: "c" }, { a: "c" }],
	[{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
	[{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
	[{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
	[{ e: null }, { a: 1 }, { e: null, a: 1 }],
	[{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }]
];

describe("a merge patch", () => {
	for (const [document, patch, expected] of EXAMPLES) {
		it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(document)} by ${JSON.stringify(patch)}`, () => {
			const before = structuredClone(document);
			expect(mergePatch(document, patch)).to.deep.equal(expected);
			expect(document).to.deep.equal(before);
		});
	}

	it("is the same when it is applied twice", () => {
		const anything = fc.dictionary(
			fc.constantFrom("a", "b", "c"),
			fc.jsonValue({ maxDepth: 3 })
		);
		fc.assert(
			fc.property(anything, anything, (document, patch) => {
				const once = mergePatch(document, patch);
				expect(mergePatch(once, patch)).to.deep.equal(once);
			})
		);
	});

	it("replaces dates as they are", () => {
		const at = new Date();
		expect(mergePatch({ at: new Date(0) }, { at })).to.deep.equal({ at });
	});
});
