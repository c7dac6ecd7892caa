/** What is wrong with Python, from a tree that forgives: it marks some errors and passes over others. */
import type { SyntaxNodeRef, Tree } from "@lezer/common";
import type { Stumble } from "./languages.ts";

/** Returns the first error of a program or of a piece of one; null when it parses. */
export function pythonProblem(code: string, tree: Tree): Stumble | null {
	let found: { at: number; reason: string } | null = null;
	tree.iterate({
		enter(node) {
			const reason = found ? null : problemOf(node, code);
			if (reason) found = { at: node.from, reason };
			return !found;
		}
	});
	if (!found) return null;
	const { at, reason } = found;
	return { line: code.slice(0, at).split("\n").length, reason };
}

function problemOf(node: SyntaxNodeRef, code: string): string | null {
	const text = () => code.slice(node.from, node.to);
	if (node.type.isError) return isForgiven(node, code) ? null : "The code does not parse here";
	switch (node.name) {
		case "PrintStatement":
			return "print is a function since Python 3";
		case "String":
			return isClosed(text()) ? null : "The string is not closed";
		case "Number":
			return /^0\d*[1-9]/.test(text()) && !/[.eEjJ]/.test(text())
				? "A number does not begin with 0"
				: null;
		case "AssignStatement":
			return assignsToCall(node) ? "A call cannot be assigned to" : null;
		case "RaiseStatement":
			return node.node.getChild(",") ? "raise takes one exception" : null;
		case "Script":
		case "Body":
			return indentationProblem(node, code);
		default:
			return null;
	}
}

/** Single quotes and double ones must meet their like on the same line, three of them anywhere. */
function isClosed(text: string) {
	const [, quote] = /^[a-zA-Z]*("""|'''|"|')/.exec(text) ?? [];
	if (!quote) return true;
	return text.length >= text.indexOf(quote) + 2 * quote.length && text.endsWith(quote);
}

function assignsToCall({ node }: SyntaxNodeRef) {
	return (
		node.firstChild?.name === "CallExpression" &&
		node.firstChild.nextSibling?.name === "AssignOp"
	);
}

/** The statements of one block begin in the same column; a piece of a program may be indented as a whole. */
function indentationProblem({ node }: SyntaxNodeRef, code: string): string | null {
	let column: string | null = null;
	for (let child = node.firstChild; child; child = child.nextSibling) {
		if (child.name === ":" || child.name === "Comment" || child.type.isError) continue;
		const lineStart = code.lastIndexOf("\n", child.from - 1) + 1;
		const indent = code.slice(lineStart, child.from);
		// After a colon or a semicolon on the same line.
		if (/\S/.test(indent)) continue;
		column ??= indent;
		if (indent !== column) return "The indentation does not fit the block";
	}
	return null;
}

/** What the parser does not know, and what is left out on purpose. */
function isForgiven({ node }: SyntaxNodeRef, code: string) {
	for (let parent = node.parent; parent; parent = parent.parent) {
		// Several managers in parentheses came with Python 3.10.
		if (
			parent.name === "WithStatement" &&
			/^(?:async\s+)?with\s*\(/.test(code.slice(parent.from))
		)
			return true;
		// `case []:`, which came with Python 3.10, too.
		if (parent.name.endsWith("Pattern") && /^[[({]\s*[\])}]/.test(code.slice(parent.from)))
			return true;
		// A block that has a comment instead of statements shows where the reader's own code goes.
		if (parent.name === "Body") return isCommentOnly(code, parent.from);
	}
	return false;
}

function isCommentOnly(code: string, from: number) {
	const lineEnd = code.indexOf("\n", from);
	if (lineEnd < 0) return false;
	const next = code
		.slice(lineEnd + 1)
		.split("\n")
		.find(line => line.trim() !== "");
	return next !== undefined && /^\s+#/.test(next);
}
