/** Connections to Redis for Bull: two that all queues share, and one for each that waits for work. */
import type { Redis, RedisOptions } from "ioredis";

/** What takes longer counts as away; tasks wait in their documents meanwhile. */
const ANSWER_MS = 2000;
const CONNECT_MS = 2000;
const MAX_RETRY_MS = 1000;

type Kind = "client" | "subscriber" | "bclient";

export interface Watcher {
	failed: (error: unknown) => void;
	/** Redis is there again; what was told it meanwhile is lost, and perhaps all of it. */
	found: () => void;
}

export class Connections {
	readonly client: Redis;
	readonly #make: (options: RedisOptions) => Redis;
	readonly #all = new Set<Redis>();
	#subscriber: Redis | null = null;

	private constructor(make: (options: RedisOptions) => Redis, { failed, found }: Watcher) {
		this.#make = make;
		this.client = this.#open({
			commandTimeout: ANSWER_MS,
			connectTimeout: CONNECT_MS,
			enableOfflineQueue: false,
			maxRetriesPerRequest: 0
		});
		let isLost = false;
		this.client.on("close", () => {
			if (!isLost) failed(new Error("The connection to Redis is lost"));
			isLost = true;
		});
		this.client.on("ready", () => {
			if (isLost) found();
			isLost = false;
		});
	}

	static async open(url: string, watcher: Watcher): Promise<Connections> {
		// Loaded only where it is used.
		const { Redis } = await import("ioredis");
		const make = (options: RedisOptions) =>
			new Redis(url, {
				...options,
				retryStrategy: times => Math.min(times * 50, MAX_RETRY_MS)
			});
		return new Connections(make, watcher);
	}

	get isReady(): boolean {
		return this.client.status === "ready";
	}

	/** What Bull asks for. */
	for(kind: Kind): Redis {
		if (kind === "client") return this.client;
		if (kind === "subscriber") return (this.#subscriber ??= this.#openWaiting());
		return this.#openWaiting();
	}

	/** Ends one that waited for work. */
	release(connection: Redis): void {
		this.#all.delete(connection);
		connection.disconnect();
	}

	close(): void {
		for (const connection of this.#all) connection.disconnect();
		this.#all.clear();
	}

	/** Bull wants those that wait to be so. */
	#openWaiting(): Redis {
		return this.#open({ maxRetriesPerRequest: null, enableReadyCheck: false });
	}

	#open(options: RedisOptions): Redis {
		const connection = this.#make(options);
		// Each of Bull's queues listens to those that are shared.
		connection.setMaxListeners(0);
		// Its loss is told once, by its close.
		connection.on("error", () => undefined);
		this.#all.add(connection);
		return connection;
	}
}
