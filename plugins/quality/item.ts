/** What is checked: the one place that says what a rule sees of an item of the library. */
export const KINDS = ["lesson", "article", "question", "quiz", "glossary", "media"] as const;
export const LEVELS = ["beginner", "intermediate", "advanced"] as const;

export type Kind = (typeof KINDS)[number];
export type Level = (typeof LEVELS)[number];

export interface AnswerOption {
	text: string;
	correct?: boolean;
	note?: string;
}

/** An item as rules see it; everything but id and kind may be missing or empty, that is what is checked. */
export interface CheckedItem {
	id: string;
	kind: Kind;
	title?: string;
	/** Markdown. */
	body?: string;
	objectives?: string[];
	topics?: string[];
	level?: Level | (string & {});
	/** The human language, e.g. `en`; English without it. */
	language?: string;
	licence?: string;
	source?: string;
	/** Of questions: the text that asks, in Markdown. */
	stem?: string;
	/** `single`, `multiple`, `ordering`, `matching`, `numeric`, `shortText`, `code`. */
	questionType?: string;
	options?: AnswerOption[];
	/** Of numeric and short text questions: what is right. */
	answer?: unknown;
	explanation?: string;
	/** The names of its attachments, which the text links to as `attachment:<name>`. */
	attachments?: string[];
}

/** The texts of an item, by the name of their field. */
export function textsOf(item: CheckedItem): [field: string, text: string][] {
	const texts: [string, string | undefined][] = [
		["title", item.title],
		["stem", item.stem],
		["body", item.body],
		...(item.options ?? []).flatMap((option, at): [string, string | undefined][] => [
			[`options[${at}].text`, option.text],
			[`options[${at}].note`, option.note]
		]),
		["explanation", item.explanation],
		...(item.objectives ?? []).map((text, at): [string, string] => [`objectives[${at}]`, text])
	];
	return texts.filter((entry): entry is [string, string] => Boolean(entry[1]?.trim()));
}
