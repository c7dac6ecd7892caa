import { expect } from "chai";
import * as fc from "fast-check";
import { MongoClient } from "mongodb";
import type { Collection, Document } from "mongodb";
import { print } from "../../support/print.ts";
import { holds } from "../../support/property.ts";
import { documents } from "../../support/random-documents.ts";
import { pipeline } from "../../support/random-pipelines.ts";
import { useStore, type Doc } from "../../support/store.ts";

const OTHER = process.env.MONGO_COMPARE_URL;

describe("store: random pipelines on two engines", () => {
	const store = useStore("random_pipelines");
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

	/** All that a pipeline gives, in an order that does not depend on the engine. */
	async function result(things: Collection<Doc>, stages: Document[]) {
		const work = things.aggregate(stages).toArray();
		return work.then(
			found => found.map(print).sort(),
			() => "refused"
		);
	}

	it("give the same on this one and on the one at MONGO_COMPARE_URL", async function () {
		if (!OTHER) this.skip();
		this.timeout(0);
		const pipelines = fc.array(pipeline, { minLength: 5, maxLength: 5 });
		const property = fc.asyncProperty(documents, pipelines, async (rows, pipelines) => {
			for (const things of pair) {
				await things.deleteMany({});
				await things.insertMany(rows);
			}
			for (const stages of pipelines) {
				const [own, theirs] = await Promise.all(pair.map(things => result(things, stages)));
				const what = `${print(stages)} on ${print(rows)}`;
				expect(String(own), what).to.equal(String(theirs));
			}
		});
		await holds(property);
	});
});
