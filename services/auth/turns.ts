/** Lets a few pieces of work run at once and the others in the order in which they came. */
export class Turns {
	readonly #limit: number;
	readonly #waiting: (() => void)[] = [];
	#running = 0;

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** How many wait for their turn. */
	get waiting(): number {
		return this.#waiting.length;
	}

	get isFull(): boolean {
		return this.#running === this.#limit;
	}

	/** Does the work when it is its turn. */
	async take<Result>(work: () => Promise<Result>): Promise<Result> {
		if (this.isFull) await new Promise<void>(begin => this.#waiting.push(begin));
		else this.#running++;
		try {
			return await work();
		} finally {
			this.#passOn();
		}
	}

	#passOn() {
		const next = this.#waiting.shift();
		if (next) next();
		else this.#running--;
	}
}
