/** The archive that an export makes, or one of Markdown files that somebody has put together. */
import { parse } from "yaml";
import { fromMarkdownFile } from "../markdown-file.ts";
import { nothing, UnreadableFile, type Filed, type FiledCollection } from "../parsed.ts";
import { mediaTypeOf } from "../media-type.ts";
import { openArchive } from "./zip.ts";

export async function readPackage(bytes: Uint8Array): Promise<Filed> {
	const archive = await openArchive(bytes);
	const filed = nothing();
	for (const path of archive.names) {
		if (path.endsWith(".md"))
			filed.items.push({
				path,
				content: fromMarkdownFile(await archive.readText(path), path, filed.warnings)
			});
		else if (path.startsWith("collections/") && path.endsWith(".yaml"))
			filed.collections.push(readCollection(await archive.readText(path), path));
		else if (path.startsWith("assets/"))
			filed.assets.push({
				path,
				mediaType: mediaTypeOf(path),
				bytes: await archive.read(path)
			});
		else if (path !== "lyceum.json")
			filed.warnings.push({ path, message: "The file has no meaning here and was left out" });
	}
	if (filed.items.length === 0 && filed.collections.length === 0)
		throw new UnreadableFile("The archive holds no Markdown files");
	requireReferences(filed);
	return filed;
}

export function readCollection(source: string, path: string): FiledCollection {
	const value = readYaml(source, path) as Partial<FiledCollection> | null;
	const { kind, title, summary, entries = [] } = value ?? {};
	if ((kind !== "course" && kind !== "module") || typeof title !== "string")
		throw new UnreadableFile(`${path} has no kind (course or module) or no title`);
	if (!Array.isArray(entries) || !entries.every(entry => typeof entry === "string"))
		throw new UnreadableFile(`${path}: entries is no list of paths`);
	return { path, kind, title, ...(typeof summary === "string" && { summary }), entries };
}

function readYaml(source: string, path: string): unknown {
	try {
		return parse(source, { maxAliasCount: 0, uniqueKeys: true });
	} catch (error) {
		throw new UnreadableFile(`${path}: ${(error as Error).message.split("\n", 1)[0]}`, {
			cause: error
		});
	}
}

/** Everything that a file refers to has to be there. */
function requireReferences({ items, collections, assets }: Filed) {
	const paths = new Set([...items, ...collections, ...assets].map(({ path }) => path));
	const references = [
		...items.flatMap(({ path, content: { questions, attachments } }) => [
			...listOf(questions).map(({ item }) => [path, item]),
			...listOf(attachments).map(file => [path, file.path])
		]),
		...collections.flatMap(({ path, entries }) => entries.map(entry => [path, entry]))
	];
	for (const [from, to] of references)
		if (!paths.has(to!))
			throw new UnreadableFile(`${from} refers to ${to}, which is not there`);
}

function listOf<T>(value: T[] | undefined): T[] {
	return Array.isArray(value) ? value : [];
}
