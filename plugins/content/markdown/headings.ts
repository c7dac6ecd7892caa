/** Headings get ids to link to, and make the table of contents. */
import { EXIT, visit } from "unist-util-visit";
import type { HtmlElement, HtmlRoot } from "./trees.ts";

export interface Heading {
	level: number;
	text: string;
	id: string;
}

const HEADING = /^h([1-6])$/;

/** A longer table of contents helps nobody. */
const MAX_HEADINGS = 500;

/** Gives each heading an id of its own, made of its text. */
export function markHeadings() {
	return (tree: HtmlRoot) => {
		const taken = new Map<string, number>();
		visit(tree, "element", node => {
			if (!HEADING.test(node.tagName)) return;
			const slug = slugOf(textOf(node));
			const times = taken.get(slug) ?? 0;
			taken.set(slug, times + 1);
			node.properties.id = times === 0 ? slug : `${slug}-${times}`;
		});
	};
}

/** The headings of a tree that has been sanitized. */
export function headingsOf(tree: HtmlRoot): Heading[] {
	const headings: Heading[] = [];
	visit(tree, "element", node => {
		const [, level] = HEADING.exec(node.tagName) ?? [];
		if (!level) return;
		headings.push({
			level: Number(level),
			text: textOf(node),
			id: node.properties.id ?? ""
		});
		if (headings.length === MAX_HEADINGS) return EXIT;
	});
	return headings;
}

export function textOf(node: HtmlElement | HtmlRoot): string {
	let text = "";
	visit(node, "text", ({ value }) => {
		text += value;
	});
	return text.trim();
}

function slugOf(text: string): string {
	const slug = text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, "-")
		.replace(/^-|-$/g, "");
	return `section-${slug.slice(0, 80)}`;
}
