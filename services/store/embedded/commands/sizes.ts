/** How many bytes collections and indexes take. */
import type { Collection } from "../storage/catalog.ts";
import type { Connection } from "../storage/connection.ts";

/** The bytes of a collection's documents, as its pages in the file. */
export function collectionBytes(connection: Connection, collection: Collection): number {
	return tableBytes(connection, `c${collection.id}`);
}

/** The bytes that one table or index of SQLite takes. */
export function tableBytes(connection: Connection, table: string): number {
	const row = connection.get(
		"SELECT sum(pgsize) FROM dbstat WHERE name = ? AND aggregate = 1",
		table
	);
	return Number(row?.[0] ?? 0);
}

/** The size of the whole file. */
export function fileBytes(connection: Connection): number {
	return (
		Number(connection.get("PRAGMA page_count")![0]) *
		Number(connection.get("PRAGMA page_size")![0])
	);
}
