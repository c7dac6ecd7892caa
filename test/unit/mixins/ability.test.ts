import { expect } from "chai";
import {
	buildAbility,
	isAllowed,
	limitsFields,
	scopeOf,
	type AbilityRule
} from "../../../mixins/ability.ts";
import type { Caller } from "../../../mixins/index.ts";

const ann: Caller = { id: "ann", kind: "user", roles: ["student"] };
const guest: Caller = { id: null, kind: "guest", roles: ["guest"] };

function abilityOf(rules: AbilityRule[], caller = ann) {
	return buildAbility(rules, caller);
}

describe("an ability", () => {
	const own = { action: "read", subject: "Note", conditions: { ownerId: "${user.id}" } };

	it("fills the caller's id in, at any depth", () => {
		const ability = abilityOf([
			{
				action: "read",
				subject: "Note",
				conditions: {
					$or: [{ ownerId: "${user.id}" }, { readers: { $in: ["${user.id}", "all"] } }]
				}
			}
		]);
		expect(scopeOf(ability, "read", "Note")).to.deep.equal({
			$or: [{ ownerId: "ann" }, { readers: { $in: ["ann", "all"] } }]
		});
	});

	it("gives a guest an id that nothing has", () => {
		const ability = abilityOf([own], guest);
		for (const ownerId of [null, undefined, "", "null", "guest", []])
			expect(isAllowed(ability, "read", "Note", { ownerId }), String(ownerId)).to.equal(
				false
			);
	});

	it("makes a plain value of a guest's id, also inside of $in and $ne", () => {
		const conditions = { readers: { $in: ["${user.id}"] }, ownerId: { $ne: "${user.id}" } };
		const scope = scopeOf(abilityOf([{ ...own, conditions }], guest), "read", "Note") as {
			readers: { $in: unknown[] };
			ownerId: { $ne: unknown };
		};
		expect(scope.readers.$in[0]).to.be.a("string");
		expect(scope.ownerId.$ne).to.equal(scope.readers.$in[0]);
	});

	it("leaves dates in conditions as they are", () => {
		const dueAt = { $gt: new Date("2026-01-01T00:00:00Z") };
		const ability = abilityOf([{ ...own, conditions: { dueAt } }]);
		expect(scopeOf(ability, "read", "Note")).to.deep.equal({ dueAt });
	});

	it("has no scope where nothing is allowed", () => {
		expect(scopeOf(abilityOf([own]), "delete", "Note")).to.equal(null);
		expect(scopeOf(abilityOf([own]), "read", "Other")).to.equal(null);
	});

	it("has an empty scope where everything is allowed", () => {
		expect(
			scopeOf(abilityOf([{ action: "manage", subject: "all" }]), "read", "Note")
		).to.deep.equal({});
	});

	it("takes away what a later, inverted rule names", () => {
		const ability = abilityOf([
			{ action: "read", subject: "Note" },
			{ action: "read", subject: "Note", conditions: { level: "high" }, inverted: true }
		]);
		expect(isAllowed(ability, "read", "Note", { level: "low" })).to.equal(true);
		expect(isAllowed(ability, "read", "Note", { level: "high" })).to.equal(false);
		expect(scopeOf(ability, "read", "Note")).to.deep.equal({ $nor: [{ level: "high" }] });
	});

	it("knows of a rule that takes a single field away", () => {
		const ability = abilityOf([
			{ action: "read", subject: "Note" },
			{ action: "read", subject: "Note", fields: ["salary"], inverted: true }
		]);
		expect(limitsFields(ability, "read", "Note")).to.equal(true);
		expect(isAllowed(ability, "read", "Note", {}, "salary")).to.equal(false);
		expect(isAllowed(ability, "read", "Note", {}, "title")).to.equal(true);
	});

	it("gives a field under the condition of its rule alone", () => {
		const ability = abilityOf([
			{ action: "read", subject: "Note", fields: ["title"] },
			{ ...own, fields: ["salary"] }
		]);
		expect(scopeOf(ability, "read", "Note", "salary")).to.deep.equal({ ownerId: "ann" });
		expect(isAllowed(ability, "read", "Note", { ownerId: "bob" }, "salary")).to.equal(false);
		expect(isAllowed(ability, "read", "Note", { ownerId: "bob" }, "title")).to.equal(true);
	});

	it("tests a document as the store would: a missing field is neither less nor more", () => {
		const below = { action: "read", subject: "Note", conditions: { score: { $lt: 5 } } };
		const ability = abilityOf([below]);
		for (const [note, allowed] of [
			[{ score: 1 }, true],
			[{ score: 7 }, false],
			[{}, false],
			[{ score: null }, false],
			[{ score: "1" }, false]
		] as const)
			expect(isAllowed(ability, "read", "Note", note), JSON.stringify(note)).to.equal(
				allowed
			);
	});

	it("heeds an inverted rule of several cases", () => {
		const either = { $or: [{ level: "high" }, { pinned: true }] };
		const ability = abilityOf([
			{ action: "read", subject: "Note" },
			{ action: "read", subject: "Note", conditions: either, inverted: true }
		]);
		expect(isAllowed(ability, "read", "Note", { level: "low", pinned: true })).to.equal(false);
		expect(isAllowed(ability, "read", "Note", { level: "low", pinned: false })).to.equal(true);
	});
});
