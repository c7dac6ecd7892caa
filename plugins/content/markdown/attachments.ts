/** `attachment:loop.png` in links and pictures stands for the address of that attachment. */
import { visit } from "unist-util-visit";
import type { MarkdownRoot } from "./trees.ts";

const SCHEME = "attachment:";

/** Puts the addresses in; a name that no attachment has leads nowhere. */
export function attachmentLinks(addresses: Record<string, string>) {
	const known = new Map(Object.entries(addresses));
	return (tree: MarkdownRoot) => {
		visit(tree, node => {
			if (node.type !== "link" && node.type !== "image" && node.type !== "definition") return;
			if (node.url.startsWith(SCHEME))
				node.url = known.get(decode(node.url.slice(SCHEME.length))) ?? "";
		});
	};
}

function decode(name: string) {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
