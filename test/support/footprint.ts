/** What a plugin has of a running kernel: to compare before it was loaded, while it runs, and after. */
import type { Service } from "moleculer";
import type { RunningKernel } from "../../services/kernel/kernel.ts";
import type { Gateway } from "../../services/gateway/gateway.ts";

export interface Footprint {
	routes: string[];
	services: string[];
	actions: string[];
	events: string[];
	listeners: Record<string, number>;
	models: string[];
	rules: string;
	/** Metrics, models and loggers that still name a generation of the plugin. */
	named: string[];
	/** Timers, sockets, files and the like, by kind. */
	resources: Record<string, number>;
}

interface Registry {
	actions: { actions: Map<string, unknown> };
	events: { events: { name: string; group: string }[] };
}

interface Metrics {
	store: Map<string, { values: Map<string, { labels: Record<string, unknown> }> }>;
}

const STUDENT = { id: "student", kind: "user" as const, roles: ["student", "teacher", "guest"] };

export function takeFootprint({ broker, runtime }: RunningKernel, plugin: string): Footprint {
	const registry = broker.registry as unknown as Registry;
	const gateway = broker.services.find(service => service.name === "gateway");
	const { table } = (gateway as unknown as Service & { gateway: Gateway }).gateway;
	const models = runtime.connection.modelNames();
	return {
		routes: table.routes.map(({ method, path }) => `${method} ${path}`).sort(),
		services: broker.services.map(({ name }) => withoutGeneration(name)).sort(),
		actions: [...registry.actions.actions.keys()].map(withoutGeneration).sort(),
		events: registry.events.events.map(({ name, group }) => `${name} ${group}`).sort(),
		listeners: listenerCounts(broker.localBus as unknown as NodeJS.EventEmitter),
		models: models.map(withoutGeneration).sort(),
		rules: JSON.stringify(runtime.abilityOf(STUDENT).rules),
		named: namedIn(broker.metrics as unknown as Metrics, plugin).concat(
			[...models, ...loggersOf(broker)].filter(name => namesGeneration(name, plugin))
		),
		resources: countBy(process.getActiveResourcesInfo())
	};
}

/** The names of the parts that differ; what comes and goes by itself is left out. */
export function differencesBetween(one: Footprint, other: Footprint): string[] {
	const { named: _named, resources: _resources, ...parts } = one;
	return Object.keys(parts).filter(part => {
		const key = part as keyof typeof parts;
		return JSON.stringify(one[key]) !== JSON.stringify(other[key]);
	});
}

function loggersOf(broker: unknown): string[] {
	const { loggerFactory } = broker as { loggerFactory: { cache: Map<string, object> } };
	return [...loggerFactory.cache.keys()];
}

function namedIn({ store }: Metrics, plugin: string): string[] {
	return [...store].flatMap(([metric, { values }]) =>
		[...values.values()]
			.map(({ labels }) => JSON.stringify(labels))
			.filter(labels => namesGeneration(labels, plugin))
			.map(labels => `${metric} ${labels}`)
	);
}

function namesGeneration(text: string, plugin: string) {
	const service = plugin.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
	return text.includes(`${service}~`);
}

function withoutGeneration(name: string) {
	return name.replace(/~\d+/g, "~");
}

/** Of the process too: a plugin that listens there is heard of. */
function listenerCounts(bus: NodeJS.EventEmitter): Record<string, number> {
	const count = (emitter: NodeJS.EventEmitter, prefix: string) =>
		emitter
			.eventNames()
			.map(name => [`${prefix} ${String(name)}`, emitter.listenerCount(name)] as const);
	const counts = [...count(bus, "bus"), ...count(process, "process")];
	return Object.fromEntries(counts.toSorted(([one], [other]) => one.localeCompare(other)));
}

function countBy(kinds: string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
	return counts;
}
