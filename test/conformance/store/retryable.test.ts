import { expect } from "chai";
import { MongoClient, UUID } from "mongodb";
import type { Document } from "mongodb";
import { cuttingProxy } from "../../support/cutting-proxy.ts";
import { sendNumbered } from "../../support/numbered.ts";
import { useStore, type Doc } from "../../support/store.ts";
import { conforms } from "./differences.ts";

describe("store: retryable writes", () => {
	const store = useStore("retryable");

	/** Sends a command once for each number, all on one session, as a retrying driver does. */
	async function send(command: Document, numbers: number[]) {
		const client = await store.connect();
		const session = new UUID();
		const answers: Document[] = [];
		for (const number of numbers) {
			const database = client.db(store.db.databaseName);
			answers.push(await sendNumbered(database, session, number, command));
		}
		return answers as [Document, Document];
	}

	const twice = (command: Document) => send(command, [1, 1]);

	it(
		"apply an update once and give the first answer again",
		conforms("retry-update", async () => {
			const things = await store.collection([{ _id: 1, n: 0 }]);
			const updates = [{ q: {}, u: { $inc: { n: 1 } } }];
			const [first, second] = await twice({ update: things.collectionName, updates });
			expect([first.n, first.nModified]).to.deep.equal([1, 1]);
			expect([second.n, second.nModified]).to.deep.equal([1, 1]);
			expect((await things.findOne())!.n).to.equal(1);
		})
	);

	it(
		"apply an insert once, without a duplicate key error",
		conforms("retry-insert", async () => {
			const things = await store.collection([{ _id: 0 }]);
			const documents = [{ _id: 1 }, { _id: 2 }];
			const [first, second] = await twice({ insert: things.collectionName, documents });
			expect([first.n, second.n]).to.deep.equal([2, 2]);
			expect(second.writeErrors).to.equal(undefined);
			expect(await things.countDocuments()).to.equal(3);
		})
	);

	it(
		"apply a delete once",
		conforms("retry-delete", async () => {
			const things = await store.collection([{ n: 1 }, { n: 1 }]);
			const deletes = [{ q: { n: 1 }, limit: 1 }];
			const [first, second] = await twice({ delete: things.collectionName, deletes });
			expect([first.n, second.n]).to.deep.equal([1, 1]);
			expect(await things.countDocuments()).to.equal(1);
		})
	);

	it(
		"apply an upsert once and name the same _id",
		conforms("retry-upsert", async () => {
			const things = await store.collection([{ _id: 0 }]);
			const updates = [{ q: { k: 1 }, u: { $inc: { n: 1 } }, upsert: true }];
			const [first, second] = await twice({ update: things.collectionName, updates });
			expect(second.upserted).to.deep.equal(first.upserted);
			expect(await things.countDocuments()).to.equal(2);
		})
	);

	it(
		"apply findAndModify once and return the same document",
		conforms("retry-find-and-modify", async () => {
			const things = await store.collection([{ _id: 1, n: 0 }]);
			const [first, second] = await twice({
				findAndModify: things.collectionName,
				query: {},
				update: { $inc: { n: 1 } },
				new: true
			});
			expect(first.value).to.deep.equal({ _id: 1, n: 1 });
			expect(second.value).to.deep.equal({ _id: 1, n: 1 });
			expect((await things.findOne())!.n).to.equal(1);
		})
	);

	it("apply another number on the same session", async () => {
		const things = await store.collection([{ _id: 1, n: 0 }]);
		const updates = [{ q: {}, u: { $inc: { n: 1 } } }];
		await send({ update: things.collectionName, updates }, [1, 2]);
		expect((await things.findOne())!.n).to.equal(2);
	});

	it(
		"refuse a number that is older than the session's last: 225",
		conforms("retry-older-number", async () => {
			const things = await store.collection([{ _id: 1, n: 0 }]);
			const updates = [{ q: {}, u: { $inc: { n: 1 } } }];
			const work = send({ update: things.collectionName, updates }, [2, 1]);
			const code = await work.then(
				() => "applied",
				(error: Doc) => error.code
			);
			expect(code).to.equal(225);
			expect((await things.findOne())!.n).to.equal(1);
		})
	);

	it(
		"survive connections that break after the write and before its answer",
		conforms("retry-broken-connections", async () => {
			const things = await store.collection([{ _id: 1, n: 0 }]);
			const proxy = await cuttingProxy(store.url);
			const client = await MongoClient.connect(proxy.url);
			try {
				const counter = client.db(store.db.databaseName).collection(things.collectionName);
				for (let turn = 1; turn <= 5; turn++) {
					proxy.cutNextAnswer();
					await counter.updateOne({}, { $inc: { n: 1 } });
					expect(proxy.cuts()).to.equal(turn);
				}
				expect((await things.findOne())!.n).to.equal(5);
			} finally {
				await client.close();
				await proxy.close();
			}
		})
	);
});
