/** Markdown to a tree of harmless elements: CommonMark with tables and lists of tasks, its raw HTML left out. */
import type { Element, Root } from "hast";
import rehypeSanitize, { defaultSchema, type Options } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

const SAFE: Options = {
	...defaultSchema,
	protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto"] }
};

const renderer = unified()
	.use(remarkParse)
	.use(remarkGfm)
	.use(remarkRehype)
	.use(rehypeSanitize, SAFE);

export function renderMarkdown(text: string): Root {
	const tree = renderer.runSync(renderer.parse(text));
	lowerHeadings(tree);
	return tree;
}

/** Headings begin below the page's own, and none is left out on the way down. */
function lowerHeadings(tree: Root) {
	let last = 1;
	visit(tree, element => {
		const [, level] = /^h([1-6])$/.exec(element.tagName) ?? [];
		if (level === undefined) return;
		last = Math.min(Number(level) + 1, last + 1, 6);
		element.tagName = `h${last}`;
	});
}

function visit(parent: Root | Element, see: (element: Element) => void) {
	for (const child of parent.children) {
		if (child.type !== "element") continue;
		see(child);
		visit(child, see);
	}
}
