/** Moleculer's Prometheus reporter without its listener: the text is served by the gateway. */
import { MetricReporters, type MetricRegistry } from "moleculer";

const Base = MetricReporters.Prometheus as unknown as new (options: object) => {
	registry: MetricRegistry;
	defaultLabels: Record<string, string>;
	generatePrometheusResponse(): string;
};

/** What the base class of all reporters does at the start; the Prometheus one would also listen. */
const initializeReporter = MetricReporters.Base.prototype.init;

export class PrometheusText extends Base {
	constructor() {
		super({ port: 0 });
	}

	init(registry: MetricRegistry): void {
		initializeReporter.call(this as never, registry);
		this.defaultLabels = { nodeID: registry.broker.nodeID };
	}

	stop(): Promise<void> {
		return Promise.resolve();
	}

	text(): string {
		return this.generatePrometheusResponse();
	}
}
