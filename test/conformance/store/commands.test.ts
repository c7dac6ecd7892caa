import { expect } from "chai";
import type { Document } from "mongodb";
import { refused } from "../../support/server-error.ts";
import { useStore } from "../../support/store.ts";
import { conforms } from "./differences.ts";

describe("store: commands for tools and drivers", () => {
	const store = useStore("commands");
	const admin = (command: Document) => store.client.db("admin").command(command);

	it("says hello as a primary with sessions", async () => {
		const hello = await admin({ hello: 1 });
		expect(hello.isWritablePrimary).to.equal(true);
		expect(hello.maxBsonObjectSize).to.equal(16 * 1024 * 1024);
		expect(hello.maxWriteBatchSize).to.be.within(1000, 100_000);
		expect(hello.maxMessageSizeBytes).to.equal(48_000_000);
		expect(hello.logicalSessionTimeoutMinutes).to.equal(30);
		expect(hello.maxWireVersion).to.be.at.least(21);
		expect(hello.minWireVersion).to.equal(0);
		expect(hello.setName).to.be.a("string");
		expect(hello.localTime).to.be.instanceOf(Date);
		expect(hello.readOnly).to.equal(false);
	});

	it("answers the older greeting too", async () => {
		expect((await admin({ isMaster: 1 })).ismaster).to.equal(true);
	});

	it("answers ping, buildInfo, whatsmyuri, connectionStatus, getParameter, hostInfo", async () => {
		expect((await admin({ ping: 1 })).ok).to.equal(1);
		const build = await admin({ buildInfo: 1 });
		expect(build.version).to.match(/^\d+\.\d+\.\d+/);
		expect(build.versionArray).to.have.length(4);
		expect(build.maxBsonObjectSize).to.equal(16 * 1024 * 1024);
		expect((await admin({ connectionStatus: 1 })).authInfo).to.be.an("object");
		expect((await admin({ whatsmyuri: 1 })).you).to.be.a("string");
		expect((await admin({ hostInfo: 1 })).system).to.be.an("object");
	});

	it("answers serverStatus with what monitors read", async () => {
		const status = await admin({ serverStatus: 1 });
		expect(status.version).to.be.a("string");
		expect(status.uptime).to.be.a("number");
		expect(status.connections.current).to.be.greaterThan(0);
		expect(status.storageEngine.name).to.be.a("string");
		expect(status.localTime).to.be.instanceOf(Date);
	});

	it("answers what shells and Compass ask first", async () => {
		expect((await admin({ getCmdLineOpts: 1 })).ok).to.equal(1);
		expect((await admin({ getLog: "startupWarnings" })).log).to.be.an("array");
		expect(await admin({ atlasVersion: 1 }).catch(({ code }: Document) => code)).to.equal(59);
		const parameter = { getParameter: 1, featureCompatibilityVersion: 1 };
		expect((await admin(parameter)).ok).to.equal(1);
	});

	it("lists databases, with names alone and with a filter", async () => {
		await store.collection([{ a: 1 }]);
		const name = store.db.databaseName;
		const { databases, totalSize } = await admin({ listDatabases: 1 });
		const own = databases.find((database: Document) => database.name === name);
		expect(own.empty).to.equal(false);
		expect(Number(totalSize)).to.be.at.least(Number(own.sizeOnDisk));
		const some = await admin({ listDatabases: 1, nameOnly: true, filter: { name } });
		expect(some.databases).to.deep.equal([{ name }]);
	});

	it("lists collections with type, options and _id index", async () => {
		const things = await store.collection([{ a: 1 }]);
		const name = things.collectionName;
		const [listed] = await store.db.listCollections({ name }).toArray();
		expect(listed).to.deep.include({ name, type: "collection", options: {} });
		const full = listed as Document;
		expect(full.info.readOnly).to.equal(false);
		expect(full.idIndex).to.deep.include({ key: { _id: 1 }, name: "_id_" });
		const names = await store.db.listCollections({}, { nameOnly: true }).toArray();
		expect(names).to.deep.include({ name, type: "collection" });
	});

	it("creates, refuses to create twice (48), renames and drops collections", async () => {
		await store.db.createCollection("made");
		await refused(store.db.command({ create: "made", capped: false, validator: { a: 1 } }), 48);
		await store.db.collection("made").insertOne({ a: 1 });
		await store.collection([{ _id: 1 }]);
		const renamed = await store.db.collection("made").rename("renamed");
		expect(await renamed.countDocuments()).to.equal(1);
		await refused(store.db.collection("nowhere").rename("x"), 26, "NamespaceNotFound");
		const other = await store.collection([{ _id: 1 }]);
		await refused(other.rename("renamed"), 48, "NamespaceExists");
		await other.rename("renamed", { dropTarget: true });
		expect(await store.db.collection("renamed").distinct("_id")).to.deep.equal([1]);
		expect(await store.db.dropCollection("renamed")).to.equal(true);
		expect(await store.db.listCollections({ name: /^(re)?named?$/ }).toArray()).to.deep.equal(
			[]
		);
	});

	it("drops what does not exist without an error", async () => {
		expect(await store.db.collection("never_was").drop()).to.be.a("boolean");
		expect(await store.client.db("never_was_database").dropDatabase()).to.equal(true);
	});

	it("drops a database with all that is in it", async () => {
		const database = store.client.db(`${store.db.databaseName}_dropped`);
		await database.collection("a").insertOne({});
		await database.collection("a").createIndex({ x: 1 }, { unique: true });
		await database.dropDatabase();
		expect(await database.listCollections().toArray()).to.deep.equal([]);
		expect(await database.collection("a").countDocuments()).to.equal(0);
	});

	it("measures collections and databases", async () => {
		const things = await store.collection(Array.from({ length: 50 }, (_, n) => ({ n })));
		await things.createIndex({ n: 1 });
		const stats = await store.db.command({ collStats: things.collectionName });
		expect(stats.ns).to.equal(things.namespace);
		expect(stats.count).to.equal(50);
		expect(stats.nindexes).to.equal(2);
		for (const figure of ["size", "storageSize", "totalIndexSize", "avgObjSize"]) {
			expect(Number(stats[figure]), figure).to.be.greaterThan(0);
		}
		const database = await store.db.stats();
		expect(database.db).to.equal(store.db.databaseName);
		expect(database.collections).to.be.greaterThan(0);
		expect(Number(database.dataSize)).to.be.greaterThan(0);
	});

	it("counts a collection by the stage $collStats, and lists indexes by $indexStats", async () => {
		const things = await store.collection([{ a: 1 }, { a: 2 }]);
		const [counted] = await things.aggregate([{ $collStats: { count: {} } }]).toArray();
		expect(counted!.count).to.equal(2);
		const stats = await things.aggregate([{ $indexStats: {} }]).toArray();
		expect(stats.map(({ name }) => name)).to.deep.equal(["_id_"]);
	});

	it(
		"validates a collection",
		conforms("validate", async () => {
			const things = await store.collection([{ a: 1 }, { a: 2 }]);
			await things.createIndex({ a: 1 });
			const report = await store.db.command({ validate: things.collectionName });
			expect(report.valid).to.equal(true);
			expect(report.nrecords).to.equal(2);
			expect(report.keysPerIndex).to.deep.equal({ _id_: 2, a_1: 2 });
			expect(report.errors).to.deep.equal([]);
		})
	);

	it("checks documents by a validator: 121 with details", async () => {
		const $jsonSchema = {
			bsonType: "object",
			required: ["n"],
			properties: { n: { bsonType: "int", minimum: 1 }, s: { enum: ["a", "b"] } }
		};
		const checked = await store.db.createCollection<Document>("checked", {
			validator: { $jsonSchema }
		});
		await checked.insertOne({ n: 1, s: "a" });
		const error = await refused(checked.insertOne({ n: 0 }), 121);
		expect(error.message).to.include("Document failed validation");
		await refused(checked.updateOne({ n: 1 }, { $set: { s: "z" } }), 121);
		await checked.insertOne({ x: 1 }, { bypassDocumentValidation: true });
		expect(await checked.countDocuments()).to.equal(2);
	});

	it("refuses names that MongoDB refuses: 73", async () => {
		await refused(store.db.command({ create: "" }), [73, 16256]);
		await refused(store.db.command({ insert: "a$b", documents: [{ a: 1 }] }), 73);
	});

	it("answers many requests over one connection in order", async () => {
		const client = await store.connect({ maxPoolSize: 1 });
		const things = client.db(store.db.databaseName).collection<Document>("one_connection");
		await Promise.all(Array.from({ length: 50 }, (_, n) => things.insertOne({ n })));
		expect(await things.countDocuments()).to.equal(50);
	});

	it("serves a hundred connections at once", async () => {
		const client = await store.connect({ maxPoolSize: 100, minPoolSize: 100 });
		const pings = Array.from({ length: 300 }, () => client.db("admin").command({ ping: 1 }));
		expect((await Promise.all(pings)).every(({ ok }) => ok === 1)).to.equal(true);
	});
});
