import { expect } from "chai";
import { MongoServerError } from "mongodb";
import type { Collection, Document, Sort } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useStore, type Doc } from "../../support/store.ts";
import { conforms } from "./differences.ts";

const ROWS = Array.from({ length: 60 }, (_, _id) => ({
	_id,
	group: _id % 4,
	n: (_id * 37) % 60,
	o: { k: -_id }
}));

describe("store: sort, skip, limit and collation", () => {
	const store = useStore("sort");
	const ids = (found: Document[]) => found.map(({ _id }) => _id);

	const SORTS: [Sort, (left: (typeof ROWS)[0], right: (typeof ROWS)[0]) => number][] = [
		[{ n: 1 }, (left, right) => left.n - right.n],
		[{ n: -1 }, (left, right) => right.n - left.n],
		[{ group: 1, n: -1 }, (left, right) => left.group - right.group || right.n - left.n],
		[{ group: -1, n: 1 }, (left, right) => right.group - left.group || left.n - right.n],
		[{ "o.k": 1 }, (left, right) => left.o.k - right.o.k]
	];
	const INDEXES: (Record<string, 1 | -1> | undefined)[] = [
		undefined,
		{ group: 1, n: -1 },
		{ n: 1 },
		{ "o.k": 1 }
	];
	for (const [sort, compare] of SORTS) {
		for (const index of INDEXES) {
			const how = index ? `with the index ${JSON.stringify(index)}` : "without an index";
			it(`sorts by ${JSON.stringify(sort)} ${how}, any page`, async () => {
				const things = await store.collection(ROWS);
				if (index) await things.createIndex(index);
				const expected = ids([...ROWS].sort(compare));
				expect(ids(await things.find().sort(sort).toArray())).to.deep.equal(expected);
				const page = await things.find().sort(sort).skip(17).limit(11).toArray();
				expect(ids(page)).to.deep.equal(expected.slice(17, 28));
			});
		}
	}

	it("skips beyond the end and takes a limit of 0 for none", async () => {
		const things = await store.collection(ROWS);
		expect(await things.find().skip(100).toArray()).to.deep.equal([]);
		expect(await things.find().limit(0).toArray()).to.have.length(60);
	});

	it("takes a negative limit for one batch", async () => {
		const things = await store.collection(ROWS);
		expect(await things.find().sort({ _id: 1 }).limit(-5).toArray()).to.have.length(5);
	});

	it("sorts with the filter's rows only", async () => {
		const things = await store.collection(ROWS);
		await things.createIndex({ group: 1, n: 1 });
		const found = await things
			.find({ group: 2, n: { $gte: 20 } })
			.sort({ n: -1 })
			.limit(3)
			.toArray();
		const expected = ROWS.filter(row => row.group === 2 && row.n >= 20)
			.sort((left, right) => right.n - left.n)
			.slice(0, 3);
		expect(found).to.deep.equal(expected);
	});

	it("sorts strings by their bytes", async () => {
		const things = await store.collection(["b", "A", "é", "a", "Z"].map(_id => ({ _id })));
		expect(ids(await things.find().sort({ _id: 1 }).toArray())).to.deep.equal([
			"A",
			"Z",
			"a",
			"b",
			"é"
		]);
	});

	const MISTAKES: [name: string, command: Document, code: number[]][] = [
		["a sort by 2", { sort: { n: 2 } }, [15975]],
		["a sort by a word", { sort: { n: "up" } }, [15974, 15975]],
		["a negative skip", { skip: -1 }, [51024]]
	];
	for (const [name, command, code] of MISTAKES) {
		it(
			`refuses ${name}`,
			conforms(`sort-mistake: ${name}`, async () => {
				const things = await store.collection(ROWS);
				await refused(store.db.command({ find: things.collectionName, ...command }), code);
			})
		);
	}

	it("takes the simple collation", async () => {
		const things = await store.collection([{ s: "a" }, { s: "A" }]);
		const collation = { locale: "simple" };
		expect(await things.find({ s: "a" }, { collation }).toArray()).to.have.length(1);
	});

	const NO_CASE = { collation: { locale: "en", strength: 2 } };
	const COLLATED: [
		name: string,
		work: (things: Collection<Doc>) => Promise<unknown>,
		right: unknown
	][] = [
		["find", async things => ids(await things.find({ s: "a" }, NO_CASE).toArray()), [1, 2]],
		["count", things => things.countDocuments({ s: "a" }, NO_CASE), 2],
		["distinct", async things => (await things.distinct("s", {}, NO_CASE)).length, 2],
		[
			"sort",
			async things => ids(await things.find({}, NO_CASE).sort({ s: -1, _id: 1 }).toArray()),
			[3, 1, 2]
		],
		[
			"aggregate",
			async things =>
				ids(await things.aggregate([{ $match: { s: "A" } }], NO_CASE).toArray()),
			[1, 2]
		],
		[
			"update",
			async things =>
				(await things.updateMany({ s: "a" }, { $set: { x: 1 } }, NO_CASE)).modifiedCount,
			2
		],
		["delete", async things => (await things.deleteMany({ s: "A" }, NO_CASE)).deletedCount, 2],
		[
			"unique index",
			async things => {
				await things.createIndex({ s: 1 }, { unique: true, ...NO_CASE });
				return "made over equal values";
			},
			undefined
		]
	];
	for (const [name, work, right] of COLLATED) {
		it(
			`${name}: obeys a collation or refuses it, and never answers without it`,
			conforms(`collation: ${name}`, async () => {
				const things = await store.collection([
					{ _id: 1, s: "a" },
					{ _id: 2, s: "A" },
					{ _id: 3, s: "b" }
				]);
				const refusals = [72, 115, 238, 11000];
				const result = await work(things).catch((error: MongoServerError) => error);
				if (result instanceof MongoServerError) expect(result.code).to.be.oneOf(refusals);
				else expect(result).to.deep.equal(right);
			})
		);
	}

	const EITHER: [filter: Document, sort: Sort][] = [
		[{ $or: [{ group: 1 }, { group: 2 }] }, { group: 1, n: 1 }],
		[{ $or: [{ group: 3 }, { group: 1 }] }, { n: -1 }],
		[{ $or: [{ group: 1 }, { "o.k": { $gt: -30 } }] }, { n: 1 }],
		[
			{
				$or: [
					{ group: 1, n: { $in: [1, 5, 9] } },
					{ group: 2, n: 8 }
				]
			},
			{ n: 1 }
		],
		[{ $or: [{ group: { $in: [] } }, { group: 2 }] }, { n: 1 }]
	];
	for (const [filter, sort] of EITHER) {
		it(`sorts what either branch finds: ${JSON.stringify([filter, sort])}`, async () => {
			const things = await store.collection(ROWS);
			const plain = ids(await things.find(filter, { sort }).toArray());
			await things.createIndexes([{ key: { group: 1, n: 1 } }, { key: { "o.k": 1, n: 1 } }]);
			expect(ids(await things.find(filter, { sort }).toArray())).to.deep.equal(plain);
			const page = await things.find(filter, { sort, skip: 3, limit: 4 }).toArray();
			expect(ids(page)).to.deep.equal(plain.slice(3, 7));
		});
	}

	it("sorts what a hinted index finds, though its fields are all given", async () => {
		const things = await store.collection(ROWS);
		await things.createIndex({ group: 1 });
		const found = await things
			.find({ group: 1 }, { sort: { n: 1 }, hint: { group: 1 } })
			.toArray();
		const values = found.map(({ n }) => Number(n));
		expect(values).to.deep.equal(values.toSorted((left, right) => left - right));
	});
});
