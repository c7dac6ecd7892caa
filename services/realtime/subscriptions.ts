/** The subscription service of this node, the same for every door: what is asked for goes to its source. */
import { requestErrors, type Caller } from "../../mixins/index.ts";
import type { Connection } from "./connection.ts";
import { errors } from "./errors.ts";
import type { Source, Subscribed } from "./subscription.ts";

const MAX_SUBSCRIPTIONS = 100;

export class Subscriptions {
	readonly #sources: Source[];
	/** When each connection's last wish is done. */
	readonly #turns = new WeakMap<Connection, Promise<void>>();

	constructor(sources: Source[]) {
		this.#sources = sources;
	}

	/** Subscribes a connection; throws what the caller is refused for. */
	async subscribe(connection: Connection, request: unknown): Promise<Subscribed> {
		const asked = recordOf(request);
		const wanted = this.#sources.filter(({ key }) => asked[key] !== undefined);
		const [source] = wanted;
		if (!source || wanted.length > 1) throw this.#unclear(request);
		return this.#inTurn(connection, async () => {
			if (connection.subscriptions.size >= MAX_SUBSCRIPTIONS)
				throw errors.TOO_MANY_SUBSCRIPTIONS({ limit: MAX_SUBSCRIPTIONS });
			const subscribed = await source.open(connection, asked);
			if (connection.isClosed) this.drop(connection);
			return subscribed;
		});
	}

	/** Ends a subscription; false when the connection has no such one. */
	unsubscribe(connection: Connection, id: string): boolean {
		const subscription = connection.subscriptions.get(id);
		if (!subscription) return false;
		connection.subscriptions.delete(id);
		subscription.source.close(subscription);
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
			if (await subscription.source.callerChanged(subscription)) continue;
			if (this.unsubscribe(connection, subscription.id))
				connection.door.send("revoked", { subscription: subscription.id }, [connection]);
		}
	}

	/** One at a time for each connection, so that a client with many wishes waits for itself alone. */
	#inTurn<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
		const result = (this.#turns.get(connection) ?? Promise.resolve()).then(work);
		const ended = result.then(nothing, nothing);
		this.#turns.set(connection, ended);
		return result;
	}

	#unclear(value: unknown) {
		const names = this.#sources.map(({ key }) => key).join(", ");
		const problem = { pointer: "", message: "does not say what to subscribe to", value };
		return requestErrors.INVALID({ errors: [{ ...problem, expected: `one of ${names}` }] });
	}
}

function nothing() {
	return undefined;
}

function recordOf(request: unknown): Record<string, unknown> {
	const isRecord = typeof request === "object" && request !== null && !Array.isArray(request);
	return isRecord ? (request as Record<string, unknown>) : {};
}
