/** Parsers by the name that stands behind the three backticks. Each returns where it stumbles, or null. */
import { parser as lezerPython } from "@lezer/python";
import { parser as lezerJavaScript } from "@lezer/javascript";
import { parse as parseJavaScript, type Options } from "acorn";
import { XMLValidator } from "fast-xml-parser";
import { parseDocument } from "yaml";
import { shellProblem, sqlProblem } from "./brackets.ts";
import { pythonProblem } from "./python.ts";

export interface Stumble {
	/** The line of the code, from 1. */
	line: number;
	reason: string;
}

export type Parse = (code: string) => Stumble | null;

const PARSERS: Record<string, Parse> = {
	python: code => pythonProblem(code, lezerPython.parse(code)),
	javascript: javaScriptProblem,
	jsx: code => lezerProblem(code, "jsx"),
	typescript: code => lezerProblem(code, "ts"),
	tsx: code => lezerProblem(code, "ts jsx"),
	json: jsonProblem,
	jsonc: code => jsonProblem(withoutComments(code)),
	yaml: yamlProblem,
	xml: xmlProblem,
	sql: sqlProblem,
	shell: shellProblem
};

const ALIASES: Record<string, string> = {
	py: "python",
	python3: "python",
	py3: "python",
	js: "javascript",
	mjs: "javascript",
	cjs: "javascript",
	node: "javascript",
	nodejs: "javascript",
	es6: "javascript",
	ts: "typescript",
	json5: "",
	yml: "yaml",
	bash: "shell",
	sh: "shell",
	zsh: "shell",
	mysql: "sql",
	postgresql: "sql",
	postgres: "sql",
	sqlite: "sql",
	plpgsql: "sql",
	svg: "xml",
	xsd: "xml"
};

/** Returns the parser for a language; undefined when there is none. */
export function parserOf(language: string): Parse | undefined {
	const name = language.toLowerCase();
	return PARSERS[ALIASES[name] ?? name];
}

function javaScriptProblem(code: string): Stumble | null {
	const options: Options = {
		ecmaVersion: "latest",
		allowHashBang: true,
		allowReturnOutsideFunction: true,
		allowAwaitOutsideFunction: true,
		allowImportExportEverywhere: true,
		allowSuperOutsideMethod: true,
		allowReserved: true
	};
	try {
		parseJavaScript(code, { ...options, sourceType: "module" });
		return null;
	} catch (error) {
		// Octal numbers, `with` and `delete name` are right in a script.
		if (parsesAs(() => parseJavaScript(code, { ...options, sourceType: "script" })))
			return null;
		if (
			parsesAs(() =>
				parseJavaScript(`(${code.trim().replace(/;$/, "")}\n)`, {
					...options,
					sourceType: "script"
				})
			)
		)
			return null;
		// Two ways to do a thing often stand below each other; decorators, types and JSX are JavaScript to many.
		if (["jsx", "ts jsx"].some(dialect => lezerProblem(code, dialect) === null)) return null;
		const { loc, message } = error as SyntaxError & { loc?: { line: number } };
		return { line: loc?.line ?? 1, reason: message.replace(/\s*\(\d+:\d+\)$/, "") };
	}
}

function parsesAs(parse: () => unknown) {
	try {
		parse();
		return true;
	} catch {
		return false;
	}
}

function lezerProblem(code: string, dialect: string): Stumble | null {
	const tree = lezerJavaScript.configure({ dialect }).parse(code);
	let at = -1;
	tree.iterate({
		enter({ type, from }) {
			if (type.isError && at < 0) at = from;
		}
	});
	return at < 0
		? null
		: { line: code.slice(0, at).split("\n").length, reason: "Unexpected token" };
}

function jsonProblem(code: string): Stumble | null {
	try {
		JSON.parse(code);
		return null;
	} catch (error) {
		// One document in each line, as logs and data files have it.
		const lines = code.split("\n").filter(line => line.trim());
		if (
			lines.length > 1 &&
			lines.every(
				line => /^[[{]/.test(line.trim()) && parsesAs(() => JSON.parse(line) as unknown)
			)
		)
			return null;
		const { message } = error as Error;
		const position = Number(/position (\d+)/.exec(message)?.[1] ?? code.length);
		return {
			line: code.slice(0, position).split("\n").length,
			reason: message.replace(/ in JSON at position.*$|,? "[^]*$/, "")
		};
	}
}

function withoutComments(code: string) {
	return code
		.replace(
			/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[^]*?\*\//g,
			(_match, text: string | undefined) => text ?? ""
		)
		.replace(/,(\s*[}\]])/g, "$1");
}

function yamlProblem(code: string): Stumble | null {
	for (const part of code.split(/^---\s*$/m)) {
		const [error] = parseDocument(part, { logLevel: "silent", strict: true }).errors;
		if (error)
			return {
				line: error.linePos?.[0].line ?? 1,
				reason: error.message.split("\n")[0]!.replace(/ at line.*$/, "")
			};
	}
	return null;
}

function xmlProblem(code: string): Stumble | null {
	// Several elements side by side are a piece of a document.
	const whole = /^\s*<\?xml/.test(code)
		? code
		: `<piece>${code.replace(/<!DOCTYPE[^>]*>/i, "")}</piece>`;
	const result = XMLValidator.validate(whole);
	return result === true ? null : { line: result.err.line, reason: result.err.msg };
}
