/** Operators over strings; the rest of them is mingo's. */
import { isNumber, toNumber, typeName } from "../bson/values.ts";
import { BSONRegExp, BSONSymbol } from "bson";
import { compareStrings } from "../bson/compare.ts";
import { storeError } from "../errors.ts";
import { findAllMatches } from "../query/guarded-regex.ts";
import { compileRegex, isRegex } from "../query/regex.ts";
import { fixed, isNothing, named } from "./arguments.ts";
import type { CompileContext, Compute, Operator } from "./compile.ts";
import { numberText } from "./types.ts";

export const STRINGS: Record<string, Operator> = {
	$concat: fixed(0, Number.POSITIVE_INFINITY, values => {
		for (const value of values) {
			if (!isNothing(value) && typeof value !== "string")
				throw storeError(16702, `$concat only supports strings, not ${typeName(value)}`);
		}
		return values.some(isNothing) ? null : values.join("");
	}),
	$toLower: fixed(1, 1, ([value]) => asText("$toLower", value).toLowerCase()),
	$toUpper: fixed(1, 1, ([value]) => asText("$toUpper", value).toUpperCase()),
	$strcasecmp: fixed(2, 2, ([a, b]) =>
		Math.sign(
			compareStrings(
				asText("$strcasecmp", a).toUpperCase(),
				asText("$strcasecmp", b).toUpperCase()
			)
		)
	),
	$strLenCP: fixed(1, 1, ([value]) => [...textOf("$strLenCP", value, 34471)].length),
	$strLenBytes: fixed(1, 1, ([value]) => Buffer.byteLength(textOf("$strLenBytes", value, 34473))),
	$substrCP: fixed(3, 3, ([value, start, count]) => {
		const points = [...asText("$substrCP", value)];
		return points
			.slice(
				wholeOf("$substrCP", start),
				wholeOf("$substrCP", start) + wholeOf("$substrCP", count)
			)
			.join("");
	}),
	$substrBytes: fixed(3, 3, ([value, start, count]) => bytes(value, start, count)),
	$substr: fixed(3, 3, ([value, start, count]) => bytes(value, start, count)),
	$indexOfCP: fixed(2, 4, values => indexOf("$indexOfCP", values, text => [...text])),
	$indexOfBytes: fixed(2, 4, values =>
		indexOf("$indexOfBytes", values, text => [...Buffer.from(text)])
	),
	$split: fixed(2, 2, ([value, separator]) => {
		if (isNothing(value) || isNothing(separator)) return null;
		const text = textOf("$split", value, 40085);
		const by = textOf("$split", separator, 40086);
		if (by === "") throw storeError(40087, "$split requires a non-empty separator");
		return text.split(by);
	}),
	$regexMatch: regex(found => found.length > 0, false),
	$regexFind: regex(found => found[0] ?? null, null),
	$regexFindAll: regex(found => found, []),
	$replaceOne: replacing((text, find, by) => text.replace(find, () => by)),
	$replaceAll: replacing((text, find, by) => text.replaceAll(find, () => by))
};

function textOf(name: string, value: unknown, code: number): string {
	if (typeof value === "string") return value;
	throw storeError(code, `${name} requires a string argument, found: ${typeName(value)}`);
}

/** Numbers and dates count as their text, nothing as "". */
function asText(name: string, value: unknown): string {
	if (isNothing(value)) return "";
	if (typeof value === "string") return value;
	if (isNumber(value)) return numberText(value);
	if (value instanceof Date) return value.toISOString();
	if (value instanceof BSONSymbol) return value.toString();
	throw storeError(16007, `can't convert from BSON type ${typeName(value)} to String (${name})`);
}

function wholeOf(name: string, value: unknown): number {
	const number = isNumber(value) ? toNumber(value) : Number.NaN;
	if (Number.isNaN(number))
		throw storeError(
			34450,
			`${name}: starting index and length must be numeric, not ${typeName(value)}`
		);
	return Math.trunc(number);
}

function bytes(value: unknown, start: unknown, count: unknown): string {
	const buffer = Buffer.from(asText("$substrBytes", value));
	const from = wholeOf("$substrBytes", start);
	const length = wholeOf("$substrBytes", count);
	if (from < 0) throw storeError(50752, "$substrBytes: starting index must be non-negative");
	const to = length < 0 ? buffer.length : Math.min(from + length, buffer.length);
	const isInside = (at: number) => at < buffer.length && (buffer[at]! & 0xc0) === 0x80;
	if (isInside(from) || isInside(to))
		throw storeError(
			28656,
			"$substrBytes:  Invalid range, starting or ending in the middle of a UTF-8 character."
		);
	return buffer.toString("utf8", from, to);
}

function indexOf(
	name: string,
	[value, search, start, end]: unknown[],
	unitsOf: (text: string) => unknown[]
): number | null {
	if (isNothing(value)) return null;
	const units = unitsOf(textOf(name, value, 40091));
	const wanted = unitsOf(textOf(name, search, 40092));
	const from = start === undefined ? 0 : wholeOf(name, start);
	const to = end === undefined ? units.length : Math.min(wholeOf(name, end), units.length);
	if (from < 0 || to < 0)
		throw storeError(40097, `${name} requires a nonnegative starting index and ending index`);
	for (let at = from; at + wanted.length <= to; at++) {
		if (wanted.every((unit, offset) => units[at + offset] === unit)) return at;
	}
	return -1;
}

interface Match {
	match: string;
	idx: number;
	captures: (string | null)[];
}

function regex(answer: (found: Match[]) => unknown, nothing: unknown): Operator {
	return (operand, { compile }, name): Compute => {
		const {
			input,
			regex: pattern,
			options
		} = named(operand, name, ["input", "regex"], ["options"]);
		const parts = [compile(input), compile(pattern), compile(options ?? null)] as const;
		return scope => {
			const [text, given, flags] = parts.map(part => part(scope));
			if (isNothing(text) || isNothing(given)) return nothing;
			return answer(findAll(textOf(name, text, 51104), given, flags, name));
		};
	};
}

function findAll(text: string, given: unknown, flags: unknown, name: string): Match[] {
	const pattern = isRegex(given)
		? given
		: new BSONRegExp(textOf(name, given, 51105), typeof flags === "string" ? flags : "");
	const options = typeof flags === "string" && flags !== "" ? flags : pattern.options;
	const compiled = compileRegex(pattern.pattern, options);
	return findAllMatches(compiled, text).map(found => ({
		match: found[0],
		idx: characters(text.slice(0, found.index)),
		captures: found.slice(1).map(capture => capture ?? null)
	}));
}

/** Counts characters as MongoDB does: a pair of surrogates is one. */
function characters(text: string): number {
	let count = 0;
	for (const _character of text) count++;
	return count;
}

function replacing(replace: (text: string, find: string, by: string) => string): Operator {
	return (operand, { compile }: CompileContext, name) => {
		const { input, find, replacement } = named(operand, name, ["input", "find", "replacement"]);
		const parts = [compile(input), compile(find), compile(replacement)];
		return scope => {
			const values = parts.map(part => part(scope));
			for (const value of values) {
				if (!isNothing(value) && typeof value !== "string")
					throw storeError(51746, `${name} requires strings, found: ${typeName(value)}`);
			}
			if (values.some(isNothing)) return null;
			return replace(...(values as [string, string, string]));
		};
	};
}
