/** What this node measures, as Prometheus text at `/metrics`; nothing of an unloaded service stays in it. */
import type { MetricRegistry, Service } from "moleculer";
import { defineService, type Ctx } from "../../mixins/index.ts";
import { ActionMetrics } from "./action-metrics.ts";
import { HttpMetrics } from "./http-metrics.ts";
import type { PrometheusText } from "./prometheus-text.ts";

/** What a kernel measures by itself, beside Moleculer's metrics of the process and the bus. */
export class Metrics {
	readonly actions = new ActionMetrics();
	readonly http = new HttpMetrics();

	/** Forgets a service that is gone. */
	forget(registry: MetricRegistry, service: Service): void {
		this.actions.forget(service);
		forgetService(registry, service);
	}

	text(): string {
		return this.http.text() + this.actions.text();
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

/** Takes the values of a service out of Moleculer's registry, which keeps them for good. */
function forgetService(registry: MetricRegistry, { fullName }: Service): void {
	const { store } = registry as unknown as {
		store: Map<string, { values: Map<string, MetricItem> }>;
	};
	for (const { values } of store.values()) {
		for (const [key, { labels, rate }] of values) {
			if (labels.service !== fullName) continue;
			clearInterval(rate?.timer);
			values.delete(key);
		}
	}
}
