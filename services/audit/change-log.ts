/**
 * The durable log of changes: a change's position is its place in the audit trail, which is given out
 * without gaps and by one writer at a time. What a client or a node has missed is read here.
 */
import type { Connection as StoreConnection } from "mongoose";
import type { StoredDocument } from "../../mixins/collection/target.ts";
import { CHANGES } from "../../mixins/collection/changes.ts";
import type { Change } from "../../mixins/index.ts";
import { AuditEntry } from "./audit-entry.model.ts";

/** A change with its place in the log. */
export type LoggedChange = Pick<Change, "collection" | "documentId" | "rev" | "type"> & {
	position: number;
	before: StoredDocument | null;
	after: StoredDocument | null;
};

interface Place {
	seq: number;
	sourceId: string;
}

export class ChangeLog {
	readonly #connection: StoreConnection;

	constructor(connection: StoreConnection) {
		this.#connection = connection;
	}

	/** The position of the newest entry; 0 for an empty log. */
	async head(): Promise<number> {
		const last = await this.#entries().findOne(
			{},
			{ sort: { seq: -1 }, projection: { seq: 1 } }
		);
		return last?.seq ?? 0;
	}

	/** The position of the oldest entry that is still kept; 1 for an empty log. */
	async tail(): Promise<number> {
		const first = await this.#entries().findOne(
			{},
			{ sort: { seq: 1 }, projection: { seq: 1 } }
		);
		return first?.seq ?? 1;
	}

	/** The changes after one position and up to another, in their order. */
	async between(after: number, upTo: number, collection?: string): Promise<LoggedChange[]> {
		const places = await this.#entries()
			.find(
				{
					seq: { $gt: after, $lte: upTo },
					...(collection ? { collectionName: collection } : { revision: { $ne: null } })
				},
				{ sort: { seq: 1 }, projection: { seq: 1, sourceId: 1 } }
			)
			.toArray();
		const changes = await this.#changes(places.map(({ sourceId }) => sourceId));
		return places.flatMap(({ seq, sourceId }) => {
			const change = changes.get(sourceId);
			return change ? [logged(change, seq)] : [];
		});
	}

	async #changes(ids: string[]): Promise<Map<string, Change>> {
		if (ids.length === 0) return new Map();
		const found = await this.#connection
			.collection<Change>(CHANGES)
			.find({ _id: { $in: ids } })
			.toArray();
		return new Map(found.map(change => [change._id, change]));
	}

	#entries() {
		return this.#connection.collection<Place & { _id: string }>(AuditEntry.collection);
	}
}

export function logged(change: Change, position: number): LoggedChange {
	const { collection, documentId, rev, type, before, after } = change;
	return {
		collection,
		documentId,
		rev,
		type,
		position,
		before: before as StoredDocument | null,
		after: after as StoredDocument | null
	};
}
