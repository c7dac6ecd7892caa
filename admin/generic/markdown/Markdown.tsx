/** A text in Markdown as it is meant to be read: made of elements, so that no HTML of it is ever parsed. */
import { Box } from "@mui/material";
import type { Element, ElementContent, Properties, Root } from "hast";
import { createElement, useMemo, type ReactNode } from "react";
import { renderMarkdown } from "./render.ts";

export default function Markdown({ text }: { text: string }) {
	const content = useMemo(() => nodesOf(renderMarkdown(text).children), [text]);
	return <Box sx={LOOKS}>{content}</Box>;
}

const LOOKS = {
	overflowWrap: "anywhere",
	lineHeight: 1.6,
	"& > :first-of-type": { mt: 0 },
	"& > :last-child": { mb: 0 },
	"& h2, & h3, & h4, & h5, & h6": { fontSize: "1.05rem", fontWeight: 650, mt: 2, mb: 1 },
	"& pre": {
		p: 1.5,
		borderRadius: 1,
		bgcolor: "action.hover",
		overflow: "auto",
		whiteSpace: "pre-wrap"
	},
	"& code": { fontFamily: "ui-monospace, monospace", fontSize: "0.92em" },
	"& a": { color: "primary.main" },
	"& blockquote": { m: 0, pl: 1.5, borderLeft: 3, borderColor: "divider" },
	"& table": { borderCollapse: "collapse", my: 1 },
	"& th, & td": { border: 1, borderColor: "divider", px: 1, py: 0.5 },
	"& img": { maxWidth: "100%" }
} as const;

function nodesOf(nodes: Root["children"] | ElementContent[]): ReactNode[] {
	return nodes.map((node, index) => {
		if (node.type === "text") return node.value;
		return node.type === "element" ? elementOf(node, index) : null;
	});
}

function elementOf(element: Element, key: number): ReactNode {
	const { tagName, properties, children } = element;
	if (tagName === "img") return pictureOf(properties, key);
	const props = propsOf(tagName, properties);
	const content = children.length === 0 ? undefined : nodesOf(children);
	return createElement(tagName, { key, ...props }, content);
}

function propsOf(tagName: string, { className, ...properties }: Properties) {
	const classes = Array.isArray(className) ? className.join(" ") : className;
	return {
		...properties,
		...(classes && { className: classes }),
		...(tagName === "a" && { target: "_blank", rel: "noopener noreferrer" }),
		// What it is about stands beside it.
		...(tagName === "input" && { readOnly: true, "aria-hidden": true })
	};
}

/** The console loads nothing of other hosts: their pictures are links. */
function pictureOf({ src, alt, title }: Properties, key: number): ReactNode {
	const [address, name] = [wordsOf(src), wordsOf(alt)];
	if (/^\/(?!\/)/.test(address))
		return <img key={key} src={address} alt={name} title={wordsOf(title)} />;
	return (
		<a key={key} href={address} target="_blank" rel="noopener noreferrer">
			{name || address}
		</a>
	);
}

function wordsOf(value: Properties[string]): string {
	return typeof value === "string" ? value : "";
}
