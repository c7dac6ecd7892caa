/** The trees that texts are parsed into, typed by what parses them. */
import type rehypeSanitize from "rehype-sanitize";
import remarkDirective from "remark-directive";
import remarkParse from "remark-parse";
import { unified } from "unified";

export type HtmlRoot = ReturnType<ReturnType<typeof rehypeSanitize>>;
export type HtmlElement = Extract<HtmlRoot["children"][number], { type: "element" }>;

const parser = unified().use(remarkParse).use(remarkDirective).freeze();

export type MarkdownRoot = ReturnType<typeof parser.parse>;
export type MarkdownNode = MarkdownRoot["children"][number];
