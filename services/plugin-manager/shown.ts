/** Plugins as administrators see them: what should run, with what the nodes that are there report. */
import type { Members } from "../nodes/members.ts";
import type { Actual } from "./actual.ts";
import type { Desired } from "./desired.ts";
import { errors } from "./errors.ts";
import { presentPlugin, type PresentedPlugin } from "./present.ts";

export class Shown {
	readonly #desired: Desired;
	readonly #actual: Actual;
	readonly #members: Members;

	constructor(desired: Desired, actual: Actual, members: Members) {
		this.#desired = desired;
		this.#actual = actual;
		this.#members = members;
	}

	async all(): Promise<PresentedPlugin[]> {
		const [plugins, nodes] = await Promise.all([this.#desired.all(), this.#reports()]);
		return plugins.map(plugin => presentPlugin(plugin, nodes));
	}

	async one(name: string): Promise<PresentedPlugin> {
		const [plugin, nodes] = await Promise.all([this.#desired.find(name), this.#reports()]);
		if (!plugin) throw errors.NOT_FOUND({ name });
		return presentPlugin(plugin, nodes);
	}

	async #reports() {
		return this.#actual.of(await this.#members.withPlugins());
	}
}
