/** Items and courses as a package: a Markdown file for each item, a list for each course, and their files. */
import { stringify } from "yaml";
import { toMarkdownFile } from "../markdown-file.ts";
import type { Filed, FiledCollection } from "../parsed.ts";

/** The files of the package by their names. */
export function toPackageFiles({
	items,
	collections,
	assets
}: Filed): Map<string, string | Uint8Array> {
	return new Map<string, string | Uint8Array>([
		["lyceum.json", `${JSON.stringify({ format: "lyceum-content", version: 1 })}\n`],
		...items.map(({ path, content }) => [path, toMarkdownFile(content)] as const),
		...collections.map(collection => [collection.path, toCollectionFile(collection)] as const),
		...assets.map(({ path, bytes }) => [path, bytes] as const)
	]);
}

function toCollectionFile({ kind, title, summary, entries }: FiledCollection): string {
	return stringify({ kind, title, ...(summary && { summary }), entries }, { lineWidth: 0 });
}
