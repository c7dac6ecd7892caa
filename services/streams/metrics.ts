/** What is counted of streams, under Moleculer's registry once there is a broker. */
import type { ServiceBroker } from "moleculer";
import type { StreamStatus } from "./driver.ts";
import type { Entry } from "./entry.ts";

type Registry = ServiceBroker["metrics"];

const COUNTERS = {
	published: ["streams_published_total", "Messages that were published"],
	delivered: ["streams_delivered_total", "Messages that a group has done with"],
	retried: ["streams_retried_total", "Deliveries that failed and are tried again"],
	dead: ["streams_dead_total", "Messages that became dead letters"]
} as const;

const LAG = "streams_lag";
const WAITING = "streams_outbox_waiting";
const REFUSED_EVENTS = "events_refused_total";

export class StreamMetrics {
	#registry: Registry | null = null;

	register(registry: Registry): void {
		this.#registry = registry;
		for (const [what, [name, description]] of Object.entries(COUNTERS)) {
			const labelNames = what === "published" ? ["stream"] : ["stream", "group"];
			registry.register({ type: "counter", name, description, labelNames });
		}
		registry.register({
			type: "gauge",
			name: LAG,
			description: "Messages that a group has not done with yet",
			labelNames: ["stream", "group"]
		});
		registry.register({
			type: "gauge",
			name: WAITING,
			description: "Messages that are written and not published yet"
		});
		registry.register({
			type: "counter",
			name: REFUSED_EVENTS,
			description: "Events that did not fit their schema and were not sent",
			labelNames: ["event"]
		});
	}

	published(entries: Entry[]): void {
		for (const [stream, own] of Map.groupBy(entries, entry => entry.stream))
			this.#registry?.increment(COUNTERS.published[0], { stream }, own.length);
	}

	counted(what: "delivered" | "retried" | "dead", stream: string, group: string): void {
		this.#registry?.increment(COUNTERS[what][0], { stream, group });
	}

	refused(event: string): void {
		this.#registry?.increment(REFUSED_EVENTS, { event });
	}

	lag(stream: string, { groups }: Pick<StreamStatus, "groups">): void {
		for (const { group, lag } of groups) this.#registry?.set(LAG, lag, { stream, group });
	}

	waiting(count: number): void {
		this.#registry?.set(WAITING, count);
	}
}
