/** The runner without Redis: what is due is asked of the store, when something is queued and each second. */
import type { Mover, Working } from "./mover.ts";
import type { Tasks, Turn } from "./tasks.ts";

/** What another node has queued without a word, and what became due. */
const LOOK_EVERY_MS = 1000;

interface StoreMoverParts {
	tasks: Tasks;
	/** Lets the other nodes look, too. */
	tellOthers: (jobs: string[]) => void;
	failed: (error: unknown) => void;
}

interface Place {
	job: string;
	concurrency: number;
	run: (id: string, turn: number) => Promise<void>;
	active: Map<string, Promise<void>>;
	looking: Promise<void> | null;
	again: boolean;
	stopped: boolean;
}

export class StoreMover implements Mover {
	readonly #parts: StoreMoverParts;
	readonly #places = new Map<string, Place>();
	/** When the earliest turn of a job that waits for its time is due. */
	readonly #alarms = new Map<string, { at: number; timer: NodeJS.Timeout }>();
	#looking: NodeJS.Timeout | undefined;

	constructor(parts: StoreMoverParts) {
		this.#parts = parts;
	}

	open(): Promise<void> {
		this.#looking = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
		return Promise.resolve();
	}

	push(turns: Turn[]): Promise<void> {
		const now = Date.now();
		const due = new Set<string>();
		for (const { job, runAt } of turns)
			if (runAt.getTime() <= now) due.add(job);
			else this.#setAlarm(job, runAt.getTime());
		if (due.size > 0) this.#parts.tellOthers([...due]);
		this.wake([...due]);
		return Promise.resolve();
	}

	/** Looks for what is due of these jobs. */
	wake(jobs: Iterable<string>): void {
		for (const job of jobs) {
			const place = this.#places.get(job);
			if (place) this.#fill(place);
		}
	}

	work(job: string, concurrency: number, run: Place["run"]): Working {
		const place: Place = {
			job,
			concurrency,
			run,
			active: new Map(),
			looking: null,
			again: false,
			stopped: false
		};
		this.#places.set(job, place);
		this.#fill(place);
		return {
			stop: async () => {
				place.stopped = true;
				if (this.#places.get(job) === place) this.#places.delete(job);
				await place.looking;
				await Promise.all(place.active.values());
			}
		};
	}

	/** It knows nothing but what the store says. */
	lacks(): Promise<boolean> {
		return Promise.resolve(false);
	}

	check(): Promise<void> {
		return Promise.resolve();
	}

	close(): Promise<void> {
		clearInterval(this.#looking);
		for (const { timer } of this.#alarms.values()) clearTimeout(timer);
		this.#alarms.clear();
		return Promise.resolve();
	}

	async #look() {
		const jobs = [...this.#places.keys()];
		if (jobs.length === 0) return;
		try {
			this.wake(await this.#parts.tasks.dueJobs(jobs));
		} catch (error) {
			this.#parts.failed(error);
		}
	}

	#fill(place: Place) {
		place.again = true;
		if (place.looking || place.active.size >= place.concurrency) return;
		place.looking = this.#fillOnce(place)
			.catch(this.#parts.failed)
			.finally(() => {
				place.looking = null;
				if (place.again && !place.stopped) this.#fill(place);
			});
	}

	async #fillOnce(place: Place) {
		const { job, concurrency, active } = place;
		while (place.again && !place.stopped && active.size < concurrency) {
			place.again = false;
			const free = concurrency - active.size;
			// Those that were handed over may not be claimed yet.
			const due = await this.#parts.tasks.due(job, free + active.size);
			const fresh = due.filter(turn => !active.has(nameOf(turn))).slice(0, free);
			if (!place.stopped) for (const turn of fresh) this.#handOver(place, turn);
		}
	}

	#handOver(place: Place, turn: Turn) {
		const name = nameOf(turn);
		const work = place
			.run(turn.id, turn.turn)
			.catch(this.#parts.failed)
			.finally(() => {
				place.active.delete(name);
				if (!place.stopped) this.#fill(place);
			});
		place.active.set(name, work);
	}

	#setAlarm(job: string, at: number) {
		const known = this.#alarms.get(job);
		if (known && known.at <= at) return;
		clearTimeout(known?.timer);
		const ring = () => {
			this.#alarms.delete(job);
			this.wake([job]);
		};
		// What is further away than a timer can be is found by looking.
		const wait = Math.min(Math.max(at - Date.now(), 0), 2 ** 31 - 1);
		this.#alarms.set(job, { at, timer: setTimeout(ring, wait).unref() });
	}
}

/** A task that was taken up again is another turn, also while its first attempt has not ended. */
function nameOf({ id, turn }: Turn) {
	return `${id} ${turn}`;
}
