/**
 * What an administrator does to plugins. Each operation changes what is desired and has the change carried
 * out, see `rollouts.ts`, so that nothing is left half done.
 */
import type { Readable } from "node:stream";
import { hasType } from "../../mixins/index.ts";
import type { Config } from "../kernel/config.ts";
import { releaseOf, type Desired, type DesiredPlugin, type Release } from "./desired.ts";
import { errors } from "./errors.ts";
import type { PluginManager } from "./manager.ts";
import { checkSettings, type Manifest } from "./manifest/manifest.ts";
import type { Migrations } from "./migrations/migrations.ts";
import { holdsCode } from "./package/package.ts";
import { addedPermissions } from "./permissions.ts";
import { describePlan, type Plan } from "./plan.ts";
import { requireNoDependents, requireOrder } from "./requirements.ts";
import type { Rollouts } from "./rollouts.ts";
import { fittingSettings, keptSettings, withKeptSecrets } from "./settings.ts";
import type { Discovered, Sources } from "./sources.ts";
import {
	migrationsIn,
	readUpload,
	requireAccepted,
	requireNewer,
	type InstallOptions
} from "./upload.ts";

export interface Installed {
	plugin: DesiredPlugin;
	/** True when nothing was known of the plugin before. */
	created: boolean;
	/** True when another version ran until now. */
	upgraded: boolean;
}

export class Operations {
	readonly #config: Config;
	readonly #desired: Desired;
	readonly #manager: PluginManager;
	readonly #sources: Sources;
	readonly #rollouts: Rollouts;
	readonly #migrations: Migrations;

	constructor(
		config: Config,
		parts: {
			desired: Desired;
			manager: PluginManager;
			sources: Sources;
			migrations: Migrations;
		},
		rollouts: Rollouts
	) {
		this.#config = config;
		this.#desired = parts.desired;
		this.#manager = parts.manager;
		this.#sources = parts.sources;
		this.#rollouts = rollouts;
		this.#migrations = parts.migrations;
	}

