/** Limits how long pieces of work may take; those of the same limit share a timer, which waits for the oldest. */

interface Running {
	dueAt: number;
	giveUp: () => void;
}

/** What runs under one limit, the oldest first. */
interface Queue {
	running: Set<Running>;
	timer: NodeJS.Timeout | null;
}

export class Deadlines {
	readonly #queues = new Map<number, Queue>();

	/** Settles as the work does, or is rejected with `tooLong()` when the time is over before. */
	limit<T>(work: Promise<T>, milliseconds: number, tooLong: () => Error): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			const queue = this.#queueOf(milliseconds);
			const one = {
				dueAt: performance.now() + milliseconds,
				giveUp: () => reject(tooLong())
			};
			queue.running.add(one);
			queue.timer ??= this.#wake(queue, milliseconds, milliseconds);
			const end = <U>(settle: (outcome: U) => void) => {
				return (outcome: U) => {
					queue.running.delete(one);
					settle(outcome);
				};
			};
			work.then(end(resolve), end<Error>(reject));
		});
	}

	#queueOf(milliseconds: number): Queue {
		const known = this.#queues.get(milliseconds);
		if (known) return known;
		const queue: Queue = { running: new Set(), timer: null };
		this.#queues.set(milliseconds, queue);
		return queue;
	}

	#wake(queue: Queue, milliseconds: number, wait: number): NodeJS.Timeout {
		return setTimeout(() => this.#giveUpOn(queue, milliseconds), wait).unref();
	}

	/** Gives up on what is due; the timer goes on for the oldest of the others. */
	#giveUpOn(queue: Queue, milliseconds: number) {
		const now = performance.now();
		queue.timer = null;
		for (const one of queue.running) {
			if (one.dueAt > now) {
				queue.timer = this.#wake(queue, milliseconds, Math.ceil(one.dueAt - now));
				return;
			}
			queue.running.delete(one);
			one.giveUp();
		}
		// Limits may be computed: one that nothing runs under is forgotten.
		this.#queues.delete(milliseconds);
	}
}
