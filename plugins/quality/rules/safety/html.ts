/** HTML in a text that would run, or load something of others, if it were not taken out. */
import type { Html, Link } from "mdast";
import { nodesOf } from "../../analysis/document.ts";
import { defineRule } from "../rule.ts";

const RUNS =
	/<(?:script|iframe|object|embed|form|style|link|meta|base)\b[^>]*>|\son[a-z]+\s*=\s*["'][^"']*["']|\b(?:href|src)\s*=\s*["']?\s*(?:javascript|vbscript|data:text\/html)[^"'>]*/gi;

export const unsafeHtml = defineRule({
	id: "safety/html",
	version: 1,
	severity: "error",
	title: "Nothing in a text runs",
	*check(_item, { document }) {
		for (const field of document.fields) {
			for (const node of nodesOf<Html>(field, "html"))
				for (const match of node.value.matchAll(RUNS)) {
					const start = node.position!.start.offset! + match.index;
					yield {
						field: field.name,
						start,
						end: start + match[0].length,
						message: `"${match[0].trim().slice(0, 60)}" is taken out before the text is shown`,
						advice: "Say it in Markdown, or show it as code"
					};
				}
			for (const { url, position } of nodesOf<Link>(field, "link"))
				if (/^\s*(?:javascript|vbscript|data):/i.test(url))
					yield {
						field: field.name,
						start: position!.start.offset!,
						end: position!.end.offset!,
						message: "The link would run a program",
						advice: "Link to a page"
					};
		}
	}
});
