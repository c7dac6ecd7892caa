import { expect } from "chai";
import { useStore, type Row } from "../support.ts";

const COUNT = 3000;

interface Stats {
	totalKeysExamined: number;
	totalDocsExamined: number;
	nReturned: number;
}

describe("store: the list that everybody asks for", () => {
	const test = useStore();
	const mine = { $or: [{ ownerId: "u7" }, { "members.userId": "u7" }] };
	const newest = { createdAt: -1, _id: -1 } as const;

	before(async () => {
		const projects = test.collection("projects");
		await projects.createIndexes([
			{ key: { ownerId: 1, createdAt: -1, _id: -1 } },
			{ key: { "members.userId": 1, createdAt: -1, _id: -1 } },
			{ key: { createdAt: -1, _id: -1 } }
		]);
		await projects.insertMany(
			Array.from({ length: COUNT }, (_, at): Row => ({
				_id: at,
				ownerId: `u${at % 50}`,
				members: [{ userId: `u${(at * 7) % 50}` }, { userId: "u7" }].slice(
					0,
					1 + (at % 20 === 0 ? 1 : 0)
				),
				createdAt: new Date(1_700_000_000_000 + ((at * 7919) % COUNT))
			}))
		);
	});

	const inMemory = async () => {
		const all = await test.collection("projects").find().toArray();
		return all
			.filter(
				one =>
					one.ownerId === "u7" ||
					one.members.some((member: Row) => member.userId === "u7")
			)
			.toSorted(
				(a, b) => Number(b.createdAt) - Number(a.createdAt) || Number(b._id) - Number(a._id)
			)
			.map(one => one._id);
	};

	it("reads a page in order from the indexes of both branches", async () => {
		const found = await test
			.collection("projects")
			.find(mine)
			.sort(newest)
			.skip(10)
			.limit(25)
			.toArray();
		expect(found.map(one => one._id)).to.deep.equal((await inMemory()).slice(10, 35));
	});

	for (const limit of [0, 200]) {
		it(`goes on in order over many batches, limit ${limit}`, async () => {
			const projects = test.collection("projects");
			const wanted = (await inMemory()).slice(5, limit > 0 ? 5 + limit : undefined);
			const read = (filter: object, sort: object) =>
				projects
					.find(filter, { sort: sort as typeof newest, skip: 5, limit, batchSize: 30 })
					.map(({ _id }) => _id)
					.toArray();
			expect(await read(mine, newest)).to.deep.equal(wanted);
			const all = (await inMemory()).toReversed();
			expect(await read(mine, { createdAt: 1, _id: 1 })).to.deep.equal(
				all.slice(5, limit > 0 ? 5 + limit : undefined)
			);
			const member = { "members.userId": "u7" };
			const members = new Set(await projects.distinct("_id", member));
			const some = (await inMemory()).filter(id => members.has(id));
			expect(await read(member, newest)).to.deep.equal(
				some.slice(5, limit > 0 ? 5 + limit : undefined)
			);
		});
	}

	it("reads no document but those of the page, and few keys more", async () => {
		const explained = await test
			.collection("projects")
			.find(mine)
			.sort(newest)
			.limit(25)
			.explain("executionStats");
		const stats = (explained as { executionStats: Stats }).executionStats;
		expect(stats.nReturned).to.equal(25);
		expect(stats.totalDocsExamined).to.equal(25);
		expect(stats.totalKeysExamined).to.be.at.most(50);
		expect(JSON.stringify(explained)).to.include("SORT_MERGE");
	});

	it("counts the same without reading a document", async () => {
		expect(await test.collection("projects").countDocuments(mine)).to.equal(
			(await inMemory()).length
		);
		const explained = await test.db.command({
			explain: { count: "projects", query: mine },
			verbosity: "executionStats"
		});
		expect(explained.executionStats.totalDocsExamined).to.equal(0);
		expect(explained.queryPlanner.winningPlan.stage).to.equal("COUNT");
	});

	it("counts a document once, however many of its elements match", async () => {
		const tags = test.collection("tags");
		await tags.createIndex({ n: 1 });
		await tags.insertMany([{ n: [0, -1] }, { n: 5 }, {}]);
		expect(await tags.countDocuments({ n: { $gt: -2 } })).to.equal(2);
	});

	it("answers short reads while a long one runs", async () => {
		const slow = test
			.collection("projects")
			.aggregate(
				[
					{
						$lookup: {
							from: "projects",
							let: { at: "$createdAt" },
							pipeline: [
								{ $match: { $expr: { $lt: ["$createdAt", "$$at"] } } },
								{ $count: "n" }
							],
							as: "older"
						}
					},
					{ $match: { "older.n": -1 } }
				],
				{ maxTimeMS: 1500 }
			)
			.toArray()
			.then(
				() => "done",
				(error: { code?: number }) => error.code
			);
		const state = { over: false };
		void slow.finally(() => (state.over = true));
		await test.collection("projects").findOne({ _id: 5 });
		await test.collection("projects").updateOne({ _id: 5 }, { $set: { seen: true } });
		expect(state.over).to.equal(false);
		expect(await slow).to.equal(50);
	});
});
