import { expect } from "chai";
import type { ClientSession, Document } from "mongodb";
import { errorOf, useStore } from "./support.ts";

describe("store: an atomic bulkWrite", () => {
	const test = useStore();
	const [accounts, entries] = [0, 1];

	beforeEach(async () => {
		await test.db.dropDatabase();
		await test.collection("accounts").insertOne({ _id: "a", sum: 1, rev: 1 });
	});

	function write(ops: Document[], options: Document = {}, session?: ClientSession) {
		const { databaseName } = test.db;
		const nsInfo = ["accounts", "entries"].map(name => ({ ns: `${databaseName}.${name}` }));
		const command = { bulkWrite: 1, atomic: true, errorsOnly: true, ops, nsInfo, ...options };
		return test.client.db("admin").command(command, { session });
	}

	async function all() {
		const found = await Promise.all(
			["accounts", "entries"].map(name =>
				test
					.collection(name)
					.find({}, { sort: { _id: 1 } })
					.toArray()
			)
		);
		return found.flat();
	}

	it("writes to several collections", async () => {
		const answer = await write([
			{ update: accounts, filter: { _id: "a", rev: 1 }, updateMods: { sum: 2, rev: 2 } },
			{ insert: entries, document: { _id: "e", of: "a" } }
		]);
		expect(answer).to.include({ nErrors: 0, nInserted: 1, nMatched: 1 });
		expect(await all()).to.deep.equal([
			{ _id: "a", sum: 2, rev: 2 },
			{ _id: "e", of: "a" }
		]);
	});

	const refused: [string, Document[], number][] = [
		[
			"an update that finds nothing",
			[
				{ insert: entries, document: { _id: "e" } },
				{ update: accounts, filter: { _id: "a", rev: 7 }, updateMods: { sum: 2 } }
			],
			47
		],
		[
			"a delete that finds nothing",
			[
				{ insert: entries, document: { _id: "e" } },
				{ delete: accounts, filter: { _id: "b" } }
			],
			47
		],
		[
			"a document that is there already",
			[
				{ delete: accounts, filter: { _id: "a" } },
				{ insert: entries, document: { _id: "e" } },
				{ insert: entries, document: { _id: "e" } }
			],
			11000
		]
	];
	for (const [reason, ops, code] of refused) {
		it(`takes everything back for ${reason}`, async () => {
			expect(await errorOf(write(ops))).to.include({ code });
			expect(await all()).to.deep.equal([{ _id: "a", sum: 1, rev: 1 }]);
		});
	}

	it("says which key is taken", async () => {
		await test.collection("entries").createIndex({ slug: 1 }, { unique: true });
		await test.collection("entries").insertOne({ _id: "d", slug: "first" });
		const error = await errorOf(
			write([{ insert: entries, document: { _id: "e", slug: "first" } }])
		);
		expect(error).to.deep.include({
			codeName: "DuplicateKey",
			keyPattern: { slug: 1 },
			keyValue: { slug: "first" }
		});
	});

	it("goes on when an update of many finds none", async () => {
		await write([
			{
				update: accounts,
				filter: { _id: "b" },
				updateMods: { $set: { sum: 2 } },
				multi: true
			},
			{ insert: entries, document: { _id: "e" } }
		]);
		expect(await test.collection("entries").countDocuments()).to.equal(1);
	});

	it("is refused without an order, and in a transaction", async () => {
		const ops = [{ insert: entries, document: { _id: "e" } }];
		expect(await errorOf(write(ops, { ordered: false }))).to.include({ code: 72 });
		await test.client.withSession(async session => {
			session.startTransaction();
			expect(await errorOf(write(ops, {}, session))).to.include({ code: 72 });
			await session.abortTransaction();
		});
		expect(await test.collection("entries").countDocuments()).to.equal(0);
	});
});
