/**
 * Converges this node to what is desired: starts what is missing, swaps what has changed without
 * failing a request, and unloads what is not wanted. At the start and at every change; one at a time.
 */
import type { LyceumBroker, SystemEvent } from "../../mixins/index.ts";
import { withDeadline } from "../kernel/deadline.ts";
import { requireSoundLimits } from "../limits/declared-limit.ts";
import { Precedence } from "../kernel/precedence.ts";
import { runAs } from "../kernel/acting-plugin.ts";
import type { Actual } from "./actual.ts";
import { desiredOn, type Desired, type DesiredPlugin } from "./desired.ts";
import { requireSoundDefinitions } from "./definition/definition.ts";
import { errors } from "./errors.ts";
import type { Culprit, Faults } from "./faults.ts";
import { Generation, type Surroundings } from "./generation.ts";
import { loadPlugin } from "./loader.ts";
import type { Migrations } from "./migrations/migrations.ts";
import { nodeOf, resolveOrder } from "./order.ts";
import { tellSystem } from "../streams/system-events.ts";
import { PluginPermissions } from "./permissions.ts";
import { pagesOf, requireSoundPages, type PluginPages } from "./plugin-pages.ts";
import { reasonOf } from "./reason.ts";
import type { RolloutReports } from "./rollout-reports.ts";
import { secretsOf } from "./settings.ts";
import { requireFreeNames, requireSoundJobs, requireSoundStreams } from "./claims.ts";
import { versionKey, type Sources } from "./sources.ts";
import { Version } from "./version.ts";

const LOAD_DEADLINE_MS = 15_000;
const SETTINGS_DEADLINE_MS = 15_000;

interface Running {
	generation: Generation;
	/** The version and its bytes. */
	plugin: DesiredPlugin;
	number: number;
	/** The names of its services. */
	services: string[];
	pages: PluginPages;
}

interface ManagerParts {
	desired: Desired;
	actual: Actual;
	sources: Sources;
	faults: Faults;
	reports: RolloutReports;
	migrations: Migrations;
	around: Omit<Surroundings, "giveWay">;
}

export class PluginManager {
	readonly #broker: LyceumBroker;
	readonly #desired: Desired;
	readonly #actual: Actual;
	readonly #sources: Sources;
	readonly #faults: Faults;
	readonly #reports: RolloutReports;
	readonly #migrations: Migrations;
	readonly #around: Surroundings;
	readonly #running = new Map<string, Running>();
	/** What was loaded and not let go yet, by the hash of its bytes. */
	readonly #versions = new Map<string, Version>();
	/** Generations that were replaced and stop as soon as their tasks let them, with the hash of their bytes. */
	readonly #retiring = new Map<Promise<void>, string>();
	/** Of each plugin, the attempt that failed last: it is not repeated until something changes. */
	readonly #failed = new Map<string, { key: string; error: unknown }>();
	readonly #precedence = new Precedence();
	/** False while the first plugins start: there are no requests yet to give way to. */
	#serving = false;
	#generations = 0;
	#work: Promise<unknown> = Promise.resolve();

	constructor(broker: LyceumBroker, parts: ManagerParts) {
		this.#broker = broker;
		this.#desired = parts.desired;
		this.#actual = parts.actual;
		this.#sources = parts.sources;
		this.#faults = parts.faults;
		this.#reports = parts.reports;
		this.#migrations = parts.migrations;
		this.#around = { ...parts.around, giveWay: () => this.giveWay() };
	}

	/** Makes this node run what is desired; a plugin that fails is reported and does not stop the others. */
	converge(): Promise<void> {
		return this.#inTurn(() => this.#converge());
	}

