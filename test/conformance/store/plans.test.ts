import { expect } from "chai";
import type { Collection, Document, FindOptions } from "mongodb";
import { planOf, type Plan } from "../../support/plan.ts";
import { print } from "../../support/print.ts";
import { refused } from "../../support/server-error.ts";
import { engine, useStore, type Doc } from "../../support/store.ts";
import { conforms } from "./differences.ts";

const COUNT = 2000;
const ROWS: Doc[] = Array.from({ length: COUNT }, (_, n) => ({
	_id: n,
	n,
	group: n % 20,
	at: new Date(1_700_000_000_000 + n * 1000),
	tags: [`t${n % 7}`, `u${n % 11}`],
	o: { k: n % 50 },
	mail: n % 2 ? `user${n}@x` : undefined,
	open: n % 100 === 0
}));

/** A query, the index that must answer it, and how many documents it is about. */
const QUERIES: [filter: Document, index: string, needed: number, options?: FindOptions][] = [
	[{ _id: 7 }, "_id_", 1],
	[{ _id: { $in: [1, 5, 9] } }, "_id_", 3],
	[{ _id: { $gte: 10, $lt: 20 } }, "_id_", 10],
	[{ n: 7 }, "n_1", 1],
	[{ n: { $in: [1, 5, 9, 5000] } }, "n_1", 3],
	[{ n: { $gt: 1980 } }, "n_1", 19],
	[{ n: { $gte: 100, $lt: 110 } }, "n_1", 10],
	[{ n: { $gte: 100 } }, "n_1", 10, { sort: { n: 1 }, limit: 10 }],
	[{}, "n_1", 10, { sort: { n: -1 }, limit: 10 }],
	[{ group: 3 }, "group_1_at_-1", 100],
	[{ group: 3 }, "group_1_at_-1", 10, { sort: { at: -1 }, limit: 10 }],
	[{ group: 3 }, "group_1_at_-1", 10, { sort: { at: 1 }, limit: 10 }],
	[{ group: 3, at: { $gte: new Date(1_700_001_900_000) } }, "group_1_at_-1", 5],
	[{ group: 3, at: ROWS[3]!.at }, "group_1_at_-1", 1],
	[{ "o.k": 7 }, "o.k_1", 40],
	[{ tags: "t3" }, "tags_1", 286],
	[{ tags: { $in: ["u3"] } }, "tags_1", 182],
	[{ mail: "user7@x" }, "mail_1", 1],
	[{ mail: /^user77/ }, "mail_1", 6],
	[{ open: true, group: 0 }, "open_part", 20],
	[{ $and: [{ n: { $gte: 5 } }, { n: { $lt: 8 } }] }, "n_1", 3],
	[{ n: 7, "o.k": { $exists: true } }, "n_1", 1]
];

