import { expect } from "chai";
import { BoundedValidator } from "../../../../services/kernel/bounded-validator.ts";

type Check = (value: object) => unknown;

describe("rules of actions", () => {
	const validator = new BoundedValidator({ useNewCustomCheckerFunction: true });
	const compile = (rules: object) => validator.compileNow(rules as never) as unknown as Check;

	it("of the same text are compiled once", () => {
		const check = compile({ id: "string", max: { type: "number", optional: true } });
		expect(compile({ id: "string", max: { type: "number", optional: true } })).to.equal(check);
		expect(compile({ id: "string", max: { type: "number" } })).to.not.equal(check);
		expect(check({ id: "a" })).to.equal(true);
		expect(check({ id: 1 })).to.not.equal(true);
	});

	it("are told apart by what text does not hold", () => {
		const word = (pattern: RegExp) => compile({ word: { type: "string", pattern } });
		expect(word(/^a/)({ word: "b" })).to.not.equal(true);
		expect(word(/^b/)({ word: "b" })).to.equal(true);
		const own = (custom: () => unknown) => compile({ word: { type: "any", custom } });
		const refuse = (_value?: unknown, problems?: object[]) =>
			problems?.push({ type: "refused", expected: "nothing" });
		expect(own(() => "taken")({ word: "b" })).to.equal(true);
		expect(own(refuse)({ word: "b" })).to.not.equal(true);
	});
});
