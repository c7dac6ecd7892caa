/** Turns MongoDB's regular expressions (PCRE) into JavaScript's. */
import { BSONRegExp } from "bson";
import { storeError } from "../errors.ts";

const CACHE_SIZE = 200;
const cache = new Map<string, RegExp>();

/** Compiles a pattern with MongoDB's options `imsxu`; throws 51091 when it is not valid. */
export function compileRegex(pattern: string, options: string): RegExp {
	const key = `${options}/${pattern}`;
	const known = cache.get(key);
	if (known) return known;
	const regex = build(pattern, options);
	if (cache.size >= CACHE_SIZE) cache.clear();
	cache.set(key, regex);
	return regex;
}

/** Answers whether a value is a regular expression, as the client sent it. */
export function isRegex(value: unknown): value is BSONRegExp {
	return value instanceof BSONRegExp;
}

function build(pattern: string, options: string): RegExp {
	const unknown = /[^imsxu]/.exec(options);
	if (unknown) {
		throw storeError(51108, `invalid flag in regex options: ${unknown[0]}`);
	}
	const inline = /^\(\?([imsx]+)\)/.exec(pattern);
	let source = inline ? pattern.slice(inline[0].length) : pattern;
	const flags = options + (inline?.[1] ?? "");
	if (flags.includes("x")) source = withoutComments(source);
	return create(fromPerl(source), [...new Set(flags.replace(/[xu]/g, ""))].join(""), pattern);
}

function create(source: string, flags: string, pattern: string): RegExp {
	try {
		return new RegExp(source, `${flags}u`);
	} catch {
		try {
			return new RegExp(source, flags);
		} catch (error) {
			const reason = (error as Error).message;
			throw storeError(51091, `Regular expression is invalid: ${pattern} (${reason})`);
		}
	}
}

function fromPerl(source: string): string {
	return source
		.replace(/(^|[^\\])\\A/g, "$1^")
		.replace(/(^|[^\\])\\[zZ]/g, "$1$$")
		.replace(/\(\?P</g, "(?<");
}

/** The extended form ignores blanks and comments outside of character classes. */
function withoutComments(source: string): string {
	return source.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#.*$/gm, part =>
		/^(\s|#)/.test(part) ? "" : part
	);
}

/** Gives the text that every match starts with, or "" where that cannot be said. */
export function literalPrefix(pattern: string, options: string): string {
	if (!pattern.startsWith("^") || /[imx]/.test(options) || pattern.includes("|")) return "";
	const literal = /^\^((?:[^\\^$.*+?()[\]{}|]|\\[^A-Za-z0-9])*)/.exec(pattern)?.[1] ?? "";
	const followed = pattern[literal.length + 1];
	const sure = followed !== undefined && "*?{".includes(followed) ? dropLast(literal) : literal;
	return sure.replace(/\\(.)/g, "$1");
}

function dropLast(literal: string): string {
	return literal.replace(/(\\.|[^\\])$/, "");
}
