/**
 * Keeps the connections' callers what they are now: an ended session ends its connections, and changed
 * roles or rules count at the next event.
 */
import { isDeepStrictEqual } from "node:util";
import type { RefreshCallers } from "../kernel/runtime.ts";
import { ByKey } from "./by-key.ts";
import type { CloseReason, Connection } from "./connection.ts";
import type { RealtimeMetrics } from "./metrics.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** About so many connections the store is asked at a time; others who ask wait for no more than these. */
const AT_ONCE = 500;

export class Callers {
	readonly #connections = new Set<Connection>();
	readonly #byUser = new ByKey<string | null, Connection>();
	/** Those who look at things as somebody else, by who they are. */
	readonly #byViewer = new ByKey<string, Connection>();
	/** By session or API key. */
	readonly #byCredential = new ByKey<string, Connection>();
	readonly #withKeys = new Set<Connection>();
	readonly #refreshCallers: RefreshCallers;
	readonly #subscriptions: Subscriptions;
	readonly #metrics: RealtimeMetrics;
	/** One batch after the other, so that an older answer never comes behind a newer one. */
	#asking: Promise<void> = Promise.resolve();

	constructor(
		refreshCallers: RefreshCallers,
		subscriptions: Subscriptions,
		metrics: RealtimeMetrics
	) {
		this.#refreshCallers = refreshCallers;
		this.#subscriptions = subscriptions;
		this.#metrics = metrics;
	}

	add(connection: Connection): void {
		const { id, viewedBy, credentialId, kind } = connection.caller;
		this.#connections.add(connection);
		this.#byUser.add(id, connection);
		if (viewedBy !== undefined) this.#byViewer.add(viewedBy, connection);
		if (credentialId !== undefined) this.#byCredential.add(credentialId, connection);
		if (kind === "apiKey") this.#withKeys.add(connection);
		this.#metrics.opened(connection.door.name);
	}

	/** Forgets a connection that is gone. */
	remove(connection: Connection): void {
		const { id, viewedBy, credentialId } = connection.caller;
		connection.isClosed = true;
		this.#subscriptions.drop(connection);
		if (!this.#connections.delete(connection)) return;
		this.#metrics.closed(connection.door.name);
		this.#byUser.remove(id, connection);
		if (viewedBy !== undefined) this.#byViewer.remove(viewedBy, connection);
		if (credentialId !== undefined) this.#byCredential.remove(credentialId, connection);
		this.#withKeys.delete(connection);
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
		for (const id of ids)
			for (const connection of this.#byCredential.of(id))
				this.drop(connection, "session-ended");
	}

	/** Asks anew what a user may do, and who views as this user. */
	async refreshUser(userId: string): Promise<void> {
		await this.#refresh([...this.#byUser.of(userId), ...this.#byViewer.of(userId)]);
	}

	/** Asks anew about all who came with an API key. */
	async refreshKeys(): Promise<void> {
		await this.#refresh([...this.#withKeys]);
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
		for (let first = 0; first < connections.length; first += AT_ONCE)
			await this.#inTurn(() => this.#refreshSome(connections.slice(first, first + AT_ONCE)));
	}

	async #refreshSome(connections: Connection[]) {
		const open = connections.filter(({ isClosed }) => !isClosed);
		const callers = await this.#refreshCallers(open.map(({ caller }) => caller));
		for (const [index, connection] of open.entries()) {
			const caller = callers[index] ?? null;
			if (connection.isClosed) continue;
			if (caller === null) this.drop(connection, "session-ended");
			else if (!isDeepStrictEqual(caller, connection.caller))
				await this.#subscriptions.setCaller(connection, caller);
		}
	}

	#inTurn(work: () => Promise<void>): Promise<void> {
		const done = this.#asking.then(work);
		// Who asked hears of a failure; who comes next begins anew.
		this.#asking = done.catch(() => undefined);
		return done;
	}
}
