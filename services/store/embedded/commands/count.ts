/** `count` and `distinct`. */
import { encode } from "../bson/encode.ts";
import { decode } from "../bson/decode.ts";
import { orderKey } from "../bson/order-key.ts";
import { isDoc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { isIndex } from "../query/path.ts";
import { Query } from "../query/query.ts";
import { findCollection, startWork, type ReadHost } from "../read-host.ts";
import { readRaw } from "../storage/documents.ts";
import type { Request } from "../wire/messages.ts";
import { collectionName, docField, numberField, refuseUnknown, stringField } from "./fields.ts";

const COUNT_FIELDS = new Set("query limit skip hint collation fields".split(" "));
const DISTINCT_FIELDS = new Set("key query collation hint".split(" "));

/** Counts the documents that fulfil a filter. */
export function count(host: ReadHost, { body, db }: Request): Buffer {
	refuseUnknown(body, COUNT_FIELDS);
	const query = new Query({
		filter: docField(body, "query"),
		limit: Math.abs(numberField(body, "limit") ?? 0),
		skip: numberField(body, "skip", 0),
		hint: body.hint,
		collation: docField(body, "collation")
	});
	const work = startWork(host, numberField(body, "maxTimeMS", 0));
	const n = query.count(host.connection, findCollection(host, db, collectionName(body)), work);
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
	const { root } = query.plan(host.connection, collection, work);
	const values = new Map<string, unknown>();
	for (let found = root.next(); found; found = root.next()) {
		const doc =
			found.doc ?? decode(found.raw ?? readRaw(host.connection, collection!, found.rid)!);
		for (const value of valuesAt(doc, key.split("."), 0)) {
			const name = orderKey(value).toString("latin1");
			if (!values.has(name)) values.set(name, value);
		}
	}
	const sorted = [...values].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
	return encode({ values: sorted, ok: 1 });
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
