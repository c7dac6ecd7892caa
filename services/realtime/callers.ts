/**
 * Keeps the connections' callers what they are now: an ended session ends its connections, and changed
 * roles or rules count at the next event.
 */
import { isDeepStrictEqual } from "node:util";
import type { RefreshCaller } from "../kernel/runtime.ts";
import type { Connection } from "./connection.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** How many connections are asked about at a time: each costs a few reads. */
const AT_ONCE = 20;

export class Callers {
	readonly #connections = new Set<Connection>();
	readonly #byUser = new Map<string | null, Set<Connection>>();
	readonly #refreshCaller: RefreshCaller;
	readonly #subscriptions: Subscriptions;

	constructor(refreshCaller: RefreshCaller, subscriptions: Subscriptions) {
		this.#refreshCaller = refreshCaller;
		this.#subscriptions = subscriptions;
	}

	get size(): number {
		return this.#connections.size;
	}

	/** How many connections this user, or all guests, have open. */
	countOf(userId: string | null): number {
		return this.#byUser.get(userId)?.size ?? 0;
	}

	add(connection: Connection): void {
		const { id } = connection.caller;
		this.#connections.add(connection);
		const own = this.#byUser.get(id) ?? new Set();
		this.#byUser.set(id, own.add(connection));
	}

	remove(connection: Connection): void {
		const { id } = connection.caller;
		connection.isClosed = true;
		this.#subscriptions.drop(connection);
		this.#connections.delete(connection);
		const own = this.#byUser.get(id);
		own?.delete(connection);
		if (own?.size === 0) this.#byUser.delete(id);
	}

	/** Ends the connections of sessions that have ended. */
	endSessions(ids: string[]): void {
		for (const connection of this.#connections) {
			const { credentialId } = connection.caller;
			if (credentialId !== undefined && ids.includes(credentialId)) this.#end(connection);
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
		for (const connection of this.#connections) {
			this.remove(connection);
			connection.door.close(connection, "server-stopping");
		}
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
		if (caller === null) this.#end(connection);
		else if (!isDeepStrictEqual(caller, connection.caller))
			await this.#subscriptions.setCaller(connection, caller);
	}

	#end(connection: Connection) {
		this.remove(connection);
		connection.door.close(connection, "session-ended");
	}
}
