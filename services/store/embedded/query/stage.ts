/** What a query plan is made of: stages that hand documents on, one at a time. */
import type { Doc } from "../bson/values.ts";

/** A document on its way through a plan; its bytes are read as late as possible. */
export interface Found {
	rid: number;
	key?: Buffer;
	raw?: Buffer;
	doc?: Doc;
	score?: number;
}

/**
 * One stage. `next` gives a document, or `null` at the end. A stage keeps its own place and never
 * holds a statement open, so that a cursor can wait between two batches without cost.
 */
export interface Stage {
	next(): Found | null;
	/** The stage as `explain` shows it. */
	explain(): Doc;
}
