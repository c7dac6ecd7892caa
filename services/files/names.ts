/** The names that files go by: what is left of what a client says, and how a header says it. */
import { MAX_NAME_LENGTH } from "./file.model.ts";

/** A name without folders and without what no file system and no header would take. */
export function safeName(given: string): string {
	const last = given.toWellFormed().split(/[/\\]/).at(-1)!;
	const name = last.replace(/\p{Cc}/gu, "").trim();
	const short = shortened(name);
	return /^\.*$/.test(short) ? "file" : short;
}

/** `attachment` with the name as every browser reads it (RFC 6266): plain ASCII, and UTF-8 beside it. */
export function attachment(name: string): string {
	const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
	const encoded = encodeURIComponent(name).replace(
		/['()*]/g,
		mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
	);
	return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Cut before the ending, which says more than the last letters of a long name; never inside of a letter. */
function shortened(name: string): string {
	if (name.length <= MAX_NAME_LENGTH) return name;
	const [ending = ""] = /\.\w{1,10}$/.exec(name) ?? [];
	return name.slice(0, MAX_NAME_LENGTH - ending.length).replace(/[\ud800-\udbff]$/, "") + ending;
}
