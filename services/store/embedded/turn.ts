/** The writer's turn: one holder at a time, the others wait in the order in which they came. */
import { storeError } from "./errors.ts";

export type Release = () => void;

/** Longer than any transaction may hold the turn, several times over. */
const WAIT_LIMIT_MS = 60_000;

interface Waiter {
	take: (release: Release) => void;
	timer: NodeJS.Timeout;
}

export class Turn {
	private isTaken = false;
	private readonly waiting: Waiter[] = [];

	/** Takes the turn at once; `undefined` when another has it. */
	tryTake(): Release | undefined {
		if (this.isTaken) return undefined;
		this.isTaken = true;
		return this.releaser();
	}

	/** Waits for the turn. */
	take(): Promise<Release> {
		const now = this.tryTake();
		if (now) return Promise.resolve(now);
		return new Promise((resolve, reject) => {
			const waiter: Waiter = {
				take: release => {
					clearTimeout(waiter.timer);
					resolve(release);
				},
				timer: setTimeout(() => {
					this.waiting.splice(this.waiting.indexOf(waiter), 1);
					reject(
						storeError(
							"LockTimeout",
							`Unable to acquire the writer's turn within ${WAIT_LIMIT_MS} ms`
						)
					);
				}, WAIT_LIMIT_MS)
			};
			this.waiting.push(waiter);
		});
	}

	private releaser(): Release {
		let isReleased = false;
		return () => {
			if (isReleased) return;
			isReleased = true;
			const next = this.waiting.shift();
			if (next) next.take(this.releaser());
			else this.isTaken = false;
		};
	}
}
