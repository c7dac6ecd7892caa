/** What holds for the archives that Word and PowerPoint write. */
import { MAX_XML_BYTES } from "../limits.ts";
import { UnreadableFile } from "../parsed.ts";
import { requireHarmless } from "./xml.ts";
import type { Archive } from "./zip.ts";

/** Throws unless it is what it is said to be, with XML that no parser can be hurt by. */
export async function checkOffice(archive: Archive, main: string, what: string): Promise<void> {
	if (!archive.has(main)) throw new UnreadableFile(`This is not ${what}: it holds no ${main}`);
	for (const name of archive.names.filter(each => /\.(?:xml|rels)$/.test(each))) {
		if (archive.sizeOf(name) > MAX_XML_BYTES)
			throw new UnreadableFile(`${name} is larger than ${MAX_XML_BYTES / 1024 / 1024} MB`);
		requireHarmless(await archive.readText(name), name);
	}
}
