import { MongoClient, MongoServerError } from "mongodb";
import type { ClientSession, Db, Document } from "mongodb";
import { sendNumbered } from "../support/numbered.ts";
import type { Ledger } from "./ledger.ts";

export const ACCOUNTS = 5;
export const DEPOSIT = 1000;

export type Rows = Document & { _id: string };

/** A client that reports a lost connection at once, instead of trying again by itself. */
export function connect(url: string) {
	const impatient = { retryWrites: false, retryReads: false, serverSelectionTimeoutMS: 2000 };
	return MongoClient.connect(url, impatient);
}

/** Makes the indexes and the accounts that the writers and the checks need. */
export async function prepare(db: Db) {
	await db
		.collection("rows")
		.createIndexes([
			{ key: { n: 1 } },
			{ key: { tags: 1, n: -1 } },
			{ key: { key: 1 }, unique: true },
			{ key: { text: "text" } }
		]);
	const accounts = Array.from({ length: ACCOUNTS }, (_, i) => ({ _id: `${i}`, money: DEPOSIT }));
	await db.collection<Rows>("accounts").insertMany(accounts);
	await db.collection<Rows>("counters").insertOne({ _id: "retried", n: 0 });
}

/** One turn of a writer: some work, told to the ledger when the store has acknowledged it. */
type Turn = (client: MongoClient, db: Db, ledger: Ledger, name: string) => Promise<void>;

const insert: Turn = async (_client, db, ledger, name) => {
	const n = ledger.inserted.size;
	await db.collection<Rows>("rows").insertOne(row(name, n));
	ledger.inserted.set(name, n);
};

const insertThenDelete: Turn = async (client, db, ledger, name) => {
	await insert(client, db, ledger, name);
	ledger.deleting.add(name);
	await db.collection<Rows>("rows").deleteOne({ _id: name });
	ledger.deleted.add(name);
};

const increment: Turn = async (_client, db, ledger, name) => {
	const _id = name.slice(0, name.indexOf("/"));
	const counter = ledger.counters.get(_id) ?? { acknowledged: 0, sent: 0 };
	ledger.counters.set(_id, counter);
	counter.sent++;
	const update = { $inc: { n: 1 } };
	await db.collection<Rows>("counters").updateOne({ _id }, update, { upsert: true });
	counter.acknowledged++;
};

const transaction: Turn = async (client, db, ledger, name) => {
	await client.withSession(session =>
		session.withTransaction(async () => {
			await db.collection<Rows>("left").insertOne({ _id: name }, { session });
			await move(db, name, -7, session);
			await db.collection<Rows>("right").insertOne({ _id: name }, { session });
			await move(db, `${name}!`, 7, session);
		})
	);
	ledger.pairs.add(name);
};

const numbered: Turn = async (_client, db, ledger) => {
	ledger.retried.sent++;
	await incrementNumbered(db, ledger);
	ledger.retried.acknowledged = ledger.retried.sent;
};

/** Increments under the session's last number; what was applied before must not count again. */
export function incrementNumbered(db: Db, { retried }: Ledger) {
	return sendNumbered(db, retried.session, retried.sent, {
		update: "counters",
		updates: [{ q: { _id: "retried" }, u: { $inc: { n: 1 } } }]
	});
}

/** Starts all writers; they go on until their connection breaks. Resolves when all have ended. */
export async function write(client: MongoClient, db: Db, ledger: Ledger, round: number) {
	const turns = [insert, insert, insertThenDelete, increment, transaction, transaction, numbered];
	await Promise.all(turns.map((turn, writer) => repeat(turn, `${writer}/${round}`)));

	async function repeat(turn: Turn, writer: string) {
		for (let i = 0; await told(turn(client, db, ledger, `${writer}/${i}`)); i++) {
			ledger.acknowledgements++;
		}
	}
}

/** Whether a turn was acknowledged; a lost connection is expected, a refusal is not. */
function told(work: Promise<void>) {
	return work.then(
		() => true,
		(error: unknown) => {
			if (error instanceof MongoServerError) throw error;
			return false;
		}
	);
}

function row(_id: string, n: number): Rows {
	const words = ["alpha", "beta", "gamma"];
	const padding = "x".repeat((n * 37) % 3000);
	return { _id, n, key: _id, tags: [n % 3, n % 5, "all"], text: words[n % 3], padding };
}

function move(db: Db, name: string, money: number, session: ClientSession) {
	const _id = `${[...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % ACCOUNTS}`;
	return db.collection<Rows>("accounts").updateOne({ _id }, { $inc: { money } }, { session });
}
