import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient, type Collection, type Db, type Document } from "mongodb";
import { openStore, type Store } from "../../../../../services/store/embedded/index.ts";

/** A document of any shape, with an `_id` of the test's choice. */
export interface Row extends Document {
	_id?: string | number | object;
}

export interface TestStore {
	dataDir: string;
	store: Store;
	client: MongoClient;
	db: Db;
	collection(name: string): Collection<Row>;
}

/** Makes a folder that is gone after the tests of the block. */
export function useFolder(): { path: string } {
	const folder = { path: "" };
	before(async () => {
		folder.path = await mkdtemp(join(tmpdir(), "lyceum-store-"));
	});
	after(() => rm(folder.path, { recursive: true, force: true }));
	return folder;
}

/** Opens a store for the tests of the block. */
export function useStore(): TestStore {
	const folder = useFolder();
	const test = {} as TestStore;
	before(async () => {
		test.dataDir = join(folder.path, "store");
		test.store = await openStore({ dataDir: test.dataDir });
		test.client = new MongoClient(test.store.url);
		test.db = test.client.db();
		test.collection = name => test.db.collection<Row>(name);
	});
	after(async () => {
		await test.client?.close();
		await test.store?.close();
	});
	return test;
}

/** Gives the error that a promise ends with; fails when it ends well. */
export async function errorOf(work: Promise<unknown>): Promise<Error & { code?: unknown }> {
	try {
		await work;
	} catch (error) {
		return error as Error;
	}
	throw new Error("expected an error, but all went well");
}
