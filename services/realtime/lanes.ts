/**
 * Who asks for much is told in a lane of its own, a little at a time, and everybody else does not wait for it: the
 * thousand frames that one change may be for one client take longer than all others together.
 */
import { setImmediate, setTimeout as pause } from "node:timers/promises";
import type { LoggedChange } from "../audit/change-log.ts";
import type { Connection } from "./connection.ts";

/** A connection with so many subscriptions, or fewer, is told at once. */
const FEW_SUBSCRIPTIONS = 5;

/** For so long the lanes have their turn, and for so long all others after it. */
const TURN_MS = 0.5;
const OTHERS_MS = 1;

/** A client that is behind by more changes is let go; it comes back with its last position. */
const MAX_CHANGES = 1000;

interface Waiting<Listener> {
	change: LoggedChange;
	listeners: Listener[];
}

export interface LaneHooks<Listener> {
	/** Answers what tells one listener of a change; asked anew for each turn. */
	teller: () => (listener: Listener, change: LoggedChange) => void;
	/** Hears of who is too far behind. */
	tooSlow: (connection: Connection) => void;
	report: (error: unknown) => void;
}

export class Lanes<Listener> {
	readonly #lanes = new Map<Connection, Waiting<Listener>[]>();
	readonly #hooks: LaneHooks<Listener>;
	#isRunning = false;

	constructor(hooks: LaneHooks<Listener>) {
		this.#hooks = hooks;
	}

	/** Tells whether a connection has to be told in its lane: it asks for much, or something waits there. */
	isFor(connection: Connection): boolean {
		return connection.subscriptions.size > FEW_SUBSCRIPTIONS || this.#lanes.has(connection);
	}

	/** Lets a change wait until it is the connection's turn. */
	add(connection: Connection, listener: Listener, change: LoggedChange): void {
		const lane = this.#lanes.get(connection) ?? [];
		this.#lanes.set(connection, lane);
		const last = lane.at(-1);
		if (last?.change === change) last.listeners.push(listener);
		else lane.push({ change, listeners: [listener] });
		if (lane.length > MAX_CHANGES) {
			this.#lanes.delete(connection);
			this.#hooks.tooSlow(connection);
		}
		if (!this.#isRunning) void this.#run();
	}

	/** Tells a connection at once all that waits for it, so that something else may come behind it. */
	flush(connection: Connection): void {
		const lane = this.#lanes.get(connection);
		if (!lane) return;
		this.#lanes.delete(connection);
		const tell = this.#hooks.teller();
		for (const { change, listeners } of lane)
			for (const listener of listeners) this.#try(() => tell(listener, change));
	}

	async #run() {
		this.#isRunning = true;
		await setImmediate();
		while (this.#lanes.size > 0) {
			this.#takeTurn();
			if (this.#lanes.size > 0) await pause(OTHERS_MS, undefined, { ref: false });
		}
		this.#isRunning = false;
	}

	/** Each connection is told one thing, then the next connection, for as long as the turn is. */
	#takeTurn() {
		const end = performance.now() + TURN_MS;
		const tell = this.#hooks.teller();
		for (const [connection, lane] of this.#lanes) {
			// It may be gone, or be told of more, by what it is told.
			this.#lanes.delete(connection);
			const next = lane[0]!;
			const listener = next.listeners.shift()!;
			if (next.listeners.length === 0) lane.shift();
			if (lane.length > 0 && !connection.isClosed) this.#lanes.set(connection, lane);
			this.#try(() => tell(listener, next.change));
			if (performance.now() > end) return;
		}
	}

	#try(work: () => void) {
		try {
			work();
		} catch (error) {
			this.#hooks.report(error);
		}
	}
}
