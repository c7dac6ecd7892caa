/** The console's sources as one hash: the same hash, the same build. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** What the build is made of. */
export const SOURCES = path.join(ROOT, "admin");

/** Says which versions of the packages are bundled. */
const LOCK_FILE = path.join(ROOT, "package-lock.json");

/** Hashes every source by its path and content, with the versions of the packages. */
export async function hashSources(): Promise<string> {
	const files = (await readdir(SOURCES, { recursive: true, withFileTypes: true }))
		.filter(entry => entry.isFile())
		.map(entry => path.join(entry.parentPath, entry.name))
		.filter(isSource)
		.sort();
	const hash = createHash("sha256");
	for (const file of [LOCK_FILE, ...files])
		hash.update(path.relative(ROOT, file))
			.update("\0")
			.update(await readFile(file))
			.update("\0");
	return hash.digest("hex").slice(0, 16);
}

/** Notes for people and the types alone are no part of what a browser gets. */
function isSource(file: string) {
	return !/node_modules|\.md$|\.d\.ts$|tsconfig\.json$/.test(path.relative(SOURCES, file));
}
