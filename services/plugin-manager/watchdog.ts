/**
 * Watches a plugin for a while after an upgrade, on the node that made it, and goes back to the version
 * before when the new one keeps failing: by errors that nobody catches, by failing calls, or by taking the
 * whole kernel with it.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Service } from "moleculer";
import { toCatalogueError } from "../gateway/problem.ts";
import type { DesiredPlugin } from "./desired.ts";
import type { Culprit } from "./faults.ts";
import { reasonOf } from "./reason.ts";
import type { WatchMarks } from "./watch-marks.ts";

/** One may be an accident. */
const MAX_FAULTS = 3;

/** Fewer calls say nothing about a version. */
const MIN_CALLS = 20;
const MAX_FAILED_SHARE = 0.5;

const INTERNAL = 500;

interface WatchdogParts {
	/** How long a version is watched; 0 watches none. */
	seconds: number;
	marks: WatchMarks;
	/** What hears of a plugin's mistakes on this node. */
	culpritOf: (name: string) => Culprit | undefined;
	/** Goes back to the version before if these bytes are still what should run. */
	takeBack: (name: string, integrity: string, reason: string) => Promise<void>;
	logger: Service["logger"];
}

export class Watchdog {
	readonly #parts: WatchdogParts;
	/** What ends the watch of each plugin. */
	readonly #watches = new Map<string, () => void>();
	/** Mistakes are heard of in the midst of a plugin's work, which going back must not be a part of. */
	readonly #outside = AsyncLocalStorage.snapshot();

	constructor(parts: WatchdogParts) {
		this.#parts = parts;
	}

	/** Begins to watch a version that has just replaced another one. */
	async watch(plugin: DesiredPlugin): Promise<void> {
		const { seconds, marks, culpritOf } = this.#parts;
		const name = plugin._id;
		this.#watches.get(name)?.();
		const culprit = culpritOf(name);
		if (!culprit || seconds === 0) return;
		await marks.add(plugin);
		const timer = setTimeout(() => void this.#end(name), seconds * 1000);
		const watch = new Watch(culprit, seconds, reason =>
			this.#outside(() => void this.#takeBack(plugin, reason))
		);
		this.#watches.set(name, () => {
			clearTimeout(timer);
			watch.end();
			this.#watches.delete(name);
		});
	}

	/** Goes back from versions that were watched when a node ended without stopping. */
	async takeBackCrashed(nodeIds: string[]): Promise<void> {
		const { marks, seconds } = this.#parts;
		for (const { _id, integrity } of await marks.takeLeft(nodeIds))
			await this.#goBack(
				_id,
				integrity,
				`the kernel ended without being stopped in the ${seconds} s after the upgrade`
			);
	}

	async stop(): Promise<void> {
		for (const name of this.#watches.keys()) await this.#end(name);
	}

	async #end(name: string) {
		this.#watches.get(name)?.();
		await this.#parts.marks.remove(name).catch(error => this.#parts.logger.warn(error));
	}

	async #takeBack({ _id: name, integrity }: DesiredPlugin, reason: string) {
		await this.#end(name);
		await this.#goBack(name, integrity, reason);
	}

	async #goBack(name: string, integrity: string, reason: string) {
		const { takeBack, logger } = this.#parts;
		logger.error(`The upgrade of the plugin "${name}" is taken back: ${reason}`);
		await takeBack(name, integrity, reason).catch(error =>
			logger.error(`The upgrade of the plugin "${name}" could not be taken back`, error)
		);
	}
}

/** Counts what one version does wrong, and says so once when it is too much. */
class Watch {
	readonly #culprit: Culprit;
	readonly #seconds: number;
	readonly #giveUp: (reason: string) => void;
	#faults = 0;
	#calls = 0;
	#failed = 0;

	constructor(culprit: Culprit, seconds: number, giveUp: (reason: string) => void) {
		this.#culprit = culprit;
		this.#seconds = seconds;
		this.#giveUp = giveUp;
		culprit.onFault = error => this.#countFault(error);
		culprit.onCallEnded = error => this.#countCall(error);
	}

	end(): void {
		this.#culprit.onFault = null;
		this.#culprit.onCallEnded = null;
	}

	#countFault(error: unknown) {
		this.#faults++;
		if (this.#faults < MAX_FAULTS) return;
		this.#fail(
			`it threw ${this.#faults} errors that nobody caught, the last: ${reasonOf(error)}`
		);
	}

	#countCall(error: unknown) {
		this.#calls++;
		if (error !== null && isOwnFault(error)) this.#failed++;
		if (this.#calls < MIN_CALLS || this.#failed <= this.#calls * MAX_FAILED_SHARE) return;
		this.#fail(`${this.#failed} of ${this.#calls} calls failed, the last: ${reasonOf(error)}`);
	}

	#fail(reason: string) {
		this.end();
		this.#giveUp(`in the ${this.#seconds} s after the upgrade ${reason}`);
	}
}

/** A refusal is the caller's fault, and a store that is away is nobody's here. */
function isOwnFault(error: unknown) {
	return toCatalogueError(error, "").code === INTERNAL;
}