	/** Takes the bundled plugins into what is desired: new ones, and those whose files have changed. */
	async adoptBundled(): Promise<Discovered[]> {
		const discovered = await this.#sources.discover();
		await Promise.all(
			discovered.flatMap(plugin =>
				plugin.manifest ? [this.#adopt(plugin, plugin.manifest)] : []
			)
		);
		return discovered.filter(plugin => plugin.problem !== null);
	}

	/** Takes over what was saved in a bundled plugin's folder, and starts it anew. */
	async refreshBundled(name: string): Promise<void> {
		const plugin = await this.#sources.discoverOne(name);
		if (!plugin?.manifest) return;
		await this.#adopt(plugin, plugin.manifest);
		await this.#manager.converge();
	}

	async find(name: string): Promise<DesiredPlugin> {
		const plugin = await this.#desired.find(name);
		if (!plugin) throw errors.NOT_FOUND({ name });
		return plugin;
	}

	/** Installs or upgrades from a package as `npm pack` makes it; a dry run only says what would happen. */
	async install(stream: Readable, options: InstallOptions): Promise<Installed | Plan> {
		const { plugin, bytes } = await readUpload(stream);
		const { manifest, integrity } = plugin;
		const needsTrust = holdsCode(plugin.files);
		if (needsTrust) this.#requireTrust(manifest.name, integrity, options.trusted);
		const before = await this.#desired.find(manifest.name);
		if (before && !before.removed) requireNewer(manifest, before);
		const release: Release = {
			version: manifest.version,
			source: "package",
			integrity,
			manifest
		};
		const next = await this.#nextOf(before, release);
		const after = { ...next, changedBy: options.by };
		await requireOrder(this.#desired, after);
		await this.#sources.keepPackage(plugin, bytes);
		const plan = { ...(await this.#plan(before, after, migrationsIn(plugin))), needsTrust };
		if (options.dryRun) return { ...plan, rehearsals: await this.#migrations.rehearse(after) };
		requireAccepted(plan, options);
		return {
			plugin: await this.#install(before, after),
			created: before === null,
			upgraded: before !== null && before.enabled
		};
	}

	async enable(name: string): Promise<DesiredPlugin> {
		const plugin = await this.find(name);
		await requireOrder(this.#desired, { ...plugin, enabled: true });
		return this.#apply(plugin, { enabled: true, removed: false });
	}

	async disable(name: string): Promise<DesiredPlugin> {
		const plugin = await this.find(name);
		await requireNoDependents(this.#desired, name);
		return this.#apply(plugin, { enabled: false });
	}

	/** Starts the plugin anew; a bundled one from what its folder holds now. */
	async reload(name: string): Promise<DesiredPlugin> {
		const plugin = await this.find(name);
		const found = plugin.source === "bundled" ? await this.#sources.discoverOne(name) : null;
		if (found && !found.manifest) {
			throw errors.LOAD_FAILED({ name, version: plugin.version, reason: found.problem! });
		}
		const release = found?.manifest ? bundledRelease(found, found.manifest) : {};
		return this.#apply(plugin, { ...release, restarts: plugin.restarts + 1 });
	}

	async rollBack(name: string): Promise<DesiredPlugin> {
		const plugin = await this.find(name);
		if (!plugin.previous) throw errors.NO_PREVIOUS({ name });
		return this.#goBack(plugin, plugin.previous, { previous: releaseOf(plugin) });
	}

	/** Goes back from a version that keeps failing, if it is still the one that should run. */
	async takeBack(name: string, integrity: string, reason: string): Promise<void> {
		const plugin = await this.#desired.find(name);
		if (plugin?.integrity !== integrity || !plugin.enabled || !plugin.previous) return;
		const lastFailure = { version: plugin.version, reason, at: new Date() };
		await this.#goBack(plugin, plugin.previous, { previous: null, lastFailure });
	}

	/** Removes from the documents what only older versions need; there is no way back to these then. */
	async contract(name: string, by: string | null): Promise<DesiredPlugin> {
		const plugin = await this.find(name);
		this.#requireQuiet(plugin);
		await this.#rollouts.requireEverywhere(plugin);
		let after = plugin;
		await this.#migrations.contract(plugin, by, async () => {
			// Whoever has looked whether there is a way back must look again.
			after = await this.#desired.change(plugin, {});
		});
		return after;
	}

	/** Changes some settings; they take effect without a restart. */
	async changeSettings(name: string, sent: Record<string, unknown>): Promise<DesiredPlugin> {
		const plugin = await this.find(name);
		const wanted = {
			...plugin.settings,
			...withKeptSecrets(plugin.manifest, sent, plugin.settings)
		};
		const { settings, problems } = checkSettings(plugin.manifest, wanted);
		if (problems.length > 0) throw errors.BAD_SETTINGS({ name, errors: problems });
		return this.#apply(plugin, { settings });
	}

	/** Removes the plugin; its documents stay. A bundled one stays out until it is enabled again. */
	async remove(name: string): Promise<void> {
		const plugin = await this.find(name);
		this.#requireQuiet(plugin);
		await requireNoDependents(this.#desired, name);
		if (plugin.source === "bundled" && !plugin.removed)
			await this.#desired.change(plugin, { enabled: false, removed: true });
		else await this.#desired.remove(plugin);
		await this.#manager.converge();
		await this.#rollouts.announce(name);
		await this.removeUnused();
	}

	async #adopt(plugin: Discovered, manifest: Manifest) {
		const release = bundledRelease(plugin, manifest);
		const known = await this.#desired.find(plugin.name);
		if (!known) {
			await this.#desired.add(plugin.name, release, checkSettings(manifest).settings);
			return;
		}
		if (known.source !== "bundled" || known.integrity === plugin.integrity) return;
		const { settings, problems } = checkSettings(manifest, known.settings);
		try {
			await this.#desired.change(known, {
				...release,
				settings: problems.length > 0 ? known.settings : settings
			});
		} catch (error) {
			if (!hasType(error, errors.CHANGED_MEANWHILE.type)) throw error;
			// Another node starts at the same moment, and was faster: perhaps with the same.
			await this.#adopt(plugin, manifest);
		}
	}

	#requireTrust(name: string, integrity: string, trusted: boolean) {
		if (trusted || this.#config.trustedPlugins.includes(`${name}@${integrity}`)) return;
		throw errors.UNTRUSTED({ name, integrity });
	}

	/** The desired state with a new version in it; the one that is there becomes the previous one. */
	async #nextOf(before: DesiredPlugin | null, release: Release): Promise<DesiredPlugin> {
		const { manifest } = release;
		const { settings, problems } = checkSettings(
			manifest,
			keptSettings(manifest, before?.settings ?? {})
		);
		if (problems.length > 0)
			throw errors.BAD_SETTINGS({ name: manifest.name, errors: problems });
		return {
			_id: manifest.name,
			revision: 0,
			restarts: 0,
			...before,
			...release,
			enabled: true,
			removed: false,
			settings,
			previous: before && releaseOf(before),
			lastFailure: null,
			updatedAt: new Date()
		};
	}

	async #plan(
		before: DesiredPlugin | null,
		after: DesiredPlugin,
		migrations: string[]
	): Promise<Omit<Plan, "needsTrust">> {
		const running = before?.enabled
			? await this.#manager.versionOf(before).catch(() => null)
			: null;
		const next = await this.#manager.inspect(after);
		const plan = await describePlan(after, next, running);
		await this.#manager.giveWay();
		const added =
			before && addedPermissions(before.manifest.permissions, after.manifest.permissions);
		return { ...plan, addedPermissions: added, migrations, rehearsals: [] };
	}

	async #install(before: DesiredPlugin | null, after: DesiredPlugin) {
		if (before) return this.#apply(before, after);
		const { _id: name, settings } = after;
		const rollout = await this.#rollouts.begin(null);
		await this.#desired.add(name, releaseOf(after), settings, rollout);
		return this.#rollouts.carryOut(await this.find(name), null);
	}

