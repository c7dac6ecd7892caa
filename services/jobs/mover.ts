/**
 * Moves tasks to where they run. A mover knows turns alone and may forget them all, or tell one twice: the
 * documents are the truth, and the reconciler tells it again of what it lost.
 */
import type { Turn } from "./tasks.ts";

export interface Mover {
	/** Connects; a server that is away is no reason to fail. */
	open(): Promise<void>;
	/** Takes turns to move, those that are not due at their time; what fails is told again later. */
	push(turns: Turn[]): Promise<void>;
	/** Hands turns of a job over, as many at a time as may run, until it is stopped. */
	work(
		job: string,
		concurrency: number,
		run: (id: string, turn: number) => Promise<void>
	): Working;
	/** Tells whether it knows of fewer turns of a job than are queued. */
	lacks(job: string, queued: number): Promise<boolean>;
	/** Throws when what moves does not answer. */
	check(): Promise<void>;
	close(): Promise<void>;
}

export interface Working {
	/** Hands nothing more over; resolves when what was handed over has ended. */
	stop(): Promise<void>;
}
