/** What stays as it is when a body replaces a field. */
import type { Input } from "./target.ts";

/** Carries over what only the server sets inside of a field that a body replaces. */
export function withKept(after: Input, before: Input, path: string): Input {
	const [key, ...rest] = path.split(".") as [string, ...string[]];
	const value = before[key];
	if (value === undefined) return after;
	if (rest.length === 0) return { ...after, [key]: value };
	if (!isRecord(value)) return after;
	const own = isRecord(after[key]) ? after[key] : {};
	const kept = withKept(own, value, rest.join("."));
	return kept === own ? after : { ...after, [key]: kept };
}

function isRecord(value: unknown): value is Input {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
