/** Callouts: `:::note`, `:::tip`, `:::warning`, `:::important` and `:::example` around a piece of text. */
import { visit } from "unist-util-visit";
import type { MarkdownNode, MarkdownRoot } from "./trees.ts";

const TITLES: Record<string, string> = {
	note: "Note",
	tip: "Tip",
	warning: "Warning",
	important: "Important",
	example: "Example"
};

type ContainerDirective = Extract<MarkdownNode, { type: "containerDirective" }>;
type OtherDirective = Extract<MarkdownNode, { type: "leafDirective" | "textDirective" }>;
type Directive = ContainerDirective | OtherDirective;

/** Makes asides of callouts; any other directive is the text that it was written as. */
export function callouts() {
	return (tree: MarkdownRoot) => {
		visit(tree, (node, index, parent) => {
			if (!isDirective(node) || !parent || index === undefined) return;
			if (node.type === "containerDirective") return showCallout(node);
			parent.children[index] = { type: "text", value: sourceOf(node) };
		});
	};
}

function isDirective(node: { type: string }): node is Directive {
	return node.type.endsWith("Directive");
}

function showCallout(node: ContainerDirective) {
	const name = node.name in TITLES ? node.name : "note";
	node.data = { hName: "aside", hProperties: { className: ["callout", `callout-${name}`] } };
	const [first] = node.children;
	const label = first?.type === "paragraph" && first.data?.directiveLabel ? first : null;
	if (label) {
		label.data = { ...label.data, hProperties: { className: ["callout-title"] } };
		return;
	}
	node.children.unshift({
		type: "paragraph",
		children: [{ type: "text", value: TITLES[name]! }],
		data: { hProperties: { className: ["callout-title"] } }
	});
}

/** `at 10:30` holds what looks like a directive and is none. */
function sourceOf({ type, name, children }: OtherDirective): string {
	const mark = type === "leafDirective" ? "::" : ":";
	const label = children.map(child => ("value" in child ? child.value : "")).join("");
	return `${mark}${name}${label === "" ? "" : `[${label}]`}`;
}
