/** What the API answers about content, as far as its screens need it; a test holds the lists to the OpenAPI document. */
import type { RaRecord } from "react-admin";

export const KINDS = ["lesson", "article", "question", "quiz", "glossary", "media"] as const;
export type Kind = (typeof KINDS)[number];

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

export const STATUSES = ["draft", "inReview", "approved", "published", "archived"] as const;
export type Status = (typeof STATUSES)[number];

export interface Option {
	text: string;
	correct?: boolean;
	note?: string;
}

export interface Pair {
	left: string;
	right: string;
	note?: string;
}

export interface Answer {
	value?: number;
	tolerance?: number;
	unit?: string;
	accepted?: string[];
	caseSensitive?: boolean;
}

export interface Attachment {
	name: string;
	mediaType: string;
	fileId: string;
	alternativeText?: string;
}

export interface QuizQuestion {
	itemId: string;
	points: number;
}

export interface Step {
	status: Status;
	at: string;
	byId: string | null;
	comment?: string;
	rev: number;
}

/** What people write of an item; a new one has next to nothing of it. */
export interface ItemText {
	kind: Kind;
	title: string;
	summary?: string | null;
	body?: string | null;
	objectives?: string[] | null;
	topics?: string[] | null;
	level?: string | null;
	language?: string | null;
	licence?: string | null;
	source?: string | null;
	attachments?: Attachment[] | null;
	synonyms?: string[] | null;
	questionType?: QuestionType | null;
	stem?: string | null;
	options?: Option[] | null;
	pairs?: Pair[] | null;
	answer?: Answer | null;
	exerciseId?: string | null;
	explanation?: string | null;
	questions?: QuizQuestion[] | null;
	passMark?: number | null;
}

/** What rules see of an item, as `POST /quality/drafts` takes it. */
export const CHECKED_FIELDS = [
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
	"questionType",
	"stem",
	"options",
	"pairs",
	"answer",
	"exerciseId",
	"explanation",
	"attachments",
	"questions"
] as const satisfies (keyof ItemText)[];

export interface Item extends ItemText, RaRecord {
	id: string;
	rev: number;
	status: Status;
	ownerId?: string;
	sharedWith?: string[];
	reviewers?: string[];
	shared?: boolean;
	steps: Step[];
	publishedRev: number | null;
	publishedAt: string | null;
	publishAt?: string | null;
	expireAt?: string | null;
	updatedAt: string;
	/** Of what students are shown: the answers in an order that tells nothing. */
	choices?: string[];
	matches?: string[];
}

/** Where an item is shown. */
export function placeOf(id: string): string {
	return `/content/${encodeURIComponent(id)}/show`;
}

/** Where the API has an item. */
export function apiOf(id: string): string {
	return `/content/${encodeURIComponent(id)}`;
}
