/** Reads the content that comes with the plugin, from the files of its folder. */
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readPackage } from "../exchange/read/package.ts";
import { toZip } from "../exchange/write/zip.ts";

const FOLDER = fileURLToPath(new URL("../samples/", import.meta.url));

/** The samples as an import would find them. */
export async function readSamples() {
	const names = await readdir(FOLDER, { recursive: true });
	const files = new Map<string, Uint8Array>();
	for (const name of names.filter(each => /\.(?:md|yaml)$/.test(each)))
		files.set(name.replaceAll("\\", "/"), await readFile(`${FOLDER}${name}`));
	return readPackage(toZip(files));
}
