/** `$text`: words, "phrases" and -exclusions, found and scored by SQLite's FTS5. */
import type { Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { NUMBER, type Row } from "../storage/connection.ts";
import { keyPattern, type Index } from "../storage/index-definition.ts";
import { isStopWord } from "../storage/text-index.ts";
import type { TextSearch } from "./nodes.ts";
import type { ReadContext } from "./scans.ts";
import type { Found, Stage } from "./stage.ts";

/** Gives the matching documents with their scores. */
export class TextScan implements Stage {
	private readonly context: ReadContext;
	private readonly index: Index;
	private readonly search: TextSearch;
	private rows: Row[] | undefined;
	private at = 0;

	constructor(context: ReadContext, search: TextSearch) {
		this.context = context;
		this.search = search;
		this.index = textIndex(context);
		if (search.caseSensitive || search.diacriticSensitive) {
			throw storeError(
				"NotImplemented",
				"$text is neither case- nor diacritic-sensitive in this store"
			);
		}
	}

	next(): Found | null {
		this.rows ??= this.read();
		const row = this.rows[this.at++];
		if (!row) return null;
		// FTS5 gives the better rank the lower number; a score is never zero.
		return { rid: row[0] as number, score: Math.max(-(row[1] as number), 1e-6) };
	}

	private read(): Row[] {
		const words = matchExpression(this.search, languageOf(this.index, this.search));
		if (words === "") return [];
		const { table, text } = this.index;
		const weights = text!.map(field => field.weight).join(", ");
		const sql = `SELECT rowid, bm25(${table}, ${weights}) FROM ${table} WHERE ${table} MATCH ? LIMIT ${NUMBER}`;
		const { connection, work } = this.context;
		const rows = connection.all(sql, words, work.mostScores);
		work.spendScores(rows.length);
		return rows;
	}

	explain(): Doc {
		return {
			stage: "TEXT_MATCH",
			indexPrefix: {},
			indexName: this.index.name,
			keyPattern: keyPattern(this.index),
			parsedTextQuery: { terms: parseSearch(this.search.search).words },
			textIndexVersion: 3
		};
	}
}

function textIndex({ collection }: ReadContext): Index {
	const index = collection.indexes.find(one => one.text);
	if (!index) throw storeError("IndexNotFound", "text index required for $text query");
	return index;
}

function languageOf(index: Index, search: TextSearch): string {
	return search.language ?? String(index.spec.default_language ?? "english");
}

interface ParsedSearch {
	words: string[];
	phrases: string[];
	excluded: string[];
}

function parseSearch(search: string): ParsedSearch {
	const parsed: ParsedSearch = { words: [], phrases: [], excluded: [] };
	for (const [, minus, phrase, word] of search.matchAll(/(-?)(?:"([^"]*)"|([^\s"]+))/g)) {
		const text = (phrase ?? word!).replace(/[^\p{L}\p{N}\p{M}']+/gu, " ").trim();
		if (text === "") continue;
		if (minus) parsed.excluded.push(text);
		else if (phrase !== undefined) parsed.phrases.push(text);
		else parsed.words.push(text);
	}
	return parsed;
}

/** Any of the words, all of the phrases, none of what is excluded. */
function matchExpression(search: TextSearch, language: string): string {
	const { words, phrases, excluded } = parseSearch(search.search);
	const wanted =
		language === "english" || language === "en"
			? words.filter(word => !isStopWord(word))
			: words;
	const any = wanted.map(quote).join(" OR ");
	const all = phrases.map(quote).join(" AND ");
	const positive = all || any;
	if (positive === "") return "";
	const scored = all && any ? `(${all}) AND (${any} OR ${all})` : `(${positive})`;
	return excluded.length > 0 ? `(${scored}) NOT (${excluded.map(quote).join(" OR ")})` : scored;
}

function quote(text: string): string {
	return `"${text.replaceAll('"', '""')}"`;
}
