/** The outline that headings make. */
import type { Heading, Html, Nodes } from "mdast";
import { nodesOf, type TextField } from "../../analysis/document.ts";
import { defineRule } from "../rule.ts";

interface Level {
	depth: number;
	start: number;
	end: number;
	text: string;
	node?: Heading;
}

export const headingOrder = defineRule({
	id: "structure/heading-order",
	version: 1,
	severity: "warning",
	title: "Each heading is at most one level below the one before",
	*check(_item, { document }) {
		const field = document.field("body");
		if (!field) return;
		// The title of the item is the first level: a text may begin on it or on the second.
		let before = 1;
		for (const heading of headingsOf(field)) {
			if (heading.depth > before + 1) {
				const right = before + 1;
				yield {
					field: "body",
					start: heading.start,
					end: heading.end,
					message: `A heading of level ${heading.depth} follows ${before === 1 ? "the title" : `one of level ${before}`}`,
					advice: `Make it a heading of level ${right}`,
					...(heading.node && {
						replacement: heading.text.replace(/^#+/, "#".repeat(right))
					})
				};
				before = right;
			} else before = heading.depth;
		}
	}
});

export const singleTitle = defineRule({
	id: "structure/single-title",
	version: 1,
	severity: "info",
	title: "A text has one heading of the first level at most",
	*check(_item, { document }) {
		const field = document.field("body");
		const titles = field ? headingsOf(field).filter(({ depth }) => depth === 1) : [];
		for (const { start, end } of titles.slice(1))
			yield {
				field: "body",
				start,
				end,
				message: "A second heading of the first level",
				advice: "Make it a heading of the second level, or another item"
			};
	}
});

export const emptySection = defineRule({
	id: "structure/empty-section",
	version: 1,
	severity: "warning",
	title: "Each heading has something below it",
	*check(_item, { document }) {
		const nodes = document.field("body")?.tree.children ?? [];
		for (const [at, node] of nodes.entries()) {
			if (node.type !== "heading" || !endsSection(nodes[at + 1], node.depth)) continue;
			yield {
				field: "body",
				start: node.position!.start.offset!,
				end: node.position!.end.offset!,
				message: "Nothing stands below this heading",
				advice: "Write the section, or take the heading away"
			};
		}
	}
});

function endsSection(next: Nodes | undefined, depth: number) {
	return !next || (next.type === "heading" && next.depth <= depth);
}

function headingsOf(field: TextField): Level[] {
	const written = nodesOf<Heading>(field, "heading").map((node): Level => {
		const [start, end] = [node.position!.start.offset!, node.position!.end.offset!];
		const text = field.source.slice(start, end);
		// A heading that is underlined has no number signs to change.
		return { depth: node.depth, start, end, text, ...(text.startsWith("#") && { node }) };
	});
	const html = nodesOf<Html>(field, "html").flatMap(node =>
		Array.from(node.value.matchAll(/<h([1-6])\b[^>]*>/gi), (match): Level => {
			const start = node.position!.start.offset! + match.index;
			return { depth: Number(match[1]), start, end: start + match[0].length, text: match[0] };
		})
	);
	return [...written, ...html].sort((a, b) => a.start - b.start);
}
