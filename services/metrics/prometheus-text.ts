/** Moleculer's Prometheus reporter without its listener: the text is served by the gateway. */
import { MetricReporters, type MetricRegistry } from "moleculer";

const Base = MetricReporters.Prometheus as unknown as new (options: object) => {
	registry: MetricRegistry;
	defaultLabels: Record<string, string>;
	generatePrometheusResponse(): string;
};

export class PrometheusText extends Base {
	constructor() {
		super({ port: 0 });
	}

	init(registry: MetricRegistry): void {
		// What the base class of all reporters does; the Prometheus one would also listen.
		MetricReporters.Base.prototype.init.call(this as never, registry);
		this.defaultLabels = { nodeID: registry.broker.nodeID };
	}

	stop(): Promise<void> {
		return Promise.resolve();
	}

	/** Counts what is not counted as it changes. */
	count: () => void = () => undefined;

	text(): string {
		this.count();
		return this.generatePrometheusResponse();
	}
}
