import { expect } from "chai";
import * as fc from "fast-check";
import { MongoClient, MongoServerError } from "mongodb";
import type { Collection, Document } from "mongodb";
import { print } from "../../support/print.ts";
import { holds } from "../../support/property.ts";
import { documents, update } from "../../support/random-documents.ts";
import { useStore, type Doc } from "../../support/store.ts";

const OTHER = process.env.MONGO_COMPARE_URL;

/** DocumentDB counts with booleans, which differences-documentdb.ts says: so no counting here. */
const comparable = update.filter(({ $inc, $mul }) => !$inc && !$mul);

describe("store: random updates on two engines", () => {
	const store = useStore("random_updates");
	let client: MongoClient | undefined;
	let pair: Collection<Doc>[];

	before(async () => {
		if (!OTHER) return;
		client = await MongoClient.connect(OTHER);
		const copy = client.db(store.db.databaseName).collection<Doc>("copy");
		pair = [await store.collection(), copy];
	});
	after(async () => {
		await client?.db(store.db.databaseName).dropDatabase();
		await client?.close();
	});

	async function fill(things: Collection<Doc>, rows: Document[]) {
		await things.deleteMany({});
		await things.insertMany(rows);
	}

	/** What an update leaves; whether an engine calls no change a refusal is not compared. */
	async function outcome(things: Collection<Doc>, _id: number, update: Document) {
		await things.updateOne({ _id }, update).catch((error: unknown) => {
			if (!(error instanceof MongoServerError)) throw error;
		});
		return things.findOne({ _id });
	}

	it("do the same on this one and on the one at MONGO_COMPARE_URL", async function () {
		if (!OTHER) this.skip();
		this.timeout(0);
		const steps = fc.array(fc.tuple(fc.nat({ max: 11 }), comparable), {
			minLength: 5,
			maxLength: 10
		});
		const property = fc.asyncProperty(documents, steps, async (rows, steps) => {
			await Promise.all(pair.map(things => fill(things, rows)));
			for (const [place, update] of steps) {
				const _id = place % rows.length;
				const before = await pair[0]!.findOne({ _id });
				const [own, theirs] = await Promise.all(
					pair.map(each => outcome(each, _id, update))
				);
				expect(print(own), `${print(update)} of ${print(before)}`).to.equal(print(theirs));
			}
		});
		await holds(property);
	});
});
