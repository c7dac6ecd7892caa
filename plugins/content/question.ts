/** Questions: which fields belong to which kind of item, and what of a question is open to students. */
import { createHash } from "node:crypto";
import { requestErrors, type InputProblem } from "lyceum";
import type { Content, Kind, QuestionType } from "./item.ts";

/** The fields that not every item has, by the kind that has them. */
const OWN_FIELDS: Record<Kind, (keyof Content)[]> = {
	lesson: [],
	article: [],
	media: [],
	glossary: ["synonyms"],
	quiz: ["questions", "passMark"],
	question: ["questionType", "stem", "options", "pairs", "answer", "exerciseId", "explanation"]
};

const SPECIAL = [...new Set(Object.values(OWN_FIELDS).flat())];

/** Of these a question has the one that belongs to its type. */
const KEY_FIELDS = ["options", "pairs", "answer", "exerciseId"] as const;

const KEY_OF_TYPE: Record<QuestionType, (typeof KEY_FIELDS)[number]> = {
	single: "options",
	multiple: "options",
	ordering: "options",
	matching: "pairs",
	numeric: "answer",
	text: "answer",
	code: "exerciseId"
};

/** Throws a 400 that names every field which the item's kind does not have. */
export function requireFittingFields(item: Partial<Content>): void {
	const problems = SPECIAL.filter(field => isGiven(item[field])).flatMap(field =>
		problemWith(item, field)
	);
	if (item.kind === "question" && !item.questionType) {
		problems.push({
			pointer: "/questionType",
			message: "is missing",
			expected: `one of ${Object.keys(KEY_OF_TYPE).join(", ")}`
		});
	}
	if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
}

function problemWith(item: Partial<Content>, field: keyof Content): InputProblem[] {
	const pointer = `/${field}`;
	if (item.kind && !OWN_FIELDS[item.kind].includes(field)) {
		const kinds = Object.keys(OWN_FIELDS) as Kind[];
		const owners = kinds.filter(kind => OWN_FIELDS[kind].includes(field)).join(", ");
		return [{ pointer, message: `is no field of a ${item.kind}`, expected: `kind ${owners}` }];
	}
	const { questionType } = item;
	const isKey = (KEY_FIELDS as readonly string[]).includes(field);
	if (!isKey || !questionType || KEY_OF_TYPE[questionType] === field) return [];
	const message = `is no field of a question of type ${questionType}`;
	return [{ pointer, message, expected: KEY_OF_TYPE[questionType] }];
}

function isGiven(value: unknown) {
	return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** What students see in the place of the key. */
export function openPart(item: Partial<Content>): { choices?: string[]; matches?: string[] } {
	const { questionType, options = [], pairs = [] } = item;
	switch (questionType) {
		case "single":
		case "multiple":
			return { choices: options.map(({ text }) => text) };
		case "ordering":
			return { choices: inOtherOrder(options.map(({ text }) => text)) };
		case "matching":
			return {
				choices: pairs.map(({ left }) => left),
				matches: inOtherOrder([...new Set(pairs.map(({ right }) => right))])
			};
		default:
			return {};
	}
}

/** An order that is the same each time and tells nothing of the one that is right. */
function inOtherOrder(texts: string[]): string[] {
	const hash = (text: string) => createHash("sha256").update(text).digest("hex");
	const keys = new Map(texts.map(text => [text, hash(text)]));
	return texts.toSorted((one, other) => (keys.get(one)! < keys.get(other)! ? -1 : 1));
}
