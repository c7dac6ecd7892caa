/** `count` and `distinct`. */
import { encode } from "../bson/encode.ts";
import { decode } from "../bson/decode.ts";
import { orderKey } from "../bson/order-key.ts";
import { equalValues, type CompareStrings } from "../bson/compare.ts";
import { collator } from "../query/collation.ts";
import { isDoc, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { isIndex } from "../query/path.ts";
import type { Plan } from "../query/planner.ts";
import { Query } from "../query/query.ts";
import type { Work } from "../query/work.ts";
import { findCollection, startWork, type ReadHost } from "../read-host.ts";
import type { Collection } from "../storage/catalog.ts";
import { readRaw } from "../storage/documents.ts";
import type { Request } from "../wire/messages.ts";
import { isView } from "../views.ts";
import { pipelineReader } from "./pipeline-reader.ts";
import { collectionName, docField, numberField, refuseUnknown, stringField } from "./fields.ts";

const COUNT_FIELDS = new Set("query limit skip hint collation fields".split(" "));
const DISTINCT_FIELDS = new Set("key query collation hint".split(" "));

/** Counts the documents that fulfil a filter. */
export function count(host: ReadHost, { body, db }: Request): Buffer {
	refuseUnknown(body, COUNT_FIELDS);
	const options = {
		filter: docField(body, "query"),
		limit: Math.abs(numberField(body, "limit") ?? 0),
		skip: numberField(body, "skip", 0),
		hint: body.hint,
		collation: docField(body, "collation")
	};
	const work = startWork(host, numberField(body, "maxTimeMS", 0));
	const collection = findCollection(host, db, collectionName(body));
	if (!isView(collection)) {
		return encode({ n: new Query(options).count(host.connection, collection, work), ok: 1 });
	}
	const pipeline = [
		{ $match: options.filter ?? {} },
		{ $skip: options.skip ?? 0 },
		...(options.limit ? [{ $limit: options.limit }] : [])
	];
	const next = pipelineReader(
		host,
		db,
		collection!.name,
		pipeline,
		{ collation: options.collation },
		work
	);
	let n = 0;
	while (next()) n++;
	return encode({ n, ok: 1 });
}

/** Lists the different values of a field. */
export function distinct(host: ReadHost, { body, db }: Request): Buffer {
	refuseUnknown(body, DISTINCT_FIELDS);
	const key = stringField(body, "key");
	if (key === "") throw storeError("BadValue", "The key of distinct cannot be empty");
	const work = startWork(host, numberField(body, "maxTimeMS", 0));
	const query = new Query({
		filter: docField(body, "query"),
		hint: body.hint,
		collation: docField(body, "collation")
	});
	const collection = findCollection(host, db, collectionName(body));
	const docs = isView(collection)
		? viewDocs(host, collection!, body, work)
		: foundDocs(host, collection, query.plan(host.connection, collection, work));
	const strings = collator(docField(body, "collation"));
	const nameOf = (value: unknown) =>
		strings ? nameIn(known, value, strings) : orderKey(value).toString("latin1");
	const known: unknown[] = [];
	const values = new Map<string, unknown>();
	for (const doc of docs) {
		for (const value of valuesAt(doc, key.split("."), 0)) {
			const name = nameOf(value);
			if (!values.has(name)) values.set(name, value);
		}
	}
	const sorted = [...values].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
	return encode({ values: sorted, ok: 1 });
}

function* foundDocs(
	host: ReadHost,
	collection: Collection | undefined,
	{ root }: Plan
): Iterable<Doc> {
	for (let found = root.next(); found; found = root.next()) {
		yield found.doc ?? decode(found.raw ?? readRaw(host.connection, collection!, found.rid)!);
	}
}

function* viewDocs(host: ReadHost, view: Collection, body: Doc, work: Work): Iterable<Doc> {
	const pipeline = [{ $match: docField(body, "query") ?? {} }];
	const next = pipelineReader(
		host,
		view.db,
		view.name,
		pipeline,
		{ collation: docField(body, "collation") },
		work
	);
	for (let bytes = next(); bytes; bytes = next()) yield decode(bytes);
}

/** With a collation, values that it calls equal share one name. */
function nameIn(known: unknown[], value: unknown, strings: CompareStrings): string {
	const at = known.findIndex(other => equalValues(other, value, strings));
	return String(at >= 0 ? at : known.push(value) - 1);
}

/** Arrays are entered, also at the end of the path. */
function valuesAt(value: unknown, parts: string[], at: number): unknown[] {
	if (Array.isArray(value)) {
		const part = parts[at];
		if (part === undefined) return value;
		if (isIndex(part)) return valuesAt(value[Number(part)], parts, at + 1);
		return value.flatMap(entry => (isDoc(entry) ? valuesAt(entry, parts, at) : []));
	}
	if (at === parts.length) return value === undefined ? [] : [value];
	return isDoc(value) && Object.hasOwn(value, parts[at]!)
		? valuesAt(value[parts[at]!], parts, at + 1)
		: [];
}
