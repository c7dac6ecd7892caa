import {
	Binary,
	BSONSymbol,
	Decimal128,
	Double,
	Int32,
	Long,
	ObjectId,
	type ClientSession,
	type Collection
} from "mongodb";
import { expect } from "chai";
import { useSessions } from "../../support/sessions.ts";
import { useStore, type Doc } from "../../support/store.ts";

const score = { score: { $meta: "textScore" } };
const byScore = { ...score, _id: 1 } as const;

const NOTES: Doc[] = [
	{ _id: 1, title: "Coffee", body: "the best coffee in town" },
	{ _id: 2, title: "Tea", body: "green tea and black tea" },
	{ _id: 3, title: "Shoes", body: "they run fast, and the coffee is free" },
	{ _id: 4, title: "Town", body: "a long text that names coffee once among many other words" },
	{ _id: 5, title: "Nothing", body: "nothing at all" }
];

/** A search that asks for ids and scores alone need not read the documents; it must not show in what it finds. */
describe("store: text search for ids and scores alone", () => {
	const store = useStore("text_covered");
	const { transaction } = useSessions(store);
	let notes: Collection<Doc>;

	beforeEach(async () => {
		notes = await withIndex(NOTES);
	});

	async function withIndex(documents: Doc[]) {
		const collection = await store.collection(documents);
		await collection.createIndex({ title: "text", body: "text" }, { weights: { title: 5 } });
		return collection;
	}

	/** What is found without the documents, in the order of the scores. */
	function idsAlone(of: Collection<Doc>, $search: string, session?: ClientSession) {
		return of
			.find({ $text: { $search } }, { projection: { _id: 1, ...score }, session })
			.sort(byScore)
			.toArray();
	}

	/** The same by way of the documents. */
	async function besideFields(of: Collection<Doc>, $search: string, session?: ClientSession) {
		const found = await of
			.find({ $text: { $search } }, { projection: { title: 1, ...score }, session })
			.sort(byScore)
			.toArray();
		return found.map(({ _id, score }) => ({ _id, score }));
	}

	async function agree(of: Collection<Doc>, $search: string, session?: ClientSession) {
		const found = await idsAlone(of, $search, session);
		expect(found).to.deep.equal(await besideFields(of, $search, session));
		return found.map(({ _id }) => _id);
	}

	const SEARCHES: [search: string, ids: number[]][] = [
		["coffee", [1, 3, 4]],
		["tea town", [1, 2, 4]],
		['"green tea"', [2]],
		['"tea green"', []],
		["coffee -free", [1, 4]],
		['"best coffee" -tea', [1]],
		["runs", [3]]
	];
	for (const [search, ids] of SEARCHES)
		it(`finds and scores ${search} as it does beside the documents`, async () => {
			expect(await agree(notes, search)).to.have.members(ids);
			// What was read for the first time may be remembered for the second.
			expect(await agree(notes, search)).to.have.members(ids);
		});

	it("gives nothing but _id and score, the score as a double", async () => {
		const [found] = await notes
			.find(
				{ $text: { $search: "green" } },
				{ projection: { _id: 1, ...score }, promoteValues: false }
			)
			.toArray();
		expect(Object.keys(found!)).to.deep.equal(["_id", "score"]);
		expect(found!.score).to.be.instanceOf(Double);
	});

	it("still tests the other conditions, and gives other fields that are asked for", async () => {
		const filter = { $text: { $search: "coffee" }, title: "Shoes" };
		const alone = await notes.find(filter, { projection: { _id: 1, ...score } }).toArray();
		expect(alone.map(({ _id }) => _id)).to.deep.equal([3]);
		const [fields] = await notes
			.find({ $text: { $search: "green" } }, { projection: { _id: 0, title: 1, ...score } })
			.toArray();
		expect(Object.keys(fields!)).to.deep.equal(["title", "score"]);
	});

	it("sorts by fields that it does not give", async () => {
		const found = await notes
			.find({ $text: { $search: "coffee" } }, { projection: { _id: 1 } })
			.sort({ title: -1 })
			.toArray();
		expect(found).to.deep.equal([{ _id: 4 }, { _id: 3 }, { _id: 1 }]);
	});

	it("pages and counts", async () => {
		const all = await idsAlone(notes, "coffee");
		const page = await notes
			.find({ $text: { $search: "coffee" } }, { projection: { _id: 1, ...score } })
			.sort(byScore)
			.skip(1)
			.limit(1)
			.toArray();
		expect(page).to.deep.equal(all.slice(1, 2));
		expect(await notes.countDocuments({ $text: { $search: "coffee" } })).to.equal(3);
	});

	it("follows inserts, updates, replacements and deletes", async () => {
		expect(await agree(notes, "coffee")).to.have.members([1, 3, 4]);
		await notes.insertOne({ _id: 6, title: "More", body: "more coffee" });
		await notes.updateOne({ _id: 1 }, { $set: { title: "Tea", body: "no more" } });
		await notes.replaceOne({ _id: 5 }, { title: "Coffee", body: "Coffee" });
		await notes.deleteOne({ _id: 3 });
		expect(await agree(notes, "coffee")).to.have.members([4, 5, 6]);
		expect(await notes.countDocuments({ $text: { $search: "coffee" } })).to.equal(3);
		await notes.insertOne({ _id: 3, title: "Coffee", body: "again" });
		expect(await agree(notes, "coffee")).to.have.members([3, 4, 5, 6]);
		await notes.drop();
		notes = await withIndex([{ _id: 9, title: "Coffee" }]);
		expect(await agree(notes, "coffee")).to.deep.equal([9]);
	});

	it("sees a transaction's own writes in it alone, and none of one that is aborted", async () => {
		await agree(notes, "coffee");
		for (const isKept of [false, true]) {
			const session = transaction();
			await notes.insertOne({ _id: 6, title: "Coffee" }, { session });
			await notes.updateOne({ _id: 2 }, { $set: { title: "Coffee" } }, { session });
			await notes.deleteOne({ _id: 1 }, { session });
			expect(await agree(notes, "coffee", session)).to.have.members([2, 3, 4, 6]);
			expect(await agree(notes, "coffee")).to.have.members([1, 3, 4]);
			await (isKept ? session.commitTransaction() : session.abortTransaction());
			expect(await agree(notes, "coffee")).to.have.members(isKept ? [2, 3, 4, 6] : [1, 3, 4]);
		}
	});

	it("gives every type of _id as it is", async () => {
		const ids = [
			new ObjectId(),
			"text",
			new Int32(1),
			new Double(2),
			Long.fromNumber(3),
			Decimal128.fromString("4.50"),
			new Date(5),
			new Binary(Buffer.from("six")),
			{ a: 1, b: new Double(2) },
			true,
			new BSONSymbol("symbol")
		];
		const typed = await withIndex(ids.map(_id => ({ _id: _id as object, title: "Coffee" })));
		const read = async (projection: Doc) => {
			const found = await typed
				.find({ $text: { $search: "coffee" } }, { projection, promoteValues: false })
				.sort({ _id: 1 })
				.toArray();
			return found.map(({ _id }) => _id);
		};
		const alone = await read({ _id: 1, ...score });
		expect(alone).to.have.length(ids.length);
		expect(alone).to.deep.equal(await read({ _id: 1, title: 1 }));
		expect(await read({ _id: 1, ...score })).to.deep.equal(alone);
	});

	it("finds thousands, at once and in batches", async () => {
		const many = await withIndex(
			Array.from({ length: 7000 }, (_, _id) => ({ _id, title: `Coffee number${_id % 7}` }))
		);
		const find = async (batchSize: number, $search: string) => {
			const found = await many
				.find(
					{ $text: { $search } },
					{ projection: { _id: 1, ...score }, sort: { _id: 1 } }
				)
				.batchSize(batchSize)
				.toArray();
			return found.map(({ _id }) => _id);
		};
		const all = Array.from({ length: 7000 }, (_, at) => at);
		expect(await find(100_000, "coffee")).to.deep.equal(all);
		expect(await find(1000, "coffee")).to.deep.equal(all);
		expect(await find(100_000, "number3")).to.deep.equal(all.filter(id => id % 7 === 3));
		expect(await many.countDocuments({ $text: { $search: "coffee" } })).to.equal(7000);
	});
});
