/** What collections and indexes there are, as one connection sees them. */
import { asBuffer } from "../bson/encode.ts";
import { decode } from "../bson/decode.ts";
import type { Doc } from "../bson/values.ts";
import type { Connection } from "./connection.ts";
import { idIndex, readIndex, type Index } from "./index-definition.ts";
import { parseFilter } from "../query/filter.ts";
import type { FilterNode } from "../query/nodes.ts";

export interface Collection {
	id: number;
	db: string;
	name: string;
	namespace: string;
	uuid: Buffer;
	options: Doc;
	indexes: Index[];
	validator?: FilterNode;
}

export class Catalog {
	private readonly connection: Connection;
	private version = -1;
	private byNamespace = new Map<string, Collection>();

	constructor(connection: Connection) {
		this.connection = connection;
	}

	/** Finds a collection; `undefined` when there is none, which to a query is an empty one. */
	find(db: string, name: string): Collection | undefined {
		if (this.version < 0) this.load();
		return this.byNamespace.get(`${db}.${name}`);
	}

	/** Lists the collections of a database, or of all of them. */
	list(db?: string): Collection[] {
		if (this.version < 0) this.load();
		return [...this.byNamespace.values()].filter(one => db === undefined || one.db === db);
	}

	/** Reads the catalog again if another connection changed it. Call it within a snapshot. */
	refresh(): void {
		if (this.version !== this.storedVersion()) this.load();
	}

	/** Forgets what is known, after a change was taken back. */
	forget(): void {
		this.version = -1;
	}

	/** Notes a change for all connections, and reads the catalog again. */
	changed(): void {
		this.connection.database.exec(
			`PRAGMA user_version = ${(this.storedVersion() + 1) % 2 ** 31}`
		);
		this.load();
	}

	private storedVersion(): number {
		return this.connection.get("PRAGMA user_version")![0] as number;
	}

	private load(): void {
		const collections = new Map<number, Collection>();
		for (const row of this.connection.all(
			"SELECT id, db, name, uuid, options FROM collections"
		)) {
			const collection = readCollection(row);
			collections.set(collection.id, collection);
		}
		const rows = this.connection.all(
			"SELECT id, collection, spec, multikey FROM indexes ORDER BY id"
		);
		for (const [id, owner, spec, multikey] of rows) {
			const index = readIndex(
				Number(id),
				decode(asBuffer(spec as Uint8Array)),
				Number(multikey)
			);
			collections.get(Number(owner))?.indexes.push(index);
		}
		this.byNamespace = new Map([...collections.values()].map(one => [one.namespace, one]));
		this.version = this.storedVersion();
	}
}

function readCollection(row: (Uint8Array | number | string | null)[]): Collection {
	const id = Number(row[0]);
	const [db, name] = [String(row[1]), String(row[2])];
	const options = decode(asBuffer(row[4] as Uint8Array));
	return {
		id,
		db,
		name,
		namespace: `${db}.${name}`,
		uuid: asBuffer(row[3] as Uint8Array),
		options,
		indexes: [idIndex(id)],
		...(options.validator ? { validator: parseFilter(options.validator as Doc) } : {})
	};
}
