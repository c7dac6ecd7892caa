/** What lies between a file and the items of a kernel: content whose references are paths in place of ids. */
import type { Attachment, Content, QuizQuestion } from "../item.ts";

export interface FiledAttachment extends Omit<Attachment, "fileId"> {
	/** Where the file lies in the package. */
	path: string;
}

export interface FiledQuestion extends Omit<QuizQuestion, "itemId"> {
	/** The path of the question's file. */
	item: string;
}

export type FiledContent = Omit<Partial<Content>, "attachments" | "questions"> & {
	attachments?: FiledAttachment[];
	questions?: FiledQuestion[];
};

export interface FiledItem {
	/** Its path in the package, or where in the file it stands; each is there once. */
	path: string;
	content: FiledContent;
}

export interface FiledCollection {
	path: string;
	kind: "course" | "module";
	title: string;
	summary?: string;
	/** The paths of what is in it, in order. */
	entries: string[];
}

export interface FiledAsset {
	path: string;
	mediaType: string;
	bytes: Uint8Array;
}

export interface Warning {
	path: string;
	message: string;
}

/** All that a file or a package holds. */
export interface Filed {
	items: FiledItem[];
	collections: FiledCollection[];
	assets: FiledAsset[];
	warnings: Warning[];
}

export const FORMATS = [
	"package",
	"qti",
	"markdown",
	"html",
	"docx",
	"pptx",
	"pdf",
	"csv"
] as const;
export type Format = (typeof FORMATS)[number];

export function nothing(): Filed {
	return { items: [], collections: [], assets: [], warnings: [] };
}

/** A file cannot be read; the message is for whoever sent it. */
export class UnreadableFile extends Error {
	override readonly name = "UnreadableFile";
}
