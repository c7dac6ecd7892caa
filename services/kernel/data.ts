/** Where the documents lie: the embedded store in the data folder, or an engine of its own. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { ConfigError, type Config } from "./config.ts";

export interface Data {
	/** The address that the driver connects to. */
	url: string;
	close: () => Promise<void>;
}

/** Opens the store; throws a `ConfigError` when its folder cannot be used. */
export async function openData({ dataDir, mongoUrl }: Config): Promise<Data> {
	await makeFolder(dataDir);
	if (mongoUrl !== null) return { url: mongoUrl, close: () => Promise.resolve() };
	// Loaded only where it is used: a node with an engine of its own needs none of it.
	const { openStore } = await import("../store/embedded/index.ts");
	return openStore({ dataDir: path.join(dataDir, "store") }).catch(error => {
		throw new ConfigError(`DATA_DIR: ${(error as Error).message}`, { cause: error });
	});
}

async function makeFolder(dataDir: string) {
	try {
		await mkdir(dataDir, { recursive: true });
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new ConfigError(
			`DATA_DIR: expected a folder that can be written, got "${dataDir}" (${code})`
		);
	}
}
