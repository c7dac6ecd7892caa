/** What the API answers about content, as far as its screens need it. */
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

export type Status = "draft" | "inReview" | "approved" | "published" | "archived";

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
