/** A kernel on a set-back clock, and the people who act on it: every act is a call of an action in somebody's name. */
import { Readable } from "node:stream";
import type { Caller, LyceumBroker, Meta } from "../../mixins/index.ts";
import type { Person } from "./people.ts";
import type { PastClock } from "./past-clock.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 25;

/** Nothing in the week takes longer on a slow machine. */
const GIVE_UP_MS = 60_000;

export type Made = Record<string, unknown> & { id: string };

export interface Page {
	data: Made[];
	total: number;
}

export class Stage {
	readonly broker: LyceumBroker;
	readonly #clock: PastClock;
	readonly #begin: number;
	readonly #ids = new Map<string, string>();
	#acts = 0;

	constructor(broker: LyceumBroker, clock: PastClock, begin: number) {
		this.broker = broker;
		this.#clock = clock;
		this.#begin = begin;
	}

	/** How many calls were made. */
	get acts(): number {
		return this.#acts;
	}

	/** Goes on at a time of a day of the week, the first of which is 0. */
	at(day: number, time: string): void {
		const [hours = 0, minutes = 0] = time.split(":").map(Number);
		this.#clock.moveTo(this.#begin + day * DAY_MS + (hours * 60 + minutes) * MINUTE_MS);
	}

	/** Lets some minutes pass. */
	wait(minutes: number): void {
		this.#clock.moveTo(this.#clock.now() + minutes * MINUTE_MS);
	}

	know(person: Person, id: string): void {
		this.#ids.set(person.key, id);
	}

	idOf(person: Person): string {
		const id = this.#ids.get(person.key);
		if (id === undefined) throw new Error(`${person.name} is not there yet`);
		return id;
	}

	/** Calls an action as a person would through the gateway. */
	as<Result = Made>(person: Person, action: string, params: object = {}): Promise<Result> {
		this.#acts++;
		return this.broker.call(action, params as never, { meta: this.#metaOf(person) } as never);
	}

	/** The same with a file, which is what the action reads. */
	send<Result = Made>(
		person: Person,
		action: string,
		params: object,
		bytes: Buffer
	): Promise<Result> {
		this.#acts++;
		const stream = Readable.from([bytes], { objectMode: false });
		const meta = this.#metaOf(person);
		return this.broker.call(action, params as never, { meta, stream, timeout: 0 } as never);
	}

	/** Waits for a task that was started, however it ends. */
	async task({ taskId }: Record<string, unknown>): Promise<void> {
		const isOver = async () => {
			const { state } = await this.broker.call<{ state: string }, object>("tasks.get", {
				id: taskId
			});
			return !["queued", "running"].includes(state);
		};
		await this.#until(isOver, `the task ${String(taskId)}`);
	}

	/** Waits until nothing is under way: a task whose clock leaps would count as lost. */
	idle(): Promise<void> {
		const busy = { filter: { state: { in: "queued,running" } } };
		const isIdle = async () => {
			const { total } = await this.broker.call<{ total: number }, object>(
				"tasks.count",
				busy
			);
			return total === 0;
		};
		return this.#until(isIdle, "the tasks");
	}

	async #until(isSo: () => Promise<boolean>, what: string) {
		const givenUpAt = performance.now() + GIVE_UP_MS;
		while (!(await isSo())) {
			if (performance.now() > givenUpAt) throw new Error(`${what} did not end`);
			await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
		}
	}

	#metaOf(person: Person): Meta {
		const { role, address, userAgent } = person;
		const caller: Caller = {
			id: this.idOf(person),
			kind: "user",
			roles: [role],
			plan: "free",
			provedAt: Date.now()
		};
		return { caller, client: { address, userAgent, ownPage: true } };
	}
}
