/**
 * Makes the text of a module shorter without touching what it says: types, comments and indentation go, its lines
 * stay where they are. A module that was loaded keeps its text in memory for good.
 */
import { createRequire, stripTypeScriptTypes } from "node:module";
import type { Token } from "acorn";

const require = createRequire(import.meta.url);

/** What stands beside one of these is told apart from it without a space. */
const SEPARATE = new Set("{}()[];,");

/** The module in short, as JavaScript; null for one that only Node can tell what is wrong with. */
export function compact(source: string, isTypeScript: boolean): string | null {
	// Loaded with the first package: a kernel that starts without one needs no parser.
	const { parse } = require("acorn") as typeof import("acorn");
	try {
		const script = isTypeScript ? stripTypes(source) : source;
		const tokens: Token[] = [];
		parse(script, { ecmaVersion: "latest", sourceType: "module", onToken: tokens });
		return joined(script, tokens);
	} catch {
		return null;
	}
}

/** Node does the same to every module, but warns of an experiment when it is asked to. */
function stripTypes(source: string): string {
	const emitWarning = Reflect.get(process, "emitWarning");
	process.emitWarning = () => undefined;
	try {
		return stripTypeScriptTypes(source);
	} finally {
		process.emitWarning = emitWarning;
	}
}

function joined(script: string, tokens: Token[]): string {
	let text = "";
	let end = 0;
	for (const token of tokens) {
		text += between(script, end, token.start) + script.slice(token.start, token.end);
		end = token.end;
	}
	return text;
}

/** As many line ends as there were, or a space where two words would become one. */
function between(script: string, start: number, end: number): string {
	if (start === end) return "";
	const lineEnds = script.slice(start, end).match(/\r\n|[\n\r\u2028\u2029]/g);
	if (lineEnds) return "\n".repeat(lineEnds.length);
	return SEPARATE.has(script[start - 1]!) || SEPARATE.has(script[end]!) ? "" : " ";
}