describe("store: queries use indexes", () => {
	const store = useStore("plans");
	let things: Collection<Doc>;

	before(async function () {
		this.timeout(60_000);
		things = await store.collection(ROWS);
		await things.createIndexes([
			{ key: { n: 1 } },
			{ key: { group: 1, at: -1 } },
			{ key: { "o.k": 1 } },
			{ key: { tags: 1 } },
			{ key: { mail: 1 }, sparse: true },
			{ key: { group: 1 }, name: "open_part", partialFilterExpression: { open: true } }
		]);
	});

	async function explain(filter: Document, options: FindOptions = {}): Promise<Plan> {
		return planOf(await things.find(filter, options).explain("executionStats"));
	}

	for (const [filter, index, needed, options] of QUERIES) {
		const name = `${print(filter)} ${print(options ?? {})}`;
		it(
			`${name} by ${index}`,
			conforms(`plan: ${name}`, async () => {
				const plan = await explain(filter, options);
				expect(plan.scan).to.equal(false);
				expect(plan.index).to.equal(index);
				expect(await things.find(filter, options).toArray()).to.have.length(needed);
			})
		);

		it(
			`${name} examines at most twice the ${needed} keys needed`,
			conforms("explain-figures", async () => {
				const plan = await explain(filter, options);
				expect(plan.returned).to.equal(needed);
				expect(plan.keysExamined).to.be.within(needed, 2 * needed + 1);
				expect(plan.docsExamined).to.be.at.most(2 * needed);
				expect(plan.sorts).to.equal(false);
			})
		);
	}

	it("reads everything when no index fits, and says so", async () => {
		const plan = await explain({ nothing: 1 });
		expect(plan.scan).to.equal(true);
		expect(plan.index).to.equal(undefined);
	});

	it("does not use a partial index for what it does not hold", async () => {
		expect((await explain({ group: 0, open: false })).index).to.not.equal("open_part");
		expect(await things.countDocuments({ group: 0 })).to.equal(100);
	});

	it("does not use a sparse index for what is missing", async () => {
		expect(await things.countDocuments({ mail: null })).to.equal(COUNT / 2);
		expect(await things.find().sort({ mail: 1 }).toArray()).to.have.length(COUNT);
	});

	it("uses an index for each branch of $or", async () => {
		const plan = await explain({ $or: [{ n: 5 }, { "o.k": 7 }] });
		expect(plan.scan).to.equal(false);
		expect(await things.countDocuments({ $or: [{ n: 7 }, { "o.k": 7 }] })).to.equal(40);
	});

	it("obeys a hint by key, by name and to no index", async () => {
		const filter = { n: 5, group: 5 };
		expect((await explain(filter, { hint: { n: 1 } })).index).to.equal("n_1");
		expect((await explain(filter, { hint: "group_1_at_-1" })).index).to.equal("group_1_at_-1");
		expect((await explain(filter, { hint: { $natural: 1 } })).scan).to.equal(true);
	});

	it("refuses a hint to an index that is not there: 2", async () => {
		await refused(things.find({ n: 1 }).hint("nope").toArray(), 2, "BadValue");
	});

	it("answers a count from the index", async () => {
		const explained = await store.db.command({
			explain: { count: things.collectionName, query: { group: 3 } },
			verbosity: "queryPlanner"
		});
		expect(planOf(explained).scan).to.equal(false);
	});

	it(
		"counts with at most twice the keys that it counts",
		conforms("explain-figures", async () => {
			const count = { count: things.collectionName, query: { group: 3 } };
			const explained = await store.db.command({
				explain: count,
				verbosity: "executionStats"
			});
			expect(planOf(explained).keysExamined).to.be.within(100, 200);
		})
	);

	it(
		"takes a later page with at most twice the keys up to its end",
		conforms("explain-figures", async () => {
			const plan = await explain({ group: 3 }, { sort: { at: -1 }, skip: 60, limit: 20 });
			expect(plan.keysExamined).to.be.within(80, 160);
			expect(plan.docsExamined).to.be.at.most(160);
		})
	);

	it("uses an index for the first $match and $sort of an aggregation", async () => {
		const pipeline = [{ $match: { group: 3 } }, { $sort: { at: -1 } }, { $limit: 5 }];
		const plan = planOf(await things.aggregate(pipeline).explain());
		expect(plan.index).to.equal("group_1_at_-1");
		expect(plan.scan).to.equal(false);
	});

	it("uses an index for the filter of an update and of a delete", async function () {
		if (engine() === "documentdb") return void (await refusesToExplainWrites());
		const q = { n: 5 };
		const update = { update: things.collectionName, updates: [{ q, u: { $set: { x: 1 } } }] };
		expect(planOf(await explainCommand(update)).index).to.equal("n_1");
		const remove = { delete: things.collectionName, deletes: [{ q, limit: 1 }] };
		expect(planOf(await explainCommand(remove)).index).to.equal("n_1");
		expect(await things.countDocuments({ n: 5, x: { $exists: false } })).to.equal(1);
	});

	const explainCommand = (explain: Document) =>
		store.db.command({ explain, verbosity: "queryPlanner" });

	const refusesToExplainWrites = () =>
		refused(explainCommand({ update: "x", updates: [{ q: {}, u: { $set: { a: 1 } } }] }), 238);
});
