/** Counts how often something happens, in windows of ten seconds. */
const WINDOW_MS = 10_000;

export class Quota {
	readonly #most: number;
	#count = 0;
	#since = 0;

	constructor(most: number) {
		this.#most = most;
	}

	/** False once there was more than is allowed in this window. */
	take(now: number): boolean {
		if (now - this.#since >= WINDOW_MS) {
			this.#since = now;
			this.#count = 0;
		}
		return ++this.#count <= this.#most;
	}
}
