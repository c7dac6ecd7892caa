/** HTML as a lesson: its text as Markdown; what runs, loads or only decorates is left out. */
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import { textOf } from "../../markdown/headings.ts";
import type { HtmlElement, HtmlRoot } from "../../markdown/trees.ts";
import { MAX_XML_DEPTH } from "../limits.ts";
import { nothing, UnreadableFile, type Filed } from "../parsed.ts";

/** What is no part of the text. */
const LEFT_OUT = new Set([
	"script",
	"style",
	"nav",
	"iframe",
	"object",
	"form",
	"noscript",
	"template",
	"svg"
]);

export function readHtml(source: string, path: string): Filed {
	const { markdown, title, language } = htmlToMarkdown(source, path);
	if (markdown === "") throw new UnreadableFile(`${path} holds no text`);
	const name = title || path.replace(/\.\w+$/, "");
	const content = {
		kind: "article" as const,
		title: name.slice(0, 200),
		body: markdown,
		...(language && { language })
	};
	return { ...nothing(), items: [{ path, content }] };
}

/** The text of a page as Markdown, with what it says of itself. */
export function htmlToMarkdown(source: string, path: string) {
	const tree = unified().use(rehypeParse).parse(source);
	requireFlat(tree, path);
	const title = clean(tree);
	const mdast = unified().use(rehypeRemark).runSync(tree);
	const markdown = unified()
		.use(remarkGfm)
		.use(remarkStringify, { bullet: "-", rule: "-", fences: true })
		.stringify(mdast)
		.trim();
	return { markdown, ...title };
}

function requireFlat(tree: HtmlRoot, path: string) {
	const open: { node: HtmlRoot | HtmlElement; depth: number }[] = [{ node: tree, depth: 0 }];
	for (let next = open.pop(); next; next = open.pop()) {
		const { node, depth } = next;
		if (depth > MAX_XML_DEPTH)
			throw new UnreadableFile(`${path} is nested more than ${MAX_XML_DEPTH} levels deep`);
		for (const child of node.children)
			if (child.type === "element") open.push({ node: child, depth: depth + 1 });
	}
}

/** Takes out what is no text, and answers what the page says of itself. */
function clean(tree: HtmlRoot): { title?: string; language?: string } {
	const about: { title?: string; language?: string } = {};
	visit(tree, "element", (node, index, parent) => {
		if (node.tagName === "html") about.language = languageOf(node);
		if (node.tagName === "title" || (node.tagName === "h1" && !about.title))
			about.title = textOf(node).replace(/\s+/g, " ");
		if (!parent || index === undefined) return;
		if (!LEFT_OUT.has(node.tagName) && !isPixel(node)) return;
		parent.children.splice(index, 1);
		return index;
	});
	return about;
}

function languageOf({ properties }: HtmlElement) {
	const { lang } = properties;
	return typeof lang === "string" && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(lang)
		? lang
		: undefined;
}

/** A picture without an address, or one that holds itself. */
function isPixel({ tagName, properties }: HtmlElement) {
	return tagName === "img" && !/^(?:https?:|attachment:|[\w./-]+$)/.test(String(properties.src));
}
