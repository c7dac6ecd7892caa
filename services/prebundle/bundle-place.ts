/** Where the bundle of the installed packages lies, and which installation it belongs to. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";

const MODULES = path.resolve(import.meta.dirname, "../../node_modules");

/** npm writes it whenever it changes what is installed. */
const INSTALLED = path.join(MODULES, ".package-lock.json");

export const BUNDLE_FOLDER = path.join(MODULES, ".cache/lyceum-packages");

/** The file that says what is in a bundle. */
export const INDEX_NAME = "index.json";

export interface BundleIndex {
	/** What `installation` said when it was made. */
	installation: string;
	/** The file of each package, in the bundle's folder. */
	files: Record<string, string>;
}

/** Tells one installation from another, without reading it. */
export function installation(): string {
	const { mtimeMs, size } = statSync(INSTALLED);
	return `${mtimeMs} ${size} ${process.version}`;
}

/** The bundle of what is installed now; null when there is none. */
export function findBundle(folder: string): BundleIndex | null {
	try {
		const text = readFileSync(path.join(folder, INDEX_NAME), "utf8");
		const index = JSON.parse(text) as BundleIndex;
		return index.installation === installation() ? index : null;
	} catch {
		return null;
	}
}
