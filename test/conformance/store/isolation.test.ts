import { expect } from "chai";
import { MongoServerError } from "mongodb";
import type { ClientSession, Collection } from "mongodb";
import { useSessions } from "../../support/sessions.ts";
import { engine, useStore, type Doc } from "../../support/store.ts";

describe("store: isolation of transactions", () => {
	const store = useStore("isolation");
	const { transaction } = useSessions(store);

	it("keeps a reader outside from waiting or seeing half", async () => {
		const things = await store.collection([
			{ _id: 1, n: 1 },
			{ _id: 2, n: 1 }
		]);
		const own = transaction();
		await things.updateMany({}, { $set: { n: 2 } }, { session: own });
		const outside = await things.find().sort({ _id: 1 }).toArray();
		expect(outside.map(({ n }) => n)).to.deep.equal([1, 1]);
		await own.commitTransaction();
	});

	it("makes a write outside wait, and then apply to what was committed", async () => {
		const things = await store.collection([{ _id: 1, n: 1 }]);
		const own = transaction();
		await things.updateOne({ _id: 1 }, { $inc: { n: 10 } }, { session: own });
		const outside = things.updateOne({ _id: 1 }, { $mul: { n: 2 } });
		await own.commitTransaction();
		await outside;
		expect((await things.findOne())!.n).to.equal(22);
	});

	it("loses no update of two transactions that read, then write", async () => {
		const things = await store.collection([{ _id: 1, n: 0 }]);
		const add = () =>
			store.client.withSession(own =>
				own.withTransaction(async () => {
					const found = await things.findOne({ _id: 1 }, { session: own });
					const update = { $set: { n: found!.n + 1 } };
					await things.updateOne({ _id: 1 }, update, { session: own });
				})
			);
		await Promise.all(Array.from({ length: 20 }, add));
		expect((await things.findOne())!.n).to.equal(20);
	});

	it("keeps the sum under many transfers at once", async () => {
		const accounts = await store.collection(
			Array.from({ length: 6 }, (_, _id) => ({ _id, money: 100 }))
		);
		await Promise.all(Array.from({ length: 30 }, (_, turn) => transfer(accounts, turn)));
		const all = await accounts.find().toArray();
		expect(all.reduce((sum, { money }) => sum + money, 0)).to.equal(600);
	});

	async function transfer(accounts: Collection<Doc>, turn: number) {
		const [from, to] = [turn % 6, (turn * 5 + 1) % 6];
		await store.client.withSession(own =>
			own.withTransaction(async () => {
				const inside = { session: own };
				await accounts.updateOne({ _id: from }, { $inc: { money: -7 } }, inside);
				await accounts.updateOne({ _id: to }, { $inc: { money: 7 } }, inside);
			})
		);
	}

	it("ends one of two transactions that write the same: transient, to be tried again", async () => {
		const things = await store.collection([{ _id: 1, n: 0 }]);
		const [first, second] = [transaction(), transaction()];
		const write = (own: ClientSession) =>
			things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: own });
		await write(first);
		const other = write(second).then(
			() => second.commitTransaction(),
			(error: unknown) => error
		);
		if (engine() !== "documentdb") await first.commitTransaction();
		const outcome = await other;
		if (outcome) {
			expect(outcome).to.be.instanceOf(MongoServerError);
			const error = outcome as MongoServerError;
			expect(error.code).to.be.oneOf([112, 251]);
			expect(error.hasErrorLabel("TransientTransactionError")).to.equal(true);
		}
		if (engine() === "documentdb") await first.commitTransaction();
		expect((await things.findOne())!.n).to.equal(outcome ? 1 : 2);
	});

	it("does not let a transaction that is left open hold up other writers for long", async () => {
		const things = await store.collection([
			{ _id: 1, n: 0 },
			{ _id: 2, n: 0 }
		]);
		const left = transaction();
		await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: left });
		await things.updateOne({ _id: 2 }, { $inc: { n: 1 } });
		const outcome = await left.commitTransaction().then(
			() => undefined,
			(error: unknown) => error
		);
		if (outcome) {
			expect(outcome).to.be.instanceOf(MongoServerError);
			expect(
				(outcome as MongoServerError).hasErrorLabel("TransientTransactionError")
			).to.equal(true);
		}
		const found = await things.find().sort({ _id: 1 }).toArray();
		expect(found.map(({ n }) => n)).to.deep.equal([outcome ? 0 : 1, 1]);
	});

	it("lets twenty read-then-write transactions finish beside plain writes", async () => {
		const things = await store.collection([{ _id: "sum", n: 0 }]);
		const turns = { over: false };
		const writes = (async () => {
			while (!turns.over) await things.insertOne({});
		})();
		const add = () =>
			store.client.withSession(own =>
				own.withTransaction(async () => {
					const found = await things.findOne({ _id: "sum" }, { session: own });
					const update = { $set: { n: found!.n + 1 } };
					await things.updateOne({ _id: "sum" }, update, { session: own });
				})
			);
		await Promise.all(Array.from({ length: 20 }, add));
		turns.over = true;
		await writes;
		expect((await things.findOne({ _id: "sum" }))!.n).to.equal(20);
	});
});
