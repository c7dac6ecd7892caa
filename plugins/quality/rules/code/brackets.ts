/** What is wrong with code that no parser at hand reads: brackets, quotes and blocks that are left open. */
import type { Stumble } from "./languages.ts";

const CLOSERS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** Texts and comments of languages like SQL. Backslashes escape in some dialects, doubled quotes in all. */
const SQL_TOKENS =
	/--[^\n]*|\/\*[^]*?\*\/|'(?:[^'\\]|''|\\[^])*'|"(?:[^"\\]|""|\\[^])*"|`[^`]*`|\$(\w*)\$[^]*?\$\1\$|['"()[\]]|\/\*/g;

/** Returns the first bracket or quote of a query that has no partner. */
export function sqlProblem(code: string): Stumble | null {
	const open: { bracket: string; at: number }[] = [];
	for (const { 0: token, index } of code.matchAll(SQL_TOKENS)) {
		if (token === "'" || token === '"') return stumble(code, index, "The text is not closed");
		if (token === "/*") return stumble(code, index, "The comment is not closed");
		if (token === "(" || token === "[") open.push({ bracket: token, at: index });
		const opener = CLOSERS[token];
		if (opener && open.pop()?.bracket !== opener)
			return stumble(code, index, `"${token}" closes nothing`);
	}
	const last = open.at(-1);
	return last ? stumble(code, last.at, `"${last.bracket}" is not closed`) : null;
}

/** Words that open a block of a shell script, and those that end it. */
const BLOCKS: Record<string, string> = { if: "fi", case: "esac", do: "done" };
const ENDS = new Set(Object.values(BLOCKS));
/** What may stand in front of a command, so that the next word is one. */
const COMMAND =
	/(?:^|[;&|({!`]|\$\(|(?<![\w-])(?:then|else|elif|do|if|while|until))[ \t]*(if|fi|case|esac|do|done)(?![\w=./-])/gm;

/** Returns the first quote or block of a shell script that is left open. Sessions with a prompt are no scripts. */
export function shellProblem(code: string): Stumble | null {
	if (/^\s*(?:[$%>] |\w+@\w+[:~])/m.test(code) || /<<-?\s*['"]?\w/.test(code)) return null;
	const bare = withoutTexts(code);
	if (typeof bare !== "string") return bare;
	const open: { word: string; at: number }[] = [];
	for (const match of bare.matchAll(COMMAND)) {
		const word = match[1]!;
		const at = match.index + match[0].length - word.length;
		if (!ENDS.has(word)) open.push({ word, at });
		else if (BLOCKS[open.pop()?.word ?? ""] !== word)
			return stumble(code, at, `"${word}" ends nothing`);
	}
	const last = open.at(-1);
	return last ? stumble(code, last.at, `"${last.word}" has no "${BLOCKS[last.word]}"`) : null;
}

/** A character behind a backslash, a text, or a comment of a script. */
const SHELL_TOKENS =
	/\\[^]|\$'(?:[^'\\]|\\[^])*'|'[^']*'|"(?:[^"\\]|\\[^])*"|(?<![^\s;])#[^\n]*|['"]/g;

/** Blanks the texts and comments of a script; a text that is not closed is the problem. */
function withoutTexts(code: string): string | Stumble {
	for (const { 0: token, index } of code.matchAll(SHELL_TOKENS))
		if (/^['"]$/.test(token)) return stumble(code, index, "The text is not closed");
	return code.replace(SHELL_TOKENS, token =>
		(token.startsWith("#") ? " " : "_").repeat(token.length)
	);
}

function stumble(code: string, at: number, reason: string): Stumble {
	return { line: code.slice(0, at).split("\n").length, reason };
}
