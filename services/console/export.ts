/** A whole collection as CSV or JSON, as its list would show it: read page by page while it is sent. */
import { Readable } from "node:stream";
import type { Ctx } from "../../mixins/index.ts";
import type { RunningCollection } from "./collections.ts";

export const FORMATS = ["csv", "json"] as const;
export type Format = (typeof FORMATS)[number];

/** More than people can work with in a table; the API itself gives the rest. */
const MAX_DOCUMENTS = 100_000;
const PAGE_SIZE = 100;

type Document = Record<string, unknown>;
type ReadPage = (page: number) => Promise<Document[]>;

/** The file's content as a stream; the caller's rights are those of the list. */
export async function exportDocuments(
	ctx: Ctx<unknown>,
	{ routes, schema }: RunningCollection,
	format: Format,
	query: Record<string, unknown>
): Promise<Readable> {
	const { caller, client } = ctx.meta;
	// Not a call inside of this one, which ends before the stream does.
	const readPage: ReadPage = async page => {
		const params = { ...query, page, pageSize: PAGE_SIZE };
		const options = { meta: { caller, client } };
		const list = routes.list!.action;
		const answer = await ctx.broker.call<{ data: Document[] }, object>(list, params, options);
		return answer.data;
	};
	// What is wrong with the query is told before anything is sent.
	const first = await readPage(1);
	const columns = columnsOf(query.fields, Object.keys(schema.properties ?? {}));
	return Readable.from(format === "csv" ? csv(first, readPage, columns) : json(first, readPage));
}

async function* pages(first: Document[], readPage: ReadPage) {
	let documents = first;
	for (let page = 1; documents.length > 0; page++) {
		yield documents;
		const isLast = documents.length < PAGE_SIZE || page * PAGE_SIZE >= MAX_DOCUMENTS;
		documents = isLast ? [] : await readPage(page + 1);
	}
}

async function* csv(first: Document[], readPage: ReadPage, columns: string[]) {
	// Spreadsheets take a file without this mark for one of another encoding.
	yield `\uFEFF${columns.map(toCell).join(",")}\r\n`;
	for await (const documents of pages(first, readPage))
		yield documents.map(document => toRow(document, columns)).join("");
}

async function* json(first: Document[], readPage: ReadPage) {
	let separator = "[\n";
	for await (const documents of pages(first, readPage)) {
		yield separator + documents.map(document => JSON.stringify(document)).join(",\n");
		separator = ",\n";
	}
	yield separator === "[\n" ? "[]\n" : "\n]\n";
}

function columnsOf(fields: unknown, all: string[]) {
	if (typeof fields !== "string" || fields === "") return all;
	return ["id", ...fields.split(",").filter(field => field !== "id")];
}

function toRow(document: Document, columns: string[]) {
	return `${columns.map(column => toCell(valueAt(document, column))).join(",")}\r\n`;
}

function valueAt(document: Document, path: string): unknown {
	return path
		.split(".")
		.reduce<unknown>((value, key) => (value as Document | undefined)?.[key], document);
}

/** A text that a spreadsheet would take for a formula is marked as text. */
function toCell(value: unknown): string {
	if (value === undefined || value === null) return "";
	const text =
		typeof value === "object" && !(value instanceof Date)
			? JSON.stringify(value)
			: asText(value);
	const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function asText(value: unknown) {
	return value instanceof Date ? value.toISOString() : String(value);
}
