/**
 * The documents of an embedded store, read from its file beside whoever runs on it. One read transaction of
 * SQLite shows all collections as they were when it began, and holds up no writer.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { deserialize } from "bson";
import { openReader, STORE_FILE, type Connection } from "../store/embedded/storage/connection.ts";
import { BackupError } from "./backup-error.ts";
import type { CollectionInfo, IndexInfo } from "./format.ts";
import type { Source } from "./source.ts";

export function openEmbeddedSource(folder: string, database: string): Source {
	if (!existsSync(path.join(folder, STORE_FILE)))
		throw new BackupError(`There is no store in "${folder}": a kernel has to have run on it`);
	const connection = openReader(folder);
	connection.run("BEGIN");
	// The first read is what the transaction's moment is.
	const known = connection.catalog.list(database);
	return {
		isConsistent: true,
		collections: () =>
			Promise.resolve(known.map(({ id, name }) => describe(connection, id, name))),
		*documents(name) {
			const { id } = known.find(collection => collection.name === name)!;
			const rows = connection.prepare(`SELECT doc FROM c${id} ORDER BY rid`).iterate();
			for (const row of rows) yield (row as unknown as [Uint8Array])[0];
		},
		close() {
			connection.close();
			return Promise.resolve();
		}
	};
}

function describe(connection: Connection, id: number, name: string): CollectionInfo {
	const [options] = connection.get("SELECT options FROM collections WHERE id = ?", id)!;
	const specs = connection.all("SELECT spec FROM indexes WHERE collection = ? ORDER BY id", id);
	return {
		name,
		options: deserialize(options as Uint8Array),
		indexes: specs.map(([spec]) => deserialize(spec as Uint8Array) as IndexInfo)
	};
}
