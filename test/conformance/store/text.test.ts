import { expect } from "chai";
import type { Collection } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useStore, type Doc } from "../../support/store.ts";
import { conforms } from "./differences.ts";

const ARTICLES: Doc[] = [
	{ _id: 1, title: "Coffee shop", body: "The best coffee in town", lang: 1 },
	{ _id: 2, title: "Tea house", body: "Green tea and black tea", lang: 1 },
	{ _id: 3, title: "Running shoes", body: "They run fast, and the coffee is free", lang: 2 },
	{ _id: 4, title: "Café crème", body: "un café s'il vous plaît", lang: 2 },
	{ _id: 5, title: "Nothing", tags: ["coffee", "beans"] }
];

const score = { score: { $meta: "textScore" } };

describe("store: text search", () => {
	const store = useStore("text");
	let articles: Collection<Doc>;

	before(async () => {
		articles = await store.collection(ARTICLES);
		await articles.createIndex(
			{ title: "text", body: "text", tags: "text" },
			{ weights: { title: 10 }, name: "words" }
		);
	});

	const SEARCHES: [search: string, ids: number[]][] = [
		["coffee", [1, 3, 5]],
		["COFFEE", [1, 3, 5]],
		["tea", [2]],
		["tea shop", [1, 2]],
		["runs", [3]],
		["the", []],
		["house coffee", [1, 2, 3, 5]],
		['"green tea"', [2]],
		['"tea green"', []],
		["tea -green", []],
		["coffee -shop", [3, 5]],
		["-coffee", []],
		['"best coffee" tea', [1]],
		["cafe", [4]],
		["café", [4]],
		["cof", []],
		["", []]
	];
	for (const [$search, ids] of SEARCHES) {
		it(
			`finds ${JSON.stringify($search)}`,
			conforms(`text: ${$search}`, async () => {
				const found = await articles.find({ $text: { $search } }).toArray();
				expect(found.map(({ _id }) => _id)).to.have.members(ids);
			})
		);
	}

	it("scores by weight, and sorts and projects the score", async () => {
		const found = await articles
			.find({ $text: { $search: "coffee" } }, { projection: { title: 1, ...score } })
			.sort(score)
			.toArray();
		expect(found[0]!._id).to.equal(1);
		const scores = found.map(each => each.score);
		expect(scores).to.deep.equal([...scores].sort((left, right) => right - left));
		expect(scores.at(-1)).to.be.greaterThan(0);
		expect(scores[0]).to.be.greaterThan(scores[1]);
		expect(Object.keys(found[0]!)).to.deep.equal(["_id", "title", "score"]);
	});

	it(
		"gives the score beside all fields unless some are named",
		conforms("text-score-alone", async () => {
			const find = async (projection: Doc) => {
				const [found] = await articles
					.find({ $text: { $search: "tea" } }, { projection })
					.toArray();
				return Object.keys(found!);
			};
			expect(await find(score)).to.have.members(["_id", "title", "body", "lang", "score"]);
			expect(await find({ ...score, _id: 0 })).to.have.members([
				"title",
				"body",
				"lang",
				"score"
			]);
			expect(await find({ ...score, _id: 1 })).to.have.members(["_id", "score"]);
			expect(await find({ ...score, body: 0 })).to.have.members([
				"_id",
				"title",
				"lang",
				"score"
			]);
			expect(await find({ ...score, body: 1 })).to.have.members(["_id", "body", "score"]);
			const stages = [{ $match: { $text: { $search: "tea" } } }, { $project: score }];
			const [found] = await articles.aggregate(stages).toArray();
			expect(Object.keys(found!)).to.have.members(["_id", "score"]);
		})
	);

	it("follows every change of the words", async () => {
		const notes = await store.collection([{ _id: 1, title: "Coffee", tags: ["hot"], n: 1 }]);
		await notes.createIndex({ title: "text", tags: "text" });
		const count = ($search: string) => notes.countDocuments({ $text: { $search } });
		await notes.updateOne({}, { $inc: { n: 1 } });
		expect([await count("coffee"), await count("hot")]).to.deep.equal([1, 1]);
		await notes.updateOne({}, { $push: { tags: "black" } } as object);
		expect([await count("coffee"), await count("black")]).to.deep.equal([1, 1]);
		await notes.replaceOne({}, { title: "Tea", tags: ["hot", "black"], n: 2 });
		expect([await count("coffee"), await count("tea")]).to.deep.equal([0, 1]);
		await notes.updateOne({}, { $unset: { tags: 1 } });
		expect([await count("tea"), await count("black")]).to.deep.equal([1, 0]);
	});

	it("joins with other conditions, skip, limit and count", async () => {
		const filter = { $text: { $search: "coffee" }, lang: 2 };
		expect((await articles.find(filter).toArray()).map(({ _id }) => _id)).to.deep.equal([3]);
		expect(await articles.countDocuments({ $text: { $search: "coffee" } })).to.equal(3);
		// oxlint-disable-next-line typescript/await-thenable -- the driver types what sort() gives as no promise
		const page = await articles
			.find({ $text: { $search: "coffee" } })
			.sort(score)
			.skip(1)
			.limit(1);
		expect(await page.toArray()).to.have.length(1);
	});

	it("begins an aggregation, with the score in its stages", async () => {
		const found = await articles
			.aggregate([
				{ $match: { $text: { $search: "coffee tea" } } },
				{ $addFields: score },
				{ $sort: { score: -1, _id: 1 } },
				{ $project: { score: 1 } }
			])
			.toArray();
		expect(found).to.have.length(4);
		expect(found[0]!.score).to.be.at.least(found[3]!.score);
	});

	it("follows inserts, updates and deletes", async () => {
		const notes = await store.collection([{ _id: 1, t: "alpha" }]);
		await notes.createIndex({ t: "text" });
		const ids = async ($search: string) =>
			(await notes.find({ $text: { $search } }).toArray()).map(({ _id }) => _id);
		await notes.insertOne({ _id: 2, t: "alpha beta" });
		await notes.updateOne({ _id: 1 }, { $set: { t: "gamma" } });
		expect(await ids("alpha")).to.deep.equal([2]);
		expect(await ids("gamma")).to.deep.equal([1]);
		await notes.deleteOne({ _id: 2 });
		expect(await ids("beta")).to.deep.equal([]);
	});

	it("covers every string field with $**", async () => {
		const notes = await store.collection([
			{ _id: 1, a: { b: "deep" } },
			{ _id: 2, c: ["high"] }
		]);
		await notes.createIndex({ "$**": "text" });
		const found = await notes.find({ $text: { $search: "deep high" } }).toArray();
		expect(found).to.have.length(2);
	});

	it("is used as explain shows", async () => {
		const explained = await articles.find({ $text: { $search: "tea" } }).explain();
		expect(JSON.stringify(explained.queryPlanner.winningPlan)).to.include("words");
	});

	it("is refused without a text index: 27", async () => {
		const plain = await store.collection([{ t: "tea" }]);
		await refused(plain.find({ $text: { $search: "tea" } }).toArray(), 27, "IndexNotFound");
	});

	it(
		"allows one text index for a collection",
		conforms("second-text-index", async () => {
			const notes = await store.collection([{ a: "x", b: "y" }]);
			await notes.createIndex({ a: "text" });
			await refused(notes.createIndex({ b: "text" }), [85, 67]);
		})
	);

	it("refuses a score without a search", async () => {
		await refused(articles.find({}, { projection: score }).toArray(), [40218, 2, 1]);
	});
});
