/** What the plugin `quality` finds in an item, where it stands in the text, and how it is mended. */
import type { ItemText } from "./item.ts";

export type Severity = "info" | "warning" | "error";

export interface Fix {
	field: string;
	start: number;
	end: number;
	expected: string;
	replacement: string;
}

export interface Finding {
	rule: string;
	severity: Severity;
	field: string;
	line: number;
	passage: string;
	message: string;
	advice: string;
	fix?: Fix;
}

export interface Place {
	start: number;
	end: number;
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** The worst first, then as the text has them. */
export function inOrder<One extends Finding>(findings: readonly One[]): One[] {
	return findings.toSorted(
		(one, other) =>
			RANK[one.severity] - RANK[other.severity] ||
			one.field.localeCompare(other.field) ||
			one.line - other.line
	);
}

/** Where a finding's passage stands in its field's text; null when it does not, or when it is about all of it. */
export function placeIn(text: string, { line, passage, fix }: Finding): Place | null {
	if (fix && text.slice(fix.start, fix.end) === fix.expected)
		return { start: fix.start, end: fix.end };
	if (passage === "") return null;
	const from = startOfLine(text, line);
	const start = [text.indexOf(passage, from), text.indexOf(passage)].find(at => at !== -1);
	return start === undefined ? null : { start, end: start + passage.length };
}

function startOfLine(text: string, line: number): number {
	let at = 0;
	for (let number = 1; number < line; number++) {
		const end = text.indexOf("\n", at);
		if (end === -1) return at;
		at = end + 1;
	}
	return at;
}

/** A text of an item by the name that findings have for its field: `body`, `options[0].text`, `objectives[2]`. */
export function textAt(item: ItemText, field: string): string | undefined {
	const value = stepsOf(field).reduce<unknown>(
		(inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key],
		item
	);
	return typeof value === "string" ? value : undefined;
}

/** The name of a field as forms have it: `options.0.text`. */
export function formNameOf(field: string): string {
	return stepsOf(field).join(".");
}

function stepsOf(field: string): string[] {
	return field.replaceAll("[", ".").replaceAll("]", "").split(".");
}

/** The text with the fix in it; null when what it would replace does not stand there any more. */
export function mended(text: string, { start, end, expected, replacement }: Fix): string | null {
	if (text.slice(start, end) !== expected) return null;
	return text.slice(0, start) + replacement + text.slice(end);
}

/** Puts in what can be put in, from the end, so that no fix moves the place of another. */
export function mendedBy(text: string, fixes: readonly Fix[]): { text: string; done: number } {
	let next = text;
	let done = 0;
	let before = Infinity;
	for (const fix of fixes.toSorted((one, other) => other.start - one.start)) {
		const better = fix.end <= before ? mended(next, fix) : null;
		if (better === null) continue;
		next = better;
		before = fix.start;
		done++;
	}
	return { text: next, done };
}
