/**
 * The order in which the modules of a plugin can be imported one by one, so that requests have their turn in
 * between: importing the first one at once would load, compile and run all others in one go.
 */
import { readFile } from "node:fs/promises";

/** An import or export from a file of the plugin; one that is for types alone is gone once it is stripped. */
const FROM_FILE =
	/^\s*(?:import|export)\s(?!\s*type\b)(?:[^"';]*?\sfrom\s)?\s*["'](\.[^"']+)["']/gm;

/** The given modules and those that they import from below the root, each behind what it imports itself. */
export async function importOrder(entries: URL[], root: string): Promise<URL[]> {
	const order = new Map<string, URL>();
	const seen = new Set<string>();
	for (const entry of entries) await visit(entry);
	return [...order.values()];

	async function visit(url: URL) {
		if (seen.has(url.href) || !url.href.startsWith(root)) return;
		seen.add(url.href);
		// What cannot be read is named by Node, when the module that imports it is loaded.
		const text = await readFile(url, "utf8").catch(() => null);
		if (text === null) return;
		for (const [, specifier] of text.matchAll(FROM_FILE)) await visit(new URL(specifier!, url));
		order.set(url.href, url);
	}
}
