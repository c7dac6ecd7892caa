/** Archives that are the same for the same files, byte for byte. */
import { zipSync, type Zippable } from "fflate";

/** A time that no clock and no time zone changes. */
const NO_TIME = new Date(1980, 0, 1);

export function toZip(files: Map<string, string | Uint8Array>): Uint8Array {
	const names = [...files.keys()].sort();
	const contents: Zippable = {};
	for (const name of names) {
		const content = files.get(name)!;
		const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
		contents[name] = [bytes, { mtime: NO_TIME, level: 6, os: 3 }];
	}
	return zipSync(contents);
}
