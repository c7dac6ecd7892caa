/** What links say to those who hear them one after the other. */
import type { Html, Link, LinkReference, Nodes } from "mdast";
import { toString } from "mdast-util-to-string";
import { visit } from "unist-util-visit";
import { nodesOf, type TextField } from "../../analysis/document.ts";
import { attributeOf } from "../../analysis/html.ts";
import { defineRule, type Remark } from "../rule.ts";

const THIS = "(?:this|that|the|these|our|following|a)";
const THING =
	"(?:link|links|page|web ?page|site|web ?site|url|article|document|doc|docs|file|one|post|resource|video|tutorial|address|source|reference|example|pdf)";
const GERMAN =
	"(?:(?:bitte|sie|klicken|klicke|klick|hier|auf|den|diesen|dieser|dem|link|seite|diese|weiter|weiterlesen|mehr|dazu|darüber|erfahren|lesen|ansehen|anzeigen|infos?|informationen|herunterladen|dort|siehe|zurück|zum|zur|artikel|quelle|öffnen|starten|los)(?: |(?=[\\s.!:…»›→>]*$)))+";
const MEANINGLESS = new RegExp(
	`^(?:` +
		[
			`(?:please )?(?:click|tap|press|go|look|see|press)(?: on)?(?: ${THIS})?(?: (?:here|this|link|button|below|above))+(?: (?:to|for) (?:\\w+ ?){1,3})?`,
			`(?:right |over |from |go )?here(?: (?:and here|please|now))?`,
			`(?:${THIS} ){1,2}${THING}(?: \\d+)?(?: here)?`,
			`(?:link|links|page|web ?page|site|web ?site|url|article|post|resource|address)(?: \\d+)?(?: here)?`,
			`(?:a )?link to ${THIS} ${THING}`,
			`this|that|it|there|these|those|click|click me|tap|link here|see this|see here|see link|see more|see`,
			`(?:read|learn|find out|see|show|view|get|load|know|click for|tap for)(?: (?:it|on|more|all|details?|further|now|about it|about this|info|information))+(?: here)?`,
			`more|more here|more info(?:rmation)?|more details?|details?|info|information|continue(?: reading)?|next|previous|back|go to(?: (?:link|page|site))?|open|start|download|download (?:here|now|it|this)|visit|visit (?:us|site|link|page|here)|check (?:it|this) out|check (?:this|here)|find it here|source|ref(?:erence)?|website|untitled|todo|x|${GERMAN}|\\d{1,2}|\\[?\\d+\\]?|\\W+`
		].join("|") +
		`)[\\s.!:…»›→>]*$`,
	"i"
);

export const linkText = defineRule({
	id: "a11y/link-text",
	version: 2,
	severity: "warning",
	title: "A link's text says where it leads, also without what stands around it",
	*check(_item, { document }) {
		for (const field of document.fields) {
			yield* markdownLinks(field);
			yield* htmlLinks(field);
		}
	}
});

function* markdownLinks(field: TextField): Generator<Remark> {
	const links = [
		...nodesOf<Link>(field, "link"),
		...nodesOf<LinkReference>(field, "linkReference")
	];
	for (const link of links) {
		const text = textOf(link);
		if (text !== null)
			yield* remarkOn(field, text, link.position!.start.offset!, link.position!.end.offset!);
	}
}

function* htmlLinks(field: TextField): Generator<Remark> {
	for (const { start, tag, inner, end } of anchorsOf(field)) {
		if (attributeOf(tag, "href") === null) continue;
		const label = attributeOf(tag, "aria-label") ?? attributeOf(tag, "title");
		const alt = /<img\b[^>]*\salt\s*=\s*["']([^"']+)["']/i.exec(inner)?.[1];
		const text = label || alt || inner.replace(/<[^>]*>/g, " ");
		yield* remarkOn(field, text, start, end);
	}
}

/** Inside of a paragraph the parser makes two nodes of `<a …>` and `</a>`: they are read from the source. */
function anchorsOf(field: TextField) {
	const inCode: [number, number][] = [];
	visit(field.tree, node => {
		if (/code|math/i.test(node.type))
			inCode.push([node.position!.start.offset!, node.position!.end.offset!]);
	});
	if (nodesOf<Html>(field, "html").length === 0) return [];
	return Array.from(field.source.matchAll(/(<a\b[^>]*>)([\s\S]*?)<\/a>/gi), match => ({
		start: match.index,
		end: match.index + match[0].length,
		tag: match[1]!,
		inner: match[2]!
	})).filter(({ start }) => !inCode.some(([from, to]) => start >= from && start < to));
}

function* remarkOn(field: TextField, text: string, start: number, end: number): Generator<Remark> {
	const clean = text.replace(/\s+/g, " ").replace(/^[\s"'“”([«‹→>*_]+|[\s"'“”)\]*_]+$/g, "");
	if (clean !== "" && !MEANINGLESS.test(clean)) return;
	yield {
		field: field.name,
		start,
		end,
		message: clean ? `"${clean}" does not say where the link leads` : "The link has no text",
		advice: "Name what the link leads to"
	};
}

/** A link's text; null for one that is its own address, or that code or a formula names. */
function textOf(link: Link | LinkReference): string | null {
	if (
		link.children.some(
			(child: Nodes) => child.type === "inlineCode" || /math/i.test(child.type)
		)
	)
		return null;
	const text = toString(link, { includeImageAlt: true });
	if (link.type === "link" && text !== "" && link.url.endsWith(text)) return null;
	// A picture without a text is reported as such.
	return text === "" && link.children.some(({ type }) => type === "image") ? null : text;
}
