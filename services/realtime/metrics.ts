/** What is counted of realtime; every label has few values. */
import type { ServiceBroker } from "moleculer";
import type { CloseReason, DoorName } from "./connection.ts";
import type { RevokeReason } from "./subscription.ts";

type Registry = ServiceBroker["metrics"];

const CONNECTIONS = "realtime_connections";
const SUBSCRIPTIONS = "realtime_subscriptions";
const DELIVERED = "realtime_delivered_total";
const DROPPED = "realtime_dropped_total";
const REVOKED = "realtime_revoked_total";
const REFUSED = "realtime_refused_total";
const ROOMS = "realtime_rooms";
const MEMBERS = "realtime_room_members";

export class RealtimeMetrics {
	readonly #registry: Registry;

	constructor(registry: Registry) {
		this.#registry = registry;
		const gauge = (name: string, description: string, ...labelNames: string[]) =>
			registry.register({ type: "gauge", name, description, labelNames });
		const counter = (name: string, description: string, ...labelNames: string[]) =>
			registry.register({ type: "counter", name, description, labelNames });
		gauge(CONNECTIONS, "Open realtime connections", "door");
		gauge(SUBSCRIPTIONS, "What open connections are subscribed to", "kind");
		gauge(ROOMS, "Rooms with somebody in them, on all nodes");
		gauge(MEMBERS, "Users in rooms, on all nodes, each once a room");
		counter(DELIVERED, "Events that were sent to clients", "door");
		counter(DROPPED, "Connections that this side has ended", "door", "reason");
		counter(REVOKED, "Subscriptions that this side has ended", "reason");
		counter(REFUSED, "Connections that were one too many", "limit");
	}

	opened(door: DoorName): void {
		this.#registry.increment(CONNECTIONS, { door });
	}

	closed(door: DoorName): void {
		this.#registry.decrement(CONNECTIONS, { door });
	}

	subscriptions(kind: string, count: number): void {
		this.#registry.set(SUBSCRIPTIONS, count, { kind });
	}

	delivered(door: DoorName, count: number): void {
		this.#registry.increment(DELIVERED, { door }, count);
	}

	dropped(door: DoorName, reason: CloseReason): void {
		this.#registry.increment(DROPPED, { door, reason });
	}

	revoked(reason: RevokeReason): void {
		this.#registry.increment(REVOKED, { reason });
	}

	refused(limit: "user" | "address"): void {
		this.#registry.increment(REFUSED, { limit });
	}

	present(rooms: number, members: number): void {
		this.#registry.set(ROOMS, rooms);
		this.#registry.set(MEMBERS, members);
	}
}
