/** How what is wrong with a definition is told. */

/** Takes the place, what was found there, and what belongs there. */
export type Report = (what: string, value: unknown, expected: string) => void;

const MAX_SHOWN = 80;

/** Tells an object with keys from everything else. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as a person would write it, cut where it gets long. */
export function shown(value: unknown): string {
	if (typeof value === "function") return "a function";
	const text = isJson(value) ? JSON.stringify(value) : undefined;
	return (text ?? String(value)).slice(0, MAX_SHOWN);
}

/** Tells whether a value can be written as JSON: it holds neither itself nor what throws when it is read. */
export function isJson(value: unknown): boolean {
	try {
		JSON.stringify(value);
		return true;
	} catch {
		return false;
	}
}
