/**
 * The order in which the modules of a plugin are imported, so that requests have their turn in between: importing
 * the service at once would load, compile and run all that it needs in one go.
 */
import { readFileSync } from "node:fs";

/** An import or export from a file of the plugin; one that is for types alone is gone once it is stripped. */
const FROM_FILE =
	/^\s*(?:import|export)\s(?!\s*type\b)(?:[^"';]*?\sfrom\s)?\s*["'](\.[^"']+)["']/gm;

/** Enough text to be worth a step of its own. */
const STEP_LENGTH = 2000;

/** What models declare is let go one day, for which their modules must be at hand. */
const MODEL = /\.model\.\w+$/;

/** Modules below the root that bring all others along a few at a time; the entries come last. */
export function importOrder(entries: URL[], root: string): URL[] {
	const seen = new Set<string>();
	const steps: URL[] = [];
	let length = 0;
	entries.forEach(visit);
	return [...new Set([...steps, ...entries])];

	function visit(url: URL) {
		if (seen.has(url.href) || !url.href.startsWith(root)) return;
		seen.add(url.href);
		const text = readText(url);
		for (const [, specifier] of text.matchAll(FROM_FILE)) visit(new URL(specifier!, url));
		length += text.length;
		if (length < STEP_LENGTH && !MODEL.test(url.pathname)) return;
		length = 0;
		steps.push(url);
	}
}

/** At once: a plugin's files are small, and to read each aside takes ten times as long. */
function readText(url: URL): string {
	try {
		return readFileSync(url, "utf8");
	} catch {
		// What cannot be read is named by Node, when the module that imports it is loaded.
		return "";
	}
}
