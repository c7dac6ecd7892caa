import { expect } from "chai";
import { SlowPattern, testWithinLimit, withinLimit } from "../../../mixins/bounded-pattern.ts";
import { compileValidator } from "../../../mixins/collection/validator.ts";
import { BoundedValidator } from "../../../services/kernel/bounded-validator.ts";

const ENDLESS = `${"a".repeat(60)}!`;

/** Would take years each, but for the last: half a minute. */
const SLOW: [pattern: RegExp, text: string][] = [
	[/^(a+)+$/, ENDLESS],
	[/^(a|a)*$/, ENDLESS],
	[/^(\w+\s?)*$/u, ENDLESS],
	[/^(?:a+)+$/i, ENDLESS],
	[/^(a*)*b/, ENDLESS],
	[/^a*a*$/, `${"a".repeat(300_000)}!`]
];

describe("patterns on users' texts", () => {
	for (const [pattern, text] of SLOW) {
		it(`are interrupted: ${String(pattern)}`, () =>
			expect(() => withinLimit(() => testWithinLimit(pattern, text))).to.throw(SlowPattern));
	}

	it("share one limit in one validation", () => {
		const test = () => testWithinLimit(/^(a+)+$/, ENDLESS);
		withinLimit(() => {
			expect(test).to.throw(SlowPattern);
			// What is left is nothing, so that no other risky pattern is even begun.
			expect(() => testWithinLimit(/^(b+)+$/, "b".repeat(17))).to.throw(SlowPattern);
			expect(testWithinLimit(/^b+$/, "b".repeat(17))).to.equal(true);
			// A text that is too short to get lost in is taken however long the others took.
			expect(testWithinLimit(/^(b+)+$/, "b".repeat(16))).to.equal(true);
		});
		expect(withinLimit(() => testWithinLimit(/^(b+)+$/, "b"))).to.equal(true);
	});

	const words: [text: string, matches: boolean][] = [
		["two-words", true],
		["two--words", false],
		["", false]
	];
	for (const [text, matches] of words) {
		it(`${matches ? "match" : "do not match"} as ever: "${text}"`, () =>
			expect(withinLimit(() => testWithinLimit(/^[a-z]+(-[a-z]+)*$/, text))).to.equal(
				matches
			));
	}

	it("of a model refuse what takes too long, in one go", () => {
		const validate = compileValidator({
			type: "object",
			properties: { names: { type: "array", items: { type: "string", pattern: "^(a+)+$" } } }
		});
		validate({ names: ["a", "aa"] });
		expect(() => validate({ names: ["b"] })).to.throw(/must match pattern/);
		expect(() => validate({ names: Array.from({ length: 1000 }, () => ENDLESS) }))
			.to.throw(/takes too long to be compared with \^\(a\+\)\+\$/)
			.with.property("type", "REQUEST_INVALID");
	});

	describe("of an action", () => {
		const validator = new BoundedValidator({ haltOnFirstError: false });
		const checkOf = (schema: Record<string, unknown>) =>
			validator.compile(schema) as unknown as (value: object) => true | { type: string }[];

		it("refuse what takes too long, wherever they stand", () => {
			const rule = { type: "string", pattern: /^(a+)+$/, min: 1, optional: true };
			const checks: [schema: Record<string, unknown>, of: (text: string) => object][] = [
				[{ name: rule }, name => ({ name })],
				[{ name: { ...rule, pattern: "^(a+)+$", patternFlags: "i" } }, name => ({ name })],
				[{ names: { type: "array", items: rule } }, name => ({ names: [name] })],
				[{ who: { $$type: "object", name: rule } }, name => ({ who: { name } })],
				[{ name: [rule, "number"] }, name => ({ name })]
			];
			for (const [schema, of] of checks) {
				const check = checkOf(schema);
				expect(check(of("aaa"))).to.equal(true);
				const problems = check(of(ENDLESS)) as { type: string }[];
				expect(problems.map(({ type }) => type)).to.include("stringPattern");
				expect(check(of(""))).to.not.equal(true);
			}
			expect(checkOf({ name: rule })({})).to.equal(true);
		});

		it("leave other rules and checks as they were", () => {
			const check = checkOf({
				name: {
					type: "string",
					pattern: /^[a-z]+$/,
					max: 3,
					custom: (value: unknown, problems: object[]) => {
						if (value === "bad") problems.push({ type: "own" });
						return value;
					}
				}
			});
			expect(check({ name: "abc" })).to.equal(true);
			const typesOf = (name: string) =>
				(check({ name }) as { type: string }[]).map(({ type }) => type);
			expect(typesOf("bad")).to.deep.equal(["own"]);
			expect(typesOf("ABC")).to.deep.equal(["stringPattern"]);
			expect(typesOf("abcd")).to.deep.equal(["stringMax"]);
		});
	});
});
