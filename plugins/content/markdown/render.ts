/** Markdown to HTML that may stand in any page: CommonMark with tables, mathematics, callouts and code. */
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkDirective from "remark-directive";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { attachmentLinks } from "./attachments.ts";
import { callouts } from "./callouts.ts";
import { headingsOf, markHeadings, type Heading } from "./headings.ts";
import { mathematics } from "./mathematics.ts";
import { SAFE } from "./safe.ts";

export interface RenderInput {
	markdown: string;
	/** The addresses of attachments, by name. */
	attachments?: Record<string, string>;
}

export interface Rendered {
	html: string;
	headings: Heading[];
}

/** Renders and sanitizes; what it makes of any text is harmless, what it takes for it has to be limited outside. */
export function renderMarkdown({ markdown, attachments = {} }: RenderInput): Rendered {
	const parser = unified().use(remarkParse).use(remarkGfm).use(remarkMath).use(remarkDirective);
	const tree = parser.parse(markdown);
	const transform = unified()
		.use(callouts)
		.use(attachmentLinks, attachments)
		.use(remarkRehype)
		.use(mathematics)
		.use(rehypeSanitize, SAFE)
		.use(markHeadings);
	const safe = transform.runSync(tree);
	return { html: unified().use(rehypeStringify).stringify(safe), headings: headingsOf(safe) };
}
