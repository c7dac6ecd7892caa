/** What a client asked to hear of, as the server keeps it, and where such things come from. */
import type { Connection } from "./connection.ts";

/** Why a subscription is ended from this side; clients are told. */
export type RevokeReason = "rights" | "gone" | "changed";

export interface Subscription {
	/** The same for all who ask for the same; clients know it by this. */
	readonly id: string;
	readonly connection: Connection;
	readonly source: Source;
}

/** What a client is told once it is subscribed. */
export interface Subscribed {
	subscription: string;
	/** Everything after it will be told. */
	position: number;
	[more: string]: unknown;
}

/** One kind of things that can be subscribed to: changes of documents, rooms and so on. */
export interface Source {
	/** The key of a request that names what is wanted of it, e.g. `collection`. */
	readonly key: string;
	/** Opens a subscription and notes it on the connection; throws what the caller is refused for. */
	open(connection: Connection, request: Record<string, unknown>): Promise<Subscribed>;
	/** Lets go of a subscription; it has been taken off the connection. */
	close(subscription: Subscription): void;
	/** The caller's roles or rules have changed: returns false when it may not stay subscribed. */
	callerChanged(subscription: Subscription): boolean | Promise<boolean>;
	/** Those whose matter is not there any more, because a plugin has gone or is another version now. */
	lost?(): [subscription: Subscription, reason: RevokeReason][];
	/** How many subscriptions there are. */
	readonly size: number;
}
