/** Where the documents lie: the embedded store in the data folder, or an engine of its own. */
import path from "node:path";
import { makeFolder } from "../store/embedded/storage/make-folder.ts";
import { ConfigError, type Config } from "./config.ts";

export interface Data {
	/** The address that the driver connects to. */
	url: string;
	close: () => Promise<void>;
}

/** Opens the store; throws a `ConfigError` when its folder cannot be used. */
export async function openData({ dataDir, mongoUrl }: Config): Promise<Data> {
	requireFolder(dataDir);
	if (mongoUrl !== null) return { url: mongoUrl, close: () => Promise.resolve() };
	// Loaded only where it is used: a node with an engine of its own needs none of it.
	const { openStore } = await import("../store/embedded/index.ts");
	return openStore({ dataDir: path.join(dataDir, "store") }).catch(error => {
		throw new ConfigError(`DATA_DIR: ${(error as Error).message}`, { cause: error });
	});
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
