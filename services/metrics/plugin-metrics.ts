/** What is counted of each plugin, beside its actions. */
import type { ActionMetrics } from "./action-metrics.ts";
import { family, labelText } from "./histogram.ts";

export class PluginMetrics {
	readonly #uncaught = new Map<string, number>();

	/** Counts an error that nobody caught. */
	uncaught(plugin: string): void {
		this.#uncaught.set(plugin, (this.#uncaught.get(plugin) ?? 0) + 1);
	}

	/** Forgets a plugin that is gone. */
	forget(plugin: string): void {
		this.#uncaught.delete(plugin);
	}

	/** With the sums of each plugin's actions. */
	text(actions: ActionMetrics): string {
		return this.#uncaughtText() + CALLS.map(metric => textOf(metric, actions)).join("");
	}

	#uncaughtText() {
		return family(
			"plugin_uncaught_errors_total",
			"counter",
			"Errors that a plugin threw where nobody caught them",
			[...this.#uncaught].map(
				([plugin, count]) =>
					`plugin_uncaught_errors_total{${labelText({ plugin })}} ${count}`
			)
		);
	}
}

type Measured = ReturnType<ActionMetrics["of"]> extends Map<string, infer One> ? One : never;

interface CallMetric {
	name: string;
	type: string;
	help: string;
	value: (measured: Measured) => number;
}

const CALLS: CallMetric[] = [
	{
		name: "plugin_calls_total",
		type: "counter",
		help: "Calls of a plugin's actions",
		value: ({ durations }) => durations.count
	},
	{
		name: "plugin_call_errors_total",
		type: "counter",
		help: "Calls of a plugin's actions that were refused or failed",
		value: ({ failures }) => failures
	},
	{
		name: "plugin_call_faults_total",
		type: "counter",
		help: "Those of them that were not the caller's fault",
		value: ({ faults }) => faults
	},
	{
		name: "plugin_call_seconds_total",
		type: "counter",
		help: "Time that calls of a plugin's actions took",
		value: ({ durations }) => durations.sum
	},
	{
		name: "plugin_calls_active",
		type: "gauge",
		help: "Calls of a plugin's actions that are not answered yet",
		value: ({ active }) => active
	}
];

function textOf({ name, type, help, value }: CallMetric, actions: ActionMetrics): string {
	const lines = actions.plugins().map(plugin => {
		const total = [...actions.of(plugin).values()].reduce((sum, one) => sum + value(one), 0);
		return `${name}{${labelText({ plugin })}} ${total}`;
	});
	return family(name, type, help, lines);
}
