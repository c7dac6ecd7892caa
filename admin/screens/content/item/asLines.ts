/** A field of an item as lines of text, so that two versions of it can be compared. */
import type { Option, Pair } from "../item.ts";

export function asLines(value: unknown): string {
	if (value === null || value === undefined) return "";
	if (Array.isArray(value)) return value.map(asLine).join("\n");
	return asLine(value);
}

function asLine(entry: unknown): string {
	if (typeof entry !== "object" || entry === null) return String(entry);
	if ("text" in entry) return optionLine(entry as Option);
	if ("left" in entry) return pairLine(entry as Pair);
	return Object.entries(entry)
		.filter(([, value]) => value !== null && value !== undefined && value !== "")
		.map(([key, value]) => `${key}: ${[value].flat().join(", ")}`)
		.join(" · ");
}

function optionLine({ text, correct, note }: Option) {
	return `${correct ? "✓" : "✗"} ${text}${note ? ` — ${note}` : ""}`;
}

function pairLine({ left, right, note }: Pair) {
	return `${left} ↔ ${right}${note ? ` — ${note}` : ""}`;
}
