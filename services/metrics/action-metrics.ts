/** What the broker measures of each action: calls, failures and durations, under Moleculer's names. */
import type { ActionHandler, ActionSchema, Context, Middleware, Service } from "moleculer";
import { actingPlugin } from "../kernel/acting-plugin.ts";
import { family, Histogram, labelText, type Series } from "./histogram.ts";

const MILLISECONDS = 1000;

export interface Measured {
	/** The generation whose action it is. */
	service: Service;
	/** The plugin that brings it; null for the kernel's own. */
	plugin: string | null;
	durations: Series;
	failures: number;
	/** Failures that were not the caller's: what a client is told as a 500 or above. */
	faults: number;
	active: number;
}

export class ActionMetrics {
	readonly durations = new Histogram(
		"moleculer_request_time_seconds",
		"Time that an action took"
	);
	readonly #actions = new Map<string, Measured>();

	/** The middleware that measures every action of this node. */
	readonly middleware: Middleware = {
		name: "ActionMetrics",
		localAction: (next: ActionHandler, action: ActionSchema) => this.#measure(next, action)
	};

	/** Forgets the actions of a service that is gone. */
	forget(service: Service): void {
		for (const [name, measured] of this.#actions)
			if (measured.service === service) this.#actions.delete(name);
		const kept = new Set([...this.#actions.values()].map(({ durations }) => durations));
		this.durations.retain(series => kept.has(series));
	}

	/** The plugin that an action belongs to; null for the kernel's, and for what is not known. */
	pluginOf(action: string): string | null {
		return this.#actions.get(action)?.plugin ?? null;
	}

	/** What was measured of a plugin's actions, by their names. */
	of(plugin: string): Map<string, Readonly<Measured>> {
		return new Map([...this.#actions].filter(([, measured]) => measured.plugin === plugin));
	}

	/** The plugins of which an action was measured. */
	plugins(): string[] {
		const names = [...this.#actions.values()].map(({ plugin }) => plugin);
		return [...new Set(names)].filter(name => name !== null);
	}

	text(): string {
		const all = [...this.#actions.values()].filter(
			({ durations, active }) => durations.count > 0 || active > 0
		);
		const lines = (name: string, value: (measured: Measured) => number) =>
			all.map(
				measured => `${name}{${labelText(measured.durations.labels)}} ${value(measured)}`
			);
		return [
			family(
				"moleculer_request_total",
				"counter",
				"Calls of actions",
				lines("moleculer_request_total", ({ durations }) => durations.count)
			),
			family(
				"moleculer_request_error_total",
				"counter",
				"Calls that failed",
				lines("moleculer_request_error_total", ({ failures }) => failures)
			),
			family(
				"moleculer_request_active",
				"gauge",
				"Calls that are not answered yet",
				lines("moleculer_request_active", ({ active }) => active)
			),
			this.durations.text()
		].join("");
	}

	#measure(next: ActionHandler, action: ActionSchema): ActionHandler {
		const measured = this.#measured(action.name!, action.service!);
		return function measure(this: Service, ctx: Context) {
			const startedAt = performance.now();
			measured.active++;
			const done = () => {
				measured.active--;
				measured.durations.observe((performance.now() - startedAt) / MILLISECONDS);
			};
			return (next.call(this, ctx) as Promise<unknown>).then(
				result => {
					done();
					return result;
				},
				error => {
					done();
					measured.failures++;
					if (isFault(error)) measured.faults++;
					throw error;
				}
			);
		} as ActionHandler;
	}

	/** A new generation goes on with the figures of the one before. */
	#measured(name: string, service: Service): Measured {
		const known = this.#actions.get(name);
		const measured = known ?? {
			service,
			plugin: actingPlugin()?.name ?? null,
			durations: this.durations.series({ action: name }),
			failures: 0,
			faults: 0,
			active: 0
		};
		measured.service = service;
		this.#actions.set(name, measured);
		return measured;
	}
}

/** Errors of a catalogue have a status as their code. */
function isFault(error: unknown): boolean {
	const code = (error as { code?: unknown } | null)?.code;
	return typeof code !== "number" || code >= 500;
}
