/** Lets a few pieces of work run at once and the others in the order in which they came. */

/** How long somebody waits for a turn, and with what it is sent away then. */
export interface Patience {
	ms: number;
	refusal: () => Error;
}

export class Turns {
	readonly #limit: number;
	readonly #waiting = new Set<() => void>();
	#running = 0;

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** How many wait for their turn. */
	get waiting(): number {
		return this.#waiting.size;
	}

	get isFull(): boolean {
		return this.#running === this.#limit;
	}

	/** Does the work when it is its turn; throws the refusal without doing it when that takes too long. */
	async take<Result>(work: () => Promise<Result>, patience?: Patience): Promise<Result> {
		if (this.isFull) await this.#wait(patience);
		else this.#running++;
		try {
			return await work();
		} finally {
			this.#passOn();
		}
	}

	#wait(patience: Patience | undefined): Promise<void> {
		return new Promise((resolve, reject) => {
			let timer: NodeJS.Timeout | undefined;
			const begin = () => {
				clearTimeout(timer);
				resolve();
			};
			this.#waiting.add(begin);
			if (!patience) return;
			timer = setTimeout(() => {
				this.#waiting.delete(begin);
				reject(patience.refusal());
			}, patience.ms);
		});
	}

	#passOn() {
		const [next] = this.#waiting;
		if (!next) {
			this.#running--;
			return;
		}
		this.#waiting.delete(next);
		next();
	}
}
