/** What is counted of limits. */
import type { ServiceBroker } from "moleculer";
import type { QuotaKind } from "./quota.ts";

const REJECTIONS = "rate_limit_rejections_total";
const BLOCKS = "rate_limit_blocks_total";
const BLOCKED = "rate_limit_blocked";
const SHARED = "rate_limit_shared";

type Registry = ServiceBroker["metrics"];

export class LimitMetrics {
	readonly #registry: Registry;

	constructor(registry: Registry) {
		this.#registry = registry;
		const labelNames = ["limit"];
		registry.register({
			name: REJECTIONS,
			type: "counter",
			labelNames,
			description: "Requests that were refused for coming too often"
		});
		registry.register({
			name: BLOCKS,
			type: "counter",
			labelNames,
			description: "Blocks for sending on and on over a limit"
		});
		registry.register({ name: BLOCKED, type: "gauge", description: "Who is blocked now" });
		registry.register({
			name: SHARED,
			type: "gauge",
			description:
				"1 while all nodes count together over Redis, 0 while this one counts alone"
		});
	}

	rejected(limit: QuotaKind): void {
		this.#registry.increment(REJECTIONS, { limit });
	}

	blocked(limit: QuotaKind): void {
		this.#registry.increment(BLOCKS, { limit });
	}

	show(blocked: number, isShared: boolean): void {
		this.#registry.set(BLOCKED, blocked);
		this.#registry.set(SHARED, isShared ? 1 : 0);
	}
}
