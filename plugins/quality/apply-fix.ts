/** Puts a fix into an item; nothing but the one passage changes. */
import type { ContentItem } from "./library.ts";
import type { Fix } from "./rules/rule.ts";

type Changes = Partial<
	Pick<ContentItem, "title" | "body" | "stem" | "explanation" | "options" | "objectives">
>;

/** Returns the fields that change; null when the passage does not stand there any more. */
export function applyFix(item: ContentItem, fix: Fix): Changes | null {
	const [, list, index, key] =
		/^(options|objectives)\[(\d+)\](?:\.(text|note))?$/.exec(fix.field) ?? [];
	if (list === undefined) {
		const field = fix.field as "body";
		const text = replaced(item[field], fix);
		return text === null ? null : { [field]: text };
	}
	const at = Number(index);
	if (list === "objectives") {
		const text = replaced(item.objectives?.[at], fix);
		return text === null ? null : { objectives: item.objectives!.with(at, text) };
	}
	const option = item.options?.[at];
	const text = replaced(option?.[key as "text"], fix);
	return text === null ? null : { options: item.options!.with(at, { ...option!, [key!]: text }) };
}

function replaced(
	text: string | undefined,
	{ start, end, expected, replacement }: Fix
): string | null {
	if (text === undefined || text.slice(start, end) !== expected) return null;
	return text.slice(0, start) + replacement + text.slice(end);
}
