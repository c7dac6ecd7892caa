import { expect } from "chai";
import type { Document, Sort } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { engine, useStore } from "../../support/store.ts";
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

	const MISTAKES: [name: string, command: Document, code: number][] = [
		["a sort by 2", { sort: { n: 2 } }, 15975],
		["a sort by a word", { sort: { n: "up" } }, 15974],
		["a negative skip", { skip: -1 }, 51024]
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

	it("compares by another collation, or refuses it: never wrongly without it", async () => {
		const things = await store.collection([{ s: "a" }, { s: "A" }, { s: "b" }]);
		const find = things
			.find({ s: "a" }, { collation: { locale: "en", strength: 2 } })
			.toArray();
		if (engine() === "embedded") await refused(find, [72, 115, 238]);
		else expect(await find).to.have.length(2);
	});

	it("refuses a collation in an index, an aggregation and a write in the same way", async () => {
		const things = await store.collection([{ s: "a" }, { s: "A" }]);
		const collation = { locale: "en", strength: 2 };
		const writes = () => things.deleteMany({ s: "a" }, { collation });
		if (engine() !== "embedded") {
			expect((await writes()).deletedCount).to.equal(2);
			return;
		}
		const codes = [72, 115, 238];
		await refused(things.createIndex({ s: 1 }, { collation }), codes);
		await refused(things.aggregate([{ $match: { s: "a" } }], { collation }).toArray(), codes);
		await refused(things.countDocuments({ s: "a" }, { collation }), codes);
		await refused(things.distinct("s", {}, { collation }), codes);
		await refused(writes(), codes);
		expect(await things.estimatedDocumentCount()).to.equal(2);
	});
});
