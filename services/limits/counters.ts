/**
 * Counts requests by key: over Redis, so that all nodes count together, or in this process. While Redis is
 * away each node counts by itself, and goes back by itself.
 */
import type { Redis } from "ioredis";
import { RateLimiterRedis, type RateLimiterAbstract } from "rate-limiter-flexible";
import { LocalLimiter, UNLIMITED } from "./local-counters.ts";

const PREFIX = "lyceum:limits";

export interface Count {
	/** How many requests came in the present window, this one among them. */
	consumed: number;
	/** How long the window lasts from now on. */
	msLeft: number;
}

export class Counters {
	readonly #limiter: RateLimiterAbstract;
	readonly #redis: Redis | null;

	constructor(redis: Redis | null) {
		const local = new LocalLimiter(PREFIX);
		this.#redis = redis;
		this.#limiter =
			redis === null
				? local
				: new RateLimiterRedis({
						...UNLIMITED,
						keyPrefix: PREFIX,
						storeClient: redis,
						rejectIfRedisNotReady: true,
						insuranceLimiter: local
					});
	}

	/** True while all nodes count together. */
	get isShared(): boolean {
		return this.#redis?.status === "ready";
	}

	/** Counts one more; the window of a key begins with its first request. */
	async count(key: string, seconds: number): Promise<Count> {
		const { consumedPoints: consumed, msBeforeNext: msLeft } = await this.#limiter.consume(
			key,
			1,
			{ customDuration: seconds }
		);
		return { consumed, msLeft };
	}

	/** Begins to count a key anew. */
	async forget(key: string): Promise<void> {
		await this.#limiter.delete(key);
	}
}
