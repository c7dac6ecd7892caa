/** What this node measures, as Prometheus text at `/metrics`; nothing of an unloaded service stays in it. */
import type { MetricRegistry, Service } from "moleculer";
import { defineService, type Ctx } from "../../mixins/index.ts";
import type { PrometheusText } from "./prometheus-text.ts";

interface MetricItem {
	labels: Record<string, unknown>;
}

export const metricsService = defineService({
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
				return reporter!.text();
			}
		}
	}
});

/** Forgets the values of a service that is gone. */
export function forgetService(metrics: MetricRegistry, { fullName }: Service): void {
	const store = (
		metrics as unknown as { store: Map<string, { values: Map<string, MetricItem> }> }
	).store;
	for (const { values } of store.values()) {
		for (const [key, { labels }] of values) {
			if (labels.service === fullName) values.delete(key);
		}
	}
}
