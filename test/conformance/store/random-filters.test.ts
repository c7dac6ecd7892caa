import { expect } from "chai";
import * as fc from "fast-check";
import { MongoServerError } from "mongodb";
import type { Collection, Document } from "mongodb";
import { matches } from "../../support/naive-match.ts";
import { print } from "../../support/print.ts";
import { holds } from "../../support/property.ts";
import { documents, filter, update } from "../../support/random-documents.ts";
import { useStore, type Doc } from "../../support/store.ts";
import { conforms, difference } from "./differences.ts";

const INDEXES: Record<string, 1 | -1>[] = [
	{ a: 1 },
	{ b: -1 },
	{ "a.b": 1 },
	{ c: 1 },
	{ "b.a": 1, _id: 1 }
];

const INDEXED_NOT = "indexed-not";

describe("store: random documents and filters", () => {
	const store = useStore("random_filters");
	let plain: Collection<Doc>;
	let indexed: Collection<Doc>;

	before(async () => {
		[plain, indexed] = [await store.collection(), await store.collection()];
		for (const index of INDEXES) await indexed.createIndex(index);
	});

	async function fill(rows: Document[]) {
		for (const things of [plain, indexed]) {
			await things.deleteMany({});
			await things.insertMany(rows);
		}
	}

	async function ids(things: Collection<Doc>, query: Document, sort: Document = { _id: 1 }) {
		return (await things.find(query).sort(sort).toArray()).map(({ _id }) => _id);
	}

	it("finds what a naive reading of the manual finds, with and without indexes", async function () {
		this.timeout(0);
		const filters = fc.array(filter, { minLength: 8, maxLength: 8 });
		const property = fc.asyncProperty(documents, filters, async (rows, filters) => {
			await fill(rows);
			for (const query of filters) {
				const expected = rows.filter(row => matches(row, query)).map(({ _id }) => _id);
				expect(await ids(plain, query), print(query)).to.deep.equal(expected);
				if (difference(INDEXED_NOT) && print(query).includes("$not")) continue;
				expect(await ids(indexed, query), `${print(query)}, indexed`).to.deep.equal(
					expected
				);
				expect(await indexed.countDocuments(query), print(query)).to.equal(expected.length);
			}
		});
		await holds(property);
	});

	it(
		"finds by $not through an index what has another type",
		conforms(INDEXED_NOT, async () => {
			await fill([{ _id: 0, c: {} }, { _id: 1 }]);
			expect(await ids(indexed, { c: { $not: { $gt: "x" } } })).to.deep.equal([0, 1]);
		})
	);

	it("sorts the same with an index and without", async function () {
		this.timeout(0);
		const key = fc.constantFrom("a", "b", "c", "a.b");
		const direction = fc.constantFrom(1, -1);
		const property = fc.asyncProperty(
			documents,
			key,
			direction,
			async (rows, key, direction) => {
				await fill(rows);
				const sort = { [key]: direction, _id: 1 };
				expect(await ids(indexed, {}, sort)).to.deep.equal(await ids(plain, {}, sort));
			}
		);
		await holds(property);
	});

	it("finds by index what a scan finds, after any updates and deletes", async function () {
		this.timeout(0);
		const write = fc.record({ query: filter, update, remove: fc.nat({ max: 9 }) });
		const writes = fc.array(write, { minLength: 3, maxLength: 6 });
		const filters = fc.array(filter, { minLength: 5, maxLength: 5 });
		const property = fc.asyncProperty(
			documents,
			writes,
			filters,
			async (rows, writes, filters) => {
				await fill(rows);
				for (const { query, update, remove } of writes) {
					// A refusal is right as well, as long as it leaves documents and indexes agreeing.
					await indexed.updateMany(query, update).catch(ignoreServerError);
					await indexed.deleteOne({ _id: remove, ...query });
				}
				for (const query of filters) {
					if (difference(INDEXED_NOT) && print(query).includes("$not")) continue;
					const scan = await indexed
						.find(query)
						.hint({ $natural: 1 })
						.sort({ _id: 1 })
						.toArray();
					expect(await ids(indexed, query), print(query)).to.deep.equal(
						scan.map(({ _id }) => _id)
					);
				}
			}
		);
		await holds(property);
	});
});

function ignoreServerError(error: unknown) {
	if (!(error instanceof MongoServerError)) throw error;
}
