/** What was loaded of the plugins' versions and not let go yet, by the hash of the bytes. */
import type { LyceumBroker } from "../../mixins/index.ts";
import { runAs } from "../kernel/acting-plugin.ts";
import { withDeadline } from "../kernel/deadline.ts";
import { requireSoundLimits } from "../limits/declared-limit.ts";
import { requireSoundDefinitions } from "./definition/definition.ts";
import type { DesiredPlugin } from "./desired.ts";
import { errors } from "./errors.ts";
import type { Faults } from "./faults.ts";
import { loadPlugin } from "./loader.ts";
import type { GiveWay } from "./plugin-service.ts";
import { reasonOf } from "./reason.ts";
import { versionKey, type Sources } from "./sources.ts";
import { Version } from "./version.ts";

interface VersionsParts {
	sources: Sources;
	faults: Faults;
	giveWay: GiveWay;
	/** How long the modules of one version may take to load. */
	loadDeadlineMs: number;
}

export class Versions {
	readonly #broker: LyceumBroker;
	readonly #parts: VersionsParts;
	readonly #loaded = new Map<string, Version>();
	/** What is being loaded, or failed to load and was not asked for yet. */
	readonly #loading = new Map<string, Promise<Version>>();

	constructor(broker: LyceumBroker, parts: VersionsParts) {
		this.#broker = broker;
		this.#parts = parts;
	}

	/** An upgrade compares with what runs, and a roll-back starts the same once more: neither loads again. */
	async of(plugin: DesiredPlugin): Promise<Version> {
		const known = this.#loaded.get(plugin.integrity);
		if (known) return known;
		await this.#parts.giveWay();
		const version = await this.#begin(plugin).finally(() =>
			this.#loading.delete(plugin.integrity)
		);
		this.#loaded.set(plugin.integrity, version);
		return version;
	}

	/** Loads one after the other, for who will ask for them in this order; it is then that they hear of a failure. */
	async loadAhead(plugins: DesiredPlugin[]): Promise<void> {
		for (const plugin of plugins)
			if (!this.#loaded.has(plugin.integrity))
				await this.#begin(plugin).catch(() => undefined);
	}

	/** Lets go of all others. */
	keepOnly(kept: (string | undefined)[]): void {
		for (const [integrity, version] of this.#loaded) {
			if (kept.includes(integrity)) continue;
			this.#loaded.delete(integrity);
			version.release();
		}
	}

	#begin(plugin: DesiredPlugin): Promise<Version> {
		const { integrity } = plugin;
		const loading = this.#loading.get(integrity) ?? this.#load(plugin);
		this.#loading.set(integrity, loading);
		return loading;
	}

	async #load(plugin: DesiredPlugin): Promise<Version> {
		const { _id: name, version, source, integrity } = plugin;
		const { sources, faults, giveWay, loadDeadlineMs } = this.#parts;
		try {
			const folder = await sources.folderOf(plugin);
			// A package's folder is named by its bytes; whatever makes an address longer stays in memory.
			const key = source === "bundled" ? versionKey(integrity) : "";
			const loading = runAs(faults.culprit(plugin, folder), () =>
				loadPlugin(folder, name, key, giveWay)
			);
			const loaded = await withDeadline(loading, loadDeadlineMs, "loading");
			await giveWay();
			const made = new Version(this.#broker, loaded);
			requireSoundDefinitions(made.schemas);
			made.schemas.forEach(requireSoundLimits);
			return made;
		} catch (error) {
			throw errors.LOAD_FAILED({ name, version, reason: reasonOf(error) }, error);
		}
	}
}
