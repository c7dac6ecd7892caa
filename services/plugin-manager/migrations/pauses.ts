/**
 * Pauses the writes of a plugin's collections on every node, for a migration that cannot be beside the old
 * version. A pause is kept alive by the node that wants it, and ends by itself soon after that node is gone.
 */
import { setTimeout } from "node:timers/promises";
import type { LyceumBroker } from "../../../mixins/index.ts";
import type { PausedWrites } from "../../kernel/paused-writes.ts";
import type { Manifest } from "../manifest/manifest.ts";

export const WRITES_PAUSED = "plugins.writes.paused";

const RENEW_EVERY_MS = 2000;
/** What was being written as the pause began has committed after this time; other nodes may be slow to hear. */
const SETTLE_ALONE_MS = 250;
const SETTLE_MS = 3000;

export class Pauses {
	readonly #broker: LyceumBroker;
	readonly #paused: PausedWrites;
	readonly #isAlone: boolean;
	readonly #own = new Map<string, NodeJS.Timeout>();

	constructor(broker: LyceumBroker, paused: PausedWrites, isAlone: boolean) {
		this.#broker = broker;
		this.#paused = paused;
		this.#isAlone = isAlone;
	}

	/** Returns when nobody writes to the plugin's collections any more. */
	async begin({ name, permissions }: Manifest): Promise<void> {
		if (this.#own.has(name)) return;
		await this.#paused.set(name, permissions.collections);
		// A sign of life that the store did not take is followed by the next one.
		const renew = () => void this.#paused.renew(name).catch(() => undefined);
		this.#own.set(name, setInterval(renew, RENEW_EVERY_MS).unref());
		await this.#tell();
		await setTimeout(this.#isAlone ? SETTLE_ALONE_MS : SETTLE_MS);
	}

	/** Harmless when there is no pause of this node's. */
	async end(name: string): Promise<void> {
		const timer = this.#own.get(name);
		if (!timer) return;
		clearInterval(timer);
		this.#own.delete(name);
		await this.#paused.remove(name);
		await this.#tell();
	}

	async #tell() {
		if (!this.#isAlone) await this.#broker.broadcast(WRITES_PAUSED, {});
	}
}
