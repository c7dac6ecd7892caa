/** One connection to the store's SQLite file, with its prepared statements and its catalog. */
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { Catalog } from "./catalog.ts";
import { KnownIds } from "./known-ids.ts";
import type { KnownCounts } from "./known-counts.ts";
import { makeFolder } from "./make-folder.ts";

export const STORE_FILE = "store.db";

/** Statements kept ready for use; the text of each is made from a collection's number. */
const STATEMENT_LIMIT = 1000;

/**
 * A parameter of LIMIT or OFFSET. A bare `?` there makes SQLite prepare the statement anew for every
 * value that is bound to it, which costs more than many a statement itself.
 */
export const NUMBER = "(? + 0)";

/**
 * The log grows to this many pages (of 4 KB) before it is written back to the file: a page that
 * changes again and again is then written back once. A checkpoint waits for the disk.
 */
const CHECKPOINT_PAGES = 4000;

/** A row as SQLite gives it: blobs are Uint8Arrays. */
export type Row = (Uint8Array | number | string | null)[];

const SCHEMA = `
	CREATE TABLE IF NOT EXISTS collections (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		db TEXT NOT NULL,
		name TEXT NOT NULL,
		uuid BLOB NOT NULL,
		options BLOB NOT NULL,
		UNIQUE (db, name)
	);
	CREATE TABLE IF NOT EXISTS indexes (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		collection INTEGER NOT NULL,
		name TEXT NOT NULL,
		spec BLOB NOT NULL,
		multikey INTEGER NOT NULL DEFAULT 0,
		UNIQUE (collection, name)
	);
	CREATE TABLE IF NOT EXISTS retries (
		session BLOB PRIMARY KEY,
		number INTEGER NOT NULL,
		reply BLOB NOT NULL,
		at INTEGER NOT NULL
	) WITHOUT ROWID;
	DROP INDEX IF EXISTS retries_at;`;

export class Connection {
	readonly database: DatabaseSync;
	readonly catalog: Catalog;
	/** The collections whose documents were changed since the last commit. */
	readonly changed = new Set<number>();
	readonly knownIds = new KnownIds();
	/** Set where this connection's thread is told of every commit; holds for what is committed. */
	knownCounts: KnownCounts | undefined;
	private readonly statements = new Map<string, StatementSync>();
	private readonly lastRids = new Map<number, number>();

	constructor(database: DatabaseSync) {
		this.database = database;
		this.catalog = new Catalog(this);
	}

	/** Gives the prepared statement for a text, preparing it at its first use. */
	prepare(sql: string): StatementSync {
		const known = this.statements.get(sql);
		if (known) return known;
		const statement = this.database.prepare(sql);
		statement.setReturnArrays(true);
		if (this.statements.size >= STATEMENT_LIMIT) this.statements.clear();
		this.statements.set(sql, statement);
		return statement;
	}

	get(sql: string, ...values: SQLInputValue[]): Row | undefined {
		return this.prepare(sql).get(...values) as unknown as Row | undefined;
	}

	all(sql: string, ...values: SQLInputValue[]): Row[] {
		return this.prepare(sql).all(...values) as unknown as Row[];
	}

	run(sql: string, ...values: SQLInputValue[]): number {
		return Number(this.prepare(sql).run(...values).changes);
	}

	/**
	 * Gives the number for a new document. Numbers are never given twice while the store runs, since
	 * a cursor may still know the number of a document that is gone.
	 */
	nextRid(collectionId: number): number {
		const last = this.lastRids.get(collectionId) ?? this.largestRid(collectionId);
		this.lastRids.set(collectionId, last + 1);
		return last + 1;
	}

	private largestRid(collectionId: number): number {
		return (this.get(`SELECT max(rid) FROM c${collectionId}`)![0] as number | null) ?? 0;
	}

	/** Runs reads so that all of them see the same state of the store. */
	snapshot<T>(read: () => T): T {
		if (this.database.isTransaction) return read();
		this.run("BEGIN");
		try {
			return read();
		} finally {
			this.run("COMMIT");
		}
	}

	close(): void {
		this.statements.clear();
		if (this.database.isOpen) this.database.close();
	}
}

/** Opens the connection that writes, making the file and its tables when they are missing. */
export function openWriter(dataDir: string): Connection {
	makeFolder(dataDir);
	const database = new DatabaseSync(join(dataDir, STORE_FILE));
	database.exec(
		`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;
		PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`
	);
	database.exec("BEGIN IMMEDIATE");
	database.exec(SCHEMA);
	database.exec("COMMIT");
	return new Connection(database);
}

/** Opens a connection that can only read; it sees what is committed. */
export function openReader(dataDir: string): Connection {
	const database = new DatabaseSync(join(dataDir, STORE_FILE), { readOnly: true });
	database.exec("PRAGMA cache_size = -8000");
	return new Connection(database);
}
