import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import type { Collection, Db, Document, MongoClientOptions } from "mongodb";
import { openEmbedded } from "./embedded.ts";

/** A document of any shape; the tests choose their own `_id`s. */
export interface Doc extends Document {
	_id?: string | number | bigint | boolean | null | object;
}

/** The engines that the suite knows by name; differences are written down per engine. */
export type Engine = "embedded" | "documentdb" | "mongodb";

/** What one test file works with: a client, a database of its own and fresh collections in it. */
export interface Store {
	readonly url: string;
	readonly engine: Engine;
	readonly client: MongoClient;
	readonly db: Db;
	/** Makes an empty collection with a name of its own and fills it with `documents`. */
	collection(documents?: Doc[]): Promise<Collection<Doc>>;
	/** Opens another client, closed with the file; for tests that watch the wire or need options. */
	connect(options?: MongoClientOptions): Promise<MongoClient>;
}

interface Running {
	url: string;
	close(): Promise<void>;
}

const PATIENCE_MS = 30_000;
let current: Engine | undefined;

/** Says which engine the tests run against, once a file's `before` hook has run. */
export function engine(): Engine {
	if (!current) throw new Error("engine() was asked before useStore() had connected");
	return current;
}

/** Registers the hooks that give one `describe` block its own database on the store under test. */
export function useStore(topic: string): Store {
	const clients: MongoClient[] = [];
	const store = { topic, names: 0 } as OpenStore;
	let running: Running | undefined;

	before(async function () {
		this.timeout(PATIENCE_MS);
		running = await openStoreUnderTest();
		store.url = running.url;
		store.client = await connect(store.url, clients);
		store.engine = current = await engineOf(store.client);
		store.db = store.client.db(`conformance_${topic}_${process.pid}`);
		await store.db.dropDatabase();
	});
	beforeEach(function () {
		this.currentTest?.timeout(PATIENCE_MS);
	});
	after(async function () {
		this.timeout(PATIENCE_MS);
		await store.db?.dropDatabase();
		await Promise.all(clients.map(client => client.close()));
		await running?.close();
	});
	store.collection = documents => freshCollection(store, documents);
	store.connect = options => connect(store.url, clients, options);
	return store;
}

/** Opens an embedded store in a temporary folder, or the engine that `MONGO_URL` names. */
export async function openStoreUnderTest(): Promise<Running> {
	const url = process.env.MONGO_URL;
	if (url) return { url, close: async () => {} };
	const dataDir = await mkdtemp(join(tmpdir(), "store-conformance-"));
	const store = await openEmbedded(dataDir);
	return {
		url: store.url,
		close: async () => {
			await store.close();
			await rm(dataDir, { recursive: true });
		}
	};
}

/** Tells the engines apart by the storage engine that they report. */
export async function engineOf(client: MongoClient): Promise<Engine> {
	const { storageEngine } = await client.db("admin").command({ serverStatus: 1 });
	if (storageEngine.name === "documentdb") return "documentdb";
	return ["wiredTiger", "inMemory"].includes(storageEngine.name) ? "mongodb" : "embedded";
}

/** Waits until a condition holds, asking ten times a second; the test's own time limit ends it. */
export async function until(condition: () => Promise<boolean>) {
	while (!(await condition())) await new Promise(resolve => setTimeout(resolve, 100));
}

type OpenStore = { -readonly [Key in keyof Store]: Store[Key] } & { topic: string; names: number };

async function freshCollection(store: OpenStore, documents: Doc[] = []) {
	const collection = store.db.collection<Doc>(`${store.topic}_${++store.names}`);
	if (documents.length > 0) await collection.insertMany(documents);
	return collection;
}

async function connect(url: string, opened: MongoClient[], options: MongoClientOptions = {}) {
	const client = await MongoClient.connect(url, { serverSelectionTimeoutMS: 5000, ...options });
	opened.push(client);
	return client;
}