	/** Stops everything, dependents first. */
	stop(): Promise<void> {
		return this.#inTurn(async () => {
			for (const name of [...this.#running.keys()].reverse()) await this.#unload(name);
			await Promise.all(this.#retiring.keys());
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

	/** What a version declares; an upgrade compares with what runs, and a roll-back starts the same once more. */
	async versionOf(plugin: DesiredPlugin): Promise<Version> {
		const known = this.#versions.get(plugin.integrity);
		if (known) return known;
		await this.giveWay();
		const version = await this.#load(plugin);
		this.#versions.set(plugin.integrity, version);
		return version;
	}

	/** What a version would bring, checked against the routes of what runs; nothing is started. */
	async inspect(plugin: DesiredPlugin): Promise<Version> {
		const version = await this.versionOf(plugin);
		const { schemas } = version;
		new PluginPermissions(plugin.manifest, schemas).requireDeclared(schemas);
		requireFreeNames(this.#broker, this.#running, plugin._id, version);
		requireSoundStreams(plugin, version, await this.#desired.all());
		requireSoundJobs(plugin, version);
		// A start does not wait for compilers: a bundled page that is wrong says so where it is opened.
		if (this.#serving)
			await requireSoundPages(this.#broker, await this.#pagesOf(plugin, version));
		await this.giveWay();
		return version;
	}

	/** The pages of what runs here. */
	pages(): PluginPages[] {
		return [...this.#running.values()].map(({ pages }) => pages);
	}

	/** Lets requests be answered between two steps of a change. */
	async giveWay(): Promise<void> {
		if (this.#serving) await this.#precedence.give();
	}

	/** Work on this node's plugins is done one after the other, also when the one before failed. */
	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = this.#work.then(work, work);
		this.#work = turn.catch(() => undefined);
		return turn;
	}

	async #converge() {
		const desired = await this.#desired.all();
		const plugins = desired
			.map(plugin => desiredOn(this.#broker.nodeID, plugin))
			.filter(plugin => plugin?.enabled) as DesiredPlugin[];
		const byName = new Map(plugins.map(plugin => [plugin._id, plugin]));
		const { order, blocked } = resolveOrder(plugins.map(nodeOf));
		for (const { name, reason } of blocked)
			await this.#fail(byName.get(name)!, errors.REQUIREMENTS({ name, reason }));
		for (const name of [...this.#running.keys()].reverse())
			if (!order.includes(name)) await this.#unload(name);
		for (const name of order) await this.#ensure(byName.get(name)!);
		this.#releaseVersions();
		this.#serving = true;
		await this.#reportRollouts(desired);
	}

	/** Tells the coordinators of the rollouts that this node has followed, or why it cannot. */
	async #reportRollouts(desired: DesiredPlugin[]) {
		for (const { _id: name, enabled, rollout } of desired) {
			if (rollout?.phase !== "all") continue;
			const failure = enabled ? this.failureOf(name) : undefined;
			await this.#reports.add(rollout.id, failure === undefined ? null : reasonOf(failure));
		}
	}

	async #ensure(plugin: DesiredPlugin) {
		const name = plugin._id;
		const running = this.#running.get(name);
		if (running && keyOf(running.plugin) === keyOf(plugin)) {
			try {
				await this.#applySettings(running, plugin);
			} catch (error) {
				return this.#fail(plugin, error);
			}
			if (this.#failed.delete(name)) await this.#report(name);
			return;
		}
		if (this.#failed.get(name)?.key === keyOf(plugin)) return;
		try {
			await this.#swap(plugin, running);
			this.#failed.delete(name);
		} catch (error) {
			await this.#fail(plugin, error);
		} finally {
			// The rollout's end is the end of its pause.
			if (!plugin.rollout) await this.#migrations.endPause(name);
		}
	}

	/** Starts the new generation beside the old one, which serves until the new one takes over. */
	async #swap(plugin: DesiredPlugin, old: Running | undefined) {
		const name = plugin._id;
		const version = await this.inspect(plugin);
		const { schemas } = version;
		const pages = await this.#pagesOf(plugin, version);
		// Done already where a rollout has begun with it; not where a kernel finds newer files at its start.
		await this.#migrations.expand(plugin);
		const permissions = new PluginPermissions(plugin.manifest, schemas);
		const generation = new Generation(this.#broker, permissions, this.#around);
		const number = ++this.#generations;
		const settings = { settings: plugin.settings, secrets: secretsOf(plugin.manifest) };
		try {
			await runAs(this.#faults.culprit(plugin), () =>
				generation.start(schemas, number, settings)
			);
		} catch (error) {
			throw errors.START_FAILED(
				{ name, version: plugin.version, reason: reasonOf(error) },
				error
			);
		}
		const services = schemas.map(schema => schema.name);
		this.#running.set(name, { generation, plugin, number, services, pages });
		// Calls are taken from the old one in the same tick, so that two versions never answer in turns.
		await Promise.all([old && this.#retire(old), this.#report(name)]);
		await this.#tell("started", plugin, "info", { generation: number });
	}

	async #pagesOf(plugin: DesiredPlugin, version: Version): Promise<PluginPages> {
		return pagesOf(plugin, version, await this.#sources.folderOf(plugin));
	}

	/** Lets go of the versions that neither run nor are what a roll-back goes to. */
	#releaseVersions() {
		const wanted = [...this.#running.values()].flatMap(({ plugin }) => [
			plugin.integrity,
			plugin.previous?.integrity
		]);
		const kept = [...wanted, ...this.#retiring.values()];
		for (const [integrity, version] of this.#versions) {
			if (kept.includes(integrity)) continue;
			this.#versions.delete(integrity);
			version.release();
		}
	}

	async #load(plugin: DesiredPlugin): Promise<Version> {
		const { _id: name, version, source, integrity } = plugin;
		try {
			const folder = await this.#sources.folderOf(plugin);
			const pause = this.#serving ? () => this.#precedence.give() : undefined;
			// A package's folder is named by its bytes; whatever makes an address longer stays in memory.
			const key = source === "bundled" ? versionKey(integrity) : "";
			const loading = runAs(this.#faults.culprit(plugin, folder), () =>
				loadPlugin(folder, name, key, pause)
			);
			const loaded = await withDeadline(loading, LOAD_DEADLINE_MS, "loading");
			await this.giveWay();
			const made = new Version(this.#broker, loaded);
			requireSoundDefinitions(made.schemas);
			made.schemas.forEach(requireSoundLimits);
			return made;
		} catch (error) {
			throw errors.LOAD_FAILED({ name, version, reason: reasonOf(error) }, error);
		}
	}

	async #applySettings(running: Running, plugin: DesiredPlugin) {
		const before = running.plugin;
		running.plugin = plugin;
		if (JSON.stringify(before.settings) === JSON.stringify(plugin.settings)) return;
		const change = ({ settings }: DesiredPlugin) =>
			runAs(this.#faults.culprit(plugin), () =>
				withDeadline(
					running.generation.changeSettings(settings),
					SETTINGS_DEADLINE_MS,
					"the change"
				)
			);
		try {
			await change(plugin);
		} catch (error) {
			running.plugin = before;
			await change(before).catch(failure => this.#broker.logger.error(failure));
			const reason = reasonOf(error);
			throw errors.SETTINGS_REFUSED({ name: plugin._id, reason }, error);
		}
	}

	async #unload(name: string) {
		const running = this.#running.get(name)!;
		this.#running.delete(name);
		await this.#stop(running);
		this.#failed.delete(name);
		this.#faults.forget(name);
		await this.#actual.forget(name);
		await this.#tell("stopped", running.plugin, "info", {});
	}

	/** Stops a generation that was replaced; a task may keep it for a while, for which nobody waits. */
	#retire(old: Running): Promise<void> {
		const isWorking = old.generation.isWorking;
		const stopped = this.#stop(old, true);
		if (!isWorking) return stopped;
		const retired = stopped.finally(() => {
			this.#retiring.delete(retired);
			this.#releaseVersions();
		});
		this.#retiring.set(retired, old.plugin.integrity);
		return Promise.resolve();
	}

	#stop({ generation, plugin }: Running, goesOn = false): Promise<void> {
		return runAs(this.#faults.culprit(plugin), () => generation.stop(goesOn));
	}

	async #fail(plugin: DesiredPlugin, error: unknown) {
		const name = plugin._id;
		this.#failed.set(name, { key: keyOf(plugin), error });
		const what = this.#running.has(name)
			? `The plugin "${name}" goes on as it was, because what should replace it does not run`
			: `The plugin "${name}" ${plugin.version} does not run`;
		this.#broker.logger.error(`${what}: ${reasonOf(error)}`, error);
		await this.#report(name);
		await this.#tell("failed", plugin, "error", { reason: reasonOf(error) });
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
			reason: failure ? reasonOf(failure.error) : null
		});
		await this.#faults.tell(name);
	}
}

/** What a generation is made of; while it is the same there is nothing to start. */
function keyOf({ integrity, restarts }: DesiredPlugin) {
	return `${integrity} ${restarts}`;
}
