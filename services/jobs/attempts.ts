/** The attempts of this node: begins them, says that they live, and ends those that must not go on. */
import type { Service } from "moleculer";
import { Attempt, type AttemptParts, type Interruption } from "./attempt.ts";
import type { Doer } from "./worker.ts";

/** Signs of life in the time after which a node counts as dead. */
const SIGNS_PER_LEASE = 3;

export class Attempts {
	readonly #parts: AttemptParts;
	readonly #leaseMs: number;
	readonly #running = new Map<Attempt, Promise<void>>();
	#beating: NodeJS.Timeout | undefined;

	constructor(parts: AttemptParts, leaseMs: number) {
		this.#parts = parts;
		this.#leaseMs = leaseMs;
	}

	get count(): number {
		return this.#running.size;
	}

	start(): void {
		this.#beating = setInterval(
			() => void this.#beat(),
			this.#leaseMs / SIGNS_PER_LEASE
		).unref();
	}

	stop(): void {
		clearInterval(this.#beating);
	}

	/** Makes an attempt at a turn that is not over. */
	async run(id: string, turn: number, { service, definition }: Doer): Promise<void> {
		const task = await this.#parts.tasks.claim(id, turn);
		if (!task) return;
		this.#parts.changed(task);
		const attempt = new Attempt(task, service, definition, this.#parts);
		const work = attempt.run().finally(() => this.#running.delete(attempt));
		this.#running.set(attempt, work);
		await work;
	}

	isWorking(service: Service): boolean {
		return this.#of(service).length > 0;
	}

	/** Waits for the attempts of a service, and hands over those that go on for longer. */
	async endOf(service: Service, graceMs: number): Promise<void> {
		const ended = Promise.all(this.#of(service).map(attempt => this.#running.get(attempt)!));
		const timer = setTimeout(() => this.handOver(service), graceMs);
		await ended;
		clearTimeout(timer);
	}

	/** Hands over what a service works on, at once. */
	handOver(service: Service): void {
		for (const attempt of this.#of(service)) attempt.interrupt("handed over");
	}

	/** Hands over everything, and waits for it. */
	async handOverAll(): Promise<void> {
		for (const attempt of this.#running.keys()) attempt.interrupt("handed over");
		await Promise.all(this.#running.values());
	}

	interrupt(ids: string[], why: Interruption): void {
		const wanted = new Set(ids);
		for (const attempt of this.#running.keys())
			if (wanted.has(attempt.task._id)) attempt.interrupt(why);
	}

	#of(service: Service): Attempt[] {
		return [...this.#running.keys()].filter(attempt => attempt.service === service);
	}

	/** One that was cancelled or taken over elsewhere is told so, also when the bus did not. */
	async #beat() {
		const running = [...this.#running.keys()];
		if (running.length === 0) return;
		const leases = new Map(running.map(({ task }) => [task._id, task.lease]));
		try {
			const held = await this.#parts.tasks.keepAlive(leases);
			const gone = running.filter(({ task }) => !held.has(task._id));
			if (gone.length === 0) return;
			const cancelled = await this.#parts.tasks.cancelledOf(gone.map(({ task }) => task._id));
			for (const attempt of gone)
				attempt.interrupt(cancelled.has(attempt.task._id) ? "cancelled" : "lost");
		} catch (error) {
			this.#parts.failed("No sign of life could be written", error);
		}
	}
}
