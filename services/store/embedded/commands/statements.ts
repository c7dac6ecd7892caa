/** One insert, update or delete, within the writer's SQLite transaction. */
import { ObjectId, Timestamp } from "bson";
import { decode } from "../bson/decode.ts";
import { encodeStored, idFirst, MAX_DOCUMENT_BYTES, tooLarge } from "../bson/encode.ts";
import { typeName, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { matches } from "../query/nodes.ts";
import type { Query } from "../query/query.ts";
import type { Work } from "../query/work.ts";
import type { Collection } from "../storage/catalog.ts";
import type { Connection } from "../storage/connection.ts";
import {
	checkValidator,
	insertDocument,
	readStored,
	replaceDocument,
	type StoredDoc
} from "../storage/documents.ts";
import type { Update } from "../update/update.ts";
import { upsertDocument } from "../update/upsert.ts";

/** Inserts a document from its bytes, giving it an `_id` when it has none. */
export function insertOne(
	connection: Connection,
	collection: Collection,
	bytes: Buffer,
	validates = true
): void {
	const given = decode(bytes);
	if (validates) checkValidator(collection, given);
	if (given._id === undefined || hasEmptyTimestamp(given)) {
		const doc = { _id: new ObjectId(), ...withTimestamps(given) };
		checkId(doc._id);
		insertDocument(connection, collection, doc, encodeStored(doc));
		return;
	}
	checkId(given._id);
	if (bytes.length > MAX_DOCUMENT_BYTES) throw tooLarge(bytes.length);
	insertDocument(connection, collection, given, idFirst(bytes));
}

function isEmptyTimestamp(value: unknown): boolean {
	return value instanceof Timestamp && value.isZero();
}

function hasEmptyTimestamp(doc: Doc): boolean {
	return Object.keys(doc).some(name => name !== "_id" && isEmptyTimestamp(doc[name]));
}

/** An empty timestamp at the top level stands for the time of the insert. */
function withTimestamps(doc: Doc): Doc {
	const now = new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
	return Object.fromEntries(
		Object.entries(doc).map(([name, value]) => [
			name,
			name !== "_id" && isEmptyTimestamp(value) ? now : value
		])
	);
}

/** Refuses the types that an `_id` may not have. */
export function checkId(id: unknown): void {
	const type = typeName(id);
	if (type === "array" || type === "regex" || type === "missing") {
		throw storeError(
			"InvalidIdField",
			`The '_id' value cannot be of type ${type === "missing" ? "undefined" : type}`
		);
	}
}

/** Finds the numbers of the documents that a write is about. */
export function findTargets(
	connection: Connection,
	collection: Collection | undefined,
	query: Query,
	work: Work
): number[] {
	const { root } = query.plan(connection, collection, work);
	const found: number[] = [];
	for (let next = root.next(); next; next = root.next()) found.push(next.rid);
	return found;
}

/** Reads a document that was found before, if it still is what was looked for. */
export function readTarget(
	connection: Connection,
	collection: Collection,
	rid: number,
	query: Query | undefined
): StoredDoc | undefined {
	const stored = readStored(connection, collection, rid);
	return stored && (!query || matches(query.filter, stored.doc)) ? stored : undefined;
}

export interface UpdateOutcome {
	before: StoredDoc;
	after: Doc;
	raw: Buffer;
	isModified: boolean;
}

/** Applies an update to one document. */
export function updateOne(
	connection: Connection,
	collection: Collection,
	before: StoredDoc,
	query: Query,
	update: Update,
	validates = true
): UpdateOutcome {
	const after = update.apply(before.doc, query.filter, false);
	if (validates) checkValidator(collection, after);
	const raw = encodeStored(after);
	if (raw.equals(before.raw)) return { before, after, raw: before.raw, isModified: false };
	replaceDocument(connection, collection, before, after, raw);
	return { before, after, raw, isModified: true };
}

/** Inserts what an upsert makes when nothing was found. */
export function upsertOne(
	connection: Connection,
	collection: Collection,
	query: Query,
	update: Update,
	validates = true
): { doc: Doc; raw: Buffer } {
	const doc = upsertDocument(query.filter, update);
	if (validates) checkValidator(collection, doc);
	checkId(doc._id);
	const raw = encodeStored(doc);
	insertDocument(connection, collection, doc, raw);
	return { doc, raw };
}
