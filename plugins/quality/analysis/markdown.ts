/** Markdown is parsed once for all rules: the tree with positions. */
import type { Root } from "mdast";
import remarkDirective from "remark-directive";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import { unified } from "unified";

const parser = unified()
	.use(remarkParse)
	.use(remarkGfm)
	.use(remarkMath)
	.use(remarkFrontmatter)
	.use(remarkDirective)
	.freeze();

/** Returns the tree of a Markdown text; every node of it has a position. */
export function parseMarkdown(source: string): Root {
	return parser.parse(source);
}
