/**
 * What people read of a Markdown tree, block by block: text without code, addresses, formulas and HTML.
 * Each position in a block's text leads back to one in the source.
 */
import type { Node, Parent, Root } from "mdast";

/** Stands in a block's text for what is no prose (code, a formula, an address). */
export const OBJECT = "\uFFFC";

/** A run of characters that stand in the source as they stand in the text. */
interface Run {
	at: number;
	offset: number;
	length: number;
}

export interface Span {
	start: number;
	end: number;
}

export interface Block {
	kind: "paragraph" | "heading" | "cell";
	text: string;
	/** What is emphasised strongly, in the text. */
	strong: Span[];
	/** What is emphasised in any way. */
	emphasised: Span[];
	runs: Run[];
	node: Node;
}

const BLOCKS: Record<string, Block["kind"]> = {
	paragraph: "paragraph",
	heading: "heading",
	tableCell: "cell"
};

/** Returns the blocks of a tree in their order. */
export function proseOf(tree: Root, source: string): Block[] {
	const blocks: Block[] = [];
	walk(tree, source, blocks);
	return blocks;
}

/** Returns where a position of a block's text stands in the source. */
export function sourceOffset(block: Block, position: number): number {
	let found = block.runs[0];
	for (const run of block.runs) if (run.at <= position) found = run;
	if (!found) return block.node.position?.start.offset ?? 0;
	return found.offset + Math.min(position - found.at, found.length);
}

function walk(node: Node, source: string, blocks: Block[]) {
	const kind = BLOCKS[node.type];
	if (kind) return void blocks.push(toBlock(kind, node as Parent, source));
	for (const child of (node as Partial<Parent>).children ?? []) walk(child, source, blocks);
}

function toBlock(kind: Block["kind"], node: Parent, source: string): Block {
	const block: Block = { kind, text: "", strong: [], emphasised: [], runs: [], node };
	for (const child of node.children) append(block, child, source);
	return block;
}

function append(block: Block, node: Node, source: string) {
	const start = block.text.length;
	appendText(block, node, source);
	const span = { start, end: block.text.length };
	if (node.type === "strong") block.strong.push(span);
	if (node.type === "strong" || node.type === "emphasis") block.emphasised.push(span);
}

function appendText(block: Block, node: Node, source: string) {
	const offset = node.position?.start.offset ?? 0;
	if (node.type === "text")
		return add(block, (node as unknown as { value: string }).value, offset);
	if (node.type === "break") return add(block, "\n", offset);
	if (isPlainColon(node)) return add(block, sliceOf(node, source), offset);
	if (isAddress(node, source) || node.type === "footnoteReference")
		return add(block, OBJECT, offset);
	const { children } = node as Partial<Parent>;
	if (children) for (const child of children) append(block, child, source);
	else if (node.type !== "html") add(block, OBJECT, offset);
}

function add(block: Block, text: string, offset: number) {
	block.runs.push({ at: block.text.length, offset, length: text.length });
	block.text += text;
}

/** The parser takes `10:30` for a directive named `30`. */
function isPlainColon(node: Node) {
	const { children, attributes } = node as Partial<Parent> & { attributes?: object };
	if (node.type !== "textDirective") return false;
	return children?.length === 0 && Object.keys(attributes ?? {}).length === 0;
}

/** A link whose text is its own address. */
function isAddress(node: Node, source: string) {
	return node.type === "link" && !sliceOf(node, source).startsWith("[");
}

function sliceOf(node: Node, source: string) {
	return source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}
