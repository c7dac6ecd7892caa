/** Writes documents and the entries of their indexes; all within the caller's SQLite transaction. */
import { equalValues } from "../bson/compare.ts";
import { getField, isDoc, type Doc } from "../bson/values.ts";
import { asBuffer } from "../bson/encode.ts";
import { decode } from "../bson/decode.ts";
import { orderKey } from "../bson/order-key.ts";
import { storeError } from "../errors.ts";
import { matches } from "../query/nodes.ts";
import { valueAt } from "../query/path.ts";
import type { Collection } from "./catalog.ts";
import type { Connection } from "./connection.ts";
import { indexEntries } from "./index-entries.ts";
import { keyPattern, type Index } from "./index-definition.ts";
import { addText, hasSameText, removeText } from "./text-index.ts";

const UNIQUE_FAILED = 2067;

export interface StoredDoc {
	rid: number;
	raw: Buffer;
	doc: Doc;
}

/** Reads one document's bytes; `undefined` when it is gone. */
export function readRaw(
	connection: Connection,
	collection: Collection,
	rid: number
): Buffer | undefined {
	const row = connection.get(`SELECT doc FROM c${collection.id} WHERE rid = ?`, rid);
	return row && asBuffer(row[0] as Uint8Array);
}

/** Reads and decodes one document. */
export function readStored(
	connection: Connection,
	collection: Collection,
	rid: number
): StoredDoc | undefined {
	const raw = readRaw(connection, collection, rid);
	return raw && { rid, raw, doc: decode(raw) };
}

/** Adds a document; throws DuplicateKey when `_id` or a unique index has it already. */
export function insertDocument(
	connection: Connection,
	collection: Collection,
	doc: Doc,
	raw: Buffer
): number {
	const rid = insertRow(connection, collection, doc, raw);
	for (const index of collection.indexes) {
		if (index.id !== 0) addEntries(connection, collection, index, rid, doc);
	}
	return rid;
}

function insertRow(connection: Connection, collection: Collection, doc: Doc, raw: Buffer): number {
	const rid = connection.nextRid(collection.id);
	connection.changed.add(collection.id);
	const sql = `INSERT INTO c${collection.id} (rid, key, doc) VALUES (?, ?, ?)`;
	try {
		connection.run(sql, rid, orderKey(doc._id), raw);
		return rid;
	} catch (error) {
		if ((error as { errcode?: number }).errcode !== UNIQUE_FAILED) throw error;
		throw duplicateKey(collection, collection.indexes[0]!, doc);
	}
}

/** Puts a changed document in the place of the old one; `_id` is the same. */
export function replaceDocument(
	connection: Connection,
	collection: Collection,
	before: StoredDoc,
	after: Doc,
	raw: Buffer
): void {
	connection.changed.add(collection.id);
	connection.run(`UPDATE c${collection.id} SET doc = ? WHERE rid = ?`, raw, before.rid);
	for (const index of collection.indexes) {
		if (index.id === 0 || hasSameEntries(index, before.doc, after)) continue;
		moveEntries(connection, collection, index, before, after);
	}
}

/** Most changes leave most indexes as they are: to see that costs less than to work out the entries. */
function hasSameEntries(index: Index, before: Doc, after: Doc): boolean {
	if (index.text) return hasSameText(index, before, after);
	if (index.partial) return false;
	return index.fields.every(({ parts }) => {
		const [was, is] = [getField(before, parts[0]!), getField(after, parts[0]!)];
		return was === is || (was !== undefined && is !== undefined && equalValues(was, is));
	});
}

/** Removes a document and all its entries. */
export function deleteDocument(
	connection: Connection,
	collection: Collection,
	stored: StoredDoc
): void {
	connection.changed.add(collection.id);
	for (const index of collection.indexes) {
		if (index.text) removeText(connection, index, stored.rid);
		else if (index.id !== 0) {
			for (const key of indexEntries(index, stored.doc).keys)
				removeEntry(connection, index, key, stored.rid);
		}
	}
	connection.run(`DELETE FROM c${collection.id} WHERE rid = ?`, stored.rid);
}

/** Adds the entries of one document to one index, also when an index is built. */
export function addEntries(
	connection: Connection,
	collection: Collection,
	index: Index,
	rid: number,
	doc: Doc
): void {
	if (index.text) return addText(connection, index, rid, doc);
	const { keys, multikey } = indexEntries(index, doc);
	for (const key of keys) addEntry(connection, collection, index, key, rid, doc);
	noteMultikey(connection, index, multikey);
}

function moveEntries(
	connection: Connection,
	collection: Collection,
	index: Index,
	before: StoredDoc,
	after: Doc
): void {
	if (index.text) {
		removeText(connection, index, before.rid);
		return addText(connection, index, before.rid, after);
	}
	const old = indexEntries(index, before.doc).keys;
	const { keys, multikey } = indexEntries(index, after);
	for (const key of old) {
		if (!keys.some(other => other.equals(key))) removeEntry(connection, index, key, before.rid);
	}
	for (const key of keys) {
		if (!old.some(other => other.equals(key))) {
			addEntry(connection, collection, index, key, before.rid, after);
		}
	}
	noteMultikey(connection, index, multikey);
}

function addEntry(
	connection: Connection,
	collection: Collection,
	index: Index,
	key: Buffer,
	rid: number,
	doc: Doc
): void {
	if (index.unique) {
		const other = connection.get(
			`SELECT rid FROM ${index.table} WHERE key = ? AND rid <> ?`,
			key,
			rid
		);
		if (other) throw duplicateKey(collection, index, doc);
	}
	connection.run(`INSERT OR IGNORE INTO ${index.table} (key, rid) VALUES (?, ?)`, key, rid);
}

function removeEntry(connection: Connection, index: Index, key: Buffer, rid: number): void {
	connection.run(`DELETE FROM ${index.table} WHERE key = ? AND rid = ?`, key, rid);
}

function noteMultikey(connection: Connection, index: Index, multikey: number): void {
	const all = index.multikey | multikey;
	if (all === index.multikey) return;
	index.multikey = all;
	connection.run("UPDATE indexes SET multikey = ? WHERE id = ?", all, index.id);
	connection.catalog.changed();
}

function duplicateKey(collection: Collection, index: Index, doc: Doc): Error {
	const keyValue: Doc = {};
	for (const { path, parts } of index.fields) keyValue[path] = valueAt(doc, parts) ?? null;
	const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${show(value)}`);
	return storeError(
		"DuplicateKey",
		`E11000 duplicate key error collection: ${collection.namespace} index: ${index.name} dup key: { ${shown.join(", ")} }`,
		{ keyPattern: keyPattern(index), keyValue }
	);
}

function show(value: unknown): string {
	if (isDoc(value) || Array.isArray(value) || typeof value === "string")
		return JSON.stringify(value);
	const id = value as { toHexString?: () => string } | null;
	return id?.toHexString ? `ObjectId('${id.toHexString()}')` : String(value);
}

/** Throws DocumentValidationFailure when the collection has a validator that refuses the document. */
export function checkValidator(collection: Collection, doc: Doc): void {
	const { validator, options } = collection;
	if (!validator || options.validationAction === "warn" || options.validationLevel === "off")
		return;
	if (!matches(validator, doc)) {
		throw storeError("DocumentValidationFailure", "Document failed validation", {
			errInfo: { failingDocumentId: doc._id, details: { operatorName: "$validator" } }
		});
	}
}
