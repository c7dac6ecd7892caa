/** What this node measures, as Prometheus text at `/metrics`; nothing of an unloaded service stays in it. */
import type { MetricRegistry, Service } from "moleculer";
import { defineService, type Ctx } from "../../mixins/index.ts";
import { ActionMetrics } from "./action-metrics.ts";
import { HttpMetrics } from "./http-metrics.ts";
import { PluginMetrics } from "./plugin-metrics.ts";
import type { PrometheusText } from "./prometheus-text.ts";

/** What a kernel measures by itself, beside Moleculer's metrics of the process and the bus. */
export class Metrics {
	readonly actions = new ActionMetrics();
	readonly http = new HttpMetrics();
	readonly plugins = new PluginMetrics();

	/** Forgets a service that is gone. */
	forget(registry: MetricRegistry, service: Service): void {
		this.actions.forget(service);
		forgetService(registry, service);
	}

	text(): string {
		return this.http.text() + this.actions.text() + this.plugins.text(this.actions);
	}
}

export function metricsService(metrics: Metrics) {
	return defineService({
		name: "metrics",

		actions: {
			text: {
				rest: { method: "GET", fullPath: "/metrics" },
				can: "public",
				summary: "Get this node's metrics in Prometheus text",
				returns: {
					type: "text/plain",
					schema: { type: "string" },
					example: "# TYPE http_requests_total counter"
				},
				handler(ctx: Ctx) {
					ctx.meta.$responseType = "text/plain; version=0.0.4; charset=utf-8";
					const [reporter] = this.broker.metrics.reporter as unknown as PrometheusText[];
					return metrics.text() + reporter!.text();
				}
			}
		}
	});
}

interface MetricItem {
	labels: Record<string, unknown>;
	/** Ticks as long as it is there. */
	rate?: { timer: NodeJS.Timeout };
}

/** Where Moleculer keeps what it counts, and what is registered. */
interface Internals {
	store: Map<string, { values: Map<string, MetricItem> }>;
	broker: {
		registry: {
			actions: { actions: Map<string, unknown> };
			events: { events: { name: string }[] };
		};
	};
}

/** Takes the values of a service out of Moleculer's registry, which keeps them for good. */
function forgetService(metrics: MetricRegistry, { fullName }: Service): void {
	const { store, broker } = metrics as unknown as Internals;
	const { actions, events } = broker.registry;
	const heard = new Set(events.events.map(event => event.name));
	const isGone = ({ service, action, event }: MetricItem["labels"]) =>
		service === fullName ||
		(typeof action === "string" && !actions.actions.has(action)) ||
		(typeof event === "string" && !heard.has(event));
	for (const { values } of store.values()) {
		for (const [key, { labels, rate }] of values) {
			if (!isGone(labels)) continue;
			clearInterval(rate?.timer);
			values.delete(key);
		}
	}
}
