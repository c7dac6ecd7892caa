/**
 * Converges this node to what is desired: starts what is missing, swaps what has changed without
 * failing a request, and unloads what is not wanted. At the start and at every change; one at a time.
 */
import type { LyceumBroker, SystemEvent } from "../../mixins/index.ts";
import { withDeadline } from "../kernel/deadline.ts";
import { Precedence } from "../kernel/precedence.ts";
import { isForStoreAway } from "../kernel/store-away.ts";
import { runAs } from "../kernel/acting-plugin.ts";
import type { Actual } from "./actual.ts";
import { desiredOn, type Desired, type DesiredPlugin } from "./desired.ts";
import { errors } from "./errors.ts";
import type { Culprit, Faults } from "./faults.ts";
import { Generation, type Surroundings } from "./generation.ts";
import type { Migrations } from "./migrations/migrations.ts";
import { nodeOf, resolveOrder } from "./order.ts";
import { tellSystem } from "../streams/system-events.ts";
import { PluginPermissions } from "./permissions.ts";
import { pagesOf, requireSoundPages, type PluginPages } from "./plugin-pages.ts";
import { reasonOf } from "./reason.ts";
import type { RolloutReports } from "./rollout-reports.ts";
import { secretsOf } from "./settings.ts";
import { requireFreeNames, requireSoundJobs, requireSoundStreams } from "./claims.ts";
import type { Sources } from "./sources.ts";
import type { Version } from "./version.ts";
import { Versions } from "./versions.ts";

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

interface Failure {
	/** What was attempted: it is not repeated until that changes, or when the store was away. */
	key: string;
	error: unknown;
	isStoreAway: boolean;
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
	readonly #versions: Versions;
	/** Generations that were replaced and stop as soon as their tasks let them, with the hash of their bytes. */
	readonly #retiring = new Map<Promise<void>, string>();
	/** Of each plugin, the attempt that failed last. */
	readonly #failed = new Map<string, Failure>();
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
		this.#versions = new Versions(broker, {
			...parts,
			giveWay: () => this.giveWay(),
			loadDeadlineMs: parts.around.startDeadlineMs
		});
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

	/** True when nothing is to be tried again that only failed because the store was away. */
	get isSettled(): boolean {
		return ![...this.#failed.values()].some(({ isStoreAway }) => isStoreAway);
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

	/** What a version declares; it is loaded when it is not yet. */
	versionOf(plugin: DesiredPlugin): Promise<Version> {
		return this.#versions.of(plugin);
	}

	/** What a version would bring, checked against the routes of what runs; nothing is started. */
	async inspect(plugin: DesiredPlugin): Promise<Version> {
		const version = await this.#versions.of(plugin);
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
		for (const name of this.#failed.keys()) if (!byName.has(name)) await this.#forget(name);
		const ordered = order.map(name => byName.get(name)!);
		// A start waits for the store most of its time: the next plugins are loaded meanwhile.
		if (!this.#serving) void this.#versions.loadAhead(ordered);
		for (const plugin of ordered) await this.#ensure(plugin);
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
		const failed = this.#failed.get(name);
		if (failed?.key === keyOf(plugin) && !failed.isStoreAway) return;
		try {
			await this.#swap(plugin, running);
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
		this.#failed.delete(name);
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
		this.#versions.keepOnly([...wanted, ...this.#retiring.values()]);
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
		await this.#forget(name);
		await this.#tell("stopped", running.plugin, "info", {});
	}

	async #forget(name: string) {
		this.#failed.delete(name);
		this.#faults.forget(name);
		await this.#actual.forget(name);
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
		const before = this.#failed.get(name);
		const isStoreAway = isForStoreAway(error);
		this.#failed.set(name, { key: keyOf(plugin), error, isStoreAway });
		// Said once, not at every attempt.
		if (before?.isStoreAway && before.key === keyOf(plugin) && isStoreAway) return;
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
