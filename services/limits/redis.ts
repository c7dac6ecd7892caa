/** The connection to Redis: nothing waits for it for long, and it comes back by itself. */
import type { Redis } from "ioredis";

/** What takes longer counts as away: a request waits for it. */
const ANSWER_MS = 500;
const CONNECT_MS = 2000;
const MAX_RETRY_MS = 1000;

export interface RedisWatcher {
	/** Heard once for each loss, and once for each return. */
	lost: (error: Error | null) => void;
	found: () => void;
}

/** Connects, or gives up waiting after two seconds and goes on trying; nothing throws. */
export async function connectRedis(url: string, { lost, found }: RedisWatcher): Promise<Redis> {
	// Loaded only where it is used.
	const { Redis } = await import("ioredis");
	const redis = new Redis(url, {
		lazyConnect: true,
		connectTimeout: CONNECT_MS,
		commandTimeout: ANSWER_MS,
		// A server that hangs takes connections and never answers.
		socketTimeout: ANSWER_MS,
		enableOfflineQueue: false,
		maxRetriesPerRequest: 0,
		enableAutoPipelining: true,
		retryStrategy: times => Math.min(times * 50, MAX_RETRY_MS)
	});
	watch(redis, { lost, found });
	await redis.connect().catch(() => undefined);
	return redis;
}

function watch(redis: Redis, { lost, found }: RedisWatcher) {
	let state: "unknown" | "found" | "lost" = "unknown";
	let reason: Error | null = null;
	redis.on("error", (error: Error) => (reason = error));
	redis.on("ready", () => {
		if (state === "lost") found();
		state = "found";
	});
	redis.on("close", () => {
		if (state !== "lost") lost(reason);
		state = "lost";
	});
}
