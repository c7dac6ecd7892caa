import type { LyceumBroker } from "../../mixins/index.ts";
import type { PrometheusText } from "./prometheus-text.ts";

interface Counted {
	updateMetrics(): void;
}

/** Has the registry's services, actions and events counted for whoever reads it, not in the midst of each swap. */
export function countWhenAsked(broker: LyceumBroker): void {
	const registry = broker.registry as unknown as Counted;
	const [reporter] = broker.metrics.reporter as unknown as PrometheusText[];
	reporter!.count = registry.updateMetrics.bind(registry);
	registry.updateMetrics = () => undefined;
}
