/** What goes on in the demo while it runs: visitors who read, write, and sometimes ask for what is not there. */
import { ADMINISTRATOR, PEOPLE } from "./people.ts";
import { furnish, isFurnished } from "./furnish.ts";
import { HABITS } from "./habits.ts";
import { Visitor } from "./visitor.ts";

/** Slow enough to be read, quick enough that a chart moves. */
const REST_MS = 700;

const TRY_AGAIN_MS = 2000;

/** How often it is seen to that something is under way. */
const LOOK_AFTER_TASKS_EVERY = 60;

export class Pulse {
	readonly #visitors: Visitor[];
	readonly #tell: (line: string) => void;
	readonly #stopping = new AbortController();
	readonly #sockets: WebSocket[] = [];

	constructor(url: string, password: string, tell: (line: string) => void) {
		const signing = PEOPLE.filter(({ signsIn }) => signsIn);
		this.#visitors = signing.map(person => new Visitor(url, person, password));
		this.#tell = tell;
	}

	/** Goes on until it is stopped. */
	async run(): Promise<void> {
		await this.#patiently(() => this.#furnish());
		await this.#patiently(() => this.#open());
		for (let round = 0; !this.#isStopping; round++) {
			if (round % LOOK_AFTER_TASKS_EVERY === 0) await this.#patiently(() => this.#keepBusy());
			await this.#patiently(() => this.#oneVisit());
			await this.#rest(REST_MS * (0.4 + Math.random() * 1.2));
		}
		for (const socket of this.#sockets) socket.close();
	}

	/** A machine that is busy says so: it is tried again, as people do. */
	async #patiently(work: () => Promise<void>) {
		while (!this.#isStopping)
			try {
				return await work();
			} catch {
				await this.#rest(TRY_AGAIN_MS);
			}
	}

	stop(): void {
		this.#stopping.abort();
	}

	get #isStopping() {
		return this.#stopping.signal.aborted;
	}

	async #furnish() {
		if (await isFurnished(this.#of("admin"))) return;
		await furnish(this.#visitors, this.#tell, this.#stopping.signal);
	}

	async #open() {
		const listening = this.#visitors.filter(({ person }) => person !== ADMINISTRATOR);
		for (const visitor of listening.slice(this.#sockets.length))
			this.#sockets.push(await visitor.listen("projects"));
		this.#tell(`${this.#sockets.length} people have come and work; the charts fill in.`);
	}

	/** Two long tasks run at any time, and one waits. */
	async #keepBusy() {
		const teacher = this.#of("teacher");
		const running = "/tasks?filter[job]=attendance.summary&filter[state][in]=queued,running";
		const { total } = await teacher.list(running);
		for (let missing = 3 - total; missing > 0; missing--)
			await teacher.send("POST", "/attendance/summary", { seconds: 900 });
	}

	async #oneVisit() {
		const visitor = pick(this.#visitors);
		const habits = HABITS.filter(({ roles }) => roles.includes(visitor.person.role));
		const weights = habits.flatMap(habit => Array<typeof habit>(habit.weight).fill(habit));
		await pick(weights).act(visitor);
	}

	#of(role: string) {
		return this.#visitors.find(({ person }) => person.role === role)!;
	}

	#rest(milliseconds: number) {
		return new Promise<void>(resolve => {
			const timer = setTimeout(resolve, milliseconds);
			this.#stopping.signal.addEventListener(
				"abort",
				() => {
					clearTimeout(timer);
					resolve();
				},
				{ once: true }
			);
		});
	}
}

function pick<One>(all: One[]): One {
	return all[Math.floor(Math.random() * all.length)]!;
}
