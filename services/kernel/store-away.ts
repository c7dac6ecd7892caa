/** What the driver throws while the store is away, or where it could not finish a transaction meanwhile. */

/** As far as this needs to know it. */
interface StoreError {
	name?: string;
	code?: unknown;
	errorLabels?: unknown;
	cause?: unknown;
}

const AWAY =
	/^Mongo(ose)?(Network|ServerSelection|NotConnected|TopologyClosed|PoolCleared|PoolClosed|ServerClosed|WaitQueueTimeout|ExpiredSession|WriteConcern)/;

/** MongoDB's codes of a store that has no primary, or that is stopping. */
const AWAY_CODES = new Set<unknown>([10107, 13435, 11600, 11602, 91, 189]);

/** A plugin's error may be its own cause. */
const MAX_DEPTH = 8;

const PASSING = ["TransientTransactionError", "RetryableWriteError"];

export function isStoreAway({ name = "", errorLabels, code }: StoreError): boolean {
	if (AWAY.test(name)) return true;
	if (name !== "MongoServerError") return false;
	const labels = Array.isArray(errorLabels) ? errorLabels : [];
	return AWAY_CODES.has(code) || PASSING.some(label => labels.includes(label));
}

/** True when the store's absence is the reason, or the reason of the reason. */
export function isForStoreAway(error: unknown): boolean {
	let one = error;
	for (let depth = 0; depth < MAX_DEPTH; depth++) {
		if (typeof one !== "object" || one === null) return false;
		if (isStoreAway(one)) return true;
		one = (one as StoreError).cause;
	}
	return false;
}
