/**
 * Writes `openapi/openapi.json`: the document of a kernel with all bundled plugins, for those who generate
 * clients or review a change of the API. A test fails when the file is stale.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readConfig } from "../services/kernel/config.ts";
import { startKernel } from "../services/kernel/kernel.ts";

const TARGET = path.join(import.meta.dirname, "openapi.json");

const folder = await mkdtemp(path.join(tmpdir(), "lyceum-openapi-"));
try {
	await writeFile(TARGET, await readDocument(folder));
	console.log(`Wrote ${path.relative(process.cwd(), TARGET)}`);
} finally {
	await rm(folder, { recursive: true, force: true });
}

/** Starts a kernel of its own, which touches no data but that in `dataDir`. */
async function readDocument(dataDir: string) {
	const kernel = await startKernel(
		readConfig({
			PORT: "0",
			DATA_DIR: dataDir,
			LOG_LEVEL: "fatal",
			ADMIN_EMAIL: "root@lyceum.test",
			ADMIN_PASSWORD: "Correct-horse-7-battery"
		})
	);
	try {
		const response = await fetch(`${kernel.url}/openapi.json`);
		return `${JSON.stringify(await response.json(), null, "\t")}\n`;
	} finally {
		await kernel.stop();
	}
}
