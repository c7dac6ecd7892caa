/**
 * Converges this node to what is desired: starts what is missing, swaps what has changed without
 * failing a request, and unloads what is not wanted. At the start and at every change; one at a time.
 */
import type { Service } from "moleculer";
import type { LyceumBroker, LyceumSchema } from "../../mixins/index.ts";
import {
	conflictsBetween,
	routesOf,
	routesOfSchema,
	type ListedService
} from "../gateway/routes.ts";
import { withDeadline } from "../kernel/deadline.ts";
import { runAs } from "../kernel/suspects.ts";
import type { Actual } from "./actual.ts";
import type { Desired, DesiredPlugin } from "./desired.ts";
import { errors } from "./errors.ts";
import type { Culprit, Faults } from "./faults.ts";
import { Generation, type Forget } from "./generation.ts";
import { loadSchemas } from "./loader.ts";
import { mergedSchema } from "./merged-schema.ts";
import { resolveOrder } from "./order.ts";
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
	readonly #faults: Faults;
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
		faults: Faults,
		forget: Forget
	) {
		this.#broker = broker;
		this.#desired = desired;
		this.#actual = actual;
		this.#sources = sources;
		this.#faults = faults;
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

	/** What hears of the mistakes of a plugin as it runs here; undefined when it does not. */
	culpritOf(name: string): Culprit | undefined {
		const running = this.#running.get(name);
		return running && this.#faults.culprit(running.plugin);
	}

	/** The definitions that a version would bring, checked against the routes of what runs; nothing is started. */
	async inspect(plugin: DesiredPlugin): Promise<LyceumSchema[]> {
		const schemas = await this.#load(plugin);
		this.#requireFreeRoutes(plugin._id, schemas);
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
			await runAs(this.#faults.culprit(plugin), () =>
				generation.start(schemas, number, plugin.settings, secretsOf(plugin.manifest))
			);
		} catch (error) {
			throw errors.START_FAILED(
				{ name, version: plugin.version, reason: (error as Error).message },
				error
			);
		}
		this.#running.set(name, { generation, plugin, number });
		await this.#report(name);
		if (old) await this.#stop(old);
	}

	async #load(plugin: DesiredPlugin): Promise<LyceumSchema[]> {
		const { _id: name, version, source, integrity } = plugin;
		try {
			const folder =
				source === "bundled"
					? this.#sources.bundledFolder(name)
					: await this.#sources.packageFolder(name, integrity);
			const loading = runAs(this.#faults.culprit(plugin, folder), () =>
				loadSchemas(folder, name, versionKey(integrity))
			);
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

	async #applySettings(running: Running, plugin: DesiredPlugin) {
		const changed = JSON.stringify(running.plugin.settings) !== JSON.stringify(plugin.settings);
		running.plugin = plugin;
		if (changed) await running.generation.changeSettings(plugin.settings);
	}

	async #unload(name: string) {
		const running = this.#running.get(name)!;
		this.#running.delete(name);
		await this.#stop(running);
		this.#failed.delete(name);
		this.#faults.forget(name);
		await this.#actual.forget(name);
	}

	#stop({ generation, plugin }: Running): Promise<void> {
		return runAs(this.#faults.culprit(plugin), () => generation.stop());
	}

	async #fail(plugin: DesiredPlugin, error: unknown) {
		const name = plugin._id;
		this.#failed.set(name, { key: keyOf(plugin), error });
		const what = this.#running.has(name)
			? `The plugin "${name}" goes on as it was, because what should replace it does not run`
			: `The plugin "${name}" ${plugin.version} does not run`;
		this.#broker.logger.error(`${what}: ${(error as Error).message}`, error);
		await this.#report(name);
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
