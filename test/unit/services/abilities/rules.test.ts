import { expect } from "chai";
import { Rules } from "../../../../services/abilities/rules.ts";

const ann = { id: "ann", kind: "user" as const, roles: ["student"] };
const read = { action: "read", subject: "Note" };

describe("the rules in force", () => {
	it("are those of every source, until it is taken away", () => {
		const rules = new Rules();
		const owner = {};
		rules.set("notes", owner, { student: [read] });
		expect(rules.abilityOf(ann).can("read", "Note")).to.equal(true);
		rules.remove("notes", owner);
		expect(rules.abilityOf(ann).can("read", "Note")).to.equal(false);
	});

	it("stay when an older generation of their source goes", () => {
		const rules = new Rules();
		const [older, newer] = [{}, {}];
		rules.set("notes", older, { student: [] });
		rules.set("notes", newer, { student: [read] });
		rules.remove("notes", older);
		expect(rules.abilityOf(ann).can("read", "Note")).to.equal(true);
	});

	it("are those of the older generation again when the newer one did not start", () => {
		const rules = new Rules();
		const [older, newer] = [{}, {}];
		rules.set("notes", older, { student: [read] });
		rules.set("notes", newer, { student: [] });
		expect(rules.abilityOf(ann).can("read", "Note")).to.equal(false);
		rules.remove("notes", newer);
		expect(rules.abilityOf(ann).can("read", "Note")).to.equal(true);
	});

	it("leave a caller's ability as it is when a generation brings the same", () => {
		const rules = new Rules();
		rules.set("notes", {}, { student: [read] });
		const before = rules.abilityOf(ann);
		rules.set("notes", {}, { student: [{ ...read }] });
		expect(rules.abilityOf(ann)).to.equal(before);
	});

	it("let the system and administrators do everything", () => {
		const rules = new Rules();
		expect(rules.abilityOf(undefined).can("delete", "Anything")).to.equal(true);
		expect(rules.abilityOf({ ...ann, roles: ["admin"] }).can("delete", "Anything")).to.equal(
			true
		);
		expect(rules.abilityOf({ ...ann, roles: ["unknown"] }).can("read", "Anything")).to.equal(
			false
		);
	});

	it("are refused when they name a part of a field", () => {
		const part = { ...read, fields: ["author.phone"], inverted: true };
		expect(() => new Rules().set("notes", {}, { student: [read, part] })).to.throw(
			'The rules of notes for student name the field "author.phone", expected a whole field such as "author"'
		);
	});

	for (const [conditions, problem] of [
		[{ $where: "true" }, "$where only accepts a Function objects"],
		[{ score: { $most: 2 } }, "unknown query operator $most"],
		[{ $unless: [{ a: 1 }] }, "unknown top level operator: $unless"],
		[{ $text: { $search: "a" } }, "unknown top level operator: $text"]
	] as const) {
		it(`are refused with ${JSON.stringify(conditions)}, which cannot be tested`, () => {
			const rule = { ...read, conditions, inverted: true };
			expect(() => new Rules().set("notes", {}, { student: [rule] })).to.throw(
				`The rules of notes for student name conditions that cannot be tested: ${problem}`
			);
		});
	}

	it("are taken with every operator of a query", () => {
		const conditions = {
			ownerId: "${user.id}",
			score: { $gte: 1, $lt: 5 },
			members: { $elemMatch: { userId: { $in: ["a"] }, role: "editor" } },
			dueAt: { $lt: new Date() },
			"author.name": { $exists: true },
			$or: [{ level: "low" }, { level: { $not: { $in: ["high"] } } }]
		};
		expect(() =>
			new Rules().set("notes", {}, { student: [{ ...read, conditions }] })
		).to.not.throw();
	});
});
