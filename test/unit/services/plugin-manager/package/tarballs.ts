/** Makes packages for the tests: honest ones, and hostile ones from headers written by hand. */
import { gzipSync } from "node:zlib";
import { Header, Pax, type HeaderData } from "tar";

export interface Entry extends HeaderData {
	path: string;
	body?: string | Buffer;
	/** Goes into an extended header, where a path may have any length and any letters. */
	longPath?: string;
}

export const MANIFEST = {
	name: "notes",
	version: "1.2.3",
	type: "module",
	engines: { lyceum: "^0.1.0" },
	lyceum: {}
};

/** The least that a package has: a manifest and a service. */
export const HONEST: Entry[] = [
	{ path: "package/package.json", body: JSON.stringify(MANIFEST) },
	{ path: "package/notes.service.js", body: 'export default { name: "notes" };\n' }
];

/** A tar archive of the entries, exactly as they are told, with its end when `end` is true. */
export function tarOf(entries: Entry[], end = true): Buffer {
	const blocks = entries.flatMap(entry => [...longPathBlocks(entry), ...blocksOf(entry)]);
	return Buffer.concat(end ? [...blocks, Buffer.alloc(1024)] : blocks);
}

export function packageOf(entries: Entry[]): Buffer {
	return gzipSync(tarOf(entries));
}

/** A package of an honest manifest with other keys, and a service. */
export function packageWith(keys: Record<string, unknown>, more: Entry[] = []): Buffer {
	const body = JSON.stringify({ ...MANIFEST, ...keys });
	return packageOf([{ path: "package/package.json", body }, ...HONEST.slice(1), ...more]);
}

function longPathBlocks({ longPath }: Entry): Buffer[] {
	return longPath === undefined ? [] : [new Pax({ path: longPath }).encode()];
}

function blocksOf({ body = "", ...fields }: Entry): Buffer[] {
	const bytes = Buffer.from(body);
	const header = new Header({ type: "File", mode: 0o644, size: bytes.length, ...fields });
	header.encode();
	const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
	return [header.block!, bytes, padding];
}
