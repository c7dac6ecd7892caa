/** Texts as they are stored: line ends are one character, and what no document format can hold is gone. */

/** Control characters apart from tabs and line ends, and what is no character at all. */
// oxlint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Cleans every text of a value, however deep it lies. */
export function withCleanTexts<T>(value: T): T {
	if (typeof value === "string") return cleanText(value) as T;
	if (Array.isArray(value)) return value.map(withCleanTexts) as T;
	if (value === null || typeof value !== "object" || value instanceof Date) return value;
	const entries = Object.entries(value).map(([key, entry]) => [key, withCleanTexts(entry)]);
	return Object.fromEntries(entries) as T;
}

function cleanText(text: string): string {
	return text.replace(/\r\n?/g, "\n").replace(UNWRITABLE, "").toWellFormed();
}
