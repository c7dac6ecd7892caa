/** Remembers the score of documents that a text search found, for `{ $meta: "textScore" }`. */
import type { Doc } from "../bson/values.ts";

const scores = new WeakMap<Doc, number>();

export function noteScore(doc: Doc, score: number | undefined): Doc {
	if (score !== undefined) scores.set(doc, score);
	return doc;
}

/** Gives a document's score; `undefined` when no search found it. */
export function scoreOf(doc: unknown): number | undefined {
	return typeof doc === "object" && doc !== null ? scores.get(doc as Doc) : undefined;
}
