/** An item with its texts parsed, made once and shared by all rules. */
import type { Node, Root } from "mdast";
import { visit } from "unist-util-visit";
import { textsOf, type CheckedItem } from "../item.ts";
import { parseMarkdown } from "./markdown.ts";
import { proseOf, sourceOffset, type Block } from "./prose.ts";

export interface TextField {
	name: string;
	source: string;
	tree: Root;
	blocks: Block[];
}

export interface ItemDocument {
	item: CheckedItem;
	fields: TextField[];
	/** The field's parsed text; undefined when it is empty. */
	field(name: string): TextField | undefined;
}

/** Parses every text of an item. */
export function parseItem(item: CheckedItem): ItemDocument {
	const fields = textsOf(item).map(([name, source]): TextField => {
		const tree = parseMarkdown(source);
		return { name, source, tree, blocks: proseOf(tree, source) };
	});
	return { item, fields, field: name => fields.find(field => field.name === name) };
}

/** Returns the line, from 1, in which an offset of a text lies. */
export function lineAt(source: string, offset: number): number {
	let line = 1;
	for (let at = source.indexOf("\n"); at >= 0 && at < offset; at = source.indexOf("\n", at + 1))
		line++;
	return line;
}

/** Returns the nodes of one type, in their order. */
export function nodesOf<Found extends Node>(field: TextField, type: Found["type"]): Found[] {
	const found: Found[] = [];
	visit(field.tree, type, node => void found.push(node as unknown as Found));
	return found;
}

/** Returns a match in a block as a place in the source. */
export function placeOf(field: TextField, block: Block, start: number, length: number) {
	const from = sourceOffset(block, start);
	return { field: field.name, start: from, end: from + length };
}

/** Returns the prose of a field as one text. */
export function plainText(field: TextField | undefined): string {
	return field?.blocks.map(({ text }) => text).join("\n") ?? "";
}
