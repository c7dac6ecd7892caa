/** Where the documents lie: the embedded store in the data folder, or an engine of its own. */
import { existsSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "../store/embedded/storage/make-folder.ts";
import { ConfigError, type Config } from "./config.ts";

export interface Data {
	/** The address that the driver connects to. */
	url: string;
	/** For how long a first answer is waited for; absent where a store that does not answer is none. */
	patienceMs?: number;
	close: () => Promise<void>;
}

/** The embedded store is open already: only a machine that is busy with something else lets it answer late. */
export const EMBEDDED_PATIENCE_MS = 30_000;

/** Tells whether the embedded store has never been opened: there is nobody in it yet. */
export function isNewStore({ dataDir, mongoUrl }: Config): boolean {
	return mongoUrl === null && !existsSync(storeFolder(dataDir));
}

/** Opens the store; throws a `ConfigError` when its folder cannot be used. */
export async function openData({ dataDir, mongoUrl }: Config): Promise<Data> {
	requireFolder(dataDir);
	if (mongoUrl !== null) return { url: mongoUrl, close: () => Promise.resolve() };
	// Loaded only where it is used: a node with an engine of its own needs none of it.
	const { openStore } = await import("../store/embedded/index.ts");
	const store = await openStore({ dataDir: storeFolder(dataDir) }).catch(error => {
		throw new ConfigError(`DATA_DIR: ${(error as Error).message}`, { cause: error });
	});
	return { ...store, patienceMs: EMBEDDED_PATIENCE_MS };
}

function storeFolder(dataDir: string) {
	return path.join(dataDir, "store");
}

function requireFolder(dataDir: string) {
	try {
		makeFolder(dataDir);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new ConfigError(
			`DATA_DIR: expected a folder that can be written, got "${dataDir}" (${code})`
		);
	}
}
