/**
 * Keeps the connections' callers what they are now: an ended session ends its connections, and changed
 * roles or rules count at the next event.
 */
import { isDeepStrictEqual } from "node:util";
import type { RefreshCaller } from "../kernel/runtime.ts";
import type { CloseReason, Connection } from "./connection.ts";
import type { RealtimeMetrics } from "./metrics.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** How many connections are asked about at a time: each costs a few reads. */
const AT_ONCE = 20;

export class Callers {
	readonly #connections = new Set<Connection>();
	readonly #byUser = new Map<string | null, Set<Connection>>();
	readonly #refreshCaller: RefreshCaller;
	readonly #subscriptions: Subscriptions;

	readonly #metrics: RealtimeMetrics;

	constructor(
		refreshCaller: RefreshCaller,
		subscriptions: Subscriptions,
		metrics: RealtimeMetrics
	) {
		this.#refreshCaller = refreshCaller;
		this.#subscriptions = subscriptions;
		this.#metrics = metrics;
	}

	add(connection: Connection): void {
		const { id } = connection.caller;
		this.#connections.add(connection);
		const own = this.#byUser.get(id) ?? new Set();
		this.#byUser.set(id, own.add(connection));
		this.#metrics.opened(connection.door.name);
	}

	/** Forgets a connection that is gone. */
	remove(connection: Connection): void {
		const { id } = connection.caller;
		connection.isClosed = true;
		this.#subscriptions.drop(connection);
		if (!this.#connections.delete(connection)) return;
		this.#metrics.closed(connection.door.name);
		const own = this.#byUser.get(id);
		own?.delete(connection);
		if (own?.size === 0) this.#byUser.delete(id);
	}

	/** Ends a connection, and tells the client why. */
	drop(connection: Connection, reason: CloseReason): void {
		if (!this.#connections.has(connection)) return;
		this.remove(connection);
		this.#metrics.dropped(connection.door.name, reason);
		connection.door.close(connection, reason);
	}

	/** Ends the connections of sessions that have ended. */
	endSessions(ids: string[]): void {
		for (const connection of this.#connections) {
			const { credentialId } = connection.caller;
			if (credentialId !== undefined && ids.includes(credentialId))
				this.drop(connection, "session-ended");
		}
	}

	/** Asks anew what a user may do, and who views as this user. */
	async refreshUser(userId: string): Promise<void> {
		const viewers = [...this.#connections].filter(({ caller }) => caller.viewedBy === userId);
		await this.#refresh([...(this.#byUser.get(userId) ?? []), ...viewers]);
	}

	/** Asks anew about all who came with an API key. */
	async refreshKeys(): Promise<void> {
		await this.#refresh(
			[...this.#connections].filter(({ caller }) => caller.kind === "apiKey")
		);
	}

	/** Asks anew about everybody, because sessions and keys also end by themselves. */
	async refreshAll(): Promise<void> {
		await this.#refresh([...this.#connections]);
	}

	/** Other rules are in force: ends what may not be read any more. */
	async rulesChanged(): Promise<void> {
		for (const connection of this.#connections)
			await this.#subscriptions.rightsChanged(connection);
	}

	/** Ends all connections, because the server stops. */
	endAll(): void {
		for (const connection of this.#connections) this.drop(connection, "server-stopping");
	}

	async #refresh(connections: Connection[]) {
		const waiting = [...connections];
		while (waiting.length > 0)
			await Promise.all(
				waiting.splice(0, AT_ONCE).map(connection => this.#refreshOne(connection))
			);
	}

	async #refreshOne(connection: Connection) {
		const caller = await this.#refreshCaller(connection.caller);
		if (!this.#connections.has(connection)) return;
		if (caller === null) this.drop(connection, "session-ended");
		else if (!isDeepStrictEqual(caller, connection.caller))
			await this.#subscriptions.setCaller(connection, caller);
	}
}
