/** A client's connection, whatever door it came through. */
import type { Caller, Client } from "../../mixins/index.ts";
import type { Subscription } from "./subscription.ts";

/** Why a connection is ended from this side; clients are told. */
export type CloseReason = "session-ended" | "too-slow" | "too-many-messages" | "server-stopping";

/** The doors as metrics name them. */
export type DoorName = "socket.io" | "sse" | "websocket";

/** A way in: Socket.IO, server-sent events or plain WebSocket. */
export interface Door {
	readonly name: DoorName;
	/** Sends one event to several of its connections; what they have in common is encoded once. */
	send(event: string, payload: object, connections: Connection[]): void;
	/** How many bytes the client has not taken yet. */
	waiting(connection: Connection): number;
	/** Tells why, and ends the connection; a client that does not read is cut off after a while. */
	close(connection: Connection, reason: CloseReason): void;
}

export interface Connection {
	readonly id: string;
	readonly door: Door;
	readonly client: Client;
	/** Replaced when the caller's roles change; whose connection it is never changes. */
	caller: Caller;
	readonly subscriptions: Map<string, Subscription>;
	/** True once the client is gone: whatever is still on its way must not subscribe it any more. */
	isClosed: boolean;
}
