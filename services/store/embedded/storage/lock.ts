/** Keeps a second process out of a folder; the operating system frees the lock when this one dies. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "./make-folder.ts";

const LOCK_FILE = "lock.db";
const SQLITE_BUSY = 5;

/** Kept here, because a database that nobody refers to is closed when garbage is collected, and its lock goes. */
const held = new Set<DatabaseSync>();

/** What releases the folder again; calling it twice is harmless. */
export type Unlock = () => void;

/**
 * Locks a folder, which is made when it is missing. Throws an error that names the folder when
 * another process holds it, or when nothing can be written there.
 */
export function lockFolder(path: string): Unlock {
	const db = openLockFile(path);
	try {
		// A transaction that never commits: SQLite's own file lock, which ends with the process.
		db.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE; PRAGMA user_version = 1");
	} catch (error) {
		db.close();
		throw lockError(path, error);
	}
	held.add(db);
	return () => {
		if (held.delete(db)) db.close();
	};
}

function openLockFile(path: string): DatabaseSync {
	try {
		makeFolder(path);
		return new DatabaseSync(join(path, LOCK_FILE));
	} catch (error) {
		throw lockError(path, error);
	}
}

function lockError(path: string, cause: unknown): Error {
	const { errcode, message } = cause as { errcode?: number; message: string };
	const reason =
		errcode === SQLITE_BUSY
			? "another process is using it"
			: `it cannot be written (${message})`;
	return new Error(`The data folder "${path}" cannot be opened: ${reason}`, { cause });
}
