/** What is counted of each plugin, beside its actions. */
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

	text(): string {
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
