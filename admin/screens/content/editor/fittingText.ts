/** What is sent of an item: each kind, and each type of question, has fields of its own; the others are let go. */
import type { ItemText, Kind, QuestionType } from "../item.ts";

const KEY_OF_TYPE: Record<QuestionType, "options" | "pairs" | "answer" | "exerciseId"> = {
	single: "options",
	multiple: "options",
	ordering: "options",
	matching: "pairs",
	numeric: "answer",
	text: "answer",
	code: "exerciseId"
};

const OF_ANSWER = {
	numeric: ["value", "tolerance", "unit"],
	text: ["accepted", "caseSensitive"]
} as const;

/** What an item may be without. */
type Clearable = Exclude<keyof ItemText, "kind" | "title">;

const OF_KIND: Partial<Record<Kind, readonly Clearable[]>> = {
	glossary: ["synonyms"],
	quiz: ["questions", "passMark"],
	question: ["questionType", "stem", "options", "pairs", "answer", "exerciseId", "explanation"]
};

const SPECIAL = Object.values(OF_KIND).flat();

/** The text with null for what its kind does not have, and without rows that were left empty. */
export function fittingText<Text extends ItemText>(text: Text): Text {
	const { kind, questionType } = text;
	const own = OF_KIND[kind] ?? [];
	const fitting = { ...text };
	for (const field of SPECIAL) if (!own.includes(field)) clear(fitting, field);
	if (kind === "question" && questionType) fitKey(fitting, questionType);
	return fitting;
}

function fitKey(text: ItemText, type: QuestionType) {
	const key = KEY_OF_TYPE[type];
	for (const field of new Set(Object.values(KEY_OF_TYPE))) if (field !== key) clear(text, field);
	if (key === "options")
		text.options = (text.options ?? [])
			.filter(({ text: words }) => words?.trim())
			.map(option => ({
				...withoutEmptyNote(option),
				correct: type === "ordering" || Boolean(option.correct)
			}));
	if (key === "pairs")
		text.pairs = (text.pairs ?? [])
			.filter(({ left, right }) => left?.trim() || right?.trim())
			.map(withoutEmptyNote);
	if (type === "numeric" || type === "text") text.answer = answerOf(text, type);
}

function answerOf({ answer }: ItemText, type: "numeric" | "text") {
	const fields = OF_ANSWER[type] as readonly string[];
	const entries = Object.entries(answer ?? {}).filter(
		([field, value]) => fields.includes(field) && value !== null && value !== ""
	);
	return entries.length > 0 ? Object.fromEntries(entries) : null;
}

function withoutEmptyNote<Row extends { note?: string | null }>({ note, ...row }: Row) {
	return (note?.trim() ? { ...row, note } : row) as Omit<Row, "note"> & { note?: string };
}

function clear(text: ItemText, field: Clearable) {
	// A field that was never there is none to be taken away.
	if (text[field] !== undefined) text[field] = null;
}
