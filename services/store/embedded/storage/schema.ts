/** Makes, renames and drops collections and indexes; all within the caller's SQLite transaction. */
import { randomUUID } from "node:crypto";
import { encode } from "../bson/encode.ts";
import type { Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import type { Collection } from "./catalog.ts";
import type { Connection } from "./connection.ts";
import type { Index } from "./index-definition.ts";
import { textTableSql } from "./text-index.ts";

const LONGEST_NAMESPACE = 255;

/** Finds a collection, or makes it as the first write to it does. */
export function ensureCollection(connection: Connection, db: string, name: string): Collection {
	return connection.catalog.find(db, name) ?? createCollection(connection, db, name, {});
}

/** Makes a collection; its name must not be taken. */
export function createCollection(
	connection: Connection,
	db: string,
	name: string,
	options: Doc
): Collection {
	checkNamespace(db, name);
	const uuid = Buffer.from(randomUUID().replaceAll("-", ""), "hex");
	connection.run(
		"INSERT INTO collections (db, name, uuid, options) VALUES (?, ?, ?, ?)",
		db,
		name,
		uuid,
		encode(options)
	);
	const id = Number(
		connection.get("SELECT id FROM collections WHERE db = ? AND name = ?", db, name)![0]
	);
	connection.database.exec(
		`CREATE TABLE c${id} (rid INTEGER PRIMARY KEY, key BLOB NOT NULL, doc BLOB NOT NULL);
		CREATE UNIQUE INDEX c${id}_id ON c${id} (key)`
	);
	connection.catalog.changed();
	return connection.catalog.find(db, name)!;
}

function checkNamespace(db: string, name: string): void {
	const namespace = `${db}.${name}`;
	if (db === "" || /[/\\. "$*<>:|?\0]/.test(db) || db.length > 63) {
		throw storeError("InvalidNamespace", `Invalid namespace specified '${namespace}'`);
	}
	if (name.startsWith("system.") && name !== "system.js") {
		throw storeError("InvalidNamespace", `Invalid system namespace: ${namespace}`);
	}
	if (
		name.startsWith(".") ||
		name.endsWith(".") ||
		Buffer.byteLength(namespace) > LONGEST_NAMESPACE
	) {
		throw storeError("InvalidNamespace", `Invalid namespace specified '${namespace}'`);
	}
}

/** Changes the options that a collection was made with. */
export function changeOptions(connection: Connection, collection: Collection, options: Doc): void {
	connection.run(
		"UPDATE collections SET options = ? WHERE id = ?",
		encode(options),
		collection.id
	);
	connection.catalog.changed();
}

/** Drops a collection with all its documents and indexes. */
export function dropCollection(connection: Connection, collection: Collection): void {
	for (const index of collection.indexes) {
		if (index.id !== 0) connection.database.exec(`DROP TABLE ${index.table}`);
	}
	connection.database.exec(`DROP TABLE c${collection.id}`);
	connection.run("DELETE FROM indexes WHERE collection = ?", collection.id);
	connection.run("DELETE FROM collections WHERE id = ?", collection.id);
	connection.catalog.changed();
}

/** Gives a collection another name. */
export function renameCollection(
	connection: Connection,
	collection: Collection,
	db: string,
	name: string
): void {
	checkNamespace(db, name);
	connection.run("UPDATE collections SET db = ?, name = ? WHERE id = ?", db, name, collection.id);
	connection.catalog.changed();
}

/** Makes an index without entries. */
export function createIndex(connection: Connection, collection: Collection, spec: Doc): Index {
	connection.run(
		"INSERT INTO indexes (collection, name, spec) VALUES (?, ?, ?)",
		collection.id,
		String(spec.name),
		encode(spec)
	);
	const sql = "SELECT id FROM indexes WHERE collection = ? AND name = ?";
	const id = Number(connection.get(sql, collection.id, String(spec.name))![0]);
	connection.database.exec(indexTableSql(id, spec));
	connection.catalog.changed();
	const found = connection.catalog.find(collection.db, collection.name)!;
	return found.indexes.find(index => index.id === id)!;
}

function indexTableSql(id: number, spec: Doc): string {
	if (spec.weights !== undefined) {
		const fields = Object.keys(spec.weights as Doc).length;
		return textTableSql(`t${id}`, fields, String(spec.default_language ?? "english"));
	}
	return `CREATE TABLE i${id} (key BLOB NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (key, rid)) WITHOUT ROWID`;
}

/** Drops an index and its entries. */
export function dropIndex(connection: Connection, index: Index): void {
	connection.database.exec(`DROP TABLE ${index.table}`);
	connection.run("DELETE FROM indexes WHERE id = ?", index.id);
	connection.catalog.changed();
}

/** Changes what the catalog keeps about an index. */
export function changeIndex(connection: Connection, index: Index, spec: Doc): void {
	connection.run("UPDATE indexes SET spec = ? WHERE id = ?", encode(spec), index.id);
	connection.catalog.changed();
}
