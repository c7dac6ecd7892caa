/** The rows of a text index: an FTS5 table that holds words, not documents. */
import { isDoc, type Doc } from "../bson/values.ts";
import type { Connection } from "./connection.ts";
import type { Index } from "./index-definition.ts";

/** Words that carry no meaning of their own; MongoDB leaves them out as well. */
const STOP_WORDS = new Set(
	(
		"a about above after again against all am an and any are as at be because been before being " +
		"below between both but by can did do does doing down during each few for from further had " +
		"has have having he her here hers him his how i if in into is it its just me more most my no " +
		"nor not now of off on once only or other our out over own same she should so some such than " +
		"that the their them then there these they this those through to too under until up very was " +
		"we were what when where which while who whom why will with you your"
	).split(" ")
);

/** Answers whether a word is left out of a search in English. */
export function isStopWord(word: string): boolean {
	return STOP_WORDS.has(word.toLowerCase());
}

/** The statement that makes the FTS5 table of a text index. */
export function textTableSql(table: string, fields: number, language: string): string {
	const columns = Array.from({ length: fields }, (_, at) => `f${at}`).join(", ");
	const stem = language === "none" ? "" : "porter ";
	return `CREATE VIRTUAL TABLE ${table} USING fts5(${columns}, content='', contentless_delete=1, tokenize="${stem}unicode61 remove_diacritics 2")`;
}

/** Adds a document's words. */
export function addText(connection: Connection, index: Index, rid: number, doc: Doc): void {
	const texts = textsOf(index, doc);
	if (texts.every(text => text === "")) return;
	const columns = texts.map((_, at) => `f${at}`).join(", ");
	const places = texts.map(() => "?").join(", ");
	connection.run(
		`INSERT INTO ${index.table} (rowid, ${columns}) VALUES (?, ${places})`,
		rid,
		...texts
	);
}

/** Answers whether a changed document has the words that it had. */
export function hasSameText(index: Index, before: Doc, after: Doc): boolean {
	const texts = textsOf(index, before);
	return textsOf(index, after).every((text, at) => text === texts[at]);
}

/** Removes a document's words. */
export function removeText(connection: Connection, index: Index, rid: number): void {
	connection.run(`DELETE FROM ${index.table} WHERE rowid = ?`, rid);
}

function textsOf(index: Index, doc: Doc): string[] {
	return index.text!.map(({ path, parts }) =>
		path === "$**" ? allText(doc) : textAt(doc, parts, 0)
	);
}

function textAt(value: unknown, parts: string[], at: number): string {
	if (Array.isArray(value)) return value.map(entry => textAt(entry, parts, at)).join(" ");
	if (at === parts.length) return typeof value === "string" ? value : "";
	return isDoc(value) ? textAt(value[parts[at]!], parts, at + 1) : "";
}

function allText(value: unknown): string {
	if (typeof value === "string") return value;
	if (Array.isArray(value)) return value.map(allText).join(" ");
	return isDoc(value) ? Object.values(value).map(allText).join(" ") : "";
}
