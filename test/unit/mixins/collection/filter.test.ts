import { expect } from "chai";
import * as fc from "fast-check";
import { parsePairs } from "../../../../services/gateway/body/query.ts";
import { OPERATORS, parseFilter } from "../../../../mixins/collection/filter.ts";
import type { Field } from "../../../../mixins/collection/fields.ts";
import type { InputProblem } from "../../../../mixins/index.ts";

const FIELDS = new Map<string, Field>(
	(["string", "number", "boolean", "date", "object"] as const).map(kind => [
		kind,
		{ path: kind, storePath: kind, kind, array: false }
	])
);

/** What the parser itself writes. */
const OWN = new Set([...OPERATORS.map(operator => `$${operator}`), "$regex", "$options"]);

function keysIn(value: unknown): string[] {
	if (typeof value !== "object" || value === null || value instanceof Date) return [];
	return Object.entries(value).flatMap(([key, entry]) => [key, ...keysIn(entry)]);
}

describe("a filter", () => {
	it("never holds a key or an object of the client's", () => {
		const name = fc.oneof(
			fc.constantFrom(
				...FIELDS.keys(),
				"$where",
				"$or",
				"__proto__",
				"$ne",
				"eq",
				"in",
				"contains",
				"exists"
			),
			fc.string()
		);
		const value: fc.Arbitrary<unknown> = fc.oneof(
			fc.jsonValue({ maxDepth: 3 }),
			fc.dictionary(name, fc.jsonValue())
		);
		fc.assert(
			fc.property(fc.dictionary(name, value), filter => {
				const problems: InputProblem[] = [];
				const { conditions } = parseFilter(filter, FIELDS, problems);
				for (const condition of conditions) {
					for (const key of keysIn(condition))
						expect(OWN.has(key) || FIELDS.has(key) || /^\d+$/.test(key), key).to.equal(
							true
						);
				}
				const given = Object.keys(filter).length;
				expect(
					given === 0 ||
						conditions.length + problems.length > 0 ||
						Object.values(filter).some(
							test => Object.keys((test as object) ?? {}).length === 0
						)
				).to.equal(true);
			}),
			{ numRuns: 2000 }
		);
	});

	it("never fails on what an address may hold, but names it", () => {
		const piece = fc.constantFrom(
			"filter",
			"[",
			"]",
			"string",
			"number",
			"$ne",
			"eq",
			"=",
			"&",
			"%5B",
			"%24",
			"+",
			",",
			"a",
			"..",
			"in"
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
				try {
					parseFilter(parsePairs(pieces.join("")).filter, FIELDS, []);
				} catch (error) {
					expect((error as { type?: string }).type).to.equal("REQUEST_INVALID");
				}
			}),
			{ numRuns: 2000 }
		);
	});
});
