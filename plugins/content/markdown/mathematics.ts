/** Mathematics in TeX becomes MathML, which browsers show and screen readers read. */
import rehypeParse from "rehype-parse";
import temml from "temml";
import { unified } from "unified";
import { SKIP, visit } from "unist-util-visit";
import { textOf } from "./headings.ts";
import type { HtmlElement, HtmlRoot } from "./trees.ts";

/** Longer formulas are shown as they are written. */
const MAX_FORMULA = 2000;

/** TeX's own programs could run without end. */
const OPTIONS = { throwOnError: false, trust: false, maxExpand: 100 };

const html = unified().use(rehypeParse, { fragment: true }).freeze();

/** Takes the place of each formula; it is sanitized with everything else. */
export function mathematics() {
	return (tree: HtmlRoot) => {
		visit(tree, "element", (node, index, parent) => {
			const classes = [node.properties.className ?? []].flat();
			const displayed = classes.includes("math-display");
			if ((!displayed && !classes.includes("math-inline")) || !parent || index === undefined)
				return;
			const formula = toMathMl(textOf(node), displayed);
			if (formula) parent.children[index] = formula;
			return SKIP;
		});
	};
}

function toMathMl(tex: string, displayMode: boolean): HtmlElement | null {
	if (tex.length > MAX_FORMULA) return null;
	const [formula] = html.parse(temml.renderToString(tex, { ...OPTIONS, displayMode })).children;
	return formula?.type === "element" ? formula : null;
}
