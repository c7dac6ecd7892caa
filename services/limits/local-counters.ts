/** Counts in this process: the library's memory limiter, with a bound on how much it remembers. */
import { LRUCache } from "lru-cache";
import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";

/** A counter takes 500 bytes with its timer: a flood of addresses takes 25 MB and no more. */
const MAX_KEYS = 50_000;

/**
 * The caller says how long each key counts and compares by itself, so that one limiter serves every limit;
 * with these points it never refuses.
 */
export const UNLIMITED = { points: Number.MAX_SAFE_INTEGER, duration: 60 };

export class LocalLimiter extends RateLimiterMemory {
	/** Which keys are counted; the one that was not used for longest is forgotten for a new one. */
	readonly #keys = new LRUCache<string, true>({
		max: MAX_KEYS,
		dispose: (_true, key) => void super.delete(key)
	});

	constructor(keyPrefix: string) {
		super({ ...UNLIMITED, keyPrefix });
	}

	/** How many keys are remembered. */
	get size(): number {
		return this.#keys.size;
	}

	override consume(
		key: string,
		points?: number,
		options?: { customDuration: number }
	): Promise<RateLimiterRes> {
		if (this.#keys.get(key) === undefined) this.#keys.set(key, true);
		return super.consume(key, points, options);
	}

	override delete(key: string): Promise<boolean> {
		return Promise.resolve(this.#keys.delete(key));
	}
}
