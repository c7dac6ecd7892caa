import { expect } from "chai";
import { MongoServerError } from "mongodb";
import type { Document } from "mongodb";
import { engine, useStore } from "../../support/store.ts";
import { conforms } from "./differences.ts";

/** What no engine may take: the command, MongoDB's code and its name. */
const NEVER: [name: string, command: Document, code: number | number[], codeName?: string][] = [
	["an unknown command", { nopeCommand: 1 }, 59, "CommandNotFound"],
	["a find without a name", { find: 1 }, [73, 2, 14]],
	["a find in an empty name", { find: "" }, 73, "InvalidNamespace"],
	["an unknown field of find", { find: "x", nope: 1 }, 40415],
	["a filter that is no document", { find: "x", filter: 5 }, [14, 2, 9]],
	["an insert of nothing", { insert: "x", documents: [] }, 16, "InvalidLength"],
	["an insert without documents", { insert: "x" }, [40414, 9, 2]],
	["an aggregate without cursor", { aggregate: "x", pipeline: [] }, 9, "FailedToParse"],
	["a pipeline that is no array", { aggregate: "x", pipeline: {}, cursor: {} }, [14, 2, 9]],
	["a stage that is no document", { aggregate: "x", pipeline: [5], cursor: {} }, [14, 2]],
	["an update without a statement", { update: "x", updates: [] }, 16, "InvalidLength"],
	["a limit of 2 in delete", { delete: "x", deletes: [{ q: {}, limit: 2 }] }, 9, "FailedToParse"],
	[
		"a multi update that replaces",
		{ update: "rows", updates: [{ q: {}, u: { a: 1 }, multi: true }] },
		9
	],
	["collMod of nothing", { collMod: "nowhere_at_all" }, 26, "NamespaceNotFound"]
];

/** What MongoDB has and an engine may lack: then refused by code, never answered wrongly. */
const LACKING: [name: string, command: Document][] = [
	["$where", { find: "rows", filter: { $where: "this.a === 2" } }],
	[
		"$function",
		{
			aggregate: "rows",
			pipeline: [
				{
					$project: {
						a: { $function: { body: "function () { return 1 }", args: [], lang: "js" } }
					}
				}
			],
			cursor: {}
		}
	],
	[
		"mapReduce",
		{ mapReduce: "rows", map: "function () {}", reduce: "function () {}", out: { inline: 1 } }
	],
	["a change stream", { aggregate: "rows", pipeline: [{ $changeStream: {} }], cursor: {} }],
	["a capped collection", { create: "capped", capped: true, size: 4096 }],
	["a time series", { create: "series", timeseries: { timeField: "at" } }],
	[
		"a clustered collection",
		{ create: "clustered", clusteredIndex: { key: { _id: 1 }, unique: true } }
	],
	[
		"an Atlas search",
		{
			aggregate: "rows",
			pipeline: [{ $search: { text: { query: "x", path: "a" } } }],
			cursor: {}
		}
	],
	["$near without its index", { find: "rows", filter: { a: { $near: [1, 2] } } }],
	["a hashed index", { createIndexes: "rows", indexes: [{ key: { a: "hashed" }, name: "h" }] }],
	[
		"a geographic index",
		{ createIndexes: "rows", indexes: [{ key: { g: "2dsphere" }, name: "g" }] }
	],
	["a wildcard index", { createIndexes: "rows", indexes: [{ key: { "$**": 1 }, name: "w" }] }]
];

const REFUSALS = [
	2, 9, 20, 67, 72, 115, 238, 291, 10224, 16389, 31082, 40324, 40573, 59, 72, 197, 263
];

describe("store: refusals", () => {
	const store = useStore("refusals");

	before(async () => {
		await store.db.collection("rows").insertMany([{ a: 1 }, { a: 2 }]);
	});

	const answer = (command: Document) =>
		store.db.command(command).then(
			reply => ({ reply, error: undefined }),
			(error: unknown) => ({ reply: undefined, error: error as MongoServerError })
		);

	describe("by every engine", () => {
		for (const [name, command, code, codeName] of NEVER) {
			it(
				`${name}: ${String(code)}`,
				conforms(`refusal: ${name}`, async () => {
					const { error, reply } = await answer(command);
					const found = error ?? reply!.writeErrors?.[0];
					expect(found?.code, JSON.stringify(reply ?? error!.message)).to.be.oneOf(
						[code].flat()
					);
					if (codeName && error) expect(error.codeName).to.equal(codeName);
				})
			);
		}
	});

	describe("where an engine lacks something", () => {
		for (const [name, command] of LACKING) {
			it(`${name}: done, or refused with a code and its name`, async () => {
				const { error, reply } = await answer(command);
				if (reply) return expect(engine(), name).to.not.equal("embedded");
				expect(error).to.be.instanceOf(MongoServerError);
				expect(error.code, error.message).to.be.oneOf(REFUSALS);
				return expect(error.codeName).to.be.a("string").that.is.not.empty;
			});
		}
	});

	it("refuses a change stream that the driver opens, without hanging", async () => {
		const stream = store.db.collection("rows").watch();
		const outcome = await stream.tryNext().then(
			() => undefined,
			(error: unknown) => error
		);
		await stream.close();
		if (engine() === "mongodb") expect(outcome).to.equal(undefined);
		else expect(outcome).to.be.instanceOf(MongoServerError);
	});

	it("goes on answering on the same connection after each refusal", async () => {
		const client = await store.connect({ maxPoolSize: 1 });
		const database = client.db(store.db.databaseName);
		for (const [, command] of NEVER) await database.command(command).catch(() => {});
		expect(await database.collection("rows").countDocuments()).to.equal(2);
	});
});
