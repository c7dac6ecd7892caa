/** `createIndexes`, `dropIndexes` and `listIndexes`. */
import { encode } from "../bson/encode.ts";
import { asBuffer } from "../bson/encode.ts";
import { decode } from "../bson/decode.ts";
import { equalValues } from "../bson/compare.ts";
import { isDoc, type Doc } from "../bson/values.ts";
import type { Engine } from "../engine.ts";
import { storeError } from "../errors.ts";
import type { ReadHost } from "../read-host.ts";
import type { Collection } from "../storage/catalog.ts";
import { NUMBER, type Connection } from "../storage/connection.ts";
import { addEntries } from "../storage/documents.ts";
import { keyPattern, type Index } from "../storage/index-definition.ts";
import { createIndex, dropIndex, ensureCollection } from "../storage/schema.ts";
import type { Request } from "../wire/messages.ts";
import { Slices } from "../writer.ts";
import { listReply } from "./collections.ts";
import { arrayField, collectionName, refuseUnknown } from "./fields.ts";
import { checkIndexSpec } from "./index-spec.ts";

const PORTION = 100;

/** Makes indexes and fills them; the collection is made when it is missing. */
export function createIndexes(engine: Engine, { body, db }: Request): Buffer | Promise<Buffer> {
	refuseUnknown(body, new Set(["indexes", "ignoreUnknownIndexOptions", "commitQuorum"]));
	const name = collectionName(body);
	const specs = arrayField(body, "indexes").map(checkIndexSpec);
	if (specs.length === 0)
		throw storeError("BadValue", "Must specify at least one index to create");
	return engine.change(body, connection => build(connection, db, name, specs));
}

function build(
	connection: Connection,
	db: string,
	name: string,
	specs: Doc[]
): Buffer | Promise<Buffer> {
	const createdCollectionAutomatically = !connection.catalog.find(db, name);
	const numIndexesBefore = ensureCollection(connection, db, name).indexes.length;
	const fresh = specs.filter(spec => !isThere(connection.catalog.find(db, name)!, spec));
	const reply = () => {
		const numIndexesAfter = connection.catalog.find(db, name)!.indexes.length;
		return encode({
			numIndexesBefore,
			numIndexesAfter,
			createdCollectionAutomatically,
			...(fresh.length === 0 && { note: "all indexes already exist" }),
			ok: 1
		});
	};
	const filled = buildNext(connection, db, name, fresh, new Slices());
	return filled ? filled.then(reply) : reply();
}

/** Answers whether the same index exists; throws when another one is in its way. */
function isThere({ indexes, namespace }: Collection, spec: Doc): boolean {
	for (const index of indexes) {
		const sameKey = JSON.stringify(keyPattern(index)) === JSON.stringify(spec.key);
		const sameName = index.name === spec.name;
		if (index.id === 0 && sameKey) return true;
		if (sameKey && sameName && sameOptions(index.spec, spec)) return true;
		if (sameName) throw differs(index, spec, sameKey, namespace);
		if (sameKey && samePartial(index.spec, spec)) {
			throw storeError(
				"IndexOptionsConflict",
				`Index already exists with a different name: ${index.name}`
			);
		}
		if (index.text && spec.weights !== undefined) {
			throw storeError(
				"IndexOptionsConflict",
				`only one text index per collection allowed, found existing text index "${index.name}"`
			);
		}
	}
	return false;
}

function differs(index: Index, spec: Doc, sameKey: boolean, namespace: string): Error {
	const message = `An existing index has the same name as the requested index. Requested index: ${JSON.stringify(spec)}, existing index: ${JSON.stringify(index.spec)} (${namespace})`;
	return storeError(sameKey ? "IndexOptionsConflict" : "IndexKeySpecsConflict", message);
}

function sameOptions(a: Doc, b: Doc): boolean {
	const { v: _v, ...left } = a;
	const { v: _w, ...right } = b;
	return equalValues(sortedFields(left), sortedFields(right));
}

function sortedFields(doc: Doc): Doc {
	return Object.fromEntries(Object.entries(doc).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function samePartial(a: Doc, b: Doc): boolean {
	return equalValues(a.partialFilterExpression ?? null, b.partialFilterExpression ?? null);
}

function buildNext(
	connection: Connection,
	db: string,
	name: string,
	specs: Doc[],
	slices: Slices
): Promise<void> | undefined {
	for (const [at, spec] of specs.entries()) {
		const collection = connection.catalog.find(db, name)!;
		const index = createIndex(connection, collection, spec);
		const filled = fill(connection, db, name, index, slices, 0);
		if (filled) {
			return filled.then(() => buildNext(connection, db, name, specs.slice(at + 1), slices));
		}
	}
	return undefined;
}

/** Adds the entries of all documents, pausing now and then so that reads are not held up. */
function fill(
	connection: Connection,
	db: string,
	name: string,
	index: Index,
	slices: Slices,
	from: number
): Promise<void> | undefined {
	let last = from;
	for (;;) {
		const collection = connection.catalog.find(db, name)!;
		const current = collection.indexes.find(one => one.id === index.id)!;
		const rows = connection.all(
			`SELECT rid, doc FROM c${collection.id} WHERE rid > ? ORDER BY rid LIMIT ${NUMBER}`,
			last,
			PORTION
		);
		for (const [rid, raw] of rows) {
			addEntries(
				connection,
				collection,
				current,
				rid as number,
				decode(asBuffer(raw as Uint8Array))
			);
			last = rid as number;
		}
		if (rows.length < PORTION) return undefined;
		const pause = slices.pause();
		if (pause) return pause.then(() => fill(connection, db, name, index, slices, last));
	}
}

/** Drops indexes by name or key; "*" drops all but the one over `_id`. */
export function dropIndexes(engine: Engine, { body, db }: Request): Buffer | Promise<Buffer> {
	const name = collectionName(body);
	return engine.change(body, connection => {
		const collection = connection.catalog.find(db, name);
		if (!collection) throw storeError("NamespaceNotFound", `ns not found ${db}.${name}`);
		const nIndexesWas = collection.indexes.length;
		for (const index of indexesToDrop(collection, body.index)) dropIndex(connection, index);
		return encode({ nIndexesWas, ok: 1 });
	});
}

function indexesToDrop({ indexes, namespace }: Collection, wanted: unknown): Index[] {
	if (wanted === "*") return indexes.filter(index => index.id !== 0);
	return (Array.isArray(wanted) ? wanted : [wanted]).map(one => {
		const index = indexes.find(
			known =>
				known.name === one ||
				(isDoc(one) && JSON.stringify(keyPattern(known)) === JSON.stringify(one))
		);
		if (!index) {
			const shown = isDoc(one)
				? `can't find index with key: ${JSON.stringify(one)}`
				: `index not found with name [${String(one)}]`;
			throw storeError("IndexNotFound", `${shown} in ${namespace}`);
		}
		if (index.id === 0) throw storeError("InvalidOptions", "cannot drop _id index");
		return index;
	});
}

/** Lists the indexes of a collection. */
export function listIndexes(host: ReadHost, { body, db }: Request): Buffer {
	const name = collectionName(body);
	const collection = host.connection.catalog.find(db, name);
	if (!collection) throw storeError("NamespaceNotFound", `ns does not exist: ${db}.${name}`);
	return listReply(
		`${db}.${name}`,
		collection.indexes.map(index => index.spec)
	);
}
