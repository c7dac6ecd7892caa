/**
 * The errors that plugins throw where nobody catches them: logged with the plugin's name, counted, and
 * shown with the plugin. They do not end the kernel.
 */
import { pathToFileURL } from "node:url";
import path from "node:path";
import type { Service } from "moleculer";
import { suspectFolder, type Suspect } from "../kernel/acting-plugin.ts";
import type { PluginMetrics } from "../metrics/plugin-metrics.ts";
import type { Actual, LastError } from "./actual.ts";
import type { DesiredPlugin } from "./desired.ts";
import { reasonOf } from "./reason.ts";

/** A plugin that fails all the time must not fill the log. */
const LOG_EVERY_MS = 1000;

/** The text is a plugin's, so that it has to be kept short. */
const MAX_MESSAGE = 1000;

export class Faults {
	readonly #actual: Actual;
	readonly #metrics: PluginMetrics;
	readonly #logger: Service["logger"];
	readonly #tallies = new Map<string, Tally>();
	/** By plugin and integrity. */
	readonly #culprits = new Map<string, Map<string, Culprit>>();

	constructor(actual: Actual, metrics: PluginMetrics, logger: Service["logger"]) {
		this.#actual = actual;
		this.#metrics = metrics;
		this.#logger = logger;
	}

	/** Whom the mistakes of these very bytes are told to; with their folder, also what is only known by its stack. */
	culprit({ _id: name, version, integrity }: DesiredPlugin, folder?: string): Culprit {
		const own = this.#culprits.get(name) ?? new Map<string, Culprit>();
		const culprit =
			own.get(integrity) ?? new Culprit(error => this.#note(name, version, error));
		this.#culprits.set(name, own.set(integrity, culprit));
		if (!this.#tallies.has(name)) this.#tallies.set(name, new Tally());
		if (folder !== undefined)
			suspectFolder(pathToFileURL(`${folder}${path.sep}`).href, culprit);
		return culprit;
	}

	/** Shows the errors of a plugin that was reported just now: some may have come before that. */
	async tell(name: string): Promise<void> {
		await this.#write(name, { anew: true });
	}

	/** Forgets a plugin that does not run here any more. */
	forget(name: string): void {
		this.#tallies.delete(name);
		this.#culprits.delete(name);
		this.#metrics.forget(name);
	}

	#note(name: string, version: string, error: unknown) {
		const fault = { version, message: messageOf(error), at: new Date() };
		const tally = this.#tallies.get(name);
		// What a plugin left behind may go on failing after it is gone: that is told, but no longer counted.
		if (!tally) return this.#log(name, fault, error);
		this.#metrics.uncaught(name);
		if (tally.add(fault)) this.#log(name, fault, error);
		void this.#write(name, { anew: false });
	}

	async #write(name: string, { anew }: { anew: boolean }) {
		const tally = this.#tallies.get(name);
		if (anew) tally?.beginAnew();
		await tally?.write((errors, last) => this.#actual.reportErrors(name, errors, last));
	}

	#log(name: string, { version, message }: LastError, error: unknown) {
		this.#logger.error(
			`The plugin "${name}" ${version} threw an error that nobody caught: ${message}`,
			error
		);
	}
}

/** One version of a plugin, as what it does wrong is told by; the watchdog listens to it. */
export class Culprit implements Suspect {
	onCallEnded: Suspect["onCallEnded"] = null;
	/** Hears of each error that nobody caught, while somebody wants to know. */
	onFault: ((error: unknown) => void) | null = null;
	readonly #note: (error: unknown) => void;

	constructor(note: (error: unknown) => void) {
		this.#note = note;
	}

	blame(error: unknown): void {
		this.#note(error);
		this.onFault?.(error);
	}
}

/** What is known of one plugin's errors; written down as fast as the store takes it, but no faster. */
class Tally {
	#errors = 0;
	#last: LastError | undefined;
	#written = 0;
	#isWriting = false;
	#loggedAt = -Infinity;

	/** Tells whether it is to be logged as well. */
	add(error: LastError): boolean {
		this.#errors++;
		this.#last = error;
		const now = performance.now();
		if (now - this.#loggedAt < LOG_EVERY_MS) return false;
		this.#loggedAt = now;
		return true;
	}

	/** Lets what was written already be written once more. */
	beginAnew(): void {
		this.#written = 0;
	}

	async write(report: (errors: number, last: LastError) => Promise<void>): Promise<void> {
		if (this.#isWriting) return;
		this.#isWriting = true;
		try {
			while (this.#written < this.#errors) {
				this.#written = this.#errors;
				await report(this.#errors, this.#last!);
			}
		} catch {
			// The store is away: the next error brings the count along.
		} finally {
			this.#isWriting = false;
		}
	}
}

function messageOf(error: unknown) {
	const text = error instanceof Error ? `${error.name}: ${error.message}` : reasonOf(error);
	return text.slice(0, MAX_MESSAGE);
}
