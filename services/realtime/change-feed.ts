/**
 * Hands every change on in the order of the log, each once. What the bus has lost on its way is seen by
 * the gap, and read from the log.
 */
import type { ChangeLog, LoggedChange } from "../audit/change-log.ts";
import type { ChangesLogged } from "../audit/events.ts";

/** How many positions are read from the log at a time. */
const PAGE = 500;

export interface FeedHooks {
	handle: (change: LoggedChange) => void | Promise<void>;
	/** Hears that the bus has lost something, before it is handed on from the log. */
	missed: () => Promise<void>;
	report: (error: unknown) => void;
}

export class ChangeFeed {
	readonly #log: ChangeLog;
	readonly #hooks: FeedHooks;
	#position = 0;
	/** Where it was when `check` looked last. */
	#checked = -1;
	#queue: Promise<void> = Promise.resolve();

	constructor(log: ChangeLog, hooks: FeedHooks) {
		this.#log = log;
		this.#hooks = hooks;
	}

	/** The position up to which everything was handed on. */
	get position(): number {
		return this.#position;
	}

	async start(): Promise<void> {
		this.#position = await this.#log.head();
	}

	/** Takes what a node has announced. */
	push(logged: ChangesLogged): void {
		void this.whenQuiet(() => this.#take(logged)).catch(this.#hooks.report);
	}

	/**
	 * Looks into the log when nothing was heard since the last time: that the last announcements were
	 * lost shows by nothing else. To be called now and then.
	 */
	check(): Promise<void> {
		return this.whenQuiet(async () => {
			const isSilent = this.#checked === this.#position;
			if (isSilent) await this.#catchUp(await this.#log.head());
			this.#checked = this.#position;
		});
	}

	/** Hands everything on up to a position, as far as the log goes. */
	reach(position: number): Promise<void> {
		return this.whenQuiet(async () => {
			if (position > this.#position)
				await this.#catchUp(Math.min(position, await this.#log.head()));
		});
	}

	/** Runs `work` when what came before is handed on, and nothing else is meanwhile. */
	whenQuiet<Result>(work: () => Result | Promise<Result>): Promise<Result> {
		const result = this.#queue.then(work);
		this.#queue = result.then(nothing, nothing);
		return result;
	}

	async #take({ previous, position, changes }: ChangesLogged) {
		if (previous > this.#position) await this.#catchUp(previous);
		for (const change of changes) await this.#handOn(change);
		this.#position = Math.max(this.#position, position);
	}

	async #catchUp(upTo: number) {
		if (upTo > this.#position) await this.#hooks.missed();
		while (this.#position < upTo) {
			const next = Math.min(this.#position + PAGE, upTo);
			for (const change of await this.#log.between(this.#position, next))
				await this.#handOn(change);
			this.#position = next;
		}
	}

	async #handOn(change: LoggedChange) {
		if (change.position <= this.#position) return;
		try {
			await this.#hooks.handle(change);
		} catch (error) {
			// One change that cannot be handed on must not hold up all that follow.
			this.#hooks.report(error);
		}
		this.#position = change.position;
	}
}

function nothing() {
	return undefined;
}
