import { expect } from "chai";
import { conditionTest } from "../../../mixins/condition.ts";

describe("a rule's condition", () => {
	it("is tested with the operators of queries", () => {
		const test = conditionTest({
			$or: [{ ownerId: "a" }, { "members.userId": { $in: ["a"] } }]
		});
		expect(test({ members: [{ userId: "b" }, { userId: "a" }] })).to.equal(true);
		expect(test({ ownerId: "b", members: [] })).to.equal(false);
	});

	it("takes a missing field for no smaller number", () => {
		expect(conditionTest({ attempts: { $lt: 3 } })({})).to.equal(false);
	});

	it("compares fields with each other by an expression, also inside of others", () => {
		const test = conditionTest({ $and: [{ $expr: { $eq: ["$ownerId", "$reviewerId"] } }] });
		expect(test({ ownerId: "a", reviewerId: "a" })).to.equal(true);
		expect(test({ ownerId: "a", reviewerId: "b" })).to.equal(false);
	});

	it("is refused when it names an operator that nothing knows", () => {
		expect(() => conditionTest({ name: { $like: "a" } })({})).to.throw("$like");
	});
});
