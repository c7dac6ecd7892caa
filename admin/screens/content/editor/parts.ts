/** The parts of the editor: which ones an item has, and in which of them a field is edited. */
import type { ItemText, Kind } from "../item.ts";

export type Part = "question" | "quiz" | "text" | "details" | "attachments";
const OWN_PART: Partial<Record<Kind, Part>> = { question: "question", quiz: "quiz" };

export function partsOf({ kind, body }: ItemText): Part[] {
	const own = OWN_PART[kind];
	const hasText = own !== "question" || Boolean(body?.trim());
	return [
		...(own ? [own] : []),
		...(hasText ? (["text"] as const) : []),
		"details",
		"attachments"
	];
}

const DETAILS = new Set([
	"summary",
	"objectives",
	"topics",
	"level",
	"language",
	"licence",
	"source",
	"synonyms"
]);

/** Where a field is edited. */
export function partOf(field: string, parts: Part[]): Part {
	const name = field.split(/[[.]/)[0]!;
	if (DETAILS.has(name)) return "details";
	if (name === "attachments") return "attachments";
	if (name === "body" && parts.includes("text")) return "text";
	return parts[0]!;
}
