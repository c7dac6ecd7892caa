/** The subscription service of this node, the same for every door: what is asked for goes to its source. */
import { requestErrors, type Caller } from "../../mixins/index.ts";
import type { Connection } from "./connection.ts";
import { errors } from "./errors.ts";
import type { RealtimeMetrics } from "./metrics.ts";
import type { RevokeReason, Source, Subscribed, Subscription } from "./subscription.ts";

const MAX_SUBSCRIPTIONS = 100;

export class Subscriptions {
	readonly #sources: Source[];
	readonly #metrics: RealtimeMetrics;
	/** How many wishes of each connection wait for their turn, and when the last of them is done. */
	readonly #turns = new WeakMap<Connection, { waiting: number; last: Promise<void> }>();

	constructor(sources: Source[], metrics: RealtimeMetrics) {
		this.#sources = sources;
		this.#metrics = metrics;
	}

	/** Subscribes a connection; throws what the caller is refused for. */
	async subscribe(connection: Connection, request: unknown): Promise<Subscribed> {
		const asked = recordOf(request);
		const wanted = this.#sources.filter(({ key }) => asked[key] !== undefined);
		const [source] = wanted;
		if (!source || wanted.length > 1) throw this.#unclear(request);
		return this.#inTurn(connection, async () => {
			requireRoom(connection.subscriptions.size);
			const subscribed = await source.open(connection, asked);
			if (connection.isClosed) this.drop(connection);
			this.#measure(source);
			return subscribed;
		});
	}

	/** Ends a subscription; false when the connection has no such one. */
	unsubscribe(connection: Connection, id: string): boolean {
		const subscription = connection.subscriptions.get(id);
		if (!subscription) return false;
		connection.subscriptions.delete(id);
		subscription.source.close(subscription);
		this.#measure(subscription.source);
		return true;
	}

	/** Ends all subscriptions of a connection. */
	drop(connection: Connection): void {
		for (const id of connection.subscriptions.keys()) this.unsubscribe(connection, id);
	}

	/** Puts the caller as it is now in the place of the connection's. */
	async setCaller(connection: Connection, caller: Caller): Promise<void> {
		connection.caller = caller;
		await this.rightsChanged(connection);
	}

	/** Ends the subscriptions to what the caller may not hear of any more, and says so. */
	async rightsChanged(connection: Connection): Promise<void> {
		for (const subscription of connection.subscriptions.values()) {
			if (!(await subscription.source.callerChanged(subscription)))
				this.#revoke(subscription, "rights");
		}
	}

	/** Ends the subscriptions to what is not there any more, because services have come or gone. */
	servicesChanged(...sources: Source[]): void {
		for (const source of sources.length > 0 ? sources : this.#sources)
			for (const [subscription, reason] of source.lost?.() ?? [])
				this.#revoke(subscription, reason);
	}

	#revoke({ id, connection }: Subscription, reason: RevokeReason) {
		if (!this.unsubscribe(connection, id)) return;
		this.#metrics.revoked(reason);
		connection.door.send("revoked", { subscription: id, reason }, [connection]);
	}

	#measure({ key, size }: Source) {
		this.#metrics.subscriptions(key, size);
	}

	/** One at a time for each connection, so that a client with many wishes waits for itself alone. */
	async #inTurn<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
		const turns = this.#turns.get(connection) ?? { waiting: 0, last: Promise.resolve() };
		// More could not be granted anyway, and must not pile up.
		requireRoom(turns.waiting);
		this.#turns.set(connection, turns);
		turns.waiting++;
		const result = turns.last.then(work);
		turns.last = result.then(nothing, nothing);
		try {
			return await result;
		} finally {
			turns.waiting--;
		}
	}

	#unclear(value: unknown) {
		const names = this.#sources.map(({ key }) => key).join(", ");
		const problem = { pointer: "", message: "does not say what to subscribe to", value };
		return requestErrors.INVALID({ errors: [{ ...problem, expected: `one of ${names}` }] });
	}
}

function requireRoom(taken: number) {
	if (taken >= MAX_SUBSCRIPTIONS)
		throw errors.TOO_MANY_SUBSCRIPTIONS({ limit: MAX_SUBSCRIPTIONS });
}

function nothing() {
	return undefined;
}

function recordOf(request: unknown): Record<string, unknown> {
	const isRecord = typeof request === "object" && request !== null && !Array.isArray(request);
	return isRecord ? (request as Record<string, unknown>) : {};
}
