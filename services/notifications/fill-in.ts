/** What a kind says to people: its texts with the values of one notification. */

/** A placeholder: the name of a value in braces. */
const PLACEHOLDER = /\{(\w+)\}/g;

/** So that no value pushes the others out of sight. */
const MAX_VALUE_LENGTH = 200;

/** The names of the values that a text holds. */
export function placeholdersOf(text: string): string[] {
	return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name!);
}

/** The text with its values; one that is not there leaves nothing. */
export function fillIn(text: string, values: object): string {
	return text.replace(PLACEHOLDER, (_all, name: string) =>
		toText((values as Record<string, unknown>)[name])
	);
}

/** One line, because a value must not look like words of ours. */
function toText(value: unknown): string {
	if (value === undefined || value === null) return "";
	const text = typeof value === "string" ? value : JSON.stringify(value);
	const line = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
	return line.length > MAX_VALUE_LENGTH ? `${line.slice(0, MAX_VALUE_LENGTH - 1)}…` : line;
}
