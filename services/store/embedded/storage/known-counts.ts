/**
 * How many keys a range of an index has, as it was counted since the collection last changed: every
 * page of a list comes with the number of all its documents. Kept by the thread that also commits,
 * for what is committed; nobody else knows when a count is over.
 */

/** Fewer keys are counted again: that costs no more than looking the number up. */
const LEAST_COUNT = 200;
/** More ranges than this are not remembered for one collection. */
const MOST_RANGES = 500;

export interface CountedRange {
	table: string;
	range: { low: Buffer; high: Buffer };
}

export class KnownCounts {
	private readonly byCollection = new Map<number, Map<string, number>>();

	find(collectionId: number, counted: CountedRange): number | undefined {
		return this.byCollection.get(collectionId)?.get(nameOf(counted));
	}

	keep(collectionId: number, counted: CountedRange, count: number): void {
		if (count < LEAST_COUNT) return;
		let counts = this.byCollection.get(collectionId);
		if (!counts || counts.size >= MOST_RANGES) {
			counts = new Map();
			this.byCollection.set(collectionId, counts);
		}
		counts.set(nameOf(counted), count);
	}

	/** Forgets what a commit may have changed. */
	forget(collectionIds: Iterable<number>): void {
		for (const id of collectionIds) this.byCollection.delete(id);
	}
}

function nameOf({ table, range }: CountedRange): string {
	return `${table} ${range.low.toString("base64")} ${range.high.toString("base64")}`;
}
