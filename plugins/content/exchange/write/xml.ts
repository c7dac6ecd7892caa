/** Writes XML, the same for the same, byte for byte. */

export type Node =
	string | { name: string; attributes: Record<string, string | number>; children: Node[] };

/** An element; children that are absent are left out. */
export function element(
	name: string,
	attributes: Record<string, string | number> = {},
	...children: (Node | undefined | false)[]
): Node {
	return {
		name,
		attributes,
		children: children.filter(child => child !== undefined && child !== false)
	};
}

/** A whole document; elements that hold text are on one line, so that no space is added to it. */
export function toXml(root: Node): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, "")}\n`;
}

function write(node: Node, indent: string): string {
	if (typeof node === "string") return escape(node, /[&<>]/g);
	const { name, attributes, children } = node;
	const start = [
		name,
		...Object.entries(attributes).map(
			([key, value]) => `${key}="${escape(String(value), /[&<>"\t\n]/g)}"`
		)
	].join(" ");
	if (children.length === 0) return `${indent}<${start}/>`;
	if (children.some(child => typeof child === "string"))
		return `${indent}<${start}>${children.map(child => write(child, "")).join("")}</${name}>`;
	const inner = children.map(child => write(child, `${indent}  `)).join("\n");
	return `${indent}<${start}>\n${inner}\n${indent}</${name}>`;
}

const ESCAPES: Record<string, string> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	// An XML reader makes spaces of these in attributes.
	"\t": "&#9;",
	"\n": "&#10;"
};

function escape(text: string, marks: RegExp) {
	return text.replace(marks, mark => ESCAPES[mark]!);
}
