/** Code samples that do not parse. */
import type { Code, Nodes } from "mdast";
import { toString } from "mdast-util-to-string";
import { nodesOf, type TextField } from "../../analysis/document.ts";
import { defineRule } from "../rule.ts";
import { parserOf } from "./languages.ts";

/** Where the text says that the sample is wrong, it has to be. */
const ON_PURPOSE =
	/\b(?:syntax ?errors?|SyntaxError|IndentationError|invalid|not valid|does(?: not|n't) (?:parse|compile|run|work)|do(?: not|n't) (?:parse|compile|run|work)|will (?:not|fail)|won't (?:parse|compile|run|work)|broken|incorrect(?:ly)?|wrong|mistakes?|bugs?|buggy|find the (?:error|mistake|bug)|fix (?:the|this)|malformed|raises an error|is missing|forg[eo]t(?:ting|ten|s)?|fails? to (?:parse|compile)|pseudo-?code|python ?2|legacy|unfinished|incomplete|fill in)\b/i;
const MARKED =
	/\b(?:error|invalid|bad|wrong|broken|incorrect|no-?check|ignore|fails?|pseudo(?:code)?|skip|syntax-error|should_fail|compile_fail)\b/i;

export const codeSyntax = defineRule({
	id: "code/syntax",
	version: 2,
	severity: "error",
	title: "Code samples parse",
	*check(_item, { document }) {
		for (const field of document.fields)
			for (const node of nodesOf<Code>(field, "code")) {
				const parse = node.lang ? parserOf(languageOf(node.lang)) : undefined;
				if (!parse || MARKED.test(node.meta ?? "") || isWrongOnPurpose(field, node))
					continue;
				const problem = parse(withoutNotation(languageOf(node.lang!), node.value));
				if (!problem) continue;
				yield {
					field: field.name,
					...lineOf(field, node, problem.line),
					message: `Line ${problem.line} of this ${node.lang} sample does not parse: ${problem.reason}`,
					advice: "Correct the sample, or say before it that it is wrong on purpose"
				};
			}
	}
});

export const codeLanguage = defineRule({
	id: "code/language",
	version: 1,
	severity: "info",
	title: "A code block names its language",
	*check(_item, { document }) {
		for (const field of document.fields)
			for (const node of nodesOf<Code>(field, "code")) {
				const start = node.position!.start.offset!;
				const fenced = /^[`~]/.test(field.source.slice(start));
				if (!fenced || node.lang) continue;
				yield {
					field: field.name,
					start,
					end: node.position!.end.offset!,
					message: "The code block does not say in which language it is",
					advice: 'Name the language behind the backticks ("text" for none)'
				};
			}
	}
});

/** `{.python}` and `python,ignore` are ways to write it too. */
function languageOf(lang: string) {
	return lang.replace(/^\{?\.?/, "").replace(/[},:].*$/, "");
}

function isWrongOnPurpose(field: TextField, node: Code) {
	const siblings = field.tree.children as Nodes[];
	const at = siblings.findIndex(
		other =>
			other.position!.start.offset! <= node.position!.start.offset! &&
			other.position!.end.offset! >= node.position!.end.offset!
	);
	const inside =
		siblings[at] && siblings[at].type !== "code"
			? toString(siblings[at]).replace(node.value, "")
			: "";
	const around = [siblings[at - 1], siblings[at + 1]].map(near =>
		near && near.type !== "code" ? toString(near) : ""
	);
	// What follows counts by its beginning: "This fails because …".
	return (
		ON_PURPOSE.test(lastSentences(around[0]!)) ||
		ON_PURPOSE.test(inside) ||
		ON_PURPOSE.test(around[1]!.slice(0, 120)) ||
		saysSoItself(node.value)
	);
}

function lastSentences(text: string) {
	return text.slice(-240);
}

function saysSoItself(code: string) {
	return /(?:#|\/\/|\/\*)\s*(?:.*\b(?:syntax ?error|SyntaxError|IndentationError|invalid|wrong|error|does not (?:parse|compile)|missing|bug)\b)/i.test(
		code
	);
}

/** Takes away what is not the language itself: prompts, outputs, magic commands, and what is left out. */
function withoutNotation(language: string, code: string) {
	if (/^py/i.test(language)) return pythonOf(code);
	if (/^(?:js|javascript|mjs|cjs|node|nodejs|es6|jsx|ts|tsx|typescript)$/i.test(language))
		return elided(code, "//");
	if (/^jsonc?$/i.test(language)) return withoutDots(code);
	return code;
}

/** Dots for what is left out of a document, with the commas around them. */
function withoutDots(code: string) {
	return code
		.replace(/^([ \t]*)(?:\.\.\.|…),?[ \t]*$/gm, "$1")
		.replace(/([[{,])\s*(?:\.\.\.|…)\s*(?=[\]}])/g, (_match, before: string) =>
			before === "," ? "" : before
		);
}

function pythonOf(code: string) {
	const session = /^\s*>>> ?/m.test(code);
	const lines = session
		? code
				.split("\n")
				.map(line =>
					/^\s*(?:>>>|\.\.\.)(?: |$)/.test(line)
						? line.replace(/^\s*(?:>>>|\.\.\.) ?/, "")
						: ""
				)
		: code.split("\n").map(line => line.replace(/^(?:In|Out) ?\[\d*\]: ?/, ""));
	return elided(
		lines.map(line => (/^\s*(?:%{1,2}\w|!\w|\?)/.test(line) ? "" : line)).join("\n"),
		"#"
	);
}

/** A line of dots stands for what is left out. */
function elided(code: string, comment: string) {
	return (
		code
			.split("\n")
			.map(line =>
				comment === "//" && /^\s*(?:\.\.\.|…)\s*;?\s*$/.test(line)
					? ""
					: line.replace(/^(\s*)…\s*$/, "$1")
			)
			.join("\n")
			.replace(/\{\s*(?:\.\.\.?|…)\s*\}/g, "{}")
			// `open(...)`, `call(first, …)`: so are dots in brackets.
			.replace(/([([])\s*(?:\.\.\.?|…)\s*([)\]])/g, "$1$2")
			.replace(/,\s*(?:\.\.\.|…)\s*([)\]}])/g, "$1")
	);
}

function lineOf(field: TextField, node: Code, line: number) {
	const start = node.position!.start.offset!;
	const lines = field.source.slice(start, node.position!.end.offset).split("\n");
	const fence = /^[`~]/.test(lines[0]!) ? 1 : 0;
	const at = Math.min(line - 1 + fence, lines.length - 1);
	const from = start + lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, 0);
	return { start: from, end: from + lines[at]!.length };
}
