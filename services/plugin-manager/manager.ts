/**
 * Converges this node to what is desired: starts what is missing, swaps what has changed without
 * failing a request, and unloads what is not wanted. At the start and at every change; one at a time.
 */
import type { Service } from "moleculer";
import type { LyceumBroker, LyceumSchema, SystemEvent } from "../../mixins/index.ts";
import {
	conflictsBetween,
	routesOf,
	routesOfSchema,
	type ListedService
} from "../gateway/routes.ts";
import { withDeadline } from "../kernel/deadline.ts";
import type { Actual } from "./actual.ts";
import type { Desired, DesiredPlugin } from "./desired.ts";
import { errors } from "./errors.ts";
import { Generation, type Forget } from "./generation.ts";
import { loadSchemas } from "./loader.ts";
import { mergedSchema } from "./merged-schema.ts";
import { resolveOrder } from "./order.ts";
import { streamProblems } from "../streams/declaration-problems.ts";
import { tellSystem } from "../streams/system-events.ts";
import { secretsOf } from "./settings.ts";
import { versionKey, type Sources } from "./sources.ts";

const LOAD_DEADLINE_MS = 15_000;

interface Running {
	generation: Generation;
	/** The version and its bytes. */
	plugin: DesiredPlugin;
	number: number;
}

export class PluginManager {
	readonly #broker: LyceumBroker;
	readonly #desired: Desired;
	readonly #actual: Actual;
	readonly #sources: Sources;
	readonly #forget: Forget;
	readonly #running = new Map<string, Running>();
	/** Of each plugin, the attempt that failed last: it is not repeated until something changes. */
	readonly #failed = new Map<string, { key: string; error: unknown }>();
	#generations = 0;
	#work: Promise<unknown> = Promise.resolve();

	constructor(
		broker: LyceumBroker,
		desired: Desired,
		actual: Actual,
		sources: Sources,
		forget: Forget
	) {
		this.#broker = broker;
		this.#desired = desired;
		this.#actual = actual;
		this.#sources = sources;
		this.#forget = forget;
	}

	/** Makes this node run what is desired; a plugin that fails is reported and does not stop the others. */
	converge(): Promise<void> {
		return this.#inTurn(() => this.#converge());
	}

	/** Stops everything, dependents first. */
	stop(): Promise<void> {
		return this.#inTurn(async () => {
			for (const name of [...this.#running.keys()].reverse()) await this.#unload(name);
		});
	}

	/** Why the desired version of a plugin does not run here; undefined when it does. */
	failureOf(name: string): unknown {
		return this.#failed.get(name)?.error;
	}

	/** The definitions that a version would bring, checked against the routes of what runs; nothing is started. */
	async inspect(plugin: DesiredPlugin): Promise<LyceumSchema[]> {
		const schemas = await this.#load(plugin);
		this.#requireFreeRoutes(plugin._id, schemas);
		await this.#requireSoundStreams(plugin, schemas);
		return schemas;
	}

