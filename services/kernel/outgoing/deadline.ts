/** A time limit for a piece of work in several steps, from its begin to `end`. */
export class Deadline {
	readonly #controller = new AbortController();
	readonly #timer: NodeJS.Timeout;

	constructor(late: Error, limitMs: number) {
		this.#timer = setTimeout(() => this.stop(late), limitMs);
	}

	/** Is aborted with the reason once the time is over. */
	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	/** Gives the work up before its time is over. */
	stop(reason: Error): void {
		this.end();
		this.#controller.abort(reason);
	}

	/** Waits for a step, but not longer than the work may take. */
	within<T>(step: Promise<T>): Promise<T> {
		const stopped = new Promise<never>((_resolve, reject) => {
			const fail = () => reject(this.signal.reason as Error);
			if (this.signal.aborted) fail();
			else this.signal.addEventListener("abort", fail, { once: true });
		});
		return Promise.race([step, stopped]);
	}

	end(): void {
		clearTimeout(this.#timer);
	}
}
