/** What is measured of one plugin on this node, and what it holds there. */
import type { ServiceBroker, Service } from "moleculer";
import type { ActionMetrics } from "./action-metrics.ts";
import { quantileWithin, sumOfBuckets, type Series } from "./histogram.ts";
import type { HttpMetrics } from "./http-metrics.ts";

export interface Figures {
	calls: number;
	/** Calls that were refused or failed, and those of them that were not the caller's fault. */
	errors: number;
	faults: number;
	/** Milliseconds; null when there was none. */
	p50: number | null;
	p99: number | null;
}

export interface ActionFigures extends Figures {
	action: string;
	active: number;
}

export interface RouteFigures extends Figures {
	method: string;
	path: string;
}

export interface PluginFigures extends Figures {
	name: string;
	nodeId: string;
	/** Calls that are not answered yet. */
	active: number;
	holds: { services: number; actions: number; events: number; models: number };
	actions: ActionFigures[];
	routes: RouteFigures[];
}

const MILLISECONDS = 1000;

/** Reads the figures of a plugin; those of one that never ran here are zero. */
export function pluginFigures(
	name: string,
	broker: ServiceBroker,
	{ actions, http }: { actions: ActionMetrics; http: HttpMetrics }
): PluginFigures {
	const own = actions.of(name);
	const measured = [...own.values()];
	const services = new Set(measured.map(({ service }) => service));
	const running = [...services].filter(service => broker.services.includes(service));
	return {
		name,
		nodeId: broker.nodeID,
		...figuresOf(
			measured.map(({ durations }) => durations),
			sum(measured, "failures"),
			sum(measured, "faults")
		),
		active: sum(measured, "active"),
		holds: {
			services: running.length,
			actions: own.size,
			events: running.reduce((all, { schema }) => all + keysOf(schema.events), 0),
			models: running.reduce((all, service) => all + modelsOf(service), 0)
		},
		actions: [...own]
			.filter(([, { durations, active }]) => durations.count + active > 0)
			.map(([action, { durations, failures, faults, active }]) => ({
				action,
				...figuresOf([durations], failures, faults),
				active
			}))
			.sort(byCalls),
		routes: http
			.endpoints()
			.filter(({ action }) => action !== undefined && own.has(action))
			.map(({ method, path, durations, statuses }) => {
				const answered = (from: number) =>
					[...statuses].reduce(
						(all, [status, count]) => all + (status >= from ? count : 0),
						0
					);
				return { method, path, ...figuresOf([durations], answered(400), answered(500)) };
			})
			.sort(byCalls)
	};
}

function figuresOf(series: Series[], errors: number, faults: number): Figures {
	const calls = series.reduce((all, { count }) => all + count, 0);
	const buckets = sumOfBuckets(series);
	const within = (share: number) => {
		const seconds = quantileWithin(buckets, calls, share);
		return seconds === null ? null : Math.round(seconds * MILLISECONDS * 100) / 100;
	};
	return { calls, errors, faults, p50: within(0.5), p99: within(0.99) };
}

function sum<Key extends string>(all: Record<Key, number>[], key: Key) {
	return all.reduce((total, one) => total + one[key], 0);
}

function byCalls(one: Figures, other: Figures) {
	return other.calls - one.calls;
}

function keysOf(declared: object | undefined) {
	return Object.keys(declared ?? {}).length;
}

function modelsOf(service: Service) {
	const { models } = service as Service & { models?: Map<unknown, unknown> };
	return models?.size ?? 0;
}
