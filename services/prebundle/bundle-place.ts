/** Where the bundle of a start lies, which installation it belongs to, and which state of our own files. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";

export const ROOT = path.resolve(import.meta.dirname, "../..");

const MODULES = path.join(ROOT, "node_modules");

/** npm writes it whenever it changes what is installed. */
const INSTALLED = path.join(MODULES, ".package-lock.json");

export const BUNDLE_FOLDER = path.join(MODULES, ".cache/lyceum-bundle");

/** The file that says what is in a bundle. */
export const INDEX_NAME = "index.json";

export interface BundleIndex {
	/** What `installation` said when it was made. */
	installation: string;
	/** The file of each package, in the bundle's folder. */
	packages: Record<string, string>;
	/** The files of our own modules that are asked for from outside, in the same folder, by their paths. */
	modules: Record<string, string>;
	/** The folder of our own files, whose addresses are in the bundle. */
	root: string;
	/** What `stateOf` said of each of our own files, by its path. */
	sources: Record<string, string>;
}

/** Tells one installation from another, without reading it. */
export function installation(): string {
	return `${stateOf(INSTALLED)} ${process.version}`;
}

/** Tells one state of a file from another, without reading it. */
export function stateOf(file: string): string {
	const { mtimeMs, size } = statSync(file);
	return `${mtimeMs} ${size}`;
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

/** Tells whether our own files are as they were when the bundle was made of them. */
export function isCurrent({ root, sources }: BundleIndex): boolean {
	if (root !== ROOT) return false;
	try {
		return Object.entries(sources).every(
			([file, state]) => stateOf(path.join(ROOT, file)) === state
		);
	} catch {
		return false;
	}
}