	/** Work on this node's plugins is done one after the other, also when the one before failed. */
	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = this.#work.then(work, work);
		this.#work = turn.catch(() => undefined);
		return turn;
	}

	async #converge() {
		const plugins = (await this.#desired.all()).filter(plugin => plugin.enabled);
		const byName = new Map(plugins.map(plugin => [plugin._id, plugin]));
		const { order, blocked } = resolveOrder(
			plugins.map(({ _id: name, version, manifest }) => ({
				name,
				version,
				requires: manifest.requires
			}))
		);
		for (const { name, reason } of blocked)
			await this.#fail(byName.get(name)!, errors.REQUIREMENTS({ name, reason }));
		for (const name of [...this.#running.keys()].reverse())
			if (!order.includes(name)) await this.#unload(name);
		for (const name of order) await this.#ensure(byName.get(name)!);
	}

	async #ensure(plugin: DesiredPlugin) {
		const name = plugin._id;
		const running = this.#running.get(name);
		if (running && keyOf(running.plugin) === keyOf(plugin)) {
			await this.#applySettings(running, plugin);
			if (this.#failed.delete(name)) await this.#report(name);
			return;
		}
		if (this.#failed.get(name)?.key === keyOf(plugin)) return;
		try {
			await this.#swap(plugin, running);
			this.#failed.delete(name);
		} catch (error) {
			await this.#fail(plugin, error);
		}
	}

	/** Starts the new generation beside the old one, which serves until the new one takes over. */
	async #swap(plugin: DesiredPlugin, old: Running | undefined) {
		const name = plugin._id;
		const schemas = await this.inspect(plugin);
		const generation = new Generation(this.#broker, this.#forget);
		const number = ++this.#generations;
		try {
			await generation.start(schemas, number, plugin.settings, secretsOf(plugin.manifest));
		} catch (error) {
			throw errors.START_FAILED(
				{ name, version: plugin.version, reason: (error as Error).message },
				error
			);
		}
		this.#running.set(name, { generation, plugin, number });
		await this.#report(name);
		// Together: from the report on, the old generation gets no more requests.
		const told = this.#tell("started", plugin, "info", { generation: number });
		await old?.generation.stop();
		await told;
	}

	async #load(plugin: DesiredPlugin): Promise<LyceumSchema[]> {
		const { _id: name, version, source, integrity } = plugin;
		try {
			const folder =
				source === "bundled"
					? this.#sources.bundledFolder(name)
					: await this.#sources.packageFolder(name, integrity);
			const loading = loadSchemas(folder, name, versionKey(integrity));
			return await withDeadline(loading, LOAD_DEADLINE_MS, "loading");
		} catch (error) {
			throw errors.LOAD_FAILED({ name, version, reason: (error as Error).message }, error);
		}
	}

	/** Refuses routes and names that belong to another plugin or to the kernel. */
	#requireFreeRoutes(name: string, schemas: LyceumSchema[]) {
		const services = this.#broker.registry.getServiceList({
			withActions: true,
			grouping: true
		}) as unknown as ListedService[];
		const own = new Set(schemas.map(schema => schema.name));
		const kernel = this.#broker.services
			.filter(service => !isGeneration(service))
			.map(service => service.name);
		for (const taken of kernel) if (own.has(taken)) throw errors.NAME_TAKEN({ name: taken });
		const routes = schemas.flatMap(schema =>
			routesOfSchema(mergedSchema(this.#broker, schema))
		);
		const conflicts = conflictsBetween(
			routes,
			routesOf(services).filter(route => !own.has(route.service))
		);
		if (conflicts.length > 0) throw errors.ROUTE_TAKEN({ name, conflicts });
	}

	/** Refuses streams and messages that belong to another plugin or to the kernel. */
	async #requireSoundStreams({ _id: name, manifest }: DesiredPlugin, schemas: LyceumSchema[]) {
		const others = (await this.#desired.all())
			.filter(plugin => plugin._id !== name && plugin.enabled)
			.map(plugin => ({ name: plugin._id, streams: plugin.manifest.provides.streams ?? [] }));
		const merged = schemas.map(schema => mergedSchema(this.#broker, schema));
		const problems = streamProblems(manifest.provides.streams ?? [], merged, others);
		if (problems.length > 0) throw errors.BAD_STREAMS({ name, problems });
	}

	async #applySettings(running: Running, plugin: DesiredPlugin) {
		const changed = JSON.stringify(running.plugin.settings) !== JSON.stringify(plugin.settings);
		running.plugin = plugin;
		if (changed) await running.generation.changeSettings(plugin.settings);
	}

	async #unload(name: string) {
		const running = this.#running.get(name)!;
		this.#running.delete(name);
		await running.generation.stop();
		this.#failed.delete(name);
		await this.#actual.forget(name);
		await this.#tell("stopped", running.plugin, "info", {});
	}

	async #fail(plugin: DesiredPlugin, error: unknown) {
		const name = plugin._id;
		this.#failed.set(name, { key: keyOf(plugin), error });
		this.#broker.logger.error(
			`The plugin "${name}" ${plugin.version} does not run: ${(error as Error).message}`,
			error
		);
		await this.#report(name);
		await this.#tell("failed", plugin, "error", { reason: (error as Error).message });
	}

	/** Tells `system-events` what became of a plugin on this node. */
	#tell(
		what: "started" | "stopped" | "failed",
		{ _id: name, version }: DesiredPlugin,
		severity: SystemEvent["severity"],
		details: object
	) {
		return tellSystem(this.#broker, name, {
			eventType: `plugins.plugin.${what}`,
			component: "plugins",
			severity,
			details: { name, version, nodeId: this.#broker.nodeID, ...details }
		});
	}

	async #report(name: string) {
		const running = this.#running.get(name);
		const failure = this.#failed.get(name);
		await this.#actual.report(name, {
			state: running?.generation.state ?? "failed",
			version: running?.plugin.version ?? null,
			integrity: running?.plugin.integrity ?? null,
			generation: running?.number ?? null,
			reason: failure ? (failure.error as Error).message : null
		});
	}
}

/** What a generation is made of; while it is the same there is nothing to start. */
function keyOf({ integrity, restarts }: DesiredPlugin) {
	return `${integrity} ${restarts}`;
}

function isGeneration(service: Service) {
	return service.name.includes("~");
}
