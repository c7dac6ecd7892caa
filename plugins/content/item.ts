/** The shape of an item of content: what is written, and what the server adds to it. */

export const KINDS = ["lesson", "article", "question", "quiz", "glossary", "media"] as const;
export type Kind = (typeof KINDS)[number];

export const LEVELS = ["beginner", "intermediate", "advanced"] as const;
export type Level = (typeof LEVELS)[number];

/** What the working copy is; what students see is `publishedAt` and the collection `publishedContent`. */
export const STATUSES = ["draft", "inReview", "approved", "published", "archived"] as const;
export type Status = (typeof STATUSES)[number];

export const QUESTION_TYPES = [
	"single",
	"multiple",
	"ordering",
	"matching",
	"numeric",
	"text",
	"code"
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

/** One of the answers that a question offers; in a question of type `ordering`, in the right order. */
export interface Option {
	text: string;
	/** True for a key; of `ordering`, all are. */
	correct: boolean;
	/** Why it is right, or what whoever takes it has mistaken. */
	note?: string;
}

/** What belongs together in a question of type `matching`. */
export interface Pair {
	left: string;
	right: string;
	note?: string;
}

/** The key of a question of type `numeric` (value) or `text` (accepted). */
export interface Answer {
	value?: number;
	/** How far a number may be off; 0 means not at all. */
	tolerance?: number;
	unit?: string;
	/** Every text that counts as right. */
	accepted?: string[];
	caseSensitive?: boolean;
}

/** A file that belongs to an item; the body names it as `attachment:<name>`. */
export interface Attachment {
	name: string;
	mediaType: string;
	/** The file's id, in the kernel's files. */
	fileId: string;
	/** What the picture shows, for those who do not see it. */
	alternativeText?: string;
}

/** A question of a quiz, by the id of its item. */
export interface QuizQuestion {
	itemId: string;
	points: number;
}

/** What people write: the part of an item that has versions, differences, exports and a published copy. */
export interface Content {
	kind: Kind;
	title: string;
	summary?: string;
	/** Markdown; a glossary entry's definition, a quiz's introduction, what a media item is about. */
	body: string;
	objectives: string[];
	topics: string[];
	level: Level;
	/** The language that it is written in, as in `en` or `pt-BR`. */
	language: string;
	/** A licence by its SPDX id, such as `CC-BY-4.0`. */
	licence?: string;
	/** Where it comes from: words, or an address. */
	source?: string;
	attachments: Attachment[];
	/** Other words for a glossary entry. */
	synonyms?: string[];

	/** Of questions: the kind of answer, the question in Markdown, and what belongs to its kind. */
	questionType?: QuestionType;
	stem?: string;
	options?: Option[];
	pairs?: Pair[];
	answer?: Answer;
	/** Of questions of type `code`: the exercise to solve. */
	exerciseId?: string;
	/** Why the answer is what it is, in Markdown; shown to students after they have answered. */
	explanation?: string;

	/** Of quizzes: the questions in their order, and the share of points to pass, in percent. */
	questions?: QuizQuestion[];
	passMark?: number;
}

/** One step of an item's way from draft to published and on. */
export interface Step {
	status: Status;
	at: Date;
	/** Who took it; null when the time had come. */
	byId: string | null;
	comment?: string;
	/** The revision of the item that the step was taken with. */
	rev: number;
}

/** An item as it is stored: the working copy, which may be ahead of what is published. */
export interface ContentItem extends Content {
	status: Status;
	/** What students see of a question without its key: the options in an order that tells nothing. */
	choices?: string[];
	/** The right sides of a `matching` question, in an order that tells nothing. */
	matches?: string[];
	/** Absent for an item that came with the plugin. */
	ownerId?: string;
	/** Teachers who write it too. */
	sharedWith: string[];
	/** Teachers who were asked to review it. */
	reviewers: string[];
	/** True for an item that every teacher may read and review. */
	shared: boolean;
	steps: Step[];
	/** The revision that is published; null when nothing is. */
	publishedRev: number | null;
	publishedAt: Date | null;
	/** When it shall be published, and when what is published shall be archived. */
	publishAt?: Date | null;
	expireAt?: Date | null;
}

/** The fields of `Content`, in the order in which differences and exports show them. */
export const CONTENT_FIELDS = [
	"kind",
	"title",
	"summary",
	"body",
	"objectives",
	"topics",
	"level",
	"language",
	"licence",
	"source",
	"attachments",
	"synonyms",
	"questionType",
	"stem",
	"options",
	"pairs",
	"answer",
	"exerciseId",
	"explanation",
	"questions",
	"passMark"
] as const satisfies (keyof Content)[];
