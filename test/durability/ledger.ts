import { UUID } from "mongodb";

/** What the writers were told, and what they tried: the truth that the store is held against. */
export interface Ledger {
	/** Acknowledged inserts: `_id` to the value that was written. */
	inserted: Map<string, number>;
	/** Acknowledged deletes. */
	deleted: Set<string>;
	/** Deletes that were sent; without an acknowledgement, the document may be there or not. */
	deleting: Set<string>;
	/** Keys of acknowledged transactions, which wrote one document to each of two collections. */
	pairs: Set<string>;
	/** For each counter, how many increments were acknowledged, and how many were sent. */
	counters: Map<string, { acknowledged: number; sent: number }>;
	/** A session whose numbered increments are sent again after each kill. */
	retried: { session: UUID; sent: number; acknowledged: number };
	acknowledgements: number;
}

/** Begins an empty ledger; one serves for all kills of a folder. */
export function newLedger(): Ledger {
	return {
		inserted: new Map(),
		deleted: new Set(),
		deleting: new Set(),
		pairs: new Set(),
		counters: new Map(),
		retried: { session: new UUID(), sent: 0, acknowledged: 0 },
		acknowledgements: 0
	};
}
