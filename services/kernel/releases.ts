/** What has to be given back when the kernel stops: the last first, all of it, whatever fails or hangs. */
import type { Release } from "../../mixins/index.ts";
import { withDeadline } from "./deadline.ts";

export class Releases {
	readonly #limitMs: number;
	readonly #entries: [what: string, release: Release][] = [];
	#released: Promise<void> | undefined;

	/** Each may take so long; after that the next one goes on. */
	constructor(limitMs: number) {
		this.#limitMs = limitMs;
	}

	/** `what` is said of a release that hangs, e.g. "Closing the store". */
	add(what: string, release: Release): void {
		this.#entries.push([what, release]);
	}

	/** Runs them once; throws the first failure when all have ended. */
	run(): Promise<void> {
		return (this.#released ??= this.#run());
	}

	async #run() {
		const failures: unknown[] = [];
		for (const [what, release] of this.#entries.toReversed()) {
			try {
				await withDeadline(Promise.resolve().then(release), this.#limitMs, what);
			} catch (error) {
				failures.push(error);
			}
		}
		if (failures.length > 0) throw failures[0];
	}
}
