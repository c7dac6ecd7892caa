/**
 * Keeps what was read from the store for at most a second, so that a change is seen everywhere
 * within that time even when the event that tells of it is lost.
 */
import { LRUCache } from "lru-cache";

const MAX_AGE_MS = 1000;
const MAX_ENTRIES = 20_000;

interface Entry<Value> {
	/** When the read began: what is written after it may be missing. */
	since: number;
	loading: Promise<Value> | null;
	value: Value | undefined;
}

export class FreshCache<Value> {
	readonly #load: (key: string) => Promise<Value>;
	readonly #now: () => number;
	readonly #entries = new LRUCache<string, Entry<Value>>({ max: MAX_ENTRIES });

	constructor(
		load: (key: string) => Promise<Value>,
		now: () => number = () => performance.now()
	) {
		this.#load = load;
		this.#now = now;
	}

	/** The value at once when it is known and fresh, otherwise a promise of it. */
	get(key: string): Value | Promise<Value> {
		const known = this.#entries.get(key);
		if (known && this.#now() - known.since < MAX_AGE_MS)
			return known.loading ?? (known.value as Value);
		return this.#read(key);
	}

	/** Makes the next `get` read anew, also when a read is under way. */
	forget(key: string): void {
		this.#entries.delete(key);
	}

	/** Forgets everything. */
	clear(): void {
		this.#entries.clear();
	}

	#read(key: string): Promise<Value> {
		const entry: Entry<Value> = { since: this.#now(), loading: null, value: undefined };
		entry.loading = this.#load(key).then(
			value => {
				entry.value = value;
				entry.loading = null;
				return value;
			},
			error => {
				if (this.#entries.peek(key) === entry) this.#entries.delete(key);
				throw error;
			}
		);
		this.#entries.set(key, entry);
		return entry.loading;
	}
}
