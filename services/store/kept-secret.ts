/**
 * The secret of a store that is started alone. It is kept beside the data: whoever is connected goes on when
 * the store was started again.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { drawSecret, makeFolder } from "./embedded/index.ts";

const SECRET_FILE = "secret";
const OWNER_ONLY = 0o600;

/** The secret in a data folder; drawn at the first start. Throws an error that names the folder. */
export function keptSecret(dataDir: string): string {
	const file = path.join(dataDir, SECRET_FILE);
	try {
		makeFolder(dataDir);
		writeFileSync(file, drawSecret(), { flag: "wx", mode: OWNER_ONLY });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST")
			throw new Error(
				`The data folder "${dataDir}" cannot be opened: it cannot be written (${(error as Error).message})`,
				{ cause: error }
			);
	}
	return readFileSync(file, "utf8").trim();
}
