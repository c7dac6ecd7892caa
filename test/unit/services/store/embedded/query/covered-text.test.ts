import { expect } from "chai";
import type { Document } from "mongodb";
import { useStore } from "../support.ts";

const COUNT = 300;

describe("store: a text search that needs no documents", () => {
	const test = useStore();
	const score = { score: { $meta: "textScore" } };

	before(async () => {
		const notes = test.collection("notes");
		await notes.createIndex({ title: "text" });
		await notes.insertMany(
			Array.from({ length: COUNT }, (_, _id) => ({ _id, title: `coffee ${_id}`, n: _id % 2 }))
		);
	});

	const stats = async (filter: object, projection: object, sort?: object) => {
		const explained: Document = await test.db.command({
			explain: { find: "notes", filter, projection, ...(sort && { sort }) },
			verbosity: "executionStats"
		});
		return {
			plan: JSON.stringify(explained.queryPlanner.winningPlan),
			read: explained.executionStats.totalDocsExamined,
			found: explained.executionStats.nReturned
		};
	};
	const coffee = { $text: { $search: "coffee" } };

	it("reads each document once, for its _id, and none after that", async () => {
		const first = await stats(coffee, { _id: 1, ...score });
		expect(first).to.include({ read: COUNT, found: COUNT });
		const second = await stats(coffee, { _id: 1, ...score }, { ...score, _id: 1 });
		expect(second).to.include({ read: 0, found: COUNT });
		expect(second.plan).to.include("TEXT_MATCH").and.not.include("FETCH");
	});

	const NEEDING: [what: string, filter: object, projection: object, sort?: object][] = [
		["another condition", { ...coffee, n: 1 }, { _id: 1, ...score }],
		["another field", coffee, { _id: 1, n: 1 }],
		["all fields", coffee, score],
		["all fields but _id", coffee, { _id: 0, ...score }],
		["all fields but one", coffee, { n: 0 }],
		["a computed field", coffee, { _id: 1, m: "$n" }],
		["a part of the _id", coffee, { "_id.part": 1, n: 1 }],
		["a sort by another field", coffee, { _id: 1 }, { n: 1 }]
	];
	for (const [what, filter, projection, sort] of NEEDING)
		it(`reads the documents for ${what}`, async () => {
			const { plan, read } = await stats(filter, projection, sort);
			expect(plan).to.include("FETCH");
			expect(read).to.equal(COUNT);
		});
});
