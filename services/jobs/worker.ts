/** What this node does of one job: its newest service does it, and an older one ends what it has begun. */
import type { Service } from "moleculer";
import type { JobDefinition } from "../../mixins/index.ts";
import type { Mover, Working } from "./mover.ts";

export interface Doer {
	service: Service;
	definition: JobDefinition;
}

type Run = (id: string, turn: number, doer: Doer) => Promise<void>;

export class Worker {
	readonly #job: string;
	readonly #mover: Mover;
	readonly #run: Run;
	#doers: Doer[] = [];
	#working: Working | null = null;
	#concurrency = 0;

	constructor(job: string, mover: Mover, run: Run) {
		this.#job = job;
		this.#mover = mover;
		this.#run = run;
	}

	get isIdle(): boolean {
		return this.#doers.length === 0;
	}

	add(doer: Doer): void {
		this.#doers = [...this.#doers, doer];
		void this.#follow();
	}

	/** Gives nothing more to a service. */
	remove(service: Service): void {
		this.#doers = this.#doers.filter(doer => doer.service !== service);
		void this.#follow();
	}

	/** Takes nothing more; resolves when what was taken has ended. */
	async stop(): Promise<void> {
		this.#doers = [];
		await this.#follow();
	}

	#follow(): Promise<void> {
		const concurrency = this.#doers.at(-1)?.definition.concurrency ?? 1;
		if (this.#working && this.#doers.length > 0 && concurrency === this.#concurrency)
			return Promise.resolve();
		const stopped = this.#working?.stop() ?? Promise.resolve();
		this.#working = null;
		this.#concurrency = concurrency;
		if (this.#doers.length > 0)
			this.#working = this.#mover.work(this.#job, concurrency, (id, turn) =>
				this.#give(id, turn)
			);
		return stopped;
	}

	#give(id: string, turn: number): Promise<void> {
		const doer = this.#doers.at(-1);
		return doer ? this.#run(id, turn, doer) : Promise.resolve();
	}
}