	async #goBack(plugin: DesiredPlugin, to: Release, changes: Partial<DesiredPlugin>) {
		await requireOrder(this.#desired, { ...plugin, ...to });
		await this.#migrations.requireWayBack(plugin._id, to);
		await this.#migrations.reopen(plugin._id, to);
		const settings = fittingSettings(to.manifest, plugin.settings);
		const after = await this.#apply(plugin, { ...to, settings, ...changes });
		await this.#migrations.undo(plugin, to);
		return after;
	}

	/** Changes what is desired and lets the nodes follow; when one cannot, everything is set back. */
	async #apply(before: DesiredPlugin, changes: Partial<DesiredPlugin>): Promise<DesiredPlugin> {
		this.#requireQuiet(before);
		const rollout = await this.#rollouts.begin(before);
		const after = await this.#desired.change(before, { ...changes, rollout });
		return this.#rollouts.carryOut(after, before);
	}

	#requireQuiet({ _id: name, rollout }: DesiredPlugin) {
		if (rollout) throw errors.ROLLING_OUT({ name, coordinator: rollout.coordinator });
	}

	/** Removes the packages that nothing desires any more. */
	async removeUnused(): Promise<void> {
		const plugins = await this.#desired.all();
		const kept = plugins.flatMap(plugin => [
			plugin.integrity,
			...(plugin.previous ? [plugin.previous.integrity] : [])
		]);
		await this.#sources.removePackages(new Set(kept));
	}
}

function bundledRelease({ integrity }: Discovered, manifest: Manifest): Release {
	return { version: manifest.version, source: "bundled", integrity, manifest };
}
