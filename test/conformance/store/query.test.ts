import { expect } from "chai";
import { print } from "../../support/print.ts";
import { refused } from "../../support/server-error.ts";
import { useStore } from "../../support/store.ts";
import { TABLES } from "./cases/query-tables.ts";
import { conforms } from "./differences.ts";

/** What a filter that makes no sense is refused with. */
const MISTAKES: [name: string, filter: object, code: number | number[]][] = [
	["an unknown operator", { a: { $nope: 1 } }, 2],
	["an unknown operator at the top", { $nope: [] }, 2],
	["$in without an array", { a: { $in: 1 } }, 2],
	["$and without an array", { $and: {} }, [2, 14]],
	["$or of nothing", { $or: [] }, 2],
	["$not of a value", { a: { $not: 5 } }, 2],
	["$size of a negative number", { a: { $size: -1 } }, [2, 9]],
	["$mod with one number", { a: { $mod: [1] } }, 2],
	["$mod by zero", { a: { $mod: [0, 1] } }, 2],
	["$type of an unknown name", { a: { $type: "nope" } }, 2],
	["a broken regular expression", { a: { $regex: "(" } }, 51091],
	["$elemMatch of a value", { a: { $elemMatch: 1 } }, 2],
	["$all of a value", { a: { $all: 1 } }, 2],
	["an unknown expression", { $expr: { $nope: 1 } }, 168],
	["an unknown $jsonSchema keyword", { $jsonSchema: { nope: 1 } }, 9]
];

describe("store: query operators", () => {
	const store = useStore("query");

	for (const [topic, { documents, find }] of Object.entries(TABLES)) {
		describe(topic, () => {
			for (const [filter, ids, difference] of find) {
				const test = async () => {
					const things = await store.collection(documents);
					const found = await things.find(filter).toArray();
					expect(found.map(({ _id }) => _id)).to.have.members(ids);
					expect(await things.countDocuments(filter)).to.equal(ids.length);
				};
				it(print(filter), difference ? conforms(difference, test) : test);
			}
		});
	}

	describe("refuses", () => {
		for (const [name, filter, code] of MISTAKES) {
			const id = `query-mistake: ${name}`;
			it(
				name,
				conforms(id, async () => {
					const things = await store.collection([{ a: 1 }]);
					await refused(things.find(filter).toArray(), code);
				})
			);
		}
	});

	it("takes variables from `let`", async () => {
		const things = await store.collection([{ n: 1 }, { n: 2 }]);
		const filter = { $expr: { $eq: ["$n", "$$wanted"] } };
		expect(await things.find(filter, { let: { wanted: 2 } }).toArray()).to.have.length(1);
	});

	it("finds the same with an index on the field as without", async () => {
		for (const { documents, find } of Object.values(TABLES)) {
			const fields = new Set(documents.flatMap(document => Object.keys(document)));
			const things = await store.collection(documents);
			for (const field of fields)
				if (field !== "_id") await things.createIndex({ [field]: 1 });
			for (const [filter, ids, difference] of find) {
				if (difference) continue;
				const found = await things.find(filter).toArray();
				expect(
					found.map(({ _id }) => _id),
					print(filter)
				).to.have.members(ids);
			}
		}
	});
});
