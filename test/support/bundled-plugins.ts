/** The names of the plugins that come with the project, to start a kernel with all of them. */
import { readdir } from "node:fs/promises";
import path from "node:path";

const FOLDER = path.resolve(import.meta.dirname, "../../plugins");

export async function bundledPlugins(): Promise<string[]> {
	const entries = await readdir(FOLDER, { withFileTypes: true });
	return entries.filter(entry => entry.isDirectory()).map(({ name }) => name);
}
