/** The identity of the files in a folder: what would be loaded, without tests, texts and packages. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const LEFT_OUT = new Set(["node_modules", "test", "README.md"]);

export interface Content {
	/** Changes when a file does, e.g. `sha512-…`. */
	integrity: string;
	bytes: number;
}

export async function hashFolder(folder: string): Promise<Content> {
	const files = (await listFiles(folder, "")).sort();
	const hash = createHash("sha512");
	let bytes = 0;
	for (const file of files) {
		const content = await readFile(path.join(folder, file));
		hash.update(`${file}\0${content.length}\0`).update(content);
		bytes += content.length;
	}
	return { integrity: `sha512-${hash.digest("base64")}`, bytes };
}

async function listFiles(folder: string, prefix: string): Promise<string[]> {
	const entries = await readdir(path.join(folder, prefix), { withFileTypes: true });
	const kept = entries.filter(({ name }) => !LEFT_OUT.has(name) && !name.startsWith("."));
	const lists = kept.map(async entry => {
		const file = path.join(prefix, entry.name);
		if (entry.isDirectory()) return listFiles(folder, file);
		return entry.isFile() ? [file] : [];
	});
	return (await Promise.all(lists)).flat();
}
